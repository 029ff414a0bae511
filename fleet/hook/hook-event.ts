import type { AlarmRecord, DeviceView, TimelineEntry } from '#fleet/domain/index.js';
import type { HookEventFacts } from '#fleet/expr/index.js';

/** One thing that happened, as hooks see it. */
export interface HookEvent extends HookEventFacts {
  /** Of the timeline; 0 for an event that stands in no timeline. */
  readonly sequence: number;
  /** Manager's time, ms. */
  readonly atMs: number;
  /** What it has in common with others that belong into one message. */
  readonly cause: string;
  /** Id of its alarm; empty when it is none. */
  readonly alarm: string;
  /** The hook that it is about; empty when none: a hook never hears of itself. */
  readonly aboutHook: string;
  readonly device: string;
  readonly view: DeviceView | undefined;
  /** False: what it tells of is over. */
  readonly isFiring: boolean;
  /** Devices that it stands for beyond those with an event of their own; 0: it is about the one that it names, or none. */
  readonly unnamed: number;
}

/** Rules of the manager's alarms about its hooks, before the hook's name. */
const downRule = 'hook-down.';

/** Rule of the alarm that a hook is down. */
export function hookDownRule(name: string): string {
  return downRule + name;
}

/** How bad what happened is, where its entry does not say: what is not listed is info. */
const severityOf: Readonly<Record<string, string>> = {
  'device.pending': 'low',
  'device.offline': 'medium',
  'subdevices.offline': 'medium',
  'presence.summary': 'medium',
  'history.filling': 'high',
  'history.dropped': 'high',
  'history.unavailable': 'critical',
  'gateway.overloaded': 'high',
  'timeline.dropped': 'medium',
  'hook.dropped': 'high',
  'rollout.halted': 'high',
  'rollout.rolling-back': 'high',
  'rollout.paused': 'medium',
};

/** What ends something: its cause is that which it ends. */
const endings: Readonly<Record<string, string>> = { 'history.available': 'history.unavailable' };

/**
 * An entry of the timeline as hooks see it. Of an outage the timeline names some devices and counts the others: these are events of the same kind as the
 * named ones too, or a hook would tell of a hundred where thousands are gone.
 */
export function eventsOf(entry: TimelineEntry, view: DeviceView | undefined): HookEvent[] {
  const event = eventOf(entry, view);
  if (entry.kind !== 'presence.summary') return [event];
  const counted = Object.entries(entry.detail).flatMap(([presence, count]) => {
    if (typeof count !== 'number') return [];
    const message = `${count} more ${count === 1 ? 'device is' : 'devices are'} ${presence}`;
    return [{ ...eventOf({ ...entry, source: 'device', kind: `device.${presence}`, message }, undefined), unnamed: count }];
  });
  return [event, ...counted];
}

/** An entry of the timeline as one event. */
export function eventOf(entry: TimelineEntry, view: DeviceView | undefined): HookEvent {
  const { sequence, atMs, kind, source, message, deviceId: device, detail } = entry;
  const isAlarm = kind.startsWith('alarm.') && detail.rule !== undefined;
  const rule = isAlarm ? String(detail.rule) : '';
  const state = isAlarm ? String(detail.state ?? '') : '';
  const hook = kind.startsWith('hook.') ? String(detail.hook ?? '') : '';
  return {
    sequence,
    atMs,
    kind,
    source,
    message,
    device,
    view,
    rule,
    state,
    alarm: isAlarm ? String(detail.alarm ?? '') : '',
    severity: typeof detail.severity === 'string' ? detail.severity : (severityOf[kind] ?? 'info'),
    cause: isAlarm ? `alarm/${rule}` : (endings[kind] ?? kind),
    aboutHook: rule.startsWith(downRule) ? rule.slice(downRule.length) : hook,
    isFiring: isAlarm ? isActive(state) : endings[kind] === undefined,
    unnamed: 0,
  };
}

/** An open alarm as the event that raised it. */
export function eventOfAlarm(alarm: AlarmRecord, view: DeviceView | undefined): HookEvent {
  const { id, rule, severity, state, title, reason, deviceId, raisedAtMs } = alarm;
  return eventOf(
    {
      sequence: 0,
      atMs: raisedAtMs,
      source: 'alarm',
      kind: 'alarm.raised',
      deviceId,
      message: `${title}: ${reason}`,
      detail: { alarm: id, rule, severity, state },
    },
    view,
  );
}

/** The condition of an alarm in this state holds. */
function isActive(state: string): boolean {
  return state === 'unacknowledged' || state === 'acknowledged';
}
