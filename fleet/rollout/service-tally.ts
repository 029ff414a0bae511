import type { Presence } from '#fleet/domain/index.js';
import { countOf, countText, numberText } from './verdict-text.ts';

/** What a rollout came to for those who use the devices. */
export interface ServiceTotals {
  readonly devices: number;
  readonly attempted: number;
  /** Attempted devices that can't be heard. */
  readonly away: number;
  /** Time since those were heard last, together, ms. */
  readonly lostMs: number;
}

/**
 * Sums up the service of the attempted devices of a rollout. A device that was offered something and is gone has served nobody since it was heard last;
 * who was never attempted is as the rollout found it.
 * @param devices of the whole rollout
 * @param attempted presence of each attempted device; undefined: the fleet has it no more
 */
export function serviceOf(
  devices: number,
  attempted: Iterable<{ readonly presence: Presence; readonly lastSeenAtMs: number } | undefined>,
  nowMs: number,
): ServiceTotals {
  let count = 0;
  let away = 0;
  let lostMs = 0;
  for (const device of attempted) {
    count += 1;
    if (device === undefined || (device.presence !== 'offline' && device.presence !== 'never')) continue;
    away += 1;
    lostMs += Math.max(0, nowMs - device.lastSeenAtMs);
  }
  return { devices, attempted: count, away, lostMs };
}

/** "994 of 1,000 attempted devices work, 6 can't be heard: 31 device-hours of service lost so far; 9,000 were not touched". */
export function serviceText({ devices, attempted, away, lostMs }: ServiceTotals): string {
  const untouched = `${countOf(devices - attempted, 'device')} not touched`;
  if (attempted === 0) return `${untouched}, no service lost`;
  const lost =
    away === 0
      ? 'no service lost'
      : `${countText(away)} can't be heard: ${numberText(lostMs / 3_600_000)} device-hours of service lost so far`;
  return `${countText(attempted - away)} of ${countOf(attempted, 'attempted device')} kept working, ${lost}; ${untouched}`;
}
