/**
 * What upkeep does next, as a pure decision that both drivers of History ask. Raw readings stand in files (segments) by the time they came;
 * one is written, the others are sealed. A sealed one is summed into the month it was sealed in before it is dropped, so a reading that
 * comes years late is summed like any other: quarters of an hour are merged when they are read.
 */
import type { DropCause, HistoryRetention } from '#fleet/domain/index.js';

/** A file of raw readings. */
export interface SegmentFacts {
  /** From 1, growing by one a file. */
  readonly number: number;
  /** Wall clock, ms. */
  readonly startedMs: number;
  /** Wall clock, ms; undefined while it is written: the newest one. */
  readonly sealedMs: number | undefined;
  readonly bytes: number;
  readonly readings: number;
  readonly events: number;
  /** Its quarters and events are stored in a month. */
  readonly isSummed: boolean;
}

/** A calendar month (UTC) of quarters and events. */
export interface MonthFacts {
  /** "2026-01": when its segments were sealed. */
  readonly name: string;
  readonly bytes: number;
  readonly parts: number;
  readonly events: number;
  /** Newest seal of a segment in it, ms. */
  readonly sealedMs: number;
  /** Bytes of the segments in it when they were summed. */
  readonly rawBytes: number;
  /** Oldest quarter in it, ms. */
  readonly firstMs: number;
}

/** All of history, each list oldest first. */
export interface HistoryFacts {
  readonly segments: readonly SegmentFacts[];
  readonly months: readonly MonthFacts[];
}

/** The file system that history is on. */
export interface DiskFacts {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** What is to be done. */
export type RetentionStep =
  | { readonly type: 'seal' }
  | { readonly type: 'sum'; readonly segment: SegmentFacts }
  | { readonly type: 'dropSegment'; readonly segment: SegmentFacts; readonly cause: DropCause }
  | { readonly type: 'dropMonth'; readonly month: MonthFacts; readonly cause: DropCause };

/** Segments that the budget is divided into: what a drop for room takes at most. */
const segmentsABudget = 32;
const smallestSegmentBytes = 4 * 1_048_576;
/** Below this there is no room to sum either: the oldest goes as it is. */
const roomToSumBytes = 64 * 1_048_576;
/** Growth is measured over this time, and not told before the shorter one. */
const growthMs = 86_400_000;
const shortestGrowthMs = 3_600_000;
const dayMs = 86_400_000;
const longestForecastDays = 3_650;

/** Bytes that history may take now. */
export function budgetOf(facts: HistoryFacts, retention: HistoryRetention, disk: DiskFacts): number {
  const share = Math.floor(disk.totalBytes * retention.diskShare);
  const allowed = retention.diskBytes === 0 ? share : Math.min(share, retention.diskBytes);
  // What is free counts as much as what is allowed: others may fill the disk.
  return Math.max(0, Math.min(allowed, bytesOf(facts) + disk.freeBytes - retention.freeBytes));
}

/** Bytes of all files. */
export function bytesOf({ segments, months }: HistoryFacts): number {
  return sumOf(segments, ({ bytes }) => bytes) + sumOf(months, ({ bytes }) => bytes);
}

/** The next step, undefined when nothing is to be done now. */
export function nextRetentionStep(
  facts: HistoryFacts,
  retention: HistoryRetention,
  disk: DiskFacts,
  nowMs: number,
): RetentionStep | undefined {
  const budgetBytes = budgetOf(facts, retention, disk);
  if (bytesOf(facts) > budgetBytes) {
    const step = makeRoom(facts, disk, budgetBytes);
    if (step !== undefined) return step;
  }
  const { segments, months } = facts;
  const [oldest] = segments;
  if (oldest?.sealedMs !== undefined && oldest.sealedMs <= nowMs - retention.rawMs) return dropOrSum(oldest, 'age');
  const month = months.find(({ sealedMs }) => sealedMs <= nowMs - retention.partsMs);
  if (month !== undefined) return { type: 'dropMonth', month, cause: 'age' };
  const active = segments.at(-1);
  if (active !== undefined && isFull(active, retention, budgetBytes, nowMs)) return { type: 'seal' };
  const waiting = segments.find(({ sealedMs, isSummed }) => sealedMs !== undefined && !isSummed);
  return waiting === undefined ? undefined : { type: 'sum', segment: waiting };
}

/** Raw readings go first: what was made of them takes little and says most of it. */
function makeRoom({ segments, months }: HistoryFacts, disk: DiskFacts, budgetBytes: number): RetentionStep | undefined {
  const [oldest] = segments;
  if (oldest?.sealedMs !== undefined) {
    if (disk.freeBytes < roomToSumBytes) return { type: 'dropSegment', segment: oldest, cause: 'disk' };
    return dropOrSum(oldest, 'disk');
  }
  if (oldest !== undefined && oldest.bytes > segmentBytesOf(budgetBytes) && oldest.readings + oldest.events > 0) return { type: 'seal' };
  const [month] = months;
  return month === undefined || months.length === 1 ? undefined : { type: 'dropMonth', month, cause: 'disk' };
}

function dropOrSum(segment: SegmentFacts, cause: DropCause): RetentionStep {
  return segment.isSummed ? { type: 'dropSegment', segment, cause } : { type: 'sum', segment };
}

function isFull(active: SegmentFacts, { segmentMs }: HistoryRetention, budgetBytes: number, nowMs: number): boolean {
  if (active.readings + active.events === 0) return false;
  return active.startedMs <= nowMs - segmentMs || active.bytes >= segmentBytesOf(budgetBytes);
}

function segmentBytesOf(budgetBytes: number): number {
  return Math.max(smallestSegmentBytes, Math.floor(budgetBytes / segmentsABudget));
}

/**
 * When the budget is used up, by the growth of about the last day: raw readings grow until they are as old as they may get, quarters of an
 * hour likewise, so growth levels off and "never" is a proper answer.
 * @returns ms from now; unknown before an hour was measured
 */
export function forecastFullMs(
  facts: HistoryFacts,
  retention: HistoryRetention,
  budgetBytes: number,
  nowMs: number,
): number | 'unknown' | 'never' {
  const rawRate = growthOf(facts.segments, nowMs);
  if (rawRate === undefined) return 'unknown';
  const summedBytes = sumOf(facts.months, ({ rawBytes }) => rawBytes);
  const partsRate = summedBytes === 0 ? 0 : (rawRate * sumOf(facts.months, ({ bytes }) => bytes)) / summedBytes;
  for (let day = 0; day <= longestForecastDays; day += 1) {
    const ageMs = day * dayMs;
    const raw = sumOf(facts.segments, ({ bytes, sealedMs }) => ((sealedMs ?? nowMs) + retention.rawMs > nowMs + ageMs ? bytes : 0));
    const parts = sumOf(facts.months, ({ bytes, sealedMs }) => (sealedMs + retention.partsMs > nowMs + ageMs ? bytes : 0));
    const grown = rawRate * Math.min(ageMs, retention.rawMs + retention.segmentMs) + partsRate * Math.min(ageMs, retention.partsMs);
    if (raw + parts + grown >= budgetBytes) return ageMs;
  }
  return 'never';
}

/** Bytes a ms over the newest files that cover a day, or all there are. */
function growthOf(segments: readonly SegmentFacts[], nowMs: number): number | undefined {
  let bytes = 0;
  let startedMs = nowMs;
  for (const segment of segments.toReversed()) {
    bytes += segment.bytes;
    startedMs = segment.startedMs;
    if (nowMs - startedMs >= growthMs) break;
  }
  return nowMs - startedMs < shortestGrowthMs ? undefined : bytes / (nowMs - startedMs);
}

/** Month of a time, by UTC: "2026-01". */
export function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

function sumOf<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amount(item), 0);
}
