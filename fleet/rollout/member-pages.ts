import type { RolloutBucket, RolloutPageRecord } from '#fleet/domain/index.js';
import { MemberBook } from './member-book.ts';
import { lotOf, type WaveCandidate } from './wave-planner.ts';

/** Members that one page in the Store has. */
export const membersPerPage = 500;

/**
 * Pages of members in the order of dispatch: by wave, then by lot; those that no wave takes come last.
 * @param waves as planWaves() gives them
 * @param firstPage number of the first page: those that join later come behind those that are there
 */
export function layPages(
  rollout: string,
  candidates: readonly WaveCandidate[],
  waves: Int32Array,
  seed: string,
  firstPage = 0,
): RolloutPageRecord[] {
  const lots = Float64Array.from(candidates, ({ id }) => lotOf(seed, id));
  // -1, no wave, is the greatest number as an unsigned one.
  const rank = (index: number): number => (waves[index] as number) >>> 0;
  const order = Array.from(candidates, (_, index) => index).sort(
    (a, b) => rank(a) - rank(b) || (lots[a] as number) - (lots[b] as number) || (idOf(a) < idOf(b) ? -1 : 1),
  );
  function idOf(index: number): string {
    return (candidates[index] as WaveCandidate).id;
  }
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
  }
  return pages;
}

/**
 * The members that pages name, all pending.
 * @param pages in any order
 * @param waves of the plan
 * @param atMs since when they are there, wall clock
 * @param healthGates of all waves
 */
export function bookOf(pages: readonly RolloutPageRecord[], waves: number, atMs: number, healthGates = 0): MemberBook {
  const members = pages.reduce((sum, { deviceIds }) => sum + deviceIds.length, 0);
  const book = new MemberBook(waves, members, healthGates);
  for (const page of [...pages].sort((a, b) => a.page - b.page)) addPage(book, page, atMs);
  return book;
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
