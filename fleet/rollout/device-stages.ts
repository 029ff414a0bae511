/**
 * The stages that a device passes on its way through a rollout, in the order in which they decide (bucket-logic.ts): each says what was measured,
 * what it is held against, who set that, and what to do about it.
 */
import type { DeviceView, ExplainStep, PlanWindow, RolloutMemberRecord, RolloutRecord } from '#fleet/domain/index.js';
import type { BucketFacts, BucketRule } from './bucket-rules.ts';
import { rateText } from './explain-rollout.ts';
import { possibleVerdicts } from './next-commands.ts';
import { dayNames, minuteText } from './plan-words.ts';
import { canStep, isGoingBack } from './rollout-logic.ts';
import { openGate, stopOf, waveText } from './rollout-sentence.ts';
import { causeText, countOf, countText, momentText, spanText } from './verdict-text.ts';
import { timeZoneOf } from './window-logic.ts';

/** A device as a member of one rollout. */
export interface MemberFacts {
  readonly nowMs: number;
  readonly record: RolloutRecord;
  readonly deviceId: string;
  readonly device: DeviceView | undefined;
  /** Read only as far as the stages were reached. */
  readonly facts: BucketFacts;
  readonly rule: BucketRule;
  /** Orders of the rollout that are not over, and offers a minute that it makes now. */
  readonly inFlight: number;
  /** How many may be, 1 or more. */
  readonly inFlightLimit: number;
  readonly perMinute: number;
}

/** What one stage says. */
export interface StageText {
  readonly measured: string;
  readonly limit: string;
  readonly setBy?: string;
  readonly sinceMs?: number;
  readonly next?: string;
}

/** One stage: what it says when it was passed, and when it decides. */
export interface Stage {
  readonly name: string;
  /** Names of the bucket rules that decide here, with the outcome. */
  readonly rules: Readonly<Partial<Record<string, ExplainStep['outcome']>>>;
  readonly tell: (member: MemberFacts, isDeciding: boolean) => StageText;
}

/** The first stage after a device was ordered something: those before it were passed then, whatever holds now. */
export const orderedStage = 'update';

/** All stages in their order. */
export const stages: readonly Stage[] = [
  { name: 'selection', rules: {}, tell: ({ record }) => ({ measured: 'the plan selects it', limit: selectionText(record) }) },
  { name: 'need', rules: { 'already-there': 'ok', newer: 'bad', replaced: 'bad', left: 'bad', forgotten: 'bad' }, tell: tellNeed },
  { name: 'hold', rules: { held: 'bad', pinned: 'bad' }, tell: tellHold },
  { name: 'other rollouts', rules: { rival: 'waiting' }, tell: tellRival },
  { name: 'compatibility', rules: { barred: 'bad', 'on-trial': 'waiting' }, tell: tellFit },
  { name: 'wave', rules: { 'no-wave': 'bad', 'later-wave': 'waiting' }, tell: tellWave },
  {
    name: 'presence',
    rules: { asleep: 'waiting', late: 'waiting', never: 'waiting', offline: 'waiting', awaited: 'waiting', untold: 'waiting' },
    tell: tellPresence,
  },
  { name: 'window', rules: { window: 'waiting' }, tell: tellWindow },
  { name: 'condition', rules: { condition: 'waiting' }, tell: tellCondition },
  { name: 'other updates', rules: { 'other-attempt': 'waiting' }, tell: tellOther },
  { name: 'retries', rules: { 'not-before': 'waiting' }, tell: tellRetries },
  { name: 'rate and limit', rules: { turn: 'waiting', ordering: 'waiting' }, tell: tellTurn },
  {
    name: 'update',
    rules: {
      offered: 'waiting',
      downloading: 'waiting',
      installing: 'waiting',
      rebooting: 'waiting',
      unconfirmed: 'waiting',
      failed: 'bad',
      'silent-end': 'bad',
      rejected: 'bad',
      'went-back': 'bad',
      'other-image': 'bad',
      'brought-back': 'ok',
    },
    tell: tellUpdate,
  },
  { name: 'silence', rules: { silent: 'bad' }, tell: tellSilence },
  { name: 'gates', rules: { soaking: 'waiting', updated: 'ok' }, tell: tellGates },
];

function selectionText({ plan }: RolloutRecord): string {
  return plan.exclude === '' ? plan.selector : `${plan.selector}, without ${plan.exclude}`;
}

function subjectText({ plan }: RolloutRecord): string {
  if (plan.subject.type === 'release') return plan.subject.release;
  return `its settings (${[...Object.keys(plan.subject.set), ...plan.subject.reset].join(', ')})`;
}

function tellNeed({ record, facts, rule, device }: MemberFacts, isDeciding: boolean): StageText {
  const subject = subjectText(record);
  const runs = device === undefined ? 'unknown to the fleet' : `runs ${device.firmwareVersion || 'an unknown version'}`;
  const limit = `runs ${subject}`;
  if (isDeciding) return { measured: rule.why(facts), limit };
  const { need } = facts;
  const isOnTheWay = need?.type === 'wants' && need.goal === 'waypoint';
  const way = isOnTheWay ? `: it has to pass through ${need.release} first, then ${subject}` : `, and is to have ${subject}`;
  return { measured: `${runs}${way}`, limit };
}

function tellHold({ facts, rule, deviceId }: MemberFacts, isDeciding: boolean): StageText {
  const limit = 'neither held nor pinned';
  const { hold } = facts;
  if (!isDeciding || hold === undefined) return { measured: hold === undefined ? limit : heldMeanwhile(hold.type), limit };
  const verb = hold.type === 'hold' ? 'unhold' : 'unpin';
  const setBy = `${hold.by}${hold.reason === '' ? '' : `: ${hold.reason}`}`;
  return { measured: rule.why(facts), limit, setBy, sinceMs: hold.atMs, next: `fleet device ${verb} ${deviceId} -m WHY` };
}

function heldMeanwhile(type: 'hold' | 'pin'): string {
  return `${type === 'hold' ? 'held' : 'pinned'} meanwhile, which does not touch what was ordered before`;
}

function tellRival({ facts, rule, record }: MemberFacts, isDeciding: boolean): StageText {
  const limit = `priority ${record.plan.priority}, number ${record.number}`;
  if (!isDeciding) return { measured: 'no other rollout has a better claim', limit };
  return { measured: rule.why(facts), limit, setBy: `plan of ${facts.rival}`, next: `fleet explain rollout ${facts.rival}` };
}

function tellFit({ facts, rule, record, deviceId }: MemberFacts, isDeciding: boolean): StageText {
  const limit = `can take ${subjectText(record)}`;
  return isDeciding
    ? { measured: rule.why(facts), limit, next: `fleet device get ${deviceId}` }
    : { measured: 'nothing known stands against it', limit };
}

function tellWave({ facts, rule, record }: MemberFacts, isDeciding: boolean): StageText {
  const { plan } = record;
  const number = plan.waves.findIndex(({ name }) => name === facts.waveName);
  const limit = `${waveText(record)} runs`;
  if (!isDeciding) return { measured: `its wave ${facts.waveName} (${number + 1} of ${plan.waves.length}) has begun`, limit };
  const stopped = stoppedText(record);
  if (stopped !== undefined) return stopped;
  const measured = number < 0 ? rule.why(facts) : `${rule.why(facts)}: it is ${number + 1} of ${plan.waves.length}`;
  return { measured, limit, sinceMs: record.waveStartedAtMs, next: `fleet explain rollout ${plan.name}` };
}

function tellPresence({ facts, rule, device, deviceId }: MemberFacts, isDeciding: boolean): StageText {
  const limit = 'online: only who is there is offered anything';
  const sinceMs = device?.lastSeenAtMs ?? 0;
  if (!isDeciding) return { measured: `${device?.presence ?? 'gone'}, heard last at ${momentText(sinceMs)}`, limit };
  return { measured: rule.why(facts), limit, sinceMs, next: `fleet device get ${deviceId}` };
}

function tellWindow({ facts, rule, record, device }: MemberFacts, isDeciding: boolean): StageText {
  const { plan } = record;
  const timeZone = timeZoneOf(plan, device?.labels ?? {});
  const limit = plan.windows.length === 0 ? 'at any time' : `${windowsText(plan.windows)} in ${timeZone}`;
  if (!isDeciding) return { measured: 'open', limit };
  const { windowOpensAtMs } = facts;
  const wait = Number.isFinite(windowOpensAtMs)
    ? `, ${localText(windowOpensAtMs, timeZone)} in ${timeZone}, in ${spanText(windowOpensAtMs - facts.nowMs)}`
    : '';
  return { measured: `${rule.why(facts)}${wait}`, limit };
}

/** "mon, tue 02:00-05:00; sat 00:00-24:00". */
function windowsText(windows: readonly PlanWindow[]): string {
  const text = ({ days, fromMinute, toMinute }: PlanWindow) =>
    `${days.length === 7 ? 'daily' : days.map((day) => dayNames[day - 1]).join(', ')} ${minuteText(fromMinute)}-${minuteText(toMinute)}`;
  return windows.map(text).join('; ');
}

/** What the clock on the wall there will show: "Fri 02:00". */
function localText(ms: number, timeZone: string): string {
  const parts = { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', parts).format(ms).replace(',', '');
}

function tellCondition({ facts, rule, record, deviceId }: MemberFacts, isDeciding: boolean): StageText {
  const limit = record.plan.condition === '' ? 'none' : record.plan.condition;
  return isDeciding ? { measured: rule.why(facts), limit, next: `fleet device get ${deviceId}` } : { measured: 'holds', limit };
}

function tellOther({ facts, rule, deviceId }: MemberFacts, isDeciding: boolean): StageText {
  const limit = 'one update of a device at a time';
  return isDeciding
    ? { measured: rule.why(facts), limit, next: `fleet device updates ${deviceId}` }
    : { measured: 'no other update of it is open', limit };
}

function tellRetries({ facts, rule, record }: MemberFacts, isDeciding: boolean): StageText {
  const { retries, penalty, name } = record.plan;
  const { member } = facts;
  const failures = member?.failures ?? [];
  const last = failures.at(-1);
  const allowed =
    last === undefined || last.cause === '' || last.cause === 'lie' ? retries.others : (retries.byCause[last.cause] ?? retries.others);
  const limit = `${countOf(allowed, 'retry', 'retries')} after ${spanText(retries.waitMs)}; ${spanText(penalty.ms)} alone after ${countOf(penalty.failures, 'failure')}`;
  if (!isDeciding) return { measured: failures.length === 0 ? 'it did not fail' : countOf(failures.length, 'failure'), limit };
  const box = failures.length >= penalty.failures ? `, in the penalty box after ${countOf(failures.length, 'failure')}` : '';
  const cause = last === undefined || last.cause === '' ? '' : ` --cause ${last.cause}`;
  const next = canRetry(record, member) ? `fleet rollout retry ${name}${cause} -m WHY` : '';
  return { measured: `${rule.why(facts)}${box}`, limit, sinceMs: last?.atMs ?? 0, next };
}

function tellTurn(member: MemberFacts, isDeciding: boolean): StageText {
  const { record, facts, rule, inFlight, inFlightLimit, perMinute } = member;
  const { plan } = record;
  const limit = `${rateText(plan.dispatch)}, ${countText(inFlightLimit)} in flight`;
  if (!isDeciding) return { measured: 'its turn came', limit };
  if (rule.name === 'ordering') return { measured: rule.why(facts), limit };
  const stopped = stoppedText(record);
  if (stopped !== undefined) return stopped;
  const isFull = inFlight >= inFlightLimit;
  const flight = `${countText(inFlight)} of ${countText(inFlightLimit)} in flight`;
  const measured = isFull
    ? `${flight}: the limit is reached`
    : `${flight}; the rate of ${countText(perMinute)} a minute, or the budget of bytes`;
  return { measured: `its turn has not come: ${measured}`, limit, sinceMs: record.waveStartedAtMs };
}

/** What a rollout that offers nothing says; undefined: it runs. */
function stoppedText(record: RolloutRecord): StageText | undefined {
  const { state, plan } = record;
  if (state === 'dispatching' || state === 'soaking' || state === 'deciding') return undefined;
  const stop = stopOf(record);
  const by = stop === undefined ? '' : ` by ${stop.by}${stop.reason === '' ? '' : `: ${stop.reason}`}`;
  return {
    measured: `the rollout is ${stateWords[state]}${by}`,
    limit: 'the rollout runs',
    setBy: stop?.by ?? 'plan',
    sinceMs: stop?.atMs ?? 0,
    next: `fleet explain rollout ${plan.name}`,
  };
}

/** A state in which nothing is offered, as one says it; undefined: things are offered. */
export function stoppedWord(state: RolloutRecord['state']): string | undefined {
  return state === 'dispatching' || state === 'soaking' || state === 'deciding' ? undefined : stateWords[state];
}

/** States in which nothing is offered, as one says them. */
const stateWords = {
  draft: 'a draft',
  awaitingApproval: 'waiting for approval',
  scheduled: 'not started yet',
  paused: 'paused',
  halted: 'halted',
  rollingBack: 'going back',
  rolledBack: 'rolled back',
  completed: 'completed',
  aborted: 'aborted',
} as const;

function tellUpdate({ facts, rule, record, deviceId }: MemberFacts, isDeciding: boolean): StageText {
  const { plan } = record;
  const { member, standing } = facts;
  const { offerMs, downloadMs, installMs, confirmMs } = plan.deadlines;
  const limit = `offer ${spanText(offerMs)}, download ${spanText(downloadMs)}, install ${spanText(installMs)}, confirm ${spanText(confirmMs)}`;
  if (!isDeciding) {
    const updatedAtMs = member?.updatedAtMs ?? 0;
    const measured = updatedAtMs === 0 ? 'ordered, and not proven' : `ran ${subjectText(record)}, proven by its boot`;
    return { measured, limit, sinceMs: updatedAtMs };
  }
  if (standing.type === 'open')
    return { measured: rule.why(facts), limit, sinceMs: standing.sinceMs, next: `fleet device updates ${deviceId}` };
  const last = member?.failures.at(-1);
  const cause = last?.cause ?? '';
  const measured = cause === '' ? rule.why(facts) : `${causeText(cause)}: ${rule.why(facts)}`;
  return { measured, limit, sinceMs: last?.atMs ?? 0, next: nextAfter(rule.name, cause, record, { deviceId, member }) };
}

const trustCauses: readonly string[] = [
  'bad-signature',
  'below-threshold',
  'rollback',
  'expired',
  'mix-and-match',
  'modified',
  'not-assigned',
];
const fitCauses: readonly string[] = ['wrong-hardware', 'unknown-format', 'too-large', 'version-too-old', 'must-pass-through'];

/** Whether a retry of the rollout would reach the device: a command that would be refused is no next one. */
function canRetry({ state }: RolloutRecord, member: RolloutMemberRecord | undefined): boolean {
  return canStep(state, { type: 'operator.retried' }) && isGoingBack(state) === (member?.goal === 'back');
}

function nextAfter(
  rule: string,
  cause: string,
  record: RolloutRecord,
  { deviceId, member }: { readonly deviceId: string; readonly member: RolloutMemberRecord | undefined },
): string {
  const { plan } = record;
  if (rule === 'brought-back') return '';
  if (trustCauses.includes(cause)) return 'fleet key status';
  if (fitCauses.includes(cause) && plan.subject.type === 'release') return `fleet release get ${plan.subject.release}`;
  if (rule === 'other-image' || !canRetry(record, member)) return `fleet device updates ${deviceId}`;
  return cause === '' ? `fleet rollout retry ${plan.name} -m WHY` : `fleet rollout retry ${plan.name} --cause ${cause} -m WHY`;
}

function tellSilence({ facts, rule, device, deviceId }: MemberFacts, isDeciding: boolean): StageText {
  const limit = `${countOf(facts.missedLimit, 'wake-up')} missed`;
  if (isDeciding) return { measured: rule.why(facts), limit, sinceMs: device?.lastSeenAtMs ?? 0, next: `fleet device get ${deviceId}` };
  return { measured: `${countText(facts.missed)} missed`, limit };
}

function tellGates({ facts, rule, record }: MemberFacts, isDeciding: boolean): StageText {
  const limit = `its wave ${facts.waveName} is through`;
  const measured = rule.why(facts);
  const open = openGate(possibleVerdicts(record.verdicts, record.state));
  if (!isDeciding || rule.name === 'updated' || open === undefined) return { measured, limit };
  return {
    measured: `${measured}; gate ${open.gate}: ${open.summary}`,
    limit,
    sinceMs: open.sinceMs,
    next: `fleet explain rollout ${record.plan.name}`,
  };
}
