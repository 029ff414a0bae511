import { createRandom, type Random } from '#proto/kit/index.js';
import { type CanaryBounds, CanaryEvidence } from './canary-statistics.ts';

/** One simulated rollout that soaks: devices that fail by chance, looked at after every failure. */
export interface CanaryTrial {
  readonly updated: number;
  readonly waiting: number;
  /** Failures an hour of a waiting device. */
  readonly perHour: number;
  /** How many times as often an updated one fails. */
  readonly ratio: number;
  /** Shape of the gamma distribution of the devices' own factors, mean 1: small means few lemons; left out: all alike. */
  readonly frailtyShape?: number;
  readonly hours: number;
  /** Failures of a device that count. */
  readonly countedFailures: number;
  readonly bounds: CanaryBounds;
}

/** How a trial ended, and when. */
export interface CanaryEnd {
  readonly type: 'worse' | 'fine' | 'open';
  readonly hour: number;
}

/** Runs one trial: next failure of the whole fleet by its total rate, then the device by its own. */
export function runCanaryTrial(trial: CanaryTrial, seed: string): CanaryEnd {
  const { updated, waiting, perHour, ratio, hours, countedFailures, bounds } = trial;
  const random = createRandom(seed, 'canary', 'trial');
  const evidence = new CanaryEvidence();
  const times: { hour: number; device: number }[] = [];
  for (let device = 0; device < updated + waiting; device += 1) {
    const factor = trial.frailtyShape === undefined ? 1 : gamma(random, trial.frailtyShape) / trial.frailtyShape;
    const rate = perHour * factor * (device < updated ? ratio : 1);
    for (let count = 0, hour = exponential(random, rate); count < countedFailures && hour < hours; count += 1) {
      times.push({ hour, device });
      hour += exponential(random, rate);
    }
  }
  times.sort((a, b) => a.hour - b.hour);
  const failures = new Uint8Array(updated + waiting);
  /** Devices by how often they failed. */
  const updatedAtRisk = [updated, ...Array<number>(countedFailures).fill(0)];
  const waitingAtRisk = [waiting, ...Array<number>(countedFailures).fill(0)];
  for (const { hour, device } of times) {
    const isUpdated = device < updated;
    const before = failures[device] as number;
    evidence.add(isUpdated, updatedAtRisk[before] as number, waitingAtRisk[before] as number);
    failures[device] = before + 1;
    const atRisk = isUpdated ? updatedAtRisk : waitingAtRisk;
    atRisk[before] = (atRisk[before] as number) - 1;
    atRisk[before + 1] = (atRisk[before + 1] as number) + 1;
    const { type } = evidence.verdict(bounds);
    if (type !== 'open') return { type, hour };
  }
  return { type: 'open', hour: hours };
}

function exponential(random: Random, rate: number): number {
  return -Math.log1p(-random.float()) / rate;
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables"; below shape 1 by a power of a uniform number. */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * random.float() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log1p(-random.float())) * Math.cos(2 * Math.PI * random.float());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log1p(-random.float()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
