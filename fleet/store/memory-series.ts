import type { Series, SeriesRequest } from '#fleet/domain/index.js';
import { checkSeriesRequest, cutOf, mergeParts, type Part, partOf, partStartMs, pointOf, seriesOf } from './series-logic.ts';

/** A series out of a device's readings, as the SQL of the other driver makes it. */
export function memorySeries(
  readings: readonly { readonly signal: string; readonly atMs: number; readonly value: number }[],
  request: SeriesRequest,
): Series {
  checkSeriesRequest(request);
  const { signal, fromMs, toMs } = request;
  const wanted = readings.filter(
    (reading) => reading.signal === signal && Number.isFinite(reading.value) && reading.atMs >= fromMs && reading.atMs < toMs,
  );
  const cut = cutOf(request);
  if (cut === undefined) {
    const points = wanted.sort((a, b) => a.atMs - b.atMs).map(({ atMs, value }) => pointOf(atMs, partOf(value)));
    return seriesOf(points, request);
  }
  const parts = new Map<number, Part>();
  for (const { atMs, value } of wanted) {
    const startMs = partStartMs(atMs, cut);
    parts.set(startMs, mergeParts(parts.get(startMs), partOf(value)));
  }
  const points = [...parts].sort(([a], [b]) => a - b).map(([atMs, part]) => pointOf(atMs, part));
  return seriesOf(points, request);
}
