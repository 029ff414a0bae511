import { createRandom, type Random } from '#proto/kit/index.js';
import type { CanaryBounds } from './canary-statistics.ts';
import { drawExponential, drawGamma } from './chance.ts';
import { HealthWatch, incidentQuietMs } from './health-gate.ts';

/** A step of a staggered trial: devices leave those that wait, by lot. */
export interface CanaryWave {
  /** When the first of them is updated, hours from the start. */
  readonly hour: number;
  /** So many devices are updated when the wave is over: at least as many as after the wave before. */
  readonly upTo: number;
  /** Hours over which its devices are spread evenly. */
  readonly overHours: number;
}

/** One simulated rollout that soaks: devices that fail by chance, looked at after every failure. */
export interface CanaryTrial {
  /** Devices that are updated when the trial starts. */
  readonly updated: number;
  /** Devices that wait when the trial starts. */
  readonly waiting: number;
  /** Waves that update those that wait, in the order of time; "fine" then ends nothing, one goes on looking. Left out: nobody moves. */
  readonly waves?: readonly CanaryWave[];
  /** Failures an hour of a waiting device. */
  readonly perHour: number;
  /** How many times as often an updated one fails. */
  readonly ratio: number;
  /** Shape of the gamma distribution of the devices' own factors, mean 1: small means few lemons; left out: all alike. */
  readonly frailtyShape?: number;
  /** Crash loops: the probability that a failure is followed by the next within minutes (mean 6 min at the ratio 1); left out: 0. */
  readonly relapseShare?: number;
  /** Mean hours for which a failure takes a device away: meanwhile it can't fail, and is updated only when it is back; left out: not at all. */
  readonly outageHours?: number;
  /** Breaks a rule of the watch on purpose, to show what that costs: devices that are away count as at risk. */
  readonly countsAway?: boolean;
  /** Breaks another one: every failure counts, also those of the same incident. */
  readonly countsRelapses?: boolean;
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

interface CanaryEvent {
  readonly hour: number;
  readonly device: number;
  readonly type: 'failed' | 'updated' | 'back';
}

const relapsesPerHour = 10;

/** Runs one trial: the life of each device by itself, then all that happened in the order of time. */
export function runCanaryTrial(trial: CanaryTrial, seed: string): CanaryEnd {
  const { updated, waiting, waves, hours, countedFailures, bounds, countsAway = false } = trial;
  const random = createRandom(seed, 'canary', 'trial');
  const watch = new HealthWatch(1, countedFailures);
  const updateHours = updateHoursOf(trial);
  const events: CanaryEvent[] = [];
  const failures = new Uint8Array(updated + waiting);
  const isUpdated = Uint8Array.from(failures, (_, device) => (device < updated ? 1 : 0));
  const isWatched = new Uint8Array(updated + waiting);
  const sideOf = (device: number) => (isUpdated[device] === 1 ? 'updated' : 'waiting');
  const put = (device: number, isIn: boolean) => {
    if (isIn === (isWatched[device] === 1)) return;
    isWatched[device] = isIn ? 1 : 0;
    watch[isIn ? 'enter' : 'leave'](0, sideOf(device), failures[device] as number);
  };
  for (let device = 0; device < updated + waiting; device += 1) {
    put(device, true);
    live(trial, random, device, updateHours[device] as number, events);
  }
  events.sort((a, b) => a.hour - b.hour);
  let fine: CanaryEnd | undefined;
  for (const { hour, device, type } of events) {
    if (hour >= hours) break;
    if (type === 'back') put(device, true);
    else if (type === 'updated') {
      const wasWatched = isWatched[device] === 1;
      put(device, false);
      isUpdated[device] = 1;
      put(device, wasWatched);
    } else {
      watch.fail(0, sideOf(device), failures[device] as number, 'crash');
      failures[device] = (failures[device] as number) + 1;
      put(device, countsAway);
      const verdict = watch.verdict(bounds).type;
      if (verdict === 'worse' || (verdict === 'fine' && waves === undefined)) return { type: verdict, hour };
      if (verdict === 'fine') fine ??= { type: verdict, hour };
    }
  }
  return fine ?? { type: 'open', hour: hours };
}

/** When each device is to be updated: 0 for those that are, never for those that no wave takes. */
function updateHoursOf({ updated, waiting, waves = [] }: CanaryTrial): Float64Array {
  const updateHours = new Float64Array(updated + waiting).fill(Number.POSITIVE_INFINITY).fill(0, 0, updated);
  let from = updated;
  for (const { hour, upTo, overHours } of waves) {
    for (let device = from; device < upTo; device += 1) updateHours[device] = hour + (overHours * (device - from)) / (upTo - from);
    from = Math.max(from, upTo);
  }
  return updateHours;
}

/** What happens to one device until the last of its failures that count. */
function live(trial: CanaryTrial, random: Random, device: number, updateHour: number, events: CanaryEvent[]): void {
  const { perHour, ratio, hours, countedFailures, outageHours, relapseShare = 0 } = trial;
  const quietHours = trial.countsRelapses === true ? 0 : incidentQuietMs / 3_600_000;
  const rate = perHour * (trial.frailtyShape === undefined ? 1 : drawGamma(random, trial.frailtyShape));
  let isUpdated = device < trial.updated;
  let hour = 0;
  /** End of the incident that goes on: away, and then quiet for long enough. */
  let incidentEnd = 0;
  for (let count = 0; count < countedFailures && hour < hours; ) {
    /** What the device still has to live through until it fails, in hours of a waiting one. */
    let left = drawExponential(random, relapseShare > 0 && count > 0 && random.float() < relapseShare ? relapsesPerHour : rate);
    if (!isUpdated && hour + left >= updateHour) {
      left -= updateHour - hour;
      hour = updateHour;
      isUpdated = true;
      events.push({ hour, device, type: 'updated' });
    }
    hour += isUpdated ? left / ratio : left;
    if (hour >= incidentEnd) {
      if (count > 0) events.push({ hour: incidentEnd, device, type: 'back' });
      events.push({ hour, device, type: 'failed' });
      count += 1;
    }
    if (outageHours !== undefined) hour += drawExponential(random, 1 / outageHours);
    incidentEnd = hour + quietHours;
    if (isUpdated || hour < updateHour) continue;
    isUpdated = true;
    events.push({ hour, device, type: 'updated' });
  }
}
