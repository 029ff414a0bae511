import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { History } from '#fleet/domain/index.js';
import { createMemoryHistory, type DuckdbHistoryOptions, type MemoryHistory, openDuckdbHistory } from '#fleet/store/index.js';
import { silentLog, VirtualClock } from '#proto/kit/index.js';
import { type HistoryUnderTest, historyContract, stagingRowsUnderTest } from './history-contract.ts';

function memorySubject(history: MemoryHistory): HistoryUnderTest {
  return {
    history,
    readings: async (deviceKey) => {
      const seen = history.readings(deviceKey).sort((a, b) => a.atMs - b.atMs);
      return seen.map(({ signal, unit, atMs, value }) => ({ signal, unit, atMs, value }));
    },
    events: async (deviceKey) => history.events(deviceKey).map(({ deviceKey: _, ...rest }) => rest),
    failCommits: async (fail) => history.setFull(fail ? 'set full by a test' : undefined),
    reopen: async () => memorySubject(history.crash()),
    dispose: async () => undefined,
  };
}

const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
const settings = { memoryLimitMb: 256, threads: 1, yieldTurn, log: silentLog };
const generous = { maxRows: 1_000_000, timeoutMs: 60_000 };

async function duckdbSubject(folder: string): Promise<HistoryUnderTest> {
  const clock = new VirtualClock(0);
  let failing = false;
  const fault: DuckdbHistoryOptions['fault'] = (point) => {
    if (failing && point === 'beforeCommit') throw new Error('No space left on device, says a test');
  };
  const history = await openDuckdbHistory({ ...settings, folder, clock, stagingRows: stagingRowsUnderTest, fault });
  const rowsOf = async (sql: string) => (await history.query(sql, generous)).rows;
  const deviceOf = (key: number) => (key === 1 ? 'engine-001' : `key-${key}`);
  return {
    history,
    readings: async (deviceKey) => {
      const rows = await rowsOf(
        `SELECT signal, unit, epoch_ms(time), value FROM readings WHERE device = '${deviceOf(deviceKey)}' ORDER BY time`,
      );
      return rows.map(([signal, unit, atMs, value]) => ({
        signal: String(signal),
        unit: String(unit),
        atMs: Number(atMs),
        value: Number(value),
      }));
    },
    events: async (deviceKey) => {
      const rows = await rowsOf(
        `SELECT boot, sequence, epoch_ms(time), kind, name, message, detail FROM events WHERE device = '${deviceOf(deviceKey)}' ORDER BY sequence`,
      );
      return rows.map(([boot, sequence, atMs, kind, name, message, detail]) => ({
        boot: Number(boot),
        sequence: Number(sequence),
        atMs: Number(atMs),
        kind: String(kind),
        name: String(name),
        message: String(message),
        values: JSON.parse(String(detail)),
      }));
    },
    failCommits: async (fail) => {
      failing = fail;
      if (!fail) await untilWritable(history, clock);
    },
    reopen: async () => {
      await history.close();
      return duckdbSubject(folder);
    },
    dispose: async () => {
      await history.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Lets the reopening timer come due, and waits for the file. */
async function untilWritable(history: History, clock: VirtualClock): Promise<void> {
  while (!history.health().writable) {
    clock.advanceBy(1_000);
    await yieldTurn();
  }
}

historyContract('memory', async () => memorySubject(createMemoryHistory({ stagingRows: stagingRowsUnderTest })));

historyContract('DuckDB', () => duckdbSubject(mkdtempSync(join(tmpdir(), 'seatrial-history-'))));

describe('memory history', () => {
  const one = { count: 1, signalIds: [1], atMs: [1], values: [1] };

  test('crash drops what is not committed, and the old process hears nothing more', async () => {
    const history = createMemoryHistory();
    history.appendReadings(1, 'd', one);
    history.mark(1, 1, 1);
    const heard: string[] = [];
    const commit = history.commit();
    void commit.finally(() => heard.push('commit'));
    await Promise.resolve();
    const next = history.crash();
    void history.watermarks().finally(() => heard.push('watermarks'));
    void history.close().finally(() => heard.push('close'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([]);
    expect(next.readings(1)).toEqual([]);
    expect(await next.watermarks()).toEqual([]);
  });

  test('keeps readings up to its limit and refuses the batch that passes it', async () => {
    const history = createMemoryHistory({ keepReadings: 2 });
    history.appendReadings(1, 'd', one);
    history.appendReadings(1, 'd', one);
    await history.commit();
    history.appendReadings(1, 'd', one);
    await expect(history.commit()).rejects.toMatchObject({ code: 'E1604' });
    expect(history.readings(1).length).toBe(2);
  });

  test('has no SQL and says so', async () => {
    await expect(createMemoryHistory().query('SELECT 1', { maxRows: 1, timeoutMs: 1 })).rejects.toMatchObject({ code: 'E1606' });
  });

  test('finds the readings of a device among others in the order of commits', async () => {
    const history = createMemoryHistory();
    for (let round = 0; round < 3; round += 1) {
      for (const key of [3, 1, 2]) history.appendReadings(key, 'd', { ...one, values: [key * 10 + round] });
      await history.commit();
    }
    expect(history.readings(1).map(({ value }) => value)).toEqual([10, 11, 12]);
    expect(history.readings(4)).toEqual([]);
  });
});
