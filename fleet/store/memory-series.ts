import type { Series, SeriesRequest } from '#fleet/domain/index.js';
import type { MemoryDisk } from './memory-disk.ts';
import { checkSeriesRequest, mergeParts, type Part, partOf, partStartMs, planSeries, pointOf, seriesOf } from './series-logic.ts';

/** A series out of what is stored in memory, as the SQL of the other driver makes it. */
export function memorySeries(disk: MemoryDisk, request: SeriesRequest): Series {
  checkSeriesRequest(request);
  const plan = planSeries(request, disk.oldestRawMs);
  const isIn = (atMs: number): boolean => atMs >= plan.fromMs && atMs < plan.toMs;
  const readings = disk
    .readingsOf(request.deviceKey)
    .filter(({ signal, atMs, value }) => signal === request.signal && Number.isFinite(value) && isIn(atMs));
  if (plan.from === 'readings') {
    const points = readings.sort((a, b) => a.atMs - b.atMs).map(({ atMs, value }) => pointOf(atMs, partOf(value)));
    return seriesOf(points, request);
  }
  const parts = new Map<number, Part>();
  const add = (atMs: number, part: Part): void => {
    const startMs = partStartMs(atMs, plan);
    parts.set(startMs, mergeParts(parts.get(startMs), part));
  };
  const fromQuarters = plan.from === 'quarters';
  for (const { atMs, value, isSummed } of readings) if (!(fromQuarters && isSummed)) add(atMs, partOf(value));
  if (fromQuarters) {
    for (const { signal, startMs, part } of disk.partsOf(request.deviceKey)) {
      if (signal === request.signal && isIn(startMs)) add(startMs, part);
    }
  }
  const points = [...parts].sort(([a], [b]) => a - b).map(([atMs, part]) => pointOf(atMs, part));
  return seriesOf(points, request);
}
