import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PopulationReport } from '#firmware/host/index.js';
import { deviceProcessesOf, type Ended, gone, PopulationRig, pause } from './population-rig.ts';

/** Some twenty a process; population-mixed.long.test.ts has 10,000. */
const devices = 40;
/** A minute of theirs, from one set of readings to the next, is a second. */
const quick = ['--speed', '60'];
/** Where no manager is: devices live and are not told that they are unknown. */
const nobody = ['--to', 'ws://127.0.0.1:9/device'];
/** So slow that no reading is taken: what is kept is delivered, nothing is added but the boot. */
const still = ['--speed', '0.001'];
const withToken = ['--token-file', 'rooms.token'];
const all = ['--count', String(devices), '--processes', '2'];

let rig: PopulationRig;
beforeAll(async () => {
  rig = await PopulationRig.open(devices + 20);
});
afterAll(() => rig.close());

/** The report at the end. Every frame has one end: the figures add up. */
function reportOf({ code, stdout, stderr }: Ended, exit = 0): PopulationReport {
  expect({ code, stderr }).toMatchObject({ code: exit });
  const report = JSON.parse(stdout) as PopulationReport;
  const { framesMade, framesAcknowledged, framesDropped, framesRejected, framesUnsure } = report.counters;
  const ends = framesAcknowledged + framesDropped + framesRejected + framesUnsure + (report.framesKept ?? Number.NaN);
  if (report.lostProcesses === 0) expect(ends).toBe(report.framesRestored + framesMade);
  return report;
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await pause(100);
}

/** A run that only delivers what is kept. */
async function deliver(name: string, count: number): Promise<PopulationReport> {
  const running = rig.spawn(name, '--count', String(count), ...still);
  await rig.connected(running, name, count);
  await until(async () => {
    const report = (await rig.listed(name))?.report;
    const { framesMade = 0, framesAcknowledged = 0 } = report?.counters ?? {};
    return report != null && framesAcknowledged === framesMade + report.framesRestored;
  });
  running.child.kill('SIGINT');
  const report = reportOf(await running.ended);
  expect(report).toMatchObject({ framesKept: 0, counters: { readingsSampled: 0, framesDropped: 0, framesRejected: 0, framesUnsure: 0 } });
  return report;
}

const usesOfToken = async (): Promise<number> => {
  const { items } = JSON.parse(await rig.run('provision', 'token', 'list', '-o', 'json')) as { items: { used: number }[] };
  return items.reduce((sum, { used }) => sum + used, 0);
};

/** Readings and events of a population in history, and whether each is there once. */
async function stored(name: string): Promise<{ readings: number; events: number }> {
  const [row] = await rig.rows(
    `SELECT (SELECT count(*)::INTEGER FROM readings WHERE device LIKE '${name}-%'),
      (SELECT count(*)::INTEGER FROM (SELECT DISTINCT device, signal, time FROM readings WHERE device LIKE '${name}-%')),
      (SELECT count(*)::INTEGER FROM events WHERE device LIKE '${name}-%')`,
  );
  const [readings, distinct, events] = row as [number, number, number];
  expect(distinct).toBe(readings);
  return { readings, events };
}

describe(`a population of ${devices} devices in 2 processes`, () => {
  const reports: PopulationReport[] = [];

  test('runs; a second host of it is refused; sim list shows it', async () => {
    const running = rig.spawn('rooms', ...all, ...quick, ...withToken, '--ramp', '1s');
    expect(await rig.connected(running, 'rooms', devices)).toMatchObject({ devices, started: devices, processes: 2 });
    const { items } = JSON.parse(await rig.run('sim', 'list', '-o', 'json')) as { items: unknown[] };
    expect(items).toMatchObject([{ name: 'rooms', state: 'running', pid: running.child.pid, report: { devices, processes: 2 } }]);
    expect(deviceProcessesOf(running.child.pid).length).toBe(2);
    const second = await rig.spawn('rooms', ...all, ...quick).ended;
    expect(second).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('E2101') });
    expect(await usesOfToken()).toBe(devices);
    await rig.stopManager();
    await until(async () => (await rig.listed('rooms'))?.report?.counters.connected === 0);
    await pause(1_500);
    await rig.run('sim', 'stop', 'rooms');
    const report = reportOf(await running.ended);
    expect(report).toMatchObject({ devices, started: devices, framesRestored: 0, counters: { sessions: devices, connected: 0 } });
    // At least one set of readings of each device waits for the manager.
    expect(report.framesKept).toBeGreaterThanOrEqual(devices);
    expect(await rig.listed('rooms')).toMatchObject({ state: 'stopped', pid: undefined, report: undefined });
    reports.push(report);
  });

  test('comes back as the same devices, and what was kept arrives, once', async () => {
    await rig.startManager();
    const [before] = reports as [PopulationReport];
    const wrong = await rig.spawn('rooms', ...all, '--seed', 'other').ended;
    expect(wrong).toMatchObject({ code: 5, stderr: expect.stringContaining('E2102') });
    // Without a token: nobody has to claim anything.
    const running = rig.spawn('rooms', ...all, ...quick);
    await rig.connected(running, 'rooms', devices);
    await pause(1_000);
    running.child.kill('SIGINT');
    const report = reportOf(await running.ended);
    expect(report).toMatchObject({ seed: before.seed, framesRestored: before.framesKept, counters: { refused: {} } });
    reports.push(report, await deliver('rooms', devices));
    expect(await usesOfToken()).toBe(devices);
    const sum = (pick: (one: PopulationReport) => number): number => reports.reduce((total, one) => total + pick(one), 0);
    expect(await stored('rooms')).toEqual({
      readings: sum(({ counters }) => counters.readingsSampled),
      events: sum(({ counters }) => counters.events),
    });
    expect(sum(({ counters }) => counters.framesAcknowledged)).toBe(sum(({ counters }) => counters.framesMade));
  });

  test('comes back after kill -9 of its host, whose processes end with it, and after the loss of one process', async () => {
    const running = rig.spawn('rooms', ...all, ...quick);
    await rig.connected(running, 'rooms', devices);
    const children = deviceProcessesOf(running.child.pid);
    running.child.kill('SIGKILL');
    expect(await running.ended).toMatchObject({ signal: 'SIGKILL' });
    await Promise.all(children.map(gone));
    expect(await rig.listed('rooms')).toMatchObject({ state: 'stopped' });

    const again = rig.spawn('rooms', ...all, ...quick);
    await rig.connected(again, 'rooms', devices);
    const [victim = 0] = deviceProcessesOf(again.child.pid);
    process.kill(victim, 'SIGKILL');
    const ended = await again.ended;
    expect(ended.stderr).toContain('E2106');
    expect(reportOf(ended, 1)).toMatchObject({ lostProcesses: 1, processes: 2, counters: { connected: 0, refused: {} } });

    const { counters, maximumBoot } = await deliver('rooms', devices);
    expect(counters.refused).toEqual({});
    expect(maximumBoot).toBeGreaterThan(1_000);
    expect(await usesOfToken()).toBe(devices);
    await stored('rooms');
  });
});

// Each has a population of its own: the waits of one are the work of another.
describe.concurrent('options', () => {
  test('two hosts at once: one runs, the other is refused with exit code 5', async () => {
    const hosts = [1, 2].map(() => rig.spawn('twins', '--for', '4s', ...still, ...nobody));
    const ended = await Promise.all(hosts.map((host) => host.ended));
    expect(ended.map(({ code }) => code).sort()).toEqual([0, 5]);
    expect(ended.find(({ code }) => code === 5)?.stderr).toContain('E2101');
  });

  test('a slow network delays and loses nothing; --speed is the pace of the readings; --fresh makes new devices', async () => {
    const running = rig.spawn('far', '--count', '5', '--link', 'farm-nbiot', ...quick, ...withToken);
    await rig.connected(running, 'far', 5);
    await pause(1_500);
    running.child.kill('SIGINT');
    const report = reportOf(await running.ended);
    expect(report.counters).toMatchObject({ framesDropped: 0, framesRejected: 0, framesUnsure: 0 });
    expect(report.counters.readingsSampled).toBeGreaterThan(0);
    await deliver('far', 5);
    expect((await stored('far')).readings).toBe(report.counters.readingsSampled);
    const fresh = rig.spawn('far', '--count', '5', '--fresh', '--for', '1s', ...nobody);
    expect(reportOf(await fresh.ended)).toMatchObject({ framesRestored: 0, seed: expect.not.stringContaining(report.seed) });
  });

  test('--ramp spreads the starts', async () => {
    const report = reportOf(await rig.spawn('slow', '--count', '1000', '--ramp', '1h', '--for', '500ms').ended);
    expect(report.started).toBeGreaterThan(0);
    expect(report.started).toBeLessThan(1_000);
  });

  test('more devices than a process may have files: E2105, exit code 2', async () => {
    const bin = resolve(import.meta.dirname, '../../fleet/cli/bin.mjs');
    const args = ['sim', 'spawn', 'many', '--profile', join(rig.folder, 'quick.yaml'), '--count', '200'];
    const { code, stderr } = await rig.startAs('sh', ['-c', 'ulimit -n 256; exec "$@"', 'sh', process.execPath, bin, ...args]).ended;
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/E2105(?:.|\n)*limit is 128(?:.|\n)*--processes 2/) });
  });

  test('Ctrl-C twice is a kill: the same devices come back', async () => {
    const running = rig.spawn('hasty', '--count', '3', ...nobody);
    await until(async () => (await rig.listed('hasty'))?.report?.counters.events === 3);
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    const { code, signal } = await running.ended;
    expect([code, signal]).toSatisfy(([one, other]: unknown[]) => one === 0 || other === 'SIGINT');
    const { seed, counters } = reportOf(await rig.spawn('hasty', '--count', '3', ...nobody, '--for', '1s').ended);
    expect({ seed, boots: counters.boots }).toEqual({ seed: expect.stringMatching(/./), boots: 3 });
  });
});
