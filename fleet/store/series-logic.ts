import { partMs, type Series, type SeriesPoint, type SeriesRequest } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';

/** What the readings of one part have in common, in a form that can be merged: the aggregate of parts is that of the whole. */
export interface Part {
  /** Finite readings, 1 or more. */
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** The part that holds one reading. */
export function partOf(value: number): Part {
  return { count: 1, sum: value, minimum: value, maximum: value };
}

/** Both together; either may be missing. */
export function mergeParts(one: Part | undefined, other: Part): Part {
  if (one === undefined) return other;
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    minimum: Math.min(one.minimum, other.minimum),
    maximum: Math.max(one.maximum, other.maximum),
  };
}

/** A part as a point. A sum beyond the largest number is told as that number: JSON knows no infinity. */
export function pointOf(atMs: number, { count, sum, minimum, maximum }: Part): SeriesPoint {
  const mean = Math.min(maximum, Math.max(minimum, sum / count));
  return { atMs, value: mean, minimum, maximum, count };
}

/** Where the readings of a series come from and how they are cut. */
export interface SeriesPlan {
  /** Raw readings one by one; quarters of an hour where they are stored and raw readings where not; raw readings in parts. */
  readonly from: 'readings' | 'quarters' | 'parts';
  readonly fromMs: number;
  readonly toMs: number;
  /** Where parts begin and how long they are, ms. */
  readonly originMs: number;
  readonly lengthMs: number;
}

/**
 * Decides how a request is answered. Stored quarters are whole, so a span of quarters is widened to whole ones.
 * @param oldestRawMs time of the oldest raw readings, about: what is older is there as quarters only
 */
export function planSeries({ resolution, fromMs, toMs, maxPoints }: SeriesRequest, oldestRawMs: number): SeriesPlan {
  if (resolution === 'raw') return { from: 'readings', fromMs, toMs, originMs: fromMs, lengthMs: 1 };
  const lengthMs = Math.max(1, Math.ceil((toMs - fromMs) / maxPoints));
  if (resolution === 'auto' && (lengthMs < partMs || fromMs >= oldestRawMs)) {
    return { from: 'parts', fromMs, toMs, originMs: fromMs, lengthMs };
  }
  const firstMs = partMs * Math.floor(fromMs / partMs);
  const lastMs = partMs * Math.ceil(toMs / partMs);
  if (resolution === '15min') return { from: 'quarters', fromMs: firstMs, toMs: lastMs, originMs: 0, lengthMs: partMs };
  const wideMs = Math.max(partMs, Math.ceil((lastMs - firstMs) / maxPoints));
  return { from: 'quarters', fromMs: firstMs, toMs: lastMs, originMs: firstMs, lengthMs: wideMs };
}

/** Start of the part that a time falls into, ms. */
export function partStartMs(atMs: number, { originMs, lengthMs }: Pick<SeriesPlan, 'originMs' | 'lengthMs'>): number {
  return originMs + lengthMs * Math.floor((atMs - originMs) / lengthMs);
}

/** A series out of points by time, one more than asked for when there are more. */
export function seriesOf(points: readonly SeriesPoint[], { maxPoints }: SeriesRequest): Series {
  return { points: points.slice(0, maxPoints), truncated: points.length > maxPoints };
}

/** A request that makes no sense is a bug of the caller: the API checks what people say. */
export function checkSeriesRequest({ fromMs, toMs, maxPoints }: SeriesRequest): void {
  assert(Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs) && fromMs < toMs, `a series from ${fromMs} to ${toMs}`);
  assert(Number.isInteger(maxPoints) && maxPoints >= 1, `maxPoints ${maxPoints}`);
}
