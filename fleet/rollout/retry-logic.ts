/** Another try for devices that failed: who gets one, and how that survives a kill between the rollout's record and those of its members. */
import type { Actor, RolloutForgiveness, RolloutMemberRecord, RolloutRecord } from '#fleet/domain/index.js';
import { canForgive, forgivenBy } from './member-logic.ts';
import { isFinalCause } from './plan-rules.ts';
import { fail } from './rollout-errors.ts';
import { canStep, isGoingBack } from './rollout-logic.ts';
import type { Run } from './run.ts';
import { stepped } from './verb-logic.ts';

/**
 * The record of a rollout whose failed devices may try again: a wave that soaks, decides or is through is offered again, a rollout that went back goes
 * on doing so. The members follow from it, with forgiveAll().
 * @param cause only those that failed by it; undefined: all
 * Throws E2704.
 */
export function retried(run: Run, cause: string | undefined, nowMs: number, by: Actor): RolloutRecord {
  const { record, members, name } = run;
  const forgiveness: RolloutForgiveness = { atMs: nowMs, cause: cause ?? '', isBack: isGoingBack(record.state) };
  const count = countForgivable(members.records(), forgiveness);
  if (count === 0) {
    const what = forgiveness.isBack ? 'failed on its way back' : 'failed';
    const message = `no device of rollout ${name} has ${what}${cause === undefined ? '' : ` by ${cause}`}`;
    throw fail('E2704', { message, next: `fleet rollout get ${name}` });
  }
  const reason = `${count} failed ${count === 1 ? 'device' : 'devices'} may try again: ${by.reason}`;
  const after = stepped(record, { type: 'operator.retried' }, 'retry', nowMs, { ...by, reason });
  return { ...after, forgiving: [...(record.forgiving ?? []), forgiveness] };
}

/** Members whose failures a retry would forgive. */
function countForgivable(members: Iterable<readonly [number, RolloutMemberRecord]>, forgiveness: RolloutForgiveness): number {
  let count = 0;
  for (const [, member] of members) if (canForgive(member, forgiveness)) count += 1;
  return count;
}

/** Forgives members what the record says; they are stored with the next write, and then the record forgets it. */
export function forgiveAll(run: Run): void {
  const { members, record } = run;
  for (const [index, member] of members.records()) {
    const again = forgivenBy(member, record.forgiving);
    if (again === member) continue;
    run.keep(index, again);
    run.dirty.add(index);
  }
  run.isUnwritten = true;
}

/** Members for which another try is of any use: their newest failure is none that is the same the next time. */
export function countTriable({ members, record }: Run, nowMs: number): number {
  if (!canStep(record.state, { type: 'operator.retried' })) return 0;
  const all: RolloutForgiveness = { atMs: nowMs, cause: '', isBack: isGoingBack(record.state) };
  let count = 0;
  for (const [, member] of members.records()) {
    if (canForgive(member, all) && !isFinalCause(member.failures.at(-1)?.cause ?? '')) count += 1;
  }
  return count;
}
