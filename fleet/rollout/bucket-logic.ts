/**
 * In which bucket a member of a rollout is: with bucket-rules.ts the one source of all counts and explanations. The rules are tried from the top; the
 * first that holds is the one. Nothing is allocated until somebody asks why.
 */
import { type BucketFacts, type BucketRule, bucketRules, isSilent, runsSubject } from './bucket-rules.ts';
import type { Standing } from './subject.ts';

/** The rule that puts a member into its bucket. */
export function bucketOf(facts: BucketFacts): BucketRule {
  const { standing } = facts;
  if (standing.type === 'open') return ofOpenTry(facts, standing);
  if (facts.isOrdering) return bucketRules.ordering;
  return ofEnd(facts) ?? ofWaiting(facts);
}

function ofOpenTry(facts: BucketFacts, standing: Extract<Standing, { readonly type: 'open' }>): BucketRule {
  if (standing.wasOffered) return isSilent(facts) ? bucketRules.silent : bucketRules[standing.bucket];
  const presence = facts.device?.presence;
  // Who was gone before it was told is not silent.
  return presence === 'offline' || presence === 'never' ? bucketRules.untold : bucketRules[standing.bucket];
}

/** Members that are through, in one way or another; undefined: they wait. */
function ofEnd(facts: BucketFacts): BucketRule | undefined {
  const { member } = facts;
  if (member === undefined) return undefined;
  const { outcome, goal } = member;
  const isThere = runsSubject(facts);
  const isGoingBack = goal === 'back';
  if (isGoingBack && outcome === 'rolledBack') return bucketRules.broughtBack;
  if (isGoingBack && outcome === '' && member.notBeforeMs > facts.nowMs) return bucketRules.notBefore;
  // What runs counts more than how the try ended: a report may come late.
  if (isThere && member.isAttempted && (outcome === '' || !isGoingBack)) return ofUpdated(facts);
  switch (outcome) {
    case '':
      return isGoingBack && !facts.isOnStep ? bucketRules.broughtBack : undefined;
    case 'updated':
      return ofUpdatedOnce(facts);
    case 'alreadyThere':
      return bucketRules.alreadyThere;
    case 'failed':
      return member.failures.at(-1)?.cause === 'silent' ? bucketRules.silentEnd : bucketRules.failed;
    case 'rejected':
      return bucketRules.rejected;
    case 'rolledBack':
      return bucketRules.wentBack;
    case 'superseded':
      return bucketRules.leftBehind;
  }
}

/** It ran the target, confirmed, and what runs now is something else, or not known. */
function ofUpdatedOnce(facts: BucketFacts): BucketRule {
  const { need } = facts;
  if (need === undefined) return ofUpdated(facts);
  // The proof of its attempt may come before its record says that the image is confirmed; somebody else's attempt has it on trial anew.
  if (need.type === 'barred' && need.reason === 'unconfirmed') return facts.otherAttempt === '' ? ofUpdated(facts) : bucketRules.onTrial;
  if (need.type === 'wants' && need.isReplaced === true) return bucketRules.replaced;
  if (isOlderThanProof(facts)) return ofUpdated(facts);
  return need.type === 'newer' ? bucketRules.newer : bucketRules.otherImage;
}

/**
 * What is kept of a device is from before it reported these settings: the manager was killed before it was stored. Who lost them says so
 * when it connects anew.
 */
function isOlderThanProof({ member, device }: BucketFacts): boolean {
  if (member === undefined || device === undefined || member.configurationVersion === 0) return false;
  return device.reportedConfigurationVersion < member.configurationVersion && device.lastConnectedAtMs <= member.updatedAtMs;
}

function ofUpdated(facts: BucketFacts): BucketRule {
  if (facts.wave === 'through') return bucketRules.updated;
  return isSilent(facts) ? bucketRules.silent : bucketRules.soaking;
}

/** Members that wait for an order, their first or their next. */
function ofWaiting(facts: BucketFacts): BucketRule {
  const { need, member } = facts;
  const isAttempted = member?.isAttempted === true;
  if (need?.type === 'newer') return bucketRules.newer;
  if (need?.type === 'there') return bucketRules.alreadyThere;
  if (isAttempted && isSilent(facts)) return bucketRules.silent;
  if (need === undefined) return bucketRules.forgotten;
  const { hold } = facts;
  if (hold !== undefined) return hold.type === 'hold' ? bucketRules.held : bucketRules.pinned;
  if (facts.rival !== '') return bucketRules.rival;
  if (need.type === 'barred') return need.reason === 'unconfirmed' ? bucketRules.onTrial : bucketRules.barred;
  if (facts.wave === 'none') return bucketRules.noWave;
  if (facts.wave === 'later') return bucketRules.laterWave;
  const away = ofAway(facts, isAttempted);
  if (away !== undefined) return away;
  if (facts.windowOpensAtMs !== 0) return bucketRules.outsideWindow;
  if (!facts.isConditionMet) return bucketRules.conditionNotMet;
  if (facts.otherAttempt !== '') return bucketRules.otherAttempt;
  return member !== undefined && member.notBeforeMs > facts.nowMs ? bucketRules.notBefore : bucketRules.turn;
}

function ofAway({ device }: BucketFacts, isAttempted: boolean): BucketRule | undefined {
  switch (device?.presence) {
    case 'online':
      return undefined;
    case 'asleep':
      return bucketRules.asleep;
    case 'late':
      return bucketRules.late;
    case 'never':
      return isAttempted ? bucketRules.awaited : bucketRules.never;
    default:
      return isAttempted ? bucketRules.awaited : bucketRules.offline;
  }
}
