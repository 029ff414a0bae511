import type { Presence } from '#fleet/domain/index.js';
import { countOf, countText, numberText } from './verdict-text.ts';

/** What a rollout came to for those who use the devices. */
export interface ServiceTotals {
  readonly devices: number;
  readonly attempted: number;
  /** Attempted devices that can't be heard. */
  readonly away: number;
  /** Those that crashed, restarted or were silent after their offer, and can be heard now. */
  readonly stumbled: number;
  /** Time in which all of them together did not serve, up to now, ms. */
  readonly lostMs: number;
  /** Time of reboots that they were told to make, as those of updates, ms. */
  readonly rebootMs: number;
}

/** An attempted device. */
export interface ServedDevice {
  /** undefined: the fleet has it no more. */
  readonly presence: Presence | undefined;
  readonly lastSeenAtMs: number;
  /** As its member record has them. */
  readonly lostMs: number;
  readonly rebootMs: number;
}

/**
 * Sums up the service of the attempted devices of a rollout. A device that was offered something and is gone has served nobody since it was heard last; one
 * that crashed, or was silent for a while, did not while it was away. Who was never attempted is as the rollout found it.
 * @param devices of the whole rollout
 */
export function serviceOf(devices: number, attempted: Iterable<ServedDevice>, nowMs: number): ServiceTotals {
  let count = 0;
  let away = 0;
  let stumbled = 0;
  let lostMs = 0;
  let rebootMs = 0;
  for (const device of attempted) {
    count += 1;
    lostMs += device.lostMs;
    rebootMs += device.rebootMs;
    if (device.presence === 'offline' || device.presence === 'never') {
      away += 1;
      lostMs += Math.max(0, nowMs - device.lastSeenAtMs);
    } else if (device.lostMs > 0) stumbled += 1;
  }
  return { devices, attempted: count, away, stumbled, lostMs, rebootMs };
}

/**
 * "990 of 1,000 attempted devices kept working, 6 can't be heard, 4 crashed, restarted or fell silent and work again: 31 device-hours of service lost so
 * far, and 2.8 in reboots for updates; 9,000 devices not touched".
 */
export function serviceText({ devices, attempted, away, stumbled, lostMs, rebootMs }: ServiceTotals): string {
  const untouched = devices === 0 ? 'no device touched' : `${countOf(devices - attempted, 'device')} not touched`;
  if (attempted === 0) return `${untouched}, no service lost`;
  const who = [
    ...(away === 0 ? [] : [`${countText(away)} can't be heard`]),
    ...(stumbled === 0 ? [] : [`${countText(stumbled)} crashed, restarted or fell silent and work again`]),
  ].join(', ');
  const lost = who === '' ? 'no service lost' : `${who}: ${numberText(lostMs / 3_600_000)} device-hours of service lost so far`;
  const reboots =
    rebootMs === 0 ? '' : ` ${who === '' ? 'but' : 'and'} ${numberText(rebootMs / 3_600_000)} device-hours in reboots for updates`;
  const kept = countText(attempted - away - stumbled);
  return `${kept} of ${countOf(attempted, 'attempted device')} kept working, ${lost}${reboots}; ${untouched}`;
}
