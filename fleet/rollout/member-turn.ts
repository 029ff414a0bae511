/** Judges members anew: the end of their tries, their bucket, and on which side of the health gates they stand. */
import type { RolloutMemberRecord } from '#fleet/domain/index.js';
import { bucketOf } from './bucket-logic.ts';
import type { BucketFacts, BucketRule } from './bucket-rules.ts';
import type { HealthSide } from './health-gate.ts';
import { causeOf, flagsOf, memberFlags } from './member-flags.ts';
import { settle } from './member-logic.ts';
import { membersPerTurn } from './rollout-limits.ts';
import type { Run } from './run.ts';

/**
 * Judges the members that are dirty, and of the others those from a place on.
 * @param sweepFrom index from which on members are judged though nothing was heard of them; the number of members: none
 * @returns where the sweep goes on
 */
export function judgeMembers(run: Run, sweepFrom: number, nowMs: number): number {
  const { dirty, members } = run;
  let left = membersPerTurn;
  for (const index of dirty) {
    if (left === 0) return sweepFrom;
    dirty.delete(index);
    judgeMember(run, index, nowMs);
    left -= 1;
  }
  let index = sweepFrom;
  for (; index < members.size && left > 0; index += 1, left -= 1) judgeMember(run, index, nowMs);
  return index;
}

/** Judges one member. */
export function judgeMember(run: Run, index: number, nowMs: number): BucketRule {
  const { members } = run;
  const facts = run.facts.look(index, nowMs);
  const before = facts.member;
  if (before !== undefined) {
    const after = settle(before, facts.standing, { name: run.name, number: run.record.number, plan: run.record.plan }, nowMs);
    if (after !== before) {
      run.keep(index, after);
      noteEnd(run, before, after);
      facts.with(after);
    }
  }
  if (isStale(facts)) run.stale.add(index);
  const rule = bucketOf(facts);
  const flags = flagsOf(facts, rule, members.flagsAt(index));
  const isMoved = members.place(index, rule, flags, causeOf(facts, rule), nowMs);
  const presence = facts.device?.presence;
  const isThere = presence !== undefined && presence !== 'offline' && presence !== 'never';
  run.health.place(index, members.stratumAt(index), isThere ? sideOf(flags) : undefined, nowMs);
  if (isMoved) run.rivals.changed(members.idAt(index), run.record);
  return rule;
}

/**
 * Its order was made while it could be told, and before it was told it was held, or its window closed: it went away in that moment, or the manager
 * did.
 */
export function isStale(facts: BucketFacts): boolean {
  const { standing, member } = facts;
  if (standing.type !== 'open' || standing.wasOffered) return false;
  return facts.hold !== undefined || (member?.goal !== 'back' && facts.windowOpensAtMs !== 0);
}

/** What gates are told of a try that ended. */
function noteEnd(run: Run, before: RolloutMemberRecord, after: RolloutMemberRecord): void {
  if (after.triesOver === before.triesOver || after.goal === 'back') return;
  if (after.failures !== before.failures) run.noteEnd(false, after.failures.at(-1)?.cause ?? '');
  else if (after.outcome === 'updated') {
    run.noteEnd(true, '');
    if (run.firstUpdatedAtMs === 0) run.firstUpdatedAtMs = after.updatedAtMs;
  }
}

/** On which side of a comparison a member stands that is there. */
function sideOf(flags: number): HealthSide | undefined {
  if ((flags & memberFlags.updated) !== 0) return 'updated';
  return (flags & memberFlags.control) !== 0 ? 'waiting' : undefined;
}
