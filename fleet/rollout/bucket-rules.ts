import type { DeviceView, HoldRecord, RolloutBucket, RolloutMemberRecord } from '#fleet/domain/index.js';
import type { Need, Standing } from './subject.ts';

/**
 * What decides. Each field is read when the rules before it did not decide, so a getter may find it out then (window, condition). Times are the
 * manager's wall clock, ms.
 */
export interface BucketFacts {
  readonly nowMs: number;
  /** undefined: nothing was ordered yet. */
  readonly member: RolloutMemberRecord | undefined;
  /** Of its newest try. */
  readonly standing: Standing;
  /** An order of it is being stored or made. */
  readonly isOrdering: boolean;
  /** undefined: the fleet has it no more. */
  readonly device:
    | Pick<
        DeviceView,
        | 'presence'
        | 'lastSeenAtMs'
        | 'lastConnectedAtMs'
        | 'imageConfirmed'
        | 'desiredConfigurationVersion'
        | 'reportedConfigurationVersion'
      >
    | undefined;
  /** undefined: the fleet has it no more. */
  readonly need: Need | undefined;
  readonly hold: HoldRecord | undefined;
  /** The rollout that has a better claim to it; empty: none. */
  readonly rival: string;
  /** `none`: no wave takes it; `later`: its wave has not begun; `through`: its wave is through its gates. */
  readonly wave: 'none' | 'later' | 'begun' | 'through';
  /** Empty when no wave takes it. */
  readonly waveName: string;
  /** When its window opens; 0: it is open. */
  readonly windowOpensAtMs: number;
  /** The plan's condition holds, or there is none. */
  readonly isConditionMet: boolean;
  /** Why it does not hold, with what was measured; empty: it holds. Ten times as dear as to know whether: asked for texts only. */
  readonly conditionWhy: string;
  /** The open attempt of somebody else, in words: "attempt 1f… (pump@1.2.0, downloading)"; empty: none. */
  readonly otherAttempt: string;
  /** Wake-ups that it missed up to now, and how many make it silent. */
  readonly missed: number;
  readonly missedLimit: number;
  /** It runs an intermediate release that this rollout brought it, confirmed or not. */
  readonly isOnStep: boolean;
  /** Since when it is observed: the start of the rollout, for all alike. Anew with each wave, the control group would be too young to be silent. */
  readonly observedSinceMs: number;
}

/** A rule that decided. */
export interface BucketRule {
  readonly bucket: RolloutBucket;
  /** kebab-case, of each rule another. */
  readonly name: string;
  /** It may be ordered something now: all that is left is the rate and the limit in flight. */
  readonly isReady: boolean;
  /** One sentence without a full stop, with measured value and limit. */
  readonly why: (facts: BucketFacts) => string;
}

function rule(bucket: RolloutBucket, name: string, why: BucketRule['why']): BucketRule {
  return { bucket, name, isReady: false, why };
}

/** All rules; bucket-logic.ts says which holds when. */
export const bucketRules = {
  ordering: rule('pending', 'ordering', () => 'its order is being stored'),
  turn: { ...rule('pending', 'turn', turnWhy), isReady: true },
  laterWave: rule('pending', 'later-wave', ({ waveName }) => `its wave ${waveName} has not begun`),
  noWave: rule('pending', 'no-wave', () => 'no wave of the plan takes it'),
  asleep: rule('pending', 'asleep', ({ device }) => `asleep as planned since ${stamp(device?.lastSeenAtMs)}`),
  late: rule('pending', 'late', ({ device }) => `late: heard last at ${stamp(device?.lastSeenAtMs)}`),
  held: rule('held', 'held', holdWhy),
  pinned: rule('pinned', 'pinned', holdWhy),
  forgotten: rule('offline', 'forgotten', () => 'the fleet has no such device any more'),
  offline: rule('offline', 'offline', ({ device }) => `offline since ${stamp(device?.lastSeenAtMs)}`),
  never: rule('offline', 'never', () => 'never heard of'),
  untold: rule('offline', 'untold', ({ device }) => `ordered, and gone before it was told: heard last at ${stamp(device?.lastSeenAtMs)}`),
  outsideWindow: rule('outsideWindow', 'window', ({ windowOpensAtMs }) => `its window opens at ${stamp(windowOpensAtMs)}`),
  conditionNotMet: rule('conditionNotMet', 'condition', ({ conditionWhy }) => conditionWhy),
  barred: rule('conditionNotMet', 'barred', needWhy),
  onTrial: rule('deferred', 'on-trial', needWhy),
  otherAttempt: rule('deferred', 'other-attempt', (facts) => `another update of it is open: ${facts.otherAttempt}`),
  notBefore: rule('deferred', 'not-before', notBeforeWhy),
  awaited: rule('deferred', 'awaited', (facts) => `its next try waits until it is heard again: ${offlineWhy(facts)}`),
  soaking: rule('soaking', 'soaking', (facts) => `${updatedWhy(facts)}; its wave ${facts.waveName} is not through its gates`),
  updated: rule('updated', 'updated', (facts) => `${updatedWhy(facts)}; its wave ${facts.waveName} is through`),
  alreadyThere: rule('alreadyThere', 'already-there', () => 'ran it, confirmed, before it was offered'),
  failed: rule('failed', 'failed', failureWhy),
  silentEnd: rule('silent', 'silent-end', failureWhy),
  rejected: rule('rejected', 'rejected', failureWhy),
  wentBack: rule('rolledBack', 'went-back', failureWhy),
  broughtBack: rule('rolledBack', 'brought-back', ({ member }) => `was given back ${member?.release || 'its settings'}`),
  otherImage: rule('rolledBack', 'other-image', (facts) => `${updatedWhy(facts)}, and runs something else now`),
  replaced: rule('superseded', 'replaced', (facts) => `${updatedWhy(facts)}; somebody wants other values of the same settings since`),
  silent: rule('silent', 'silent', silentWhy),
  newer: rule('superseded', 'newer', needWhy),
  rival: rule('superseded', 'rival', (facts) => `rollout ${facts.rival} has it: higher priority, or started first`),
  leftBehind: rule('superseded', 'left', ({ member }) => member?.message || 'something newer took its place'),
  offered: rule('offered', 'offered', underWayWhy),
  downloading: rule('downloading', 'downloading', underWayWhy),
  installing: rule('installing', 'installing', underWayWhy),
  rebooting: rule('rebooting', 'rebooting', underWayWhy),
  unconfirmed: rule('unconfirmed', 'unconfirmed', underWayWhy),
} as const satisfies Readonly<Record<string, BucketRule>>;

/** It runs the subject. Settings that are wanted back are not those of the subject any more: it has them until it says that it took the others. */
export function runsSubject({ need, member, device }: Pick<BucketFacts, 'need' | 'member' | 'device'>): boolean {
  if (need?.type === 'there') return true;
  if (device === undefined || member?.goal !== 'back' || member.configurationVersion === 0) return false;
  return device.reportedConfigurationVersion !== device.desiredConfigurationVersion;
}

/** It missed as many wake-ups as make a device silent. */
export function isSilent({ missed, missedLimit }: BucketFacts): boolean {
  return missed >= missedLimit;
}

function turnWhy({ member }: BucketFacts): string {
  const next = member === undefined || member.tries === 0 ? '' : `, try ${member.tries + 1}`;
  return `its turn has not come: the rate of offers, or the limit in flight${next}`;
}

function holdWhy({ hold }: BucketFacts): string {
  if (hold === undefined) return '';
  const { type, release, by, atMs, reason, untilMs } = hold;
  const word = type === 'hold' ? 'held' : `pinned to ${release}`;
  const until = untilMs === 0 ? '' : ` until ${stamp(untilMs)}`;
  return `${word} by ${by} since ${stamp(atMs)}${until}${reason === '' ? '' : `: ${reason}`}`;
}

function needWhy({ need }: BucketFacts): string {
  return need !== undefined && 'message' in need ? need.message : '';
}

function offlineWhy({ device, missed, missedLimit }: BucketFacts): string {
  return `heard last at ${stamp(device?.lastSeenAtMs)}, ${missedText(missed)} of ${missedLimit} that make it silent`;
}

function notBeforeWhy({ member }: BucketFacts): string {
  // A try that was never ordered: its order was refused, and is made again.
  if (member !== undefined && member.tries > member.triesOver && member.message !== '') {
    return `its order was refused, and is made again at ${stamp(member.notBeforeMs)}: ${member.message}`;
  }
  const last = member?.failures.at(-1);
  const after = last === undefined ? '' : ` after ${last.cause || 'a failure'}${last.message === '' ? '' : ` (${last.message})`}`;
  const back = member?.goal === 'back' ? 'its way back' : `try ${(member?.tries ?? 0) + 1}`;
  return `${back} waits until ${stamp(member?.notBeforeMs)}${after}`;
}

function updatedWhy({ member }: BucketFacts): string {
  return `runs it, confirmed, since ${stamp(member?.updatedAtMs)}`;
}

function failureWhy({ member }: BucketFacts): string {
  const last = member?.failures.at(-1);
  const said = last?.message || member?.message || '';
  const tries = member?.tries ?? 0;
  const cause = last?.cause || 'no cause was told';
  return `${cause}${said === '' ? '' : `: ${said}`}; ${tries} ${tries === 1 ? 'try' : 'tries'}, at ${stamp(last?.atMs)}`;
}

function silentWhy({ device, missed, missedLimit }: BucketFacts): string {
  return `silent: ${missedText(missed)}, the limit is ${missedLimit}; heard last at ${stamp(device?.lastSeenAtMs)}`;
}

function underWayWhy({ member, standing }: BucketFacts): string {
  if (standing.type !== 'open') return '';
  const what =
    member?.goal === 'subject' || member === undefined ? '' : member.goal === 'back' ? ', on its way back' : ', on the way there';
  const release = member?.release ? ` ${member.release}${what}` : what;
  const told = standing.wasOffered ? '' : '; not told yet';
  return `${standing.bucket}${release} since ${stamp(standing.sinceMs)}${told}`;
}

function missedText(missed: number): string {
  if (!Number.isFinite(missed)) return 'it was never heard';
  return `it missed ${missed} of its wake-ups`;
}

function stamp(ms: number | undefined): string {
  return ms === undefined || ms === 0 ? 'an unknown time' : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
