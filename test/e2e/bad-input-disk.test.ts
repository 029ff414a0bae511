import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, RawDevice } from './bad-input-device.ts';
import {
  adminTokenOfGood,
  brokenFolders,
  changeState,
  copy,
  expectBroken,
  expectRefusal,
  folder,
  makeGoodFolder,
  removeFolders,
  send,
} from './bad-input-folders.ts';
import { endAll, eventually, ManagerProcess } from './bad-input-manager.ts';

/**
 * Issue 2, "Bad input": ports, data folders and disks, with the real program. A manager that can't start says why with a code, ends with
 * the code's exit code, and leaves the folder as it found it.
 */

beforeAll(makeGoodFolder);
afterAll(removeFolders);

describe('data folders', () => {
  // Other damage to the same files: bad-input-disk.long.test.ts.
  test.each(brokenFolders)('%s: %s, nothing is changed', (...broken) => expectBroken(broken));

  test('of an older program: brought up to date at start', async () => {
    const where = folder();
    // Before its first migration.
    changeState(
      join(where, 'state.db'),
      'CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT, checksum TEXT NOT NULL, applied_at_ms INTEGER) STRICT',
    );
    const manager = await ManagerProcess.start({ folder: where });
    const device = new RawDevice('newcomer');
    await device.enrol(manager, await manager.enrolmentToken());
    await send(device, 3);
    expect(await missing(manager, 'newcomer', 3)).toBeUndefined();
    expect((await manager.stop()).code).toBe(0);
  });

  test('a file in its place: E2303', async () => {
    const where = join(folder(), 'file');
    writeFileSync(where, '');
    await expectRefusal({ folder: where }, 'E2303', 1, /can't make the data folder/);
  });

  test('a good copy starts, and has all that was acknowledged, once', async () => {
    const manager = await ManagerProcess.start({ folder: copy(), adminToken: adminTokenOfGood() });
    expect(await missing(manager, 'keeper', 20)).toBeUndefined();
    expect((await manager.stop()).code).toBe(0);
  });
});

test('a second manager on the folder, and one on the port, are refused; the first does not notice', async () => {
  const manager = await ManagerProcess.start({ folder: copy(), adminToken: adminTokenOfGood() });
  const device = Object.assign(new RawDevice('keeper'), { connection: 100, sequence: 20 });
  await device.reconnect(manager);
  await expectRefusal({ folder: manager.folder }, 'E1602', 5, new RegExp(`is in use by the process with pid ${manager.child.pid}`));
  await expectRefusal({ folder: folder(), port: Number(new URL(manager.url).port) }, 'E2301', 1, /127\.0\.0\.1:\d+ is in use/);
  await send(device, 30);
  expect(device.isWelcomed).toBe(true);
  expect(await missing(manager, 'keeper', 30)).toBeUndefined();
  expect((await manager.stop()).code).toBe(0);
});

test('kill -9 at three instants: what was acknowledged is there once, and the device goes on', async () => {
  const where = copy();
  const device = Object.assign(new RawDevice('keeper'), { connection: 100, sequence: 20 });
  for (const pauseMs of [40, 110, 270]) {
    const manager = await ManagerProcess.start({ folder: where, adminToken: adminTokenOfGood() });
    await device.reconnect(manager);
    expect(device.refusals()).toEqual([]);
    // As a device does: what is not acknowledged goes again, with its old number.
    for (let again = device.acknowledged + 1; again <= device.sequence; again += 1) device.send(device.readings(again));
    const before = device.sequence;
    const timer = setInterval(() => device.telemetry(), 5);
    // All of the time before, and something new.
    await device.until('something new is acknowledged', () => device.acknowledged > before);
    await sleep(pauseMs);
    await manager.stop('SIGKILL');
    clearInterval(timer);
    await device.untilClosed();
  }
  const manager = await ManagerProcess.start({ folder: where, adminToken: adminTokenOfGood() });
  const promised = device.acknowledged;
  const sent = device.sequence;
  expect(promised).toBeGreaterThan(20);
  await device.reconnect(manager);
  expect(device.acknowledged).toBeGreaterThanOrEqual(promised);
  for (let again = device.acknowledged + 1; again <= sent; again += 1) device.send(device.readings(again));
  await device.until('all is acknowledged', () => device.acknowledged === sent);
  expect(await missing(manager, 'keeper', sent)).toBeUndefined();
  expect((await manager.stop()).code).toBe(0);
});

test('a full disk: refused with a code, ready again by itself, nothing acknowledged is lost', async ({ skip }) => {
  const where = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', where], { stdio: 'ignore' });
  } catch {
    return skip('this user may not mount a small tmpfs, so no disk can be filled');
  }
  try {
    mkdirSync(join(where, 'data'));
    writeFileSync(join(where, 'ballast'), Buffer.alloc(30 * 1_048_576));
    const manager = await ManagerProcess.start({ folder: join(where, 'data') });
    const device = new RawDevice('filler');
    await device.enrol(manager, await manager.enrolmentToken());
    // Noise does not compress: each frame takes about 40 KB of disk.
    const noise = (sequence: number) => Array.from({ length: 2_000 }, (_, index) => Math.sin(sequence * 2_000 + index) * 1e6);
    const ids = new Array<number>(2_000).fill(1);
    const sendNoise = (sequence: number) =>
      device.send(device.readings(sequence, { ids, values: noise(sequence), atMs: 1_760_000_000_000 + sequence * 10 }));
    while (device.closed === undefined && device.sequence < 5_000) {
      device.sequence += 1;
      sendNoise(device.sequence);
      await sleep(2);
    }
    await device.untilClosed();
    expect(device.refusals()).toEqual(['storage-unavailable']);
    expect(device.of('refusal')[0]?.retryAfterMs).toBeGreaterThanOrEqual(5_000);
    const promised = device.acknowledged;
    const metrics = await manager.metrics();
    expect(metrics.get('refused_total{reason="storage-unavailable"}')).toBe(1);
    expect(metrics.get('commits_failed_total')).toBeGreaterThanOrEqual(1);
    expect(metrics.get('history_writable')).toBe(0);
    const unready = await manager.api('GET', '/readyz');
    expect([unready.status, JSON.stringify(unready.body)]).toEqual([503, expect.stringContaining('history')]);
    rmSync(join(where, 'ballast'));
    await eventually('ready again', async () => (await manager.api('GET', '/readyz')).status === 200, 45_000);
    // Ingest follows history within a second: as every device, this one comes back when it is refused once more.
    await eventually('all is acknowledged', async () => {
      if (device.closed !== undefined) {
        await sleep(500);
        await device.reconnect(manager);
        expect(device.acknowledged).toBeGreaterThanOrEqual(promised);
        for (let again = device.acknowledged + 1; again <= device.sequence; again += 1) sendNoise(again);
      }
      return device.acknowledged === device.sequence;
    });
    const sql = "SELECT count(*), count(DISTINCT value) FROM readings WHERE device = 'filler'";
    expect((await manager.query(sql))[0]?.map(Number)).toEqual([2_000 * device.sequence, 2_000 * device.sequence]);
    expect((await manager.stop()).code).toBe(0);
  } finally {
    await endAll();
    execFileSync('umount', [where]);
  }
});
