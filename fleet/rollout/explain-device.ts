import type {
  DeviceView,
  ExplainStep,
  Explanation,
  HoldRecord,
  RolloutBucket,
  RolloutRecord,
  SelectorClause,
} from '#fleet/domain/index.js';
import { type BucketFacts, type BucketRule, bucketRules } from './bucket-rules.ts';
import { type MemberFacts, orderedStage, stages, stoppedWord } from './device-stages.ts';
import { abortedSteps, abortedText, abortedVerdict, changedSince, type EndedMember } from './explain-ended.ts';
import { waitingBuckets } from './member-flags.ts';
import { momentText, numberText } from './verdict-text.ts';

/** Where a device stands with one rollout. */
export type DevicePlace =
  | {
      readonly type: 'member';
      readonly facts: BucketFacts;
      /** What bucketOf() finds. */
      readonly rule: BucketRule;
      /** Where it is counted: of a rollout that is over, at its end. */
      readonly kept: RolloutBucket;
      /** What keeps it on the subject of a rollout that goes back, as backWhyOf() says; empty: nothing, or it does not run it. */
      readonly backWhy: string;
      /** Orders of the rollout that are not over, and offers a minute that it makes now. */
      readonly inFlight: number;
      /** How many may be, 1 or more. */
      readonly inFlightLimit: number;
      readonly perMinute: number;
    }
  /** The selector does not name it, or the exclusion does; each part with what it found. */
  | { readonly type: 'notSelected' | 'excluded'; readonly clauses: readonly SelectorClause[] }
  /** It is selected, and the rollout had its devices before. */
  | { readonly type: 'tooLate' };

/** One rollout and a device. */
export interface DeviceInRollout {
  readonly record: RolloutRecord;
  readonly place: DevicePlace;
}

/** What the explanation of a device is made of. */
export interface DeviceExplainFacts {
  readonly nowMs: number;
  readonly deviceId: string;
  /** undefined: the fleet has none of that name. */
  readonly device: DeviceView | undefined;
  readonly hold: HoldRecord | undefined;
  /** Its open update in words when it belongs to no rollout; empty: none. */
  readonly openAttempt: string;
  /** Rollouts that are not over, and the newest of those that are which had it; the one with the best claim first. */
  readonly rollouts: readonly DeviceInRollout[];
}

const bucketWords: Readonly<Record<RolloutBucket, string>> = {
  pending: 'pending',
  held: 'held',
  pinned: 'pinned',
  offline: 'offline',
  outsideWindow: 'outside its window',
  conditionNotMet: 'condition not met',
  deferred: 'deferred',
  offered: 'offered',
  downloading: 'downloading',
  installing: 'installing',
  rebooting: 'rebooting',
  unconfirmed: 'unconfirmed',
  soaking: 'soaking',
  updated: 'updated',
  alreadyThere: 'already there',
  failed: 'failed',
  silent: 'silent',
  rejected: 'rejected',
  rolledBack: 'rolled back',
  superseded: 'superseded',
};

/** Why a device stands as it does: what decided about it, in the order in which it did, and what can be done. */
export function explainDevice(facts: DeviceExplainFacts): Explanation {
  const has = facts.rollouts.filter(({ place }) => place.type === 'member');
  // One that left it to another, or was aborted, says less than the one that has it.
  const main =
    has.find(({ record, place }) => record.state !== 'aborted' && place.type === 'member' && place.rule.bucket !== 'superseded') ?? has[0];
  const { steps, deciding } = main === undefined ? outside(facts) : inside(facts, main);
  const next = steps.filter((step) => step.next !== '' && step.outcome !== 'ok').map((step) => step.next);
  if (next.length === 0 && main !== undefined) next.push(`fleet explain rollout ${main.record.plan.name}`);
  return { subject: `device ${facts.deviceId}`, verdict: deciding, outcomes: outcomesOf(facts, main), steps, next: [...new Set(next)] };
}

/** What decided, in one sentence, and the steps before and after it. */
interface Account {
  readonly deciding: string;
  readonly steps: readonly ExplainStep[];
}

/** The stages of the rollout that has the best claim, then the other ones. */
function inside(facts: DeviceExplainFacts, main: DeviceInRollout): Account {
  const { record, place } = main;
  if (place.type !== 'member') return { deciding: '', steps: [] };
  const { nowMs, deviceId, device } = facts;
  const member: MemberFacts = { nowMs, record, deviceId, device, ...place };
  const { name, bucket } = place.rule;
  const deciding = stages.findIndex(({ rules }) => rules[name] !== undefined);
  const ordered = stages.findIndex((stage) => stage.name === orderedStage);
  const steps = stages.map((stage, index): ExplainStep => {
    if (index > deciding) return { ...plain, name: stage.name, outcome: 'notReached', measured: 'not reached' };
    const step: ExplainStep = { ...plain, name: stage.name, ...stage.tell(member, index === deciding), outcome: stage.rules[name] ?? 'ok' };
    // What was passed with the order says nothing about now.
    const isPast = deciding >= ordered && index >= 2 && index < ordered;
    return isPast ? { ...step, measured: passedText(place.facts, stage.name) } : step;
  });
  const others = facts.rollouts.filter((one) => one !== main).map((one) => otherStep(one, deviceId));
  const ended: EndedMember = { ...member, kept: place.kept, keptWord: bucketWords[place.kept] };
  if (record.state === 'aborted') return { deciding: abortedVerdict(ended), steps: [...abortedSteps(ended, steps), ...others] };
  const changed = changedSince(ended);
  if (changed !== undefined) return { deciding: changed, steps: [...steps, ...others] };
  return {
    deciding: `${bucketWords[bucket]} in rollout ${record.plan.name}: ${steps[deciding]?.measured ?? ''}${tellsStop.includes(name) ? '' : stoppedText(record, place.rule)}${place.backWhy}`,
    steps: [...steps, ...others],
  };
}

const plain = { measured: '', limit: '', setBy: 'plan', sinceMs: 0, next: '', details: {} } as const;

function passedText({ member, hold }: BucketFacts, stage: string): string {
  const passed =
    member === undefined || member.orderedAtMs === 0
      ? 'passed when it was ordered'
      : `passed when it was ordered at ${momentText(member.orderedAtMs)}`;
  return stage === 'hold' && hold !== undefined
    ? `${passed}; the ${hold.type} that ${hold.by} set since touches only what comes later`
    : passed;
}

/** Rules whose stages say by themselves that the rollout offers nothing. */
const tellsStop: readonly string[] = [bucketRules.turn.name, bucketRules.laterWave.name];

/** Who waits in a rollout that offers nothing waits for nothing: "; the rollout is aborted". Empty where that is not so. */
export function stoppedText({ state }: RolloutRecord, { bucket }: BucketRule): string {
  const word = stoppedWord(state);
  return word === undefined || !waitingBuckets.has(bucket) ? '' : `; the rollout is ${word}`;
}

/** A rollout that does not decide about the device. */
function otherStep({ record, place }: DeviceInRollout, deviceId: string): ExplainStep {
  const { plan } = record;
  const base = { ...plain, name: `rollout ${plan.name}`, outcome: 'notReached', limit: plan.selector } as const;
  switch (place.type) {
    case 'member':
      if (record.state === 'aborted') return { ...base, measured: `${abortedText(record)}; it was ${bucketWords[place.kept]} then` };
      return {
        ...base,
        measured: `${bucketWords[place.rule.bucket]}: ${place.rule.why(place.facts)}${stoppedText(record, place.rule)}`,
        limit: `priority ${plan.priority}`,
      };
    case 'notSelected':
      return { ...base, measured: `does not select it: ${clausesText(place.clauses)}` };
    case 'excluded':
      return { ...base, measured: `excludes it: ${clausesText(place.clauses)}`, limit: `without ${plan.exclude}` };
    case 'tooLate':
      return {
        ...base,
        measured: `has its devices since ${momentText(record.startedAtMs)}, and ${deviceId} matched only later`,
        limit: 'membership: static',
      };
  }
}

/** A device that no rollout has. */
function outside(facts: DeviceExplainFacts): Account {
  const { device, deviceId, hold, rollouts, openAttempt } = facts;
  if (device === undefined) {
    const measured = `the fleet has no device ${deviceId}`;
    return { deciding: measured, steps: [{ ...plain, name: 'device', outcome: 'bad', measured, next: 'fleet device list' }] };
  }
  const steps: ExplainStep[] = [];
  if (device.status !== 'active') {
    const measured = `its status is ${device.status}, and only active devices are updated`;
    steps.push({ ...plain, name: 'status', outcome: 'bad', measured, limit: 'active', next: `fleet device get ${deviceId}` });
  }
  for (const one of rollouts)
    steps.push({ ...otherStep(one, deviceId), outcome: 'bad', next: `fleet rollout get ${one.record.plan.name}` });
  const [first] = steps;
  const none =
    rollouts.length === 0
      ? 'no rollout is running'
      : `no running rollout selects it: ${steps.map(({ name, measured }) => `${name} ${measured}`).join('; ')}`;
  if (hold !== undefined) steps.push(holdStep(hold));
  if (openAttempt !== '') {
    const next = `fleet device updates ${deviceId}`;
    steps.push({
      ...plain,
      name: 'update',
      outcome: 'waiting',
      measured: `an update of its own is open: ${openAttempt}`,
      setBy: 'an operator',
      next,
    });
  }
  const held = hold === undefined ? '' : `; ${holdText(hold)}`;
  const deciding =
    device.status !== 'active' && first !== undefined
      ? first.measured
      : openAttempt === ''
        ? none
        : `${none}; an update of its own is open: ${openAttempt}`;
  return { deciding: `${deciding}${held}`, steps };
}

function holdStep(hold: HoldRecord): ExplainStep {
  const setBy = `${hold.by}${hold.reason === '' ? '' : `: ${hold.reason}`}`;
  const next = `fleet device ${hold.type === 'hold' ? 'unhold' : 'unpin'} ${hold.deviceId} -m WHY`;
  return {
    ...plain,
    name: 'hold',
    outcome: 'bad',
    measured: holdText(hold),
    limit: 'neither held nor pinned',
    setBy,
    sinceMs: hold.atMs,
    next,
  };
}

function holdText({ type, release, by, untilMs, reason }: HoldRecord): string {
  const what = type === 'hold' ? 'held' : `pinned to ${release}`;
  return `${what} by ${by}${untilMs === 0 ? '' : ` until ${momentText(untilMs)}`}${reason === '' ? '' : `: ${reason}`}`;
}

/** Parts of a selector that decided: those that do not hold, or all when it is an exclusion. */
function clausesText(clauses: readonly SelectorClause[]): string {
  const failing = clauses.filter(({ holds }) => holds !== true);
  return (
    (failing.length === 0 ? clauses : failing).map(({ clause, measured }) => `${clause} (${measured})`).join(', ') || 'it does not match'
  );
}

/** Whether it serves, as far as one can tell. */
function outcomesOf({ device, nowMs }: DeviceExplainFacts, main: DeviceInRollout | undefined): string {
  if (device === undefined) return 'nothing is known of it';
  const isAttempted = main?.place.type === 'member' && main.place.facts.member?.isAttempted === true;
  const heard = device.lastSeenAtMs === 0 ? 'never heard' : `heard last at ${momentText(device.lastSeenAtMs)}`;
  if (device.presence !== 'offline' && device.presence !== 'never') {
    const image = device.imageConfirmed ? 'confirmed' : 'on trial';
    const { lostMs = 0 } = (main?.place.type === 'member' ? main.place.facts.member : undefined) ?? {};
    const kept = lostMs === 0 ? 'it kept working' : `it works again, after ${numberText(lostMs / 3_600_000)} device-hours without service`;
    return `${kept}: runs ${device.firmwareVersion || 'an unknown version'}, ${image}, ${heard}`;
  }
  if (!isAttempted) return `it can't be heard, ${heard}, and was offered nothing`;
  return `it can't be heard, ${heard}: ${numberText((nowMs - device.lastSeenAtMs) / 3_600_000)} device-hours of service lost so far`;
}
