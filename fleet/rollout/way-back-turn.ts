/**
 * The way back of devices that run the subject. A rollback is an emergency: windows, rates and the plan's condition hold nobody up; limits in flight and bytes
 * do, and what the device itself refuses. Who does not get there is counted by what keeps it.
 */
import type { RolloutMemberRecord } from '#fleet/domain/index.js';
import { type BucketFacts, runsSubject } from './bucket-rules.ts';
import { type Choice, Room, takeOrder } from './dispatcher.ts';
import { membersPerTurn } from './rollout-limits.ts';
import { isGoingBack } from './rollout-logic.ts';
import type { Run } from './run.ts';
import type { WayBack } from './subject.ts';
import { causeText, countOf, countText, momentText } from './verdict-text.ts';

/** Who is on the way back, and who could still be. */
export interface WayBackChoice extends Choice {
  /** Devices that have a way back, and are there, and were not ordered yet. */
  readonly waiting: number;
  /** Devices that have one, and are away. */
  readonly away: number;
  /** All were looked at: the counts are those of all. */
  readonly isWhole: boolean;
}

/** Where a device stands that still runs the subject. */
export interface BackPlace {
  /** `ready`: it may be ordered it now; `stuck`: only an operator, or another way, brings it back. */
  readonly type: 'ready' | 'waiting' | 'away' | 'stuck';
  /** What keeps it, the same for many; empty: nothing. */
  readonly kind: string;
  /** The same of this one, with measured values. */
  readonly why: string;
}

const namedDevices = 3;
/** Things that keep devices which are told apart. */
const toldKinds = 10;

/**
 * Gives devices that run the subject their way back, as many as may be in flight. A turn looks at so many of them; the next one goes on behind them.
 */
export function chooseWaysBack(run: Run, nowMs: number): WayBackChoice {
  const { members, back } = run;
  const room = new Room(run, nowMs);
  let left = membersPerTurn;
  for (; back.at < members.size && left > 0; back.at += 1) {
    if (members.has(back.at, 'inFlight') || !(members.has(back.at, 'updated') || members.has(back.at, 'left'))) continue;
    left -= 1;
    const place = backPlaceOf(run, run.facts.look(back.at, nowMs), nowMs);
    if (place === undefined) continue;
    if (place.type === 'ready' && room.isFree) order(run, room, back.at, nowMs);
    else note(run, back.at, place);
  }
  const { waiting, away } = back;
  const isWhole = back.at >= members.size;
  if (isWhole) {
    back.seen = back.left;
    restartBack(run);
  }
  return { waiting, away, isWhole, waitMs: isWhole ? room.waitMs : 0 };
}

/** Begins the look at who is left anew; what the last whole one found stays. */
export function restartBack({ back }: Run): void {
  Object.assign(back, { at: 0, waiting: 0, away: 0, left: new Map() });
}

/** Where a member stands on its way back; undefined: it runs nothing that the rollout brought. */
function backPlaceOf(run: Run, facts: BucketFacts, nowMs: number): BackPlace | undefined {
  const { member, hold } = facts;
  const device = run.context.devices.get(member?.deviceId ?? '');
  if (device === undefined || member?.isAttempted !== true) return undefined;
  // Who stands at a step between runs something that the rollout brought as well.
  if (!runsSubject(facts) && !facts.isOnStep) return undefined;
  const stuck = (kind: string, why = kind): BackPlace => ({ type: 'stuck', kind, why });
  if (hold !== undefined) {
    const word = hold.type === 'hold' ? 'held' : 'pinned';
    return stuck(word, `${word} by ${hold.by}${hold.reason === '' ? '' : `: ${hold.reason}`}`);
  }
  const last = member.failures.at(-1);
  const failed = `failed on the way back, ${causeText(last?.cause ?? '')}`;
  const way = run.subject.wayBack(member, device);
  if (way.type === 'none') return stuck(`no way back: ${way.why}`);
  if (isGivenUp(member))
    return stuck(failed, `${failed}${last?.message ? ` (${last.message})` : ''}: fleet rollout retry ${run.name} -m WHY`);
  if (device.presence === 'offline' || device.presence === 'never') {
    return { type: 'away', kind: 'away', why: `away: heard last at ${momentText(device.lastSeenAtMs)}` };
  }
  const waiting = (kind: string, why = kind): BackPlace => ({ type: 'waiting', kind, why });
  if (device.presence !== 'online') return waiting(device.presence, `${device.presence}: heard last at ${momentText(device.lastSeenAtMs)}`);
  if (facts.otherAttempt !== '') return waiting('another update of it is open', `another update of it is open: ${facts.otherAttempt}`);
  if (member.notBeforeMs > nowMs) {
    const refused = member.failures.length === 0 ? (member.message === '' ? 'its order is made again' : member.message) : failed;
    return waiting(last === undefined ? 'its order was refused' : failed, `${refused}: tried again at ${momentText(member.notBeforeMs)}`);
  }
  return { type: 'ready', kind: 'its turn has not come', why: 'its turn has not come: the limit in flight, or the budget of bytes' };
}

/** What keeps the member that was looked at last on the subject of a rollout that goes back: "; its way back: away: …"; empty where nothing does. */
export function backWhyOf(run: Run, nowMs: number): string {
  const place = isGoingBack(run.record.state) && run.facts.standing.type !== 'open' ? backPlaceOf(run, run.facts, nowMs) : undefined;
  return place === undefined ? '' : `; its way back: ${place.why}`;
}

/** Its tries of the way back are over. */
function isGivenUp({ goal, outcome }: Pick<RolloutMemberRecord, 'goal' | 'outcome'>): boolean {
  return goal === 'back' && outcome === 'failed';
}

/** Whether any device that runs the subject, or is on the way to it, could be given what it ran before. */
export function hasWayBack(run: Run): boolean {
  const { members, context, subject } = run;
  subject.refresh();
  let isAny = false;
  for (const [index, member] of members.records()) {
    if (!members.has(index, 'updated') && !members.has(index, 'pastSwitch') && !members.has(index, 'left')) continue;
    isAny = true;
    const device = context.devices.get(member.deviceId);
    if (device !== undefined && subject.wayBack(member, device).type !== 'none') return true;
  }
  // Nobody runs it: then nobody has to be brought back.
  return !isAny;
}

/** Some device runs the subject, or is on the way to it, and one of them could be given what it ran before: there is something to bring back. */
export function canGoBack(run: Run): boolean {
  const { members } = run;
  return members.flagged('updated') + members.flagged('left') + members.flagged('pastSwitch') > 0 && hasWayBack(run);
}

/** Devices that still run the subject, also those that are on their way back, or to it, past the switch. */
export function leftBehind({ members }: Pick<Run, 'members'>): number {
  return members.flagged('updated') + members.flagged('left') + members.flagged('inFlight');
}

/** "12 still run the new one: 9 away (pump-1, pump-2, pump-3 and others), 3 held (pump-4, …)", as the last whole look found it. */
export function leftText(run: Pick<Run, 'members' | 'back'>): string {
  const count = leftBehind(run);
  if (count === 0) return 'nobody runs the new one any more';
  const kinds = [...run.back.seen].sort(([a, one], [b, other]) => other.devices - one.devices || (a < b ? -1 : 1)).slice(0, toldKinds);
  const parts = kinds.map(([kind, { devices, names }]) => {
    const others = devices > names.length ? ' and others' : '';
    return `${countText(devices)} ${kind} (${names.join(', ')}${others})`;
  });
  return `${countOf(count, 'device')} still ${count === 1 ? 'runs' : 'run'} the new one${parts.length === 0 ? '' : `: ${parts.join('; ')}`}`;
}

function order(run: Run, room: Room, index: number, nowMs: number): void {
  const { device, member } = run.facts;
  if (device === undefined || member === undefined) return;
  const way: WayBack = run.subject.wayBack(member, device);
  const release = way.type === 'release' ? way.release : '';
  const { imageDigest } = device;
  takeOrder(run, index, { goal: 'back', release }, nowMs);
  room.take(release, imageDigest);
}

function note({ back, members }: Run, index: number, { type, kind }: BackPlace): void {
  if (type === 'away') back.away += 1;
  else if (type !== 'stuck') back.waiting += 1;
  const left = back.left.get(kind) ?? { devices: 0, names: [] };
  left.devices += 1;
  if (left.names.length < namedDevices) left.names.push(members.idAt(index));
  back.left.set(kind, left);
}
