import type { RolloutBucket, RolloutPageRecord } from '#fleet/domain/index.js';
import { MemberBook } from './member-book.ts';
import { runSteps, type Steps } from './steps.ts';
import { lotOrder, type WaveCandidate } from './wave-planner.ts';

/** Members that one page in the Store has. */
export const membersPerPage = 500;

/**
 * Pages of members in the order of dispatch: by wave, then by lot; those that no wave takes come last.
 * @param waves as planWaves() gives them
 * @param firstPage number of the first page: those that join later come behind those that are there
 * @param lots as lotOrder() gives it, where it is known
 */
export function* pageLayingSteps(
  rollout: string,
  candidates: readonly WaveCandidate[],
  waves: Int32Array,
  seed: string,
  firstPage = 0,
  lots: readonly number[] = lotOrder(candidates, seed),
): Steps<RolloutPageRecord[]> {
  const byWave = Map.groupBy(lots, (index) => waves[index] as number);
  yield;
  // -1, no wave, is the greatest number as an unsigned one.
  const order = [...byWave].sort(([a], [b]) => (a >>> 0) - (b >>> 0)).flatMap(([, indexes]) => indexes);
  const idOf = (index: number): string => (candidates[index] as WaveCandidate).id;
  const pages: RolloutPageRecord[] = [];
  for (let from = 0; from < order.length; from += membersPerPage) {
    const part = order.slice(from, from + membersPerPage);
    pages.push({
      rollout,
      page: firstPage + pages.length,
      deviceIds: part.map(idOf),
      waves: part.map((index) => waves[index] as number),
      strata: part.map((index) => (candidates[index] as WaveCandidate).stratum),
    });
    yield;
  }
  return pages;
}

/** The same, at once. */
export function layPages(...args: Parameters<typeof pageLayingSteps>): RolloutPageRecord[] {
  return runSteps(pageLayingSteps(...args));
}

/**
 * The members that pages name, all pending.
 * @param pages in any order
 * @param waves of the plan
 * @param atMs since when they are there, wall clock
 * @param healthGates of all waves
 */
export function* bookSteps(pages: readonly RolloutPageRecord[], waves: number, atMs: number, healthGates = 0): Steps<MemberBook> {
  const members = pages.reduce((sum, { deviceIds }) => sum + deviceIds.length, 0);
  const book = new MemberBook(waves, members, healthGates);
  for (const page of [...pages].sort((a, b) => a.page - b.page)) {
    addPage(book, page, atMs);
    yield;
  }
  return book;
}

/** The same, at once. */
export function bookOf(...args: Parameters<typeof bookSteps>): MemberBook {
  return runSteps(bookSteps(...args));
}

/** Adds the members of a page that came later. */
export function addPage(book: MemberBook, { deviceIds, waves, strata }: RolloutPageRecord, atMs: number): void {
  for (const [index, id] of deviceIds.entries()) book.add(id, waves[index] as number, strata[index] as string, atMs);
}

/** A page of members as it is shown. */
export interface MemberPage {
  readonly indexes: readonly number[];
  /** Of the whole selection. */
  readonly total: number;
  /** There are more behind them. */
  readonly hasMore: boolean;
}

/**
 * Members in their order.
 * @param filter.wave index of the wave
 * @param filter.after device behind which it begins; not a member: from the beginning
 */
export function pageOf(
  book: MemberBook,
  filter: {
    readonly bucket?: RolloutBucket | undefined;
    readonly wave?: number | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): MemberPage {
  const { bucket, wave, limit } = filter;
  const total = bucket === undefined ? book.devices(wave, wave) : book.inBucket(bucket, wave, wave);
  const indexes: number[] = [];
  const start = filter.after === undefined ? 0 : book.indexOf(filter.after) + 1;
  for (let index = start; index < book.size; index += 1) {
    if (bucket !== undefined && book.bucketAt(index) !== bucket) continue;
    if (wave !== undefined && book.waveAt(index) !== wave) continue;
    if (indexes.length === limit) return { indexes, total, hasMore: true };
    indexes.push(index);
  }
  return { indexes, total, hasMore: false };
}
