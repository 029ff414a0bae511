/** What becomes of the record of a member: its next try, and the end of one. Pure; times are the manager's wall clock, ms. */
import type { RolloutForgiveness, RolloutMemberRecord, RolloutPlan } from '#fleet/domain/index.js';
import { isFinalCause, retriesOf } from './plan-rules.ts';
import { attemptIdOf, type BeforeFacts, type Standing } from './subject.ts';

/** The rollout that a member belongs to. */
export interface MemberRollout {
  readonly name: string;
  readonly number: number;
  readonly plan: Pick<RolloutPlan, 'retries' | 'penalty' | 'subject'>;
}

/** Failures that a member remembers. */
const keptFailures = 32;

/** The record of a member that nothing was ordered for. */
export function blankMember(rollout: string, deviceId: string): RolloutMemberRecord {
  return {
    rollout,
    deviceId,
    tries: 0,
    triesOver: 0,
    attemptId: '',
    goal: 'subject',
    release: '',
    orderedAtMs: 0,
    isAttempted: false,
    beforeRelease: '',
    beforeDigest: '',
    beforeSettings: {},
    configurationVersion: 0,
    failures: [],
    notBeforeMs: 0,
    updatedAtMs: 0,
    outcome: '',
    message: '',
    healthFailures: {},
  };
}

/** Its newest try is open, or was never ordered. */
export function hasOpenTry(member: RolloutMemberRecord | undefined): boolean {
  return member !== undefined && member.tries > member.triesOver;
}

/** The record with its next try. A try that was stored and never ordered, as after a kill, is made again: the same one. */
export function withTry(
  member: RolloutMemberRecord,
  rollout: Pick<MemberRollout, 'name' | 'number'>,
  order: { readonly goal: RolloutMemberRecord['goal']; readonly release: string },
  before: BeforeFacts,
): RolloutMemberRecord {
  const { goal, release } = order;
  if (hasOpenTry(member) && member.goal === goal && member.release === release) return member;
  const tries = member.tries + 1;
  const attemptId = release === '' ? '' : attemptIdOf(rollout, { deviceId: member.deviceId, tries, goal });
  const first = member.tries === 0 ? before : {};
  const isNewGoal = member.goal !== goal && goal === 'back';
  return {
    ...member,
    ...first,
    tries,
    // What was never ordered is no try that could still end.
    triesOver: tries - 1,
    goal,
    release,
    attemptId,
    orderedAtMs: 0,
    configurationVersion: 0,
    notBeforeMs: 0,
    outcome: '',
    message: '',
    failures: isNewGoal ? [] : member.failures,
  };
}

/** The record after what is seen of its newest try; the same one when nothing is new. */
export function settle(member: RolloutMemberRecord, standing: Standing, rollout: MemberRollout, nowMs: number): RolloutMemberRecord {
  if (!hasOpenTry(member)) return member;
  switch (standing.type) {
    case 'none':
      return member;
    case 'open':
      return standing.wasOffered && !member.isAttempted ? { ...member, isAttempted: true } : member;
    case 'done':
      return settleDone(member, standing.atMs);
    case 'failed':
      return settleFailed(member, standing, rollout, nowMs);
  }
}

function settleDone(member: RolloutMemberRecord, atMs: number): RolloutMemberRecord {
  const over = { ...member, triesOver: member.tries, isAttempted: true, notBeforeMs: 0, message: '' };
  if (member.goal === 'waypoint') return { ...over, reached: member.release };
  if (member.goal === 'back') return { ...over, outcome: 'rolledBack' };
  return { ...over, outcome: 'updated', updatedAtMs: atMs };
}

function settleFailed(
  member: RolloutMemberRecord,
  standing: Extract<Standing, { readonly type: 'failed' }>,
  rollout: MemberRollout,
  nowMs: number,
): RolloutMemberRecord {
  const { kind, cause, message, atMs, wasOffered } = standing;
  const over = { ...member, triesOver: member.tries, isAttempted: member.isAttempted || wasOffered };
  if (kind === 'recalled') return { ...over, message };
  const failures = [...member.failures, { cause, message, atMs }].slice(-keptFailures);
  const failed = { ...over, failures, message };
  const ofCause = failures.filter((failure) => failure.cause === cause).length;
  const name = cause === '' && kind === 'silent' ? 'silent' : cause;
  // On the way back a device that refuses for its battery is asked until it takes it: nobody else can say when it may be flashed.
  const isPatient = member.goal === 'back' && name === 'low-battery';
  if (isPatient || (!isFinalCause(name) && ofCause <= retriesOf(rollout.plan, name))) {
    const { penalty, retries } = rollout.plan;
    const waitMs = !isPatient && failures.length >= penalty.failures ? penalty.ms : retries.waitMs;
    return { ...failed, notBeforeMs: nowMs + waitMs };
  }
  // A way back that failed leaves the device on the subject, however it ended.
  return { ...failed, outcome: kind === 'silent' || member.goal === 'back' ? 'failed' : kind, notBeforeMs: 0 };
}

/**
 * The record with its failures forgiven: it may have another try at once, also when it waits for one or is in the penalty box. undefined: it has
 * not failed, or not by that cause, or only later, or a try of it is open.
 */
export function forgiven(member: RolloutMemberRecord, { atMs, cause, isBack }: RolloutForgiveness): RolloutMemberRecord | undefined {
  return canForgive(member, { atMs, cause, isBack }) ? { ...member, outcome: '', message: '', notBeforeMs: 0, failures: [] } : undefined;
}

/** Whether forgiven() finds something to forgive. */
export function canForgive(member: RolloutMemberRecord, { atMs, cause, isBack }: RolloutForgiveness): boolean {
  const { outcome, goal, failures } = member;
  if ((goal === 'back') !== isBack) return false;
  const isWaiting = outcome === '' && failures.length > 0 && !hasOpenTry(member);
  const isOver = outcome === 'failed' || outcome === 'rejected' || (outcome === 'rolledBack' && !isBack);
  if (!isWaiting && !isOver) return false;
  const last = failures.at(-1);
  if (last !== undefined && last.atMs > atMs) return false;
  return cause === '' || last?.cause === cause;
}

/** A member as it is after retries that its record may not know of; the same one when it does. */
export function forgivenBy(member: RolloutMemberRecord, forgiving: readonly RolloutForgiveness[] = []): RolloutMemberRecord {
  return forgiving.reduce((now, forgiveness) => forgiven(now, forgiveness) ?? now, member);
}
