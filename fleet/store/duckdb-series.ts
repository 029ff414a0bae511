import type { QueryResult, Series, SeriesRequest } from '#fleet/domain/index.js';
import { checkSeriesRequest, planSeries, pointOf, seriesOf } from './series-logic.ts';

/** Longest time of the query behind a series, ms. */
export const seriesTimeoutMs = 20_000;

/**
 * The query of a series: rows of (start ms, count, sum, minimum, maximum) by time, one more than asked for when there are more.
 * @param signalKeys keys of the signals of that name, one or more
 */
export function seriesSql(request: SeriesRequest, signalKeys: readonly number[], oldestRawMs: number): string {
  checkSeriesRequest(request);
  const { from, fromMs, toMs, originMs, lengthMs } = planSeries(request, oldestRawMs);
  const limit = `LIMIT ${request.maxPoints + 1}`;
  const within = (time: string) => `device_key = ${request.deviceKey} AND signal_key IN (${signalKeys.join(',')})
    AND ${time} >= make_timestamp_ms(${fromMs}) AND ${time} < make_timestamp_ms(${toMs})`;
  const readings = (table: string) => `SELECT time AS start, 1 AS count, value AS sum, value AS minimum, value AS maximum
    FROM raw.${table} WHERE isfinite(value) AND ${within('time')}`;
  if (from === 'readings')
    return `SELECT epoch_ms(start) AS at_ms, count, sum, minimum, maximum FROM (${readings('reading')}) ORDER BY at_ms ${limit}`;
  const rows =
    from === 'parts'
      ? readings('reading')
      : `SELECT start, count, sum, minimum, maximum FROM raw.part WHERE ${within('start')} UNION ALL ${readings('unsummed')}`;
  const start = `${originMs} + ${lengthMs} * CAST(floor((epoch_ms(start) - ${originMs}) / ${lengthMs}) AS BIGINT)`;
  return `SELECT ${start} AS at_ms, sum(count)::BIGINT, sum(sum), min(minimum), max(maximum) FROM (${rows}) GROUP BY 1 ORDER BY at_ms ${limit}`;
}

/** The answer to seriesSql. */
export function seriesOfRows({ rows }: QueryResult, request: SeriesRequest): Series {
  const points = rows.map((row) => {
    const [atMs = 0, count = 0, sum = 0, minimum = 0, maximum = 0] = row.map(Number);
    return pointOf(atMs, { count, sum, minimum, maximum });
  });
  return seriesOf(points, request);
}
