/** Two rollouts that want one device: the one with the higher priority has it, of equal ones the one that was started first. */
import type { RolloutBucket, RolloutRecord } from '#fleet/domain/index.js';
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

/** Name of the first of these rollouts that has a better claim to a device than a rollout; empty: none. */
export function rivalOf(deviceId: string, rollout: Claim, runs: Iterable<ClaimingRun>): string {
  for (const { record, members, name } of runs) {
    if (name === rollout.plan.name || !(isRunning(record.state) || record.state === 'paused') || !isAbove(record, rollout)) continue;
    const index = members.indexOf(deviceId);
    if (index < 0 || members.waveAt(index) < 0) continue;
    if (claiming.has(members.bucketAt(index))) return name;
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
