import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  findProfile,
  Population,
  type PopulationOptions,
  type PopulationReport,
  populationDefaults,
  shippedProfiles,
} from '#firmware/host/index.js';
import { BenchChild } from './child.ts';
import type { Bench, Metric } from './metric.ts';

/** BENCH_DEVICES makes a try smaller. */
const devices = Number(process.env.BENCH_DEVICES ?? 10_000);
const memoryDevices = Math.min(1_000, devices);
const memoryBase = Math.ceil(memoryDevices / 5);
const processes = 2;
const waitMs = 300_000;
/** Boots take 4 s of what it takes until all are connected. */
const lifeMix = 'thermostat=60%,connected-car=40%';
/** After the ramp a process collects once, 3 s later. */
const settleMs = 5_000;

/** What all populations of the bench share. */
interface Ground {
  readonly folder: string;
  readonly urls: readonly string[];
  readonly token: { readonly id: string; readonly secret: string };
}

/** A population on its life's way: spawned, stopped, started; and what a device of each profile takes. */
export const populationBench: Bench = {
  name: 'population',
  title: `${devices} mixed devices in ${processes} processes: spawn, stop, start; memory of ${memoryDevices} by profile`,
  async run(tell) {
    const folder = mkdtempSync(join(tmpdir(), 'seatrial-bench-population-'));
    const fleet = new BenchChild('./fleet-process.ts');
    try {
      const urls = await fleet.call<string[]>('start', { listen: ['127.0.0.1:0', '[::1]:0'] });
      const ground = { folder, urls, token: await fleet.call<Ground['token']>('token') };
      const life = await lifeOf(ground, tell);
      const memory = await memoryByProfile(ground, tell);
      return [...life, ...memory];
    } finally {
      await fleet.call('stop').catch(() => undefined);
      await fleet.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function lifeOf(ground: Ground, tell: (line: string) => void): Promise<Metric[]> {
  const options: PopulationOptions = {
    ...populationDefaults,
    ...ground,
    name: 'mixed',
    profile: lifeMix,
    count: devices,
    processes,
  };
  const spawned = await upAndDown(options, tell, 'spawn');
  const files = readdirSync(join(ground.folder, 'mixed')).map((file) => statSync(join(ground.folder, 'mixed', file)).size);
  const started = await upAndDown({ ...options, token: undefined }, tell, 'start');
  const bytes = files.reduce((sum, size) => sum + size, 0);
  return [
    { name: 'spawnRate', value: devices / spawned.upSeconds, unit: 'devices/s' },
    { name: 'built', value: spawned.builtSeconds, unit: 's' },
    { name: 'spawn', value: spawned.upSeconds, unit: 's' },
    { name: 'stop', value: spawned.downSeconds, unit: 's' },
    { name: 'start', value: started.upSeconds, unit: 's' },
    { name: 'startRate', value: devices / started.upSeconds, unit: 'devices/s' },
    { name: 'keptBytes', value: bytes / devices, unit: 'B/device' },
    {
      name: 'notRestored',
      value: spawned.end.framesKept === null ? 0 : spawned.end.framesKept - started.end.framesRestored,
      unit: 'frames',
      limit: { atMost: 0 },
    },
    { name: 'refused', value: sumOf(started.end.counters.refused), unit: 'devices', limit: { atMost: 0 } },
  ];
}

interface Life {
  /** From the call to the last session. */
  readonly upSeconds: number;
  /** From the call until all devices are built and have power. */
  readonly builtSeconds: number;
  readonly downSeconds: number;
  readonly end: PopulationReport;
}

async function upAndDown(options: PopulationOptions, tell: (line: string) => void, what: string): Promise<Life> {
  const begin = performance.now();
  const population = await Population.start(options, () => undefined);
  const builtSeconds = Number(seconds(begin));
  tell(`${what}: all built after ${builtSeconds} s`);
  await connected(population);
  const upSeconds = Number(seconds(begin));
  const stopping = performance.now();
  const { report, problem } = await population.stop();
  if (problem !== undefined) throw problem;
  const life = { upSeconds, builtSeconds, downSeconds: Number(seconds(stopping)), end: report };
  tell(`${what}: all connected after ${upSeconds} s, stopped in ${life.downSeconds} s, ${report.framesKept} frames kept`);
  return life;
}

/** Waits for the first session of each. A sleeper may have gone by the time of the last. @throws Error after waitMs */
async function connected(population: Population): Promise<void> {
  const begin = performance.now();
  for (;;) {
    const { counters, devices: wanted } = await population.report();
    if (counters.sessions - counters.reconnects >= wanted) return;
    if (performance.now() - begin > waitMs) throw new Error(`${counters.sessions} sessions of ${wanted} devices within ${waitMs} ms`);
    await sleep(100);
  }
}

async function memoryByProfile(ground: Ground, tell: (line: string) => void): Promise<Metric[]> {
  const metrics: Metric[] = [];
  for (const profile of shippedProfiles()) {
    const carried = findProfile(profile).subDevices.reduce((sum, { count }) => sum + count, 0);
    const units = (wanted: number): number => Math.ceil(wanted / (1 + carried));
    const base = await memoryOf(ground, `${profile}-base`, profile, units(memoryBase));
    const report = await memoryOf(ground, profile, profile, units(memoryDevices + memoryBase));
    const more = report.devices - base.devices;
    const kibibytes = (bytes: number): number => bytes / more / 1_024;
    const rss = kibibytes(report.rssBytes - base.rssBytes);
    tell(`${profile}: ${report.devices} devices, ${(report.rssBytes / 1_048_576).toFixed(0)} MiB, ${rss.toFixed(1)} KiB a device`);
    metrics.push({ name: profile, value: rss, unit: 'KiB/device' });
  }
  return metrics;
}

async function memoryOf(ground: Ground, name: string, profile: string, count: number): Promise<PopulationReport> {
  const population = await Population.start(
    { ...populationDefaults, ...ground, name: `m-${name}`, profile, count, rampMs: 1_000 },
    () => undefined,
  );
  await connected(population);
  await sleep(settleMs);
  const report = await population.report();
  await population.stop();
  return report;
}

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1_000).toFixed(2);
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
