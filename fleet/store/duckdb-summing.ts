import type { DuckDBConnection } from '@duckdb/node-api';
import { partMs } from '#fleet/domain/index.js';
import { partStartSql } from './history-views.ts';
import type { YieldTurn } from './history-writer.ts';
import { storeFailure } from './store-errors.ts';

/** Readings that one statement sums, about: its memory is bounded by the quarters in it. */
const readingsASlice = 4_000_000;

/** A file to sum and where to. */
export interface Summing {
  readonly segment: {
    readonly number: number;
    readonly alias: string;
    readonly readings: number;
    readonly events: number;
    readonly bytes: number;
  };
  /** Wall clock, ms. */
  readonly sealedMs: number;
  readonly month: { readonly alias: string };
  readonly yieldTurn: YieldTurn;
  /** True when history closes: the transaction is given up, to be done again. */
  readonly stop: () => boolean;
}

/**
 * Stores quarters of an hour and events of a file in one transaction. Slices are cut at whole quarters, so each (device, signal, quarter)
 * of the file has one row, whatever the times in it are.
 */
export async function sumSegment(
  connection: DuckDBConnection,
  summing: Summing,
): Promise<{ readonly parts: number; readonly firstMs: number }> {
  const { segment, month, sealedMs, yieldTurn, stop } = summing;
  const bounds = await sliceBoundsMs(connection, segment);
  await connection.run('BEGIN TRANSACTION');
  try {
    let parts = 0;
    for (let slice = 0; slice <= bounds.length; slice += 1) {
      parts += (await connection.run(sliceSql(segment.alias, month.alias, bounds[slice - 1], bounds[slice]))).rowsChanged;
      await yieldTurn();
      if (stop()) throw storeFailure('E1612', { message: 'history closes while it sums' });
    }
    await connection.run(`INSERT INTO ${month.alias}.raw.event SELECT * FROM ${segment.alias}.raw.event`);
    const first = await connection.runAndReadAll(`SELECT min(epoch_ms(time)) FROM ${segment.alias}.raw.reading WHERE isfinite(value)`);
    const firstMs = partMs * Math.floor(Number(first.getRows()[0]?.[0] ?? 0) / partMs);
    const { number, bytes, readings, events } = segment;
    const row = [number, Math.floor(sealedMs), bytes, readings, events, parts, firstMs];
    await connection.run(`INSERT INTO ${month.alias}.raw.done VALUES (${row.join(', ')})`);
    await connection.run('COMMIT');
    return { parts, firstMs };
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Times at whole quarters that cut the file into slices of about the same size; none for a small file. */
async function sliceBoundsMs(connection: DuckDBConnection, { alias, readings }: Summing['segment']): Promise<number[]> {
  const slices = Math.ceil(readings / readingsASlice);
  if (slices < 2) return [];
  const shares = Array.from({ length: slices - 1 }, (_, index) => (index + 1) / slices);
  const sql = `SELECT unnest(approx_quantile(epoch_ms(time), [${shares.join(', ')}])) FROM ${alias}.raw.reading`;
  const rows = (await connection.runAndReadAll(sql)).getRows();
  const starts = rows.map(([atMs]) => partMs * Math.floor(Number(atMs) / partMs));
  return [...new Set(starts)].sort((a, b) => a - b);
}

function sliceSql(segment: string, month: string, fromMs: number | undefined, toMs: number | undefined): string {
  const from = fromMs === undefined ? '' : `AND time >= make_timestamp_ms(${fromMs})`;
  const to = toMs === undefined ? '' : `AND time < make_timestamp_ms(${toMs})`;
  return `INSERT INTO ${month}.raw.part
    SELECT device_key, signal_key, ${partStartSql('time')} AS start, count(*), sum(value), min(value), max(value)
    FROM ${segment}.raw.reading WHERE isfinite(value) ${from} ${to} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
}
