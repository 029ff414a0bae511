import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { PopulationReport } from '#firmware/host/index.js';
import { type PopulationRig, pause, type Running } from './population-rig.ts';

/** A mixed population that is stopped and started, with what a manager stored of it. */
export interface MixedRun {
  readonly devices: number;
  readonly processes: number;
  readonly rampMs: number;
  /** Period of the reports of the first run, as --report takes it. */
  readonly report: string;
  /** Options of the first run beside those of every one, such as a churn. */
  readonly more: readonly string[];
  /** Between the last connection and the order to stop, ms. */
  readonly runMs: number;
  /** Faults that are made once all are connected, each words of `fleet sim fault NAME`; all are undone before the stop. */
  readonly faults: readonly (readonly string[])[];
}

const name = 'mixed';

/**
 * Spawns it, makes faults, stops it; starts it again to deliver what was kept, stops it; then checks that the manager has every frame that was
 * ever made, once, and that nobody had to claim anything again.
 */
export async function checkMixedPopulation(rig: PopulationRig, run: MixedRun): Promise<readonly PopulationReport[]> {
  writeQuickCar(rig);
  const ledger = ['--ledger', `${name}.ledger`];
  const mix = ['--profile', 'quick.yaml=60%,quick-car.yaml=40%', '--link', 'lab=50%,office-wifi=25%,none=25%'];
  const size = ['--count', String(run.devices), '--processes', String(run.processes), '--ramp', `${run.rampMs}ms`];
  const first = rig.start(
    ...['sim', 'spawn', name, ...mix, ...size, '-o', 'json'],
    ...['--report', run.report, '--token-file', 'rooms.token'],
    ...ledger,
    ...run.more,
  );
  await connected(rig, first, run.devices);
  for (const words of run.faults) await rig.run('sim', 'fault', name, ...words, '--max', String(run.devices));
  await pause(run.runMs);
  if (run.faults.length > 0) await rig.run('sim', 'undo', name, '--all');
  const claims = await usesOfToken(rig);
  await rig.run('sim', 'stop', name, '--timeout', '2m');
  const one = reportOf(await first.ended);
  // So slow that nothing is added but the boots: what was kept is delivered.
  const second = rig.start('sim', 'start', name, '--report', 'off', '--speed', '0.001', '--churn', '0%/min', '-o', 'json', ...ledger);
  await settled(rig, second);
  await rig.run('sim', 'stop', name, '--timeout', '2m');
  const two = reportOf(await second.ended);
  expect(two).toMatchObject({
    seed: one.seed,
    profile: one.profile,
    framesRestored: one.framesKept,
    framesKept: 0,
    counters: { refused: {} },
  });
  expect(await usesOfToken(rig)).toBe(claims);
  await expectStoredOnce(rig, [one, two]);
  await expectLedgerKept(rig, [one, two]);
  return [one, two];
}

/** A connected car that boots at once. */
function writeQuickCar({ folder }: PopulationRig): void {
  const file = join(import.meta.dirname, '../../firmware/profiles/connected-car.yaml');
  const text = readFileSync(file, 'utf8').replace(/^bootMs: .*$/m, 'bootMs: 100');
  writeFileSync(join(folder, 'quick-car.yaml'), text);
}

/** Waits until all have claimed their identity and nine in ten are connected: with churn, some are off at any time. */
async function connected(rig: PopulationRig, running: Running, devices: number): Promise<void> {
  while ((await usesOfToken(rig)) < devices) await pause(500);
  await when(rig, running, ({ counters }) => counters.connected >= 0.9 * devices);
}

/** Waits until all that was made or kept is acknowledged. */
async function settled(rig: PopulationRig, running: Running): Promise<void> {
  const isSettled = ({ counters, devices, framesRestored }: PopulationReport): boolean =>
    counters.sessions >= devices && counters.framesAcknowledged === counters.framesMade + framesRestored;
  await when(rig, running, isSettled);
}

async function when(rig: PopulationRig, running: Running, isGood: (report: PopulationReport) => boolean): Promise<void> {
  for (;;) {
    if (running.child.exitCode !== null) throw new Error(JSON.stringify(await running.ended));
    const report = (await rig.listed(name))?.report;
    if (report !== undefined && isGood(report)) return;
    await pause(200);
  }
}

function reportOf({ code, stdout, stderr }: Awaited<Running['ended']>): PopulationReport {
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const report = JSON.parse(stdout) as PopulationReport;
  const { framesMade, framesAcknowledged, framesDropped, framesRejected, framesUnsure } = report.counters;
  expect({ framesDropped, framesRejected, lostProcesses: report.lostProcesses }).toEqual({
    framesDropped: 0,
    framesRejected: 0,
    lostProcesses: 0,
  });
  expect(framesAcknowledged + framesUnsure + (report.framesKept ?? Number.NaN)).toBe(report.framesRestored + framesMade);
  return report;
}

/** A manager that is busy with thousands of handshakes may answer late: asked again. */
async function usesOfToken(rig: PopulationRig): Promise<number> {
  for (;;) {
    const { code, stdout, stderr } = await rig.start('provision', 'token', 'list', '-o', 'json').ended;
    if (code === 0) return (JSON.parse(stdout) as { items: { used: number }[] }).items.reduce((sum, { used }) => sum + used, 0);
    if (!stderr.includes('E2005')) throw new Error(stderr);
  }
}

/** Each frame of the ledger that was acknowledged is in the history exactly once, and the ledger has as many as the counters say. */
async function expectLedgerKept(rig: PopulationRig, reports: readonly PopulationReport[]): Promise<void> {
  const verdict = JSON.parse(await rig.run('sim', 'check', `${name}.ledger`, '-o', 'json')) as Record<string, number>;
  const [one, two] = reports;
  expect(verdict).toMatchObject({ devices: one?.devices, lost: 0, doubled: 0, kept: 0, dropped: 0, rejected: 0, unknown: 0 });
  // What is not durable stands in no ledger.
  const acknowledged = (one?.counters.framesAcknowledged ?? 0) + (two?.counters.framesAcknowledged ?? 0);
  expect(verdict.acknowledged).toBeGreaterThan(0);
  expect(verdict.acknowledged).toBeLessThanOrEqual(acknowledged);
}

/** Readings of durable frames: all of them, each once; events: as many as were made. */
async function expectStoredOnce(rig: PopulationRig, reports: readonly PopulationReport[]): Promise<void> {
  const sum = (pick: (counters: PopulationReport['counters']) => number): number =>
    reports.reduce((total, { counters }) => total + pick(counters), 0);
  const [row] = await rig.rows(
    `SELECT (SELECT count(*)::INTEGER FROM readings WHERE device LIKE '${name}-%'),
      (SELECT count(*)::INTEGER FROM (SELECT DISTINCT device, signal, time FROM readings WHERE device LIKE '${name}-%')),
      (SELECT count(*)::INTEGER FROM events WHERE device LIKE '${name}-%')`,
  );
  const [readings, distinct, events] = row as [number, number, number];
  expect(distinct).toBe(readings);
  expect(events).toBe(sum((counters) => counters.events));
  const unsent = sum((counters) => counters.readingsNotSent);
  const sampled = sum((counters) => counters.readingsSampled);
  const isSure = sum((counters) => counters.framesUnsure) === 0;
  // A frame that is not durable and was under way when its link broke may be stored or not.
  if (isSure) expect(readings).toBe(sampled - unsent);
  else expect(readings).toBeLessThanOrEqual(sampled - unsent);
}
