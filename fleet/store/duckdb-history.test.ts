import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { History } from '#fleet/domain/index.js';
import { MemoryLog, silentLog, VirtualClock } from '#proto/kit/index.js';
import { historyFailure, historySizes } from './duckdb-file.ts';
import { type DuckdbHistoryOptions, openDuckdbHistory, openDuckdbHistoryWith } from './duckdb-history.ts';
import { defineMigration, readMigrations } from './migrations.ts';

let folder = '';
let clock = new VirtualClock(0);
let options: DuckdbHistoryOptions;
const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-duckdb-'));
  clock = new VirtualClock(0);
  options = { folder, clock, yieldTurn, log: silentLog, memoryLimitMb: 128, threads: 1 };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'history.duckdb');
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'opened',
    (error: { code: string; message: string }) => error,
  );
const limits = { maxRows: 100, timeoutMs: 30_000 };

function append(history: History, from: number, count: number): void {
  const values = Float64Array.from({ length: count }, (_, index) => from + index);
  history.appendReadings(1, 'd', { count, signalIds: new Uint16Array(count).fill(1), atMs: values, values });
  history.appendEvent({ deviceKey: 1, boot: 1, sequence: from, atMs: 0, kind: 'boot', name: '', message: '', values: {} });
  history.mark(1, 1, from + count);
}

async function untilWritable(history: History): Promise<void> {
  while (!history.health().writable) {
    clock.advanceBy(1_000);
    await yieldTurn();
  }
}

describe('a commit that fails after it became durable', () => {
  test('is taken back when history reopens, so that what is sent again is there once', async () => {
    let failing = false;
    const log = new MemoryLog();
    const history = await openDuckdbHistory({
      ...options,
      log,
      fault: (point) => {
        if (failing && point === 'afterCommit') throw new Error('the answer was lost');
      },
    });
    append(history, 0, 3_000);
    await history.commit();
    failing = true;
    append(history, 3_000, 5_000);
    expect(await refusal(history.commit())).toMatchObject({ code: 'E1604' });
    failing = false;
    await untilWritable(history);
    expect(log.lines.some(({ text }) => text === 'a batch that was not acknowledged was taken back')).toBe(true);
    expect(await history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 3_000 }]);
    append(history, 3_000, 5_000);
    await history.commit();
    const sql = 'SELECT count(*), count(DISTINCT value), sum(value), (SELECT count(*) FROM events) FROM readings';
    expect((await history.query(sql, limits)).rows).toEqual([[8_000, 8_000, (8_000 * 7_999) / 2, 2]]);
    await history.close();
    const next = await openDuckdbHistory(options);
    expect(next.health()).toMatchObject({ committedReadings: 8_000, committedEvents: 2 });
    expect(await next.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 8_000 }]);
    await next.close();
  });
});

describe('reopening', () => {
  test('waits longer each time, up to 30 s, and closing ends it', async () => {
    const history = await openDuckdbHistory({
      ...options,
      fault: () => {
        throw new Error('broken');
      },
    });
    append(history, 0, 1);
    expect(await refusal(history.commit())).toMatchObject({ code: 'E1604', message: expect.stringContaining('broken') });
    expect(clock.nextDueMs).toBe(1_000);
    rmSync(file());
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const dueMs = clock.nextDueMs as number;
      clock.step();
      while (clock.nextDueMs === undefined) await yieldTurn();
      waits.push(clock.nextDueMs - dueMs);
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(history.health()).toMatchObject({ writable: false, reason: expect.stringContaining('history.duckdb is gone') });
    await history.close();
    expect(existsSync(file())).toBe(false);
    expect(clock.pending).toBe(0);
  });
});

describe('data folder of history', () => {
  test('a second manager is refused and told who holds it', async () => {
    const history = await openDuckdbHistory(options);
    expect(await refusal(openDuckdbHistory(options))).toMatchObject({
      code: 'E1602',
      message: expect.stringContaining(`pid ${process.pid}`),
    });
    await history.close();
    await (await openDuckdbHistory(options)).close();
  });

  test.each([
    ['a foreign file', () => writeFileSync(file(), 'not a database, '.repeat(1_000))],
    ['an empty file', () => writeFileSync(file(), '')],
    ['a damaged header', () => overwrite(4_096, Buffer.alloc(8_192, 7))],
    ['a damaged body', () => overwrite(12_288, Buffer.alloc(262_144, 7))],
    ['a torn end', () => truncateSync(file(), 20_000)],
  ])('%s is refused with E1609 naming the file, and left as it is', async (_name, damage) => {
    const history = await openDuckdbHistory(options);
    append(history, 0, 10_000);
    await history.commit();
    await history.close();
    damage();
    const before = readFileSync(file());
    expect(await refusal(openDuckdbHistory(options))).toMatchObject({ code: 'E1609', message: expect.stringContaining(file()) });
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  test('a file that is gone while its write-ahead log is there is not made anew', async () => {
    await (await openDuckdbHistory(options)).close();
    rmSync(file());
    writeFileSync(`${file()}.wal`, 'readings');
    expect(await refusal(openDuckdbHistory(options))).toMatchObject({ code: 'E1609' });
    expect(existsSync(file())).toBe(false);
  });

  test('what a killed first start left is replaced', async () => {
    writeFileSync(`${file()}.new`, 'half a file');
    const history = await openDuckdbHistory(options);
    append(history, 0, 1);
    await history.commit();
    await history.close();
  });

  test('errors of the engine are told apart', () => {
    const codeOf = (message: string) => historyFailure('h', new Error(message)).code;
    expect(codeOf('IO Error: Could not write file "h": No space left on device')).toBe('E1604');
    expect(
      codeOf('IO Error: Trying to read a database file with version number 99, but we can only read versions between 64 and 68.'),
    ).toBe('E1608');
    expect(codeOf('IO Error: Could not set lock on file "h": Conflicting lock is held')).toBe('E1602');
    expect(codeOf('IO Error: Cannot open file "h": Permission denied')).toBe('E1613');
    expect(codeOf('INTERNAL Error: anything')).toBe('E1609');
  });
});

describe('migrations of history', () => {
  test('an older folder is brought up to date, a newer one refused with both versions', async () => {
    const third = defineMigration(
      3,
      'third',
      'CREATE TABLE raw.second (a INTEGER); CREATE VIEW doubled AS SELECT 2 * value AS value FROM raw.reading',
    );
    const history = await openDuckdbHistory(options);
    append(history, 4, 1);
    await history.commit();
    await history.close();
    const newer = await openDuckdbHistoryWith(options, [...readMigrations('history'), third]);
    expect((await newer.query('FROM h1.doubled', limits)).rows).toEqual([[8]]);
    await newer.close();
    expect(await refusal(openDuckdbHistory(options))).toMatchObject({
      code: 'E1608',
      message: expect.stringMatching(/version 3, .* up to 2/),
    });
  });

  test('one that fails leaves nothing behind', async () => {
    await (await openDuckdbHistory(options)).close();
    const broken = defineMigration(3, 'broken', 'CREATE TABLE raw.second (a INTEGER); CREATE TABLE raw.reading (a INTEGER)');
    expect(await refusal(openDuckdbHistoryWith(options, [...readMigrations('history'), broken]))).toMatchObject({ code: 'E1611' });
    const history = await openDuckdbHistory(options);
    expect((await history.query("SELECT count(*) FROM duckdb_tables WHERE table_name = 'second'", limits)).rows).toEqual([[0]]);
    await history.close();
  });
});

describe('checkpoints', () => {
  test('come when the write-ahead log passes 64 MiB, and not before', async () => {
    const history = await openDuckdbHistory(options);
    const sizes: number[] = [];
    // Batches below DuckDB's row group of 122,880 rows go through the log; larger ones are written in place.
    for (let batch = 0; batch < 35; batch += 1) {
      append(history, batch * 100_000, 100_000);
      await history.commit();
      sizes.push(historySizes(file()).wal);
    }
    const largest = sizes.indexOf(Math.max(...sizes));
    expect(largest).toBeLessThan(sizes.length - 1);
    expect(sizes[largest]).toBeGreaterThan(60 * 1_048_576);
    expect(sizes[largest]).toBeLessThan(72 * 1_048_576);
    expect(sizes.slice(0, largest + 1)).toEqual(sizes.slice(0, largest + 1).sort((a, b) => a - b));
    expect(sizes[largest + 1]).toBeLessThan(8 * 1_048_576);
    expect((await history.query('SELECT count(*), count(DISTINCT value) FROM raw.reading', limits)).rows).toEqual([[3_500_000, 3_500_000]]);
    await history.close();
  });
});

describe('marks', () => {
  test('are thinned to the newest of each device when history opens', async () => {
    const history = await openDuckdbHistory(options);
    for (let sequence = 1; sequence <= 5; sequence += 1) {
      for (let key = 1; key <= 3; key += 1) history.mark(key, 1, sequence * key);
      await history.commit();
    }
    await history.close();
    const next = await openDuckdbHistory(options);
    expect((await next.query('SELECT count(*) FROM raw.mark', limits)).rows).toEqual([[3]]);
    expect((await next.query('SELECT count(*) FROM raw.batch', limits)).rows).toEqual([[1]]);
    expect((await next.watermarks()).map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual([5, 10, 15]);
    await next.close();
  });
});

function overwrite(from: number, bytes: Buffer): void {
  const content = readFileSync(file());
  bytes.copy(content, from);
  writeFileSync(file(), content);
}
