import type { LatestReading, PlanGate } from '#fleet/domain/index.js';
import { createRandom, type Random } from '#proto/kit/index.js';
import type { CohortMeans } from './gate-facts.ts';
import { signalsOf } from './signal-verdict.ts';
import type { Steps } from './steps.ts';

/** Devices of a cohort whose readings are looked at: enough for a mean, and a bound for a fleet of any size. */
export const mostSampledDevices = 1_000;
/** Devices whose readings are looked at in one step: a decision waits for it. */
export const sampledPerStep = 200;

/** A device of a cohort. */
export interface CohortDevice {
  readonly deviceKey: number;
  /** Readings from before that moment are those of another firmware, or of another time: they count not. Wall clock, ms. */
  readonly sinceMs: number;
}

/** A cohort, in an order that stays the same: a fleet's is long, and few of it are looked at. */
export interface Cohort {
  readonly size: number;
  /** Undefined: it is gone. */
  deviceAt(index: number): CohortDevice | undefined;
}

/** Both cohorts. */
export interface Cohorts {
  readonly updated: Cohort;
  readonly waiting: Cohort;
}

/** Signals that gates ask for; empty: no mean is needed. */
export function cohortSignals(gates: readonly PlanGate[]): ReadonlySet<string> {
  return new Set(gates.flatMap((gate) => (gate.type === 'signal' ? signalsOf(gate) : [])));
}

/**
 * Means of the newest readings of a sample of each cohort. A device without a reading of a signal is in no mean of it; the devices of a cohort are as many as
 * are behind the rarest of its means.
 * @param seed of the plan: the same cohorts give the same sample
 * @param latest newest readings of a device, as MonitorService.latest() gives them
 */
export function* cohortMeans(
  cohorts: Cohorts,
  signals: ReadonlySet<string>,
  latest: (deviceKey: number) => readonly LatestReading[],
  seed: string,
): Steps<CohortMeans> {
  const updated = yield* meansOf(cohorts.updated, signals, latest, createRandom(seed, 'updated', 'cohort'));
  const waiting = yield* meansOf(cohorts.waiting, signals, latest, createRandom(seed, 'waiting', 'cohort'));
  return { updated: updated.means, waiting: waiting.means, updatedDevices: updated.devices, waitingDevices: waiting.devices };
}

function* meansOf(
  cohort: Cohort,
  signals: ReadonlySet<string>,
  latest: (deviceKey: number) => readonly LatestReading[],
  random: Random,
): Steps<{ readonly means: Readonly<Record<string, number>>; readonly devices: number }> {
  const sums = new Map<string, { sum: number; count: number }>();
  let looked = 0;
  for (const index of sample(cohort.size, mostSampledDevices, random)) {
    if (looked > 0 && looked % sampledPerStep === 0) yield;
    looked += 1;
    const device = cohort.deviceAt(index);
    if (device === undefined) continue;
    const { deviceKey, sinceMs } = device;
    for (const { signal, value, atMs } of latest(deviceKey)) {
      if (!signals.has(signal) || atMs < sinceMs || !Number.isFinite(value)) continue;
      const sum = sums.get(signal);
      if (sum === undefined) sums.set(signal, { sum: value, count: 1 });
      else {
        sum.sum += value;
        sum.count += 1;
      }
    }
  }
  const counts = [...sums.values()].map(({ count }) => count);
  const means = Object.fromEntries([...sums].map(([signal, { sum, count }]) => [signal, sum / count]));
  return { means, devices: counts.length === 0 ? 0 : Math.min(...counts) };
}

/** At most so many different numbers below `size`, by lot (Floyd): all of them when there are no more. */
function sample(size: number, most: number, random: Random): Iterable<number> {
  const chosen = new Set<number>();
  for (let last = Math.max(0, size - most); last < size; last += 1) {
    const index = size <= most ? last : random.integer(0, last);
    chosen.add(chosen.has(index) ? last : index);
  }
  return chosen;
}
