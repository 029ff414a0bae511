import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, RawDevice } from './bad-input-device.ts';
import { endAll, eventually, ManagerProcess, type ManagerStart, newFolder } from './bad-input-manager.ts';

/**
 * Issue 2, "Bad input": ports, data folders and disks, with the real program. A manager that can't start says why with a code, ends with
 * the code's exit code, and leaves the folder as it found it.
 */

/** A data folder with 20 frames of one device in it, made by a manager that stopped in good order. */
let good: { readonly folder: string; readonly adminToken: string; readonly device: RawDevice };
const folders: string[] = [];

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

/** Sends frames until `frames` are acknowledged. */
async function send(device: RawDevice, frames: number): Promise<void> {
  while (device.sequence < frames) device.telemetry();
  await device.until(`${frames} frames are acknowledged`, () => device.acknowledged >= frames);
}

beforeAll(async () => {
  const manager = await ManagerProcess.start({ folder: folder() });
  const device = new RawDevice('keeper');
  await device.enrol(manager, await manager.enrolmentToken());
  await send(device, 20);
  const { code } = await manager.stop();
  expect([code, device.refusals(), device.closed]).toEqual([0, ['stopping'], 4_000]);
  good = { folder: manager.folder, adminToken: manager.adminToken, device };
});

afterAll(async () => {
  await endAll();
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

/** A copy of the good folder. */
function copy(): string {
  const made = folder();
  cpSync(good.folder, made, { recursive: true });
  return made;
}

/** The one file of the folder with that ending, below it. */
function fileOf(where: string, pattern: RegExp): string {
  const name = readdirSync(where, { recursive: true }).find((one) => pattern.test(String(one)));
  if (name === undefined) throw new Error(`${where} has no ${pattern}`);
  return join(where, String(name));
}

const stateOf = (where: string) => fileOf(where, /^state\.(sqlite|db)$/);
const historyOf = (where: string) => fileOf(where, /\.duckdb$/);

/** Starts a manager that can't start. */
async function expectRefusal(start: ManagerStart, code: string, exit: number, message: RegExp): Promise<void> {
  const ending = await ManagerProcess.startAndEnd(start);
  const said = JSON.parse(ending.stderr.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
  const word = expect.stringMatching(/\S/);
  expect(said).toMatchObject({ code, exit, message: expect.stringMatching(message), why: word, hint: word });
  expect(ending.code).toBe(exit);
}

/** Writes into the middle of a file. */
function scribble(path: string, at: number, bytes: number): void {
  const content = readFileSync(path);
  content.fill(0xa5, at, at + bytes);
  writeFileSync(path, content);
}

async function changeHistory(path: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(sql);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
}

function changeState(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

/** What is wrong with a data folder; the refusal names the file. */
const broken: readonly (readonly [string, string, RegExp, (where: string) => void | Promise<void>, (where: string) => string])[] = [
  ['state with a foreign head', 'E1609', /state/, (where) => scribble(stateOf(where), 0, 64), stateOf],
  ['state with a page of garbage', 'E1609', /state/, (where) => scribble(stateOf(where), 4_096, 4_096), stateOf],
  ['state cut short', 'E1609', /state/, (where) => truncateSync(stateOf(where), 5_000), stateOf],
  ['history with a foreign head', 'E1609', /history/, (where) => scribble(historyOf(where), 0, 4_096), historyOf],
  ['history with garbage behind its head', 'E1609', /history/, (where) => scribble(historyOf(where), 12_288, 400_000), historyOf],
  ['history cut short', 'E1609', /history/, (where) => truncateSync(historyOf(where), 9_000), historyOf],
  ['history of no bytes', 'E1609', /history/, (where) => truncateSync(historyOf(where), 0), historyOf],
  ['history that is gone while its devices are known', 'E1609', /history/, (where) => rmSync(historyOf(where)), stateOf],
  [
    'state of a newer program',
    'E1608',
    /state.*version 99.*knows up to 2/,
    (where) => changeState(stateOf(where), "INSERT INTO migration VALUES (99, 'future', 'x', 0)"),
    stateOf,
  ],
  [
    'history of a newer program',
    'E1608',
    /history.*version 99.*knows up to 2/,
    (where) => changeHistory(historyOf(where), 'INSERT INTO migration SELECT 99, * EXCLUDE (number) FROM migration LIMIT 1'),
    historyOf,
  ],
  [
    'state whose migrations have another text',
    'E1611',
    /migration 1 of .*state/,
    (where) => changeState(stateOf(where), "UPDATE migration SET checksum = 'other'"),
    stateOf,
  ],
];

describe('data folders', () => {
  test.each(broken)('%s: %s, nothing is changed', async (_name, code, message, damage, file) => {
    const where = copy();
    await damage(where);
    const before = readFileSync(file(where));
    await expectRefusal({ folder: where }, code, 1, message);
    expect(readFileSync(file(where)).equals(before)).toBe(true);
  });

  test('of an older program: brought up to date at start', async () => {
    const where = folder();
    // Before its first migration.
    changeState(
      join(where, 'state.sqlite'),
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
    const manager = await ManagerProcess.start({ folder: copy(), adminToken: good.adminToken });
    expect(await missing(manager, 'keeper', 20)).toBeUndefined();
    expect((await manager.stop()).code).toBe(0);
  });
});

test('a second manager on the folder, and one on the port, are refused; the first does not notice', async () => {
  const manager = await ManagerProcess.start({ folder: copy(), adminToken: good.adminToken });
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
    const manager = await ManagerProcess.start({ folder: where, adminToken: good.adminToken });
    await device.reconnect(manager);
    expect(device.refusals()).toEqual([]);
    // As a device does: what is not acknowledged goes again, with its old number.
    for (let again = device.acknowledged + 1; again <= device.sequence; again += 1) device.send(device.readings(again));
    const timer = setInterval(() => device.telemetry(), 5);
    await device.until('something is acknowledged', () => device.acknowledged >= device.sequence - 40 && device.acknowledged > 20);
    await sleep(pauseMs);
    await manager.stop('SIGKILL');
    clearInterval(timer);
    await device.untilClosed();
  }
  const manager = await ManagerProcess.start({ folder: where, adminToken: good.adminToken });
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
