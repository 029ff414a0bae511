/** What is odd about a plan in the eyes of the devices that it names: what only they tell. */
import type { DeviceView, PlanFinding, RolloutPlan } from '#fleet/domain/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { cohortSignals } from './cohort-means.ts';
import { countOf } from './verdict-text.ts';
import { isTimeZone, zoneMeant } from './window-logic.ts';

/** Devices that are asked for their signals: as many as a gate on signals looks at. */
const askedDevices = 1_000;

/**
 * @param devices that take part
 * @param signalsOf names of the signals that a device reports; none: it has reported nothing yet
 */
export function fleetFindings(
  plan: RolloutPlan,
  devices: readonly DeviceView[],
  signalsOf: (deviceKey: number) => readonly string[],
): PlanFinding[] {
  return [...unknownSignals(plan, devices, signalsOf), ...unknownZones(plan, devices)];
}

/** Gates on signals that nobody reports: they would wait for ever. */
function unknownSignals(
  plan: RolloutPlan,
  devices: readonly DeviceView[],
  signalsOf: (deviceKey: number) => readonly string[],
): PlanFinding[] {
  const gateOf = new Map<string, string>();
  for (const gate of plan.waves.flatMap(({ gates }) => gates)) {
    for (const signal of cohortSignals([gate])) if (!gateOf.has(signal)) gateOf.set(signal, gate.name);
  }
  if (gateOf.size === 0) return [];
  const known = new Set<string>();
  let speaker: DeviceView | undefined;
  for (const device of devices.slice(0, askedDevices)) {
    const signals = signalsOf(device.key);
    if (signals.length > 0) speaker ??= device;
    for (const signal of signals) known.add(signal);
  }
  if (speaker === undefined) return [];
  const asked = countOf(Math.min(devices.length, askedDevices), 'device');
  const next = `fleet signal list ${speaker.id}`;
  return [...gateOf]
    .filter(([signal]) => !known.has(signal))
    .map(([signal, gate]) => {
      const meant = closestWord(signal, known);
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      const message = `gate ${gate} asks for signal ${signal}, and none of ${asked} reports it: it never judges${hint}`;
      return { level: 'warning', rule: 'signal-unknown', message, next };
    });
}

/** Devices whose label says a time zone that is none: windows open for them by that of the plan. */
function unknownZones({ windows, timeZone }: RolloutPlan, devices: readonly DeviceView[]): PlanFinding[] {
  if (windows.length === 0) return [];
  const known = new Map<string, boolean>();
  const isKnown = (zone: string): boolean => {
    const answer = known.get(zone) ?? isTimeZone(zone);
    known.set(zone, answer);
    return answer;
  };
  const wrong = devices.filter(({ labels }) => labels.timezone !== undefined && labels.timezone !== '' && !isKnown(labels.timezone));
  const [first] = wrong;
  if (first === undefined) return [];
  const zone = first.labels.timezone ?? '';
  const message = `the label timezone of ${countOf(wrong.length, 'device')} names none, as ${zone} of ${first.id}: their windows open by ${timeZone}`;
  const next = `fleet device label ${first.id} timezone=${zoneMeant(zone) ?? timeZone}`;
  return [{ level: 'warning', rule: 'time-zone-unknown', message, next }];
}
