/**
 * What a message says: the JSON that Alertmanager's webhook receivers take (version 4 of its data). One alert for each of the first devices,
 * truncatedAlerts for the others; commonAnnotations tell how many they are and how to see them all.
 */
import { createHash } from 'node:crypto';
import type { HookEvent } from './hook-event.ts';

/** Events of one cause that leave together. */
export interface Bundle {
  readonly hook: string;
  readonly cause: string;
  /** Newest event of each of the first devices, in the order in which they came. */
  readonly shown: readonly HookEvent[];
  /** Devices in all; what is about none counts as one. More than were named in the timeline: of an outage it counts the others. */
  readonly devices: number;
  readonly events: number;
  /** Something of this cause goes on. */
  readonly isFiring: boolean;
}

/** What a body needs beside its events. */
export interface BodyContext {
  /** Address of the manager, as people open it; without / at its end. */
  readonly externalUrl: string;
  /** When the alarm of this id was raised, ms; undefined when it is not kept any more. */
  readonly raisedAtMs: (alarm: string) => number | undefined;
}

/** Largest body, bytes: what has more shows fewer alerts. */
const mostBodyBytes = 65_536;
const longestText = 500;
/** What Go writes for a time that is not there; receivers know it. */
const noTime = '0001-01-01T00:00:00Z';

/** Body and headline of a message. */
export function messageOf(bundle: Bundle, context: BodyContext): { readonly summary: string; readonly body: string } {
  const { cause, shown, devices, hook } = bundle;
  const summary = headline(bundle);
  for (let count = shown.length; ; count = Math.floor(count / 2)) {
    const alerts = shown.slice(0, count).map((event) => alertOf(event, context));
    const body = JSON.stringify({
      version: '4',
      groupKey: `{}/{hook=${JSON.stringify(hook)}}:{cause=${JSON.stringify(cause)}}`,
      truncatedAlerts: devices - alerts.length,
      status: bundle.isFiring ? 'firing' : 'resolved',
      receiver: hook,
      groupLabels: { cause },
      commonLabels: commonOf(
        alerts.map(({ labels }) => labels),
        { cause },
        devices > alerts.length,
      ),
      commonAnnotations: { summary, count: String(devices), devices: namesOf(shown).join(', '), ...showAll(cause) },
      externalURL: context.externalUrl,
      alerts,
    });
    if (Buffer.byteLength(body) <= mostBodyBytes || count === 0) return { summary, body };
  }
}

function headline({ cause, shown, devices, events, isFiring }: Bundle): string {
  const newest = shown.at(-1);
  if (devices === 1) return cut(newest?.message ?? cause);
  const names = namesOf(shown).slice(0, 3);
  const rest = devices - names.length;
  const times = events > devices ? `, ${events} events` : '';
  const title = newest?.rule === '' || newest === undefined ? cause : (newest.message.split(': ')[0] ?? cause);
  const over = isFiring ? '' : ' (over)';
  const who = names.length === 0 ? '' : `: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return cut(`${title}: ${devices} devices${times}${who}${over}`);
}

function namesOf(shown: readonly HookEvent[]): string[] {
  return shown.map(({ device }) => device).filter((device) => device !== '');
}

function alertOf(event: HookEvent, { externalUrl, raisedAtMs }: BodyContext) {
  const { cause, rule, kind, severity, device, view, alarm, message, isFiring, atMs } = event;
  const startMs = alarm === '' ? atMs : (raisedAtMs(alarm) ?? atMs);
  const labels: Record<string, string> = { alertname: rule === '' ? cause : rule, cause, severity };
  if (device !== '') labels.device = device;
  if (view !== undefined) {
    labels.profile = view.profile;
    for (const [key, value] of Object.entries(view.labels)) labels[`label_${key.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`] = value;
  }
  return {
    status: isFiring ? 'firing' : 'resolved',
    labels,
    annotations: { summary: cut(message), event: kind, ...(alarm === '' ? {} : { command: `fleet alarm get ${alarm}` }) },
    startsAt: timeText(startMs),
    // A device's clock may be ahead of ours: nothing ends before it began.
    endsAt: isFiring ? noTime : timeText(Math.max(startMs, atMs)),
    generatorURL: alarm === '' ? `${externalUrl}/v1/events` : `${externalUrl}/v1/alarms/${alarm}`,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([cause, device]))
      .digest('hex')
      .slice(0, 16),
  };
}

/** Labels that all alerts share. Of alerts that are left out nothing is known but what the group is made by. */
function commonOf(all: readonly Record<string, string>[], group: Record<string, string>, isTruncated: boolean): Record<string, string> {
  const [first] = all;
  if (first === undefined || isTruncated) return group;
  return Object.fromEntries(Object.entries(first).filter(([key, value]) => all.every((labels) => labels[key] === value)));
}

/** The selector and the command that show all devices of a cause. */
function showAll(cause: string): Record<string, string> {
  if (cause.startsWith('alarm/')) {
    const rule = cause.slice('alarm/'.length).replaceAll("'", "''");
    const sql = `SELECT device, state, reason, raised FROM alarms WHERE rule = '${rule}' AND state <> 'normal'`;
    return { selector: 'openAlarms > 0', command: `fleet query "${sql}"` };
  }
  const selector = selectors[cause];
  if (selector === undefined) return { command: 'fleet events' };
  return { selector, command: `fleet device list '${selector}'` };
}

const selectors: Readonly<Record<string, string>> = {
  'device.pending': 'status=pending',
  'device.offline': 'presence=offline',
  'device.late': 'presence=late',
  'subdevices.offline': 'presence=offline',
  'presence.summary': 'presence!=online',
};

function timeText(atMs: number): string {
  // What a device says may be out of what a date can be.
  return new Date(Math.min(Math.max(atMs, 0), 253_402_300_799_999)).toISOString();
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}
