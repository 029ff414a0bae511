import type { RolloutBucket } from '#fleet/domain/index.js';
import { type BucketFacts, type BucketRule, bucketRules, isSilent, runsSubject } from './bucket-rules.ts';

/** Facts about a member that are counted beside its bucket: bits. */
export const memberFlags = {
  /** An offer was made. */
  attempted: 1,
  /** An order of it was made, or is being stored, and is not over. */
  inFlight: 2,
  /** Its open try is past the switch of slots. */
  pastSwitch: 4,
  /** Runs the target, confirmed; also when it fell silent afterwards. */
  updated: 8,
  /** Waits, was heard, and was never offered anything: of the control group. */
  control: 16,
  /** Missed too many wake-ups; of attempted ones also: its tries ended so. */
  silent: 32,
  /** Its tries are over without the target: failed, silent, rejected, went back by itself. */
  failed: 64,
  /** Failed, and was heard again afterwards on a confirmed image. */
  recovered: 128,
  /** Could be heard at some time of its observation. */
  heard: 256,
  /** Failed, and has tries left: may still end badly. Silent ones are counted as such. */
  failing: 512,
  /** Runs the subject between two tries of the way back, or after the last one; or an intermediate release on the way to it. */
  left: 1_024,
  /** Waits for as long as another rollout wants it. */
  taken: 2_048,
} as const;

/** Name of a flag. */
export type MemberFlag = keyof typeof memberFlags;

/** Buckets of members that wait for an offer. */
export const waitingBuckets: ReadonlySet<RolloutBucket> = new Set([
  'pending',
  'held',
  'pinned',
  'offline',
  'outsideWindow',
  'conditionNotMet',
  'deferred',
]);
const lost: ReadonlySet<string> = new Set(
  [bucketRules.failed, bucketRules.silentEnd, bucketRules.rejected, bucketRules.wentBack, bucketRules.otherImage].map(({ name }) => name),
);

/**
 * The flags of a member.
 * @param before those that it had: who was heard once stays so; 0 where the observation begins anew, with the rollout
 */
export function flagsOf(facts: BucketFacts, { bucket, name }: BucketRule, before: number): number {
  const { member, standing, device } = facts;
  const isAttempted = member?.isAttempted === true;
  let flags = 0;
  if (isAttempted) flags |= memberFlags.attempted;
  if (standing.type === 'open' || facts.isOrdering) flags |= memberFlags.inFlight;
  if (standing.type === 'open' && standing.isPastSwitch) flags |= memberFlags.pastSwitch;
  const isUpdated = standing.type !== 'open' && isAttempted && runsSubject(facts);
  if (isFailing(facts, bucket)) flags |= memberFlags.failing;
  if (bucket === 'soaking' || bucket === 'updated' || (bucket === 'silent' && isUpdated)) flags |= memberFlags.updated;
  if (isLeft(facts, isUpdated) && (flags & memberFlags.updated) === 0) flags |= memberFlags.left;
  if ((before & memberFlags.heard) !== 0 || isHeard(facts)) flags |= memberFlags.heard;
  const isControl = waitingBuckets.has(bucket) && !isAttempted && standing.type !== 'open' && !facts.isOrdering;
  if (isControl && (flags & memberFlags.heard) !== 0) flags |= memberFlags.control;
  if (bucket === 'silent' || (isControl && isSilent(facts))) flags |= memberFlags.silent;
  if (name === bucketRules.rival.name) flags |= memberFlags.taken;
  if (lost.has(name)) {
    flags |= memberFlags.failed;
    const endedAtMs = member?.failures.at(-1)?.atMs ?? 0;
    const isBack = device?.imageConfirmed === true && device.lastSeenAtMs > endedAtMs && !isSilent(facts);
    if (isBack) flags |= memberFlags.recovered;
  }
  return flags;
}

/** It runs what the rollout brought it, and would have to go back. */
function isLeft(facts: BucketFacts, isUpdated: boolean): boolean {
  const { member, standing, isOrdering } = facts;
  if (member === undefined || isOrdering || standing.type === 'open' || (member.goal === 'back' && member.outcome === 'rolledBack'))
    return false;
  return member.goal === 'back' ? isUpdated || facts.isOnStep : member.isAttempted && facts.isOnStep;
}

function isFailing({ member, need }: BucketFacts, bucket: RolloutBucket): boolean {
  if (member === undefined || member.failures.length === 0 || member.goal === 'back') return false;
  return member.outcome === '' && bucket !== 'silent' && bucket !== 'superseded' && need?.type !== 'there';
}

function isHeard({ device, observedSinceMs }: BucketFacts): boolean {
  if (device === undefined) return false;
  return (device.presence !== 'offline' && device.presence !== 'never') || device.lastSeenAtMs >= observedSinceMs;
}

/** The cause that a member is counted under, empty when none was told; undefined: it has not failed. */
export function causeOf({ member }: BucketFacts, { name }: BucketRule): string | undefined {
  return lost.has(name) ? (member?.failures.at(-1)?.cause ?? '') : undefined;
}
