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

/** Length of the parts that a request cuts its span into and where they begin, ms; undefined for raw readings. */
export function cutOf({
  resolution,
  fromMs,
  toMs,
  maxPoints,
}: SeriesRequest): { readonly originMs: number; readonly lengthMs: number } | undefined {
  if (resolution === 'raw') return undefined;
  if (resolution === '15min') return { originMs: 0, lengthMs: partMs };
  return { originMs: fromMs, lengthMs: Math.max(1, Math.ceil((toMs - fromMs) / maxPoints)) };
}

/** Start of the part that a time falls into, ms. */
export function partStartMs(atMs: number, { originMs, lengthMs }: { readonly originMs: number; readonly lengthMs: number }): number {
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
