import { hash } from 'node:crypto';
import { runSteps, type Steps } from './steps.ts';

/** Which devices a wave takes: of those that no earlier wave has. */
export type WaveShare =
  /** So many that all waves up to this one have this share of the whole, percent, above 0 to 100; `atLeast` devices when there are as many. */
  | { readonly type: 'percent'; readonly percent: number; readonly atLeast: number }
  /** So many devices, from 1. */
  | { readonly type: 'count'; readonly count: number }
  /** All that a selector names. */
  | { readonly type: 'chosen'; readonly isChosen: (deviceId: string) => boolean };

/** Devices of a step that does little with each. */
const devicesPerLeap = 10_000;

/** A device as the planner sees it. */
export interface WaveCandidate {
  readonly id: string;
  /** What it has in common with others that is likely to matter: profile, hardware revision, link. */
  readonly stratum: string;
  /** As lotOf() says; left out: it is worked out. */
  readonly lot?: number;
}

/**
 * Puts devices into waves, by lot. A wave has each stratum in its share; as long as there is room, each stratum is there at least once, the
 * rarest last. The lot is drawn by (seed, id): the same devices give the same waves whatever their order, and a device that
 * joins or leaves moves only those that stand next to it in the lot.
 * @param order as lotOrder() gives it, where it is known
 * @returns the number of its wave for each candidate, from 0; -1 for those that no wave takes
 */
export function planWaves(
  candidates: readonly WaveCandidate[],
  waves: readonly WaveShare[],
  seed: string,
  order: readonly number[] = lotOrder(candidates, seed),
): Int32Array {
  return runSteps(waveSteps(candidates, waves, order));
}

/** The same, in steps. */
export function* waveSteps(candidates: readonly WaveCandidate[], waves: readonly WaveShare[], order: readonly number[]): Steps<Int32Array> {
  const waveOf = new Int32Array(candidates.length).fill(-1);
  const waiting = new Map<string, number[]>();
  // The first of the lot is the last of its list: it is taken from the end.
  for (let place = order.length - 1; place >= 0; place -= 1) {
    const index = order[place] as number;
    listOf(waiting, (candidates[index] as WaveCandidate).stratum).push(index);
    if (place % devicesPerLeap === 0) yield;
  }
  let taken = 0;
  for (const [number, wave] of waves.entries()) {
    const left = candidates.length - taken;
    const chosen =
      wave.type === 'chosen' ? yield* takeChosen(waiting, candidates, wave.isChosen) : takeShare(waiting, sizeOf(wave, taken, left), left);
    yield;
    for (const index of chosen) waveOf[index] = number;
    yield;
    taken += chosen.length;
  }
  return waveOf;
}

/**
 * Indexes of candidates in the order of the lot; of equal lots in the order of the ids. Lots and indexes are sorted as one number each, without a call a
 * comparison: of 100,000 devices that takes a tenth of the time.
 */
export function lotOrder(candidates: readonly WaveCandidate[], seed: string): number[] {
  const places = 2 ** Math.ceil(Math.log2(Math.max(2, candidates.length)));
  // As many of the lot's 48 bits as find room beside an index in the 53 of a number.
  const coarse = Math.max(1, (places * 2 ** 48) / 2 ** 53);
  const keys = new Float64Array(candidates.length);
  for (let index = 0; index < keys.length; index += 1) {
    const { id, lot } = candidates[index] as WaveCandidate;
    keys[index] = Math.floor((lot ?? lotOf(seed, id)) / coarse) * places + index;
  }
  keys.sort();
  const order = new Array<number>(keys.length);
  const lots = new Float64Array(keys.length);
  for (let place = 0; place < keys.length; place += 1) {
    const key = keys[place] as number;
    const lot = Math.floor(key / places);
    lots[place] = lot;
    order[place] = key - lot * places;
  }
  const byLot = (a: number, b: number): number => {
    const [one, other] = [candidates[a] as WaveCandidate, candidates[b] as WaveCandidate];
    return (one.lot ?? lotOf(seed, one.id)) - (other.lot ?? lotOf(seed, other.id)) || compare(one.id, other.id);
  };
  for (let from = 0, to = 0; from < keys.length; from = to) {
    for (to = from + 1; to < keys.length && lots[to] === lots[from]; ) to += 1;
    if (to > from + 1) order.splice(from, to - from, ...order.slice(from, to).sort(byLot));
  }
  return order;
}

/** Where a device stands in the lot of a seed: a whole number of 48 bits. */
export function lotOf(seed: string, deviceId: string): number {
  return Number.parseInt(hash('sha256', `${seed}\n${deviceId}`, 'hex').slice(0, 12), 16);
}

function sizeOf(wave: Exclude<WaveShare, { readonly type: 'chosen' }>, taken: number, left: number): number {
  if (wave.type === 'count') return Math.min(left, wave.count);
  const upTo = Math.max(wave.atLeast, Math.ceil(((taken + left) * wave.percent) / 100 - 1e-9));
  return Math.min(left, Math.max(0, upTo - taken));
}

function* takeChosen(
  waiting: Map<string, number[]>,
  candidates: readonly WaveCandidate[],
  isChosen: (deviceId: string) => boolean,
): Steps<readonly number[]> {
  const chosen: number[] = [];
  for (const [stratum, list] of waiting) {
    const rest: number[] = [];
    for (const [place, index] of list.entries()) {
      (isChosen((candidates[index] as WaveCandidate).id) ? chosen : rest).push(index);
      if (place % devicesPerLeap === devicesPerLeap - 1) yield;
    }
    waiting.set(stratum, rest);
  }
  return chosen;
}

/** Takes `size` of `left` devices: one of each stratum first, the greatest strata first, then by share with the largest remainders. */
function takeShare(waiting: Map<string, number[]>, size: number, left: number): readonly number[] {
  const strata = [...waiting].filter(([, list]) => list.length > 0);
  strata.sort(([a, one], [b, other]) => other.length - one.length || compare(a, b));
  const isRoomy = size >= strata.length;
  const shares = strata.map(([, list], rank) => {
    const exact = (size * list.length) / Math.max(1, left);
    return { list, rank, quota: Math.max(Math.floor(exact), isRoomy || rank < size ? 1 : 0), remainder: exact - Math.floor(exact) };
  });
  let open = size - shares.reduce((sum, { quota }) => sum + quota, 0);
  const byRemainder = shares.toSorted((a, b) => b.remainder - a.remainder || a.rank - b.rank);
  for (let turn = 0; open > 0; turn += 1) {
    const share = byRemainder[turn % byRemainder.length] as (typeof shares)[number];
    if (share.quota >= share.list.length) continue;
    share.quota += 1;
    open -= 1;
  }
  // What rare strata got beyond their share comes from those that have most beyond theirs.
  for (; open < 0; open += 1) {
    const richest = shares.reduce((best, one) => (one.quota > best.quota ? one : best));
    richest.quota -= 1;
  }
  return shares.flatMap(({ list, quota }) => list.splice(list.length - quota, quota));
}

function listOf(lists: Map<string, number[]>, key: string): number[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
