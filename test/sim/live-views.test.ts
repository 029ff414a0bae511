import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LiveDevice } from '#fleet/domain/index.js';
import { openDuckdbHistory } from '#fleet/store/index.js';
import { silentLog, VirtualClock } from '#proto/kit/index.js';

/** The views devices and alarms: what the manager knows besides history, copied when a query asks. */

const device = (id: string, presence = 'online'): LiveDevice => ({
  device: id,
  profile: 'turbofan',
  status: 'active',
  presence,
  firmware: '1.0.0',
  labels: { site: "no'rth" },
  gateway: '',
  openAlarms: 1,
  lastSeenMs: 1_700_000_000_000,
});

test('devices and alarms are there as of two seconds ago, and copied only when a query names them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-live-'));
  const clock = new VirtualClock(0);
  const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const history = await openDuckdbHistory({ folder, clock, yieldTurn, log: silentLog, memoryLimitMb: 128, threads: 1 });
  let presence = 'online';
  let copies = 0;
  history.showLive({
    devices: () => {
      copies += 1;
      return [[device('engine-001', presence)], [device('engine-002', 'offline')]];
    },
    alarms: () => [
      [
        {
          id: 7,
          device: 'engine-001',
          rule: 'egt-high',
          severity: 'high',
          state: 'unacknowledged',
          title: 'Too hot',
          reason: 'egtC 700 > 640',
          raisedMs: 1_700_000_000_000,
          clearedMs: null,
          acknowledgedMs: null,
          acknowledgedBy: '',
          note: '',
        },
      ],
    ],
  });
  const rowsOf = async (sql: string) => (await history.query(sql, { maxRows: 10, timeoutMs: 10_000 })).rows;
  try {
    history.defineDevice(3, 'engine-003', 'd');
    await history.commit();
    await rowsOf('SELECT count(*) FROM readings');
    expect(copies).toBe(0);
    expect(await rowsOf("SELECT device, presence, labels['site'], last_seen FROM devices ORDER BY device")).toEqual([
      ['engine-001', 'online', "no'rth", '2023-11-14T22:13:20.000Z'],
      ['engine-002', 'offline', "no'rth", '2023-11-14T22:13:20.000Z'],
      ['engine-003', null, null, null],
    ]);
    expect(await rowsOf('SELECT alarms.id, alarms.cleared, devices.presence FROM alarms JOIN devices USING (device)')).toEqual([
      [7, null, 'online'],
    ]);
    presence = 'late';
    clock.advanceBy(1_999);
    const presences = "SELECT presence FROM devices WHERE device = 'engine-001'";
    expect(await rowsOf(presences)).toEqual([['online']]);
    clock.advanceBy(1);
    expect(await rowsOf(presences)).toEqual([['late']]);
    expect(copies).toBe(2);
  } finally {
    await history.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
