import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { History, UpkeepStep } from '#fleet/domain/index.js';
import { silentLog, VirtualClock } from '#proto/kit/index.js';
import { type DuckdbHistoryOptions, openDuckdbHistory } from './duckdb-history.ts';
import { HistoryFolder } from './history-folder.ts';
import { defaultRetention } from './history-retention.ts';
import { defineMigration, readMigrations } from './migrations.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 0, 5);
const digest = 'd'.repeat(64);
const limits = { maxRows: 1_000, timeoutMs: 30_000 };
let folder = '';
let clock = new VirtualClock(startMs);
let options: DuckdbHistoryOptions;
const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-folder-'));
  clock = new VirtualClock(startMs);
  options = {
    folder,
    clock,
    yieldTurn,
    log: silentLog,
    memoryLimitMb: 128,
    threads: 1,
    retention: { ...defaultRetention, rawMs: 3 * dayMs },
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function append(history: History, from: number, count: number, atMs = clock.wallMs()): Promise<void> {
  history.defineProfile(digest, 'turbofan', [{ id: 1, name: 'egtC', unit: 'Cel', category: 'technical' }]);
  history.defineDevice(1, 'engine-001', digest);
  const values = Float64Array.from({ length: count }, (_, index) => from + index);
  const times = values.map((_, index) => atMs + index);
  history.appendReadings(1, digest, { count, signalIds: new Uint16Array(count).fill(1), atMs: times, values });
  history.appendEvent({ deviceKey: 1, boot: 1, sequence: from, atMs, kind: 'boot', name: `event ${from}`, message: '', values: {} });
  history.mark(1, 1, from + count);
  await history.commit();
}

async function upkeep(history: History): Promise<UpkeepStep[]> {
  const steps: UpkeepStep[] = [];
  for (let step = await history.upkeep(); step !== undefined; step = await history.upkeep()) steps.push(step);
  return steps;
}

const rowsOf = async (history: History, sql: string) => (await history.query(sql, limits)).rows;
const files = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.duckdb'))
    .sort();
const sums =
  'SELECT count(*), sum(count), (SELECT count(*) FROM readings), (SELECT count(DISTINCT name) FROM events), (SELECT count(*) FROM events) FROM readings_15min';
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'opened',
    (error: { code: string; message: string }) => error,
  );

test('a history of schema version 1 opens with all it has, and goes the way of the others', async () => {
  const sql = readFileSync(join(import.meta.dirname, 'migrations/history/0001-readings-events-names-marks.sql'), 'utf8');
  const { checksum } = defineMigration(1, 'readings-events-names-marks', sql);
  const instance = await DuckDBInstance.create(join(folder, 'history.duckdb'));
  const connection = await instance.connect();
  await connection.run(`
    CREATE TABLE migration (number INTEGER, name VARCHAR, checksum VARCHAR);
    ${sql}
    INSERT INTO migration VALUES (1, 'readings-events-names-marks', '${checksum}');
    INSERT INTO raw.device VALUES (1, 'engine-001', '${digest}');
    INSERT INTO raw.signal VALUES (1, '${digest}', 'turbofan', 1, 'egtC', 'Cel', 'technical');
    INSERT INTO raw.reading SELECT 1, 1, make_timestamp_ms(${startMs - dayMs} + range), range::DOUBLE FROM range(1000);
    INSERT INTO raw.event VALUES (1, 1, 1, make_timestamp_ms(${startMs - dayMs}), 'boot', 'old', '', '{}');
    INSERT INTO raw.mark VALUES (1, 1, 1000, 5);
    INSERT INTO raw.batch VALUES (5, 1000, 1);
    CHECKPOINT;
  `);
  connection.closeSync();
  instance.closeSync();
  const history = await openDuckdbHistory(options);
  expect(await history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 1_000 }]);
  expect(history.health()).toMatchObject({ committedReadings: 1_000, committedEvents: 1 });
  await append(history, 1_000, 10);
  expect(await rowsOf(history, sums)).toEqual([[2, 1_010, 1_010, 2, 2]]);
  clock.advanceBy(5 * dayMs);
  await upkeep(history);
  clock.advanceBy(5 * dayMs);
  await upkeep(history);
  expect(files()).toEqual(['history-000002.duckdb', 'parts-2026-01.duckdb']);
  expect(await rowsOf(history, sums)).toEqual([[2, 1_010, 0, 2, 2]]);
  expect(await rowsOf(history, 'SELECT device, signal, minimum, maximum, count FROM readings_15min ORDER BY time')).toEqual([
    ['engine-001', 'egtC', 0, 999, 1_000],
    ['engine-001', 'egtC', 1_000, 1_009, 10],
  ]);
  expect(await history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 1_010 }]);
  await history.close();
});

describe('upkeep that is cut off', () => {
  test.each(['afterSeal', 'afterSum'] as const)('%s: history reopens by itself, and nothing is lost or counted twice', async (point) => {
    let failing = true;
    const history = await openDuckdbHistory({
      ...options,
      fault: (at) => {
        if (failing && at === point) throw new Error('cut off by a test');
      },
    });
    await append(history, 0, 1_000);
    clock.advanceBy(dayMs);
    expect(await refusal(upkeep(history))).toMatchObject({ code: 'E1604' });
    failing = false;
    // An hour at most: on a slow disk the clock would run on until what it looks for is too old to be kept.
    for (let waitedMs = 0; !history.health().writable; waitedMs += 1_000) {
      if (waitedMs < 3_600_000) clock.advanceBy(1_000);
      await yieldTurn();
    }
    expect(await rowsOf(history, sums)).toEqual([[1, 1_000, 1_000, 1, 1]]);
    await append(history, 1_000, 500, startMs);
    await upkeep(history);
    expect(await rowsOf(history, sums)).toEqual([[1, 1_500, 1_500, 2, 2]]);
    await history.close();
    const next = await openDuckdbHistory(options);
    expect(await rowsOf(next, sums)).toEqual([[1, 1_500, 1_500, 2, 2]]);
    clock.advanceBy(dayMs);
    await upkeep(next);
    clock.advanceBy(4 * dayMs);
    await upkeep(next);
    expect(await rowsOf(next, sums)).toEqual([[1, 1_500, 0, 2, 2]]);
    await next.close();
  });
});

test('a file that is dropped gives the disk its room back, while who reads it goes on to the end', async () => {
  const opened = await HistoryFolder.open({ ...options, missing: 'make', nowMs: startMs, migrations: readMigrations('history') });
  await opened.engine.writer.run('INSERT INTO h1.raw.reading SELECT 1, 1, make_timestamp_ms(range), random() FROM range(500000)');
  opened.committed(500_000, 0);
  await opened.seal(startMs);
  await opened.settle(1);
  const bytes = statSync(join(folder, 'history.duckdb')).size;
  expect(bytes).toBeGreaterThan(1_000_000);
  const reader = await opened.engine.instance.connect();
  const stream = await reader.stream('SELECT time FROM raw.reading');
  let rows = (await stream.fetchChunk())?.rowCount ?? 0;
  expect(rows).toBeGreaterThan(0);
  await opened.dropSegment(1);
  expect(files()).toEqual(['history-000002.duckdb']);
  for (let chunk = await stream.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await stream.fetchChunk())
    rows += chunk.rowCount;
  expect(rows).toBe(500_000);
  reader.closeSync();
  opened.close();
});

describe('files that are missing', () => {
  async function threeFiles(): Promise<void> {
    const history = await openDuckdbHistory(options);
    for (let day = 0; day < 2; day += 1) {
      await append(history, day * 10, 10);
      clock.advanceBy(dayMs);
      await upkeep(history);
    }
    await history.close();
  }
  test.each([
    ['in the middle', 'history-000002.duckdb'],
    ['at the new end', 'history-000003.duckdb'],
  ])('%s are refused with E1609', async (_name, file) => {
    await threeFiles();
    rmSync(join(folder, file));
    expect(await refusal(openDuckdbHistory(options))).toMatchObject({ code: 'E1609', message: expect.stringContaining(`${file} is gone`) });
  });

  test('at the old end were dropped', async () => {
    await threeFiles();
    rmSync(join(folder, 'history.duckdb'));
    const history = await openDuckdbHistory(options);
    expect(await rowsOf(history, 'SELECT count(*) FROM readings')).toEqual([[10]]);
    await history.close();
  });
});
