import type { QueryResult, Series, SeriesRequest } from '#fleet/domain/index.js';
import { checkSeriesRequest, cutOf, pointOf, seriesOf } from './series-logic.ts';

/** Longest time of the query behind a series, ms. */
export const seriesTimeoutMs = 20_000;

/**
 * The query of a series: rows of (start ms, count, sum, minimum, maximum) by time, one more than asked for when there are more.
 * @param signalKeys keys of the signals of that name, one or more
 */
export function seriesSql(request: SeriesRequest, signalKeys: readonly number[]): string {
  checkSeriesRequest(request);
  const { deviceKey, fromMs, toMs, maxPoints } = request;
  const cut = cutOf(request);
  const rows = `FROM raw.reading WHERE device_key = ${deviceKey} AND signal_key IN (${signalKeys.join(',')}) AND isfinite(value)
    AND time >= make_timestamp_ms(${fromMs}) AND time < make_timestamp_ms(${toMs})`;
  if (cut === undefined) {
    return `SELECT epoch_ms(time) AS start, 1, value, value, value ${rows} ORDER BY start LIMIT ${maxPoints + 1}`;
  }
  const start = `${cut.originMs} + ${cut.lengthMs} * CAST(floor((epoch_ms(time) - ${cut.originMs}) / ${cut.lengthMs}) AS BIGINT)`;
  return `SELECT ${start} AS start, count(*), sum(value), min(value), max(value) ${rows} GROUP BY 1 ORDER BY start LIMIT ${maxPoints + 1}`;
}

/** The answer to seriesSql. */
export function seriesOfRows({ rows }: QueryResult, request: SeriesRequest): Series {
  const points = rows.map((row) => {
    const [atMs = 0, count = 0, sum = 0, minimum = 0, maximum = 0] = row.map(Number);
    return pointOf(atMs, { count, sum, minimum, maximum });
  });
  return seriesOf(points, request);
}
