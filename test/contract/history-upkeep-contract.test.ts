import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryHistory, type MemoryHistory, openDuckdbHistory } from '#fleet/store/index.js';
import { silentLog, VirtualClock } from '#proto/kit/index.js';
import { historyUpkeepContract, type UpkeepUnderTest, upkeepRetention, upkeepStartMs } from './history-upkeep-contract.ts';

const roomyDisk = () => ({ totalBytes: 2 ** 50, freeBytes: 2 ** 50 });
const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

function memorySubject(history: MemoryHistory, clock: VirtualClock, disk: UpkeepUnderTest['disk']): UpkeepUnderTest {
  return {
    history,
    clock,
    disk,
    readings: async (deviceKey) => history.readings(deviceKey).map(({ atMs, value }) => ({ atMs, value })),
    events: async () => history.events().map(({ name }) => name),
    reopen: async () => memorySubject(history.crash(), clock, disk),
    dispose: async () => undefined,
  };
}

async function duckdbSubject(folder: string, clock: VirtualClock, disk: UpkeepUnderTest['disk']): Promise<UpkeepUnderTest> {
  const settings = { memoryLimitMb: 256, threads: 1, yieldTurn, log: silentLog, retention: upkeepRetention };
  const history = await openDuckdbHistory({ ...settings, folder, clock, disk: () => disk });
  const rowsOf = async (sql: string) => (await history.query(sql, { maxRows: 1_000_000, timeoutMs: 60_000 })).rows;
  return {
    history,
    clock,
    disk,
    readings: async (deviceKey) => {
      const rows = await rowsOf(`SELECT epoch_ms(time), value FROM raw.reading WHERE device_key = ${deviceKey}`);
      return rows.map(([atMs, value]) => ({ atMs: Number(atMs), value: Number(value) }));
    },
    events: async () => (await rowsOf('SELECT name FROM events')).map(([name]) => String(name)),
    reopen: async () => {
      await history.close();
      return duckdbSubject(folder, clock, disk);
    },
    dispose: async () => {
      await history.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

historyUpkeepContract('memory', 100, async () => {
  const clock = new VirtualClock(upkeepStartMs);
  const disk = roomyDisk();
  return memorySubject(createMemoryHistory({ clock, retention: upkeepRetention, disk: () => disk }), clock, disk);
});

historyUpkeepContract('DuckDB', 5, () =>
  duckdbSubject(mkdtempSync(join(tmpdir(), 'seatrial-upkeep-')), new VirtualClock(upkeepStartMs), roomyDisk()),
);
