/** Two rollouts that want one device: the one with the higher priority has it, of equal ones the one that was started first. */
import type { PlanSubject, RolloutBucket, RolloutRecord } from '#fleet/domain/index.js';
import { isRunning } from './rollout-logic.ts';
import type { Run } from './run.ts';

/** Buckets of members that their rollout still wants something of. */
const claiming: ReadonlySet<RolloutBucket> = new Set([
  'pending',
  'held',
  'pinned',
  'offline',
  'outsideWindow',
  'conditionNotMet',
  'deferred',
  'offered',
  'downloading',
  'installing',
  'rebooting',
  'unconfirmed',
]);

/** Buckets of members that have what their rollout brings, as long as it runs. */
const keeping: ReadonlySet<RolloutBucket> = new Set(['soaking', 'updated']);

/** What decides whose claim is better. */
export type Claim = Pick<RolloutRecord, 'plan' | 'startedAtMs' | 'number'>;

/** What of a rollout its claims are seen in. */
export type ClaimingRun = Pick<Run, 'name' | 'members' | 'record'>;

/** Whether one rollout has a better claim than another. */
export function isAbove(one: Claim, other: Claim): boolean {
  if (one.plan.priority !== other.plan.priority) return one.plan.priority > other.plan.priority;
  if (one.startedAtMs !== other.startedAtMs) return one.startedAtMs < other.startedAtMs;
  return one.number < other.number;
}

/**
 * Whether one subject takes away what another one brought: values of the same settings, or an image of another name. Of one name the version decides: a
 * newer one is none of its failures, and an older one is not given.
 */
function isUndoing(one: PlanSubject, other: PlanSubject): boolean {
  if (one.type === 'release') return other.type === 'release' && nameOf(one.release) !== nameOf(other.release);
  if (other.type === 'release') return false;
  const keys = new Set([...Object.keys(other.set), ...other.reset]);
  return [...Object.keys(one.set), ...one.reset].some((key) => keys.has(key));
}

function nameOf(release: string): string {
  return release.slice(0, release.indexOf('@'));
}

/** Name of the first of these rollouts that has a better claim to a device than a rollout; empty: none. */
export function rivalOf(deviceId: string, rollout: Claim, runs: Iterable<ClaimingRun>): string {
  for (const { record, members, name } of runs) {
    if (name === rollout.plan.name || !(isRunning(record.state) || record.state === 'paused') || !isAbove(record, rollout)) continue;
    const index = members.indexOf(deviceId);
    if (index < 0 || members.waveAt(index) < 0) continue;
    const bucket = members.bucketAt(index);
    if (claiming.has(bucket) || (keeping.has(bucket) && isUndoing(rollout.plan.subject, record.plan.subject))) return name;
  }
  return '';
}

/** What another rollout does with a device now, in words; empty: nothing. */
export function busyWith(deviceId: string, rollout: Claim, runs: Iterable<ClaimingRun>): string {
  for (const { members, name } of runs) {
    if (name === rollout.plan.name) continue;
    const index = members.indexOf(deviceId);
    if (index >= 0 && members.has(index, 'inFlight')) return `rollout ${name} (${members.bucketAt(index)})`;
  }
  return '';
}
