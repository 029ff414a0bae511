import { type CanaryBounds, CanaryEvidence } from './canary-statistics.ts';

/** What a gate can see: pure figures for the plan of a rollout, and for the one that waits for a verdict. */

/**
 * Probability that none of so many devices shows a failure that hits each with a probability, 0 to 1.
 * @param devices whole number, 0 or more
 */
export function unseenProbability(devices: number, failureShare: number): number {
  return (1 - failureShare) ** devices;
}

/**
 * Devices that are needed to see a failure of that share at least once with a probability.
 * @param failureShare above 0, below 1
 * @param seen above 0, below 1
 */
export function devicesToSee(failureShare: number, seen: number): number {
  return Math.ceil(Math.log(1 - seen) / Math.log1p(-failureShare));
}

/**
 * Probability that so many devices or more fail by luck, when each fails with a probability: one of twenty is no sign of a share above 2 %, three are.
 * @param failures whole number, 0 or more
 * @param devices whole number, 0 or more
 * @param failureShare 0 to 1
 */
export function luckProbability(failures: number, devices: number, failureShare: number): number {
  if (failures <= 0) return 1;
  if (failures > devices || failureShare <= 0) return 0;
  if (failureShare >= 1) return 1;
  let fewer = 0;
  let logTerm = devices * Math.log1p(-failureShare);
  const odds = Math.log(failureShare) - Math.log1p(-failureShare);
  for (let count = 0; count < failures; count += 1) {
    fewer += Math.exp(logTerm);
    logTerm += odds + Math.log(devices - count) - Math.log(count + 1);
  }
  return Math.max(0, 1 - fewer);
}

/** What a forecast of failures assumes. */
export interface HealthForecast {
  /** How many times as often updated devices fail, 0.1 to 30. */
  readonly ratio: number;
  /** Updated devices at risk, from 1. */
  readonly updated: number;
  /** Devices that wait at risk, from 1. */
  readonly waiting: number;
}

/** How far a verdict is. */
export interface NeededEvents {
  readonly verdict: 'worse' | 'fine';
  /** Failures on both sides together, whole number, 0 or more. */
  readonly failures: number;
}

/** Failures that are looked ahead; where more come, the probabilities are at least those found. */
const mostFailures = 30_000;

/**
 * Failures still to be seen until a verdict is likely: half of the cases need no more. Ask with the ratio 3 how far a stop is, with 1 how far a
 * promotion is.
 * @param most failures that are looked ahead, up to 30,000
 * @returns undefined when half of the cases have none within that many failures, or one side is empty
 */
export function eventsStillNeeded(
  evidence: CanaryEvidence,
  forecast: HealthForecast,
  bounds: CanaryBounds,
  most = mostFailures,
): NeededEvents | undefined {
  const { type } = evidence.verdict(bounds);
  if (type !== 'open') return { verdict: type, failures: 0 };
  if (forecast.updated < 1 || forecast.waiting < 1) return undefined;
  const ends = endsByFailures(evidence, forecast, bounds, most);
  for (let failures = 1, worse = 0, fine = 0; failures <= most; failures += 1) {
    worse += ends.worse[failures] as number;
    fine += ends.fine[failures] as number;
    if (worse + fine >= 0.5) return { verdict: worse > fine ? 'worse' : 'fine', failures };
  }
  return undefined;
}

/** One wave and the devices that it is compared with. */
export interface HealthGatePlan {
  /** Updated devices, from 0. */
  readonly devices: number;
  /** Devices that wait, from 0. */
  readonly controlDevices: number;
  /** Failures of one waiting device in an hour, 0 to 1. */
  readonly failuresPerDeviceHour: number;
  readonly soakMs: number;
  /** How many times as often updated devices fail, 0.1 to 30. */
  readonly ratio: number;
  readonly bounds: CanaryBounds;
}

/** What comes of a soak. */
export interface HealthGatePower {
  /** Probability that the gate says "worse" before the soak is over, 0 to 1. */
  readonly worse: number;
  /** Probability that it says "fine" before, 0 to 1; the rest stays open. */
  readonly fine: number;
  /** By when it has said "worse" in half of all cases; undefined when it does so in fewer. */
  readonly medianWorseMs: number | undefined;
}

/**
 * What the health gate can do with a wave: exact, by following the probabilities of all numbers of failures until a verdict. It takes the
 * numbers of devices at risk as constant and the devices as alike; with lemons a stop comes less often (docs/GATES.md has figures).
 */
export function healthGatePower(plan: HealthGatePlan): HealthGatePower {
  const { devices, controlDevices, failuresPerDeviceHour, soakMs, ratio, bounds } = plan;
  const expected = (failuresPerDeviceHour * (devices * ratio + controlDevices) * soakMs) / 3_600_000;
  if (devices < 1 || controlDevices < 1 || !(expected > 0)) return { worse: 0, fine: 0, medianWorseMs: undefined };
  const most = Math.min(mostFailures, Math.ceil(expected + 6 * Math.sqrt(expected) + 10));
  const ends = endsByFailures(new CanaryEvidence(), { ratio, updated: devices, waiting: controlDevices }, bounds, most);
  const by = (share: number) => {
    const seen = atLeast(expected * share, ends.worse.length);
    const sum = (ended: Float64Array) =>
      ended.reduce((total, probability, failures) => total + probability * (seen[failures] as number), 0);
    return { worse: sum(ends.worse), fine: sum(ends.fine) };
  };
  const { worse, fine } = by(1);
  if (worse < 0.5) return { worse, fine, medianWorseMs: undefined };
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < 12; turn += 1) {
    const middle = (low + high) / 2;
    if (by(middle).worse < 0.5) low = middle;
    else high = middle;
  }
  return { worse, fine, medianWorseMs: Math.round(high * soakMs) };
}

/** Probabilities that the verdict comes with the n-th failure from now, by n. */
function endsByFailures(
  evidence: CanaryEvidence,
  { ratio, updated, waiting }: HealthForecast,
  bounds: CanaryBounds,
  most: number,
): { readonly worse: Float64Array; readonly fine: Float64Array } {
  /** Probability that a failure hits an updated device. */
  const hit = (ratio * updated) / (ratio * updated + waiting);
  const worse = new Float64Array(most + 1);
  const fine = new Float64Array(most + 1);
  /** Probability of each number of failures of updated devices, as long as there is no verdict. */
  const open = new Float64Array(most + 2);
  open[0] = 1;
  // From so many failures of updated devices on it is worse, and up to so many it is fine; the evidence stands on these bounds.
  const atWorse = new CanaryEvidence(evidence.save());
  const atFine = new CanaryEvidence(evidence.save());
  atWorse.addMany(1, -1, updated, waiting);
  let leastWorse = 1;
  let mostFine = 0;
  let left = 1;
  for (let failures = 1; failures <= most && left > 1e-6; failures += 1) {
    for (let count = Math.min(failures, leastWorse); count >= mostFine; count -= 1) {
      open[count] = (open[count] as number) * (1 - hit) + (count > 0 ? (open[count - 1] as number) * hit : 0);
    }
    atWorse.add(false, updated, waiting);
    for (; atWorse.verdict(bounds).type !== 'worse' && leastWorse <= failures; leastWorse += 1) atWorse.addMany(1, -1, updated, waiting);
    atFine.add(false, updated, waiting);
    for (; mostFine <= failures && atFine.verdict(bounds).type === 'fine'; mostFine += 1) {
      fine[failures] = (fine[failures] as number) + (open[mostFine] as number);
      open[mostFine] = 0;
      atFine.addMany(1, -1, updated, waiting);
    }
    for (let count = leastWorse; count <= failures && (open[count] as number) > 0; count += 1) {
      worse[failures] = (worse[failures] as number) + (open[count] as number);
      open[count] = 0;
    }
    left -= (worse[failures] as number) + (fine[failures] as number);
  }
  return { worse, fine };
}

/** Probabilities that a Poisson number of that mean is at least 0, 1, 2 and so on. */
function atLeast(mean: number, length: number): Float64Array {
  const result = new Float64Array(length);
  let logTerm = -mean;
  let below = 0;
  for (let count = 0; count < length; count += 1) {
    result[count] = Math.max(0, 1 - below);
    below += Math.exp(logTerm);
    logTerm += Math.log(mean) - Math.log(count + 1);
  }
  return result;
}
