import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Population, type PopulationEnd, type PopulationOptions, type PopulationReport, populationDefaults } from './index.ts';
import { keptOptions, listPopulations, stopPopulation } from './running.ts';

/** Nobody listens there: whatever the devices make is kept. */
const nobody = ['ws://127.0.0.1:9/device'];

let root: string;
const running: Population[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seatrial-population-'));
  // Its processes load a bundle when the run has made one: test/bundled-programs.ts.
  if (process.env.SEATRIAL_PROGRAM_OPTIONS !== undefined) vi.stubEnv('NODE_OPTIONS', process.env.SEATRIAL_PROGRAM_OPTIONS);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((population) => population.stop()));
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

async function start(more: Partial<PopulationOptions> = {}, onEnding: () => void = () => undefined): Promise<Population> {
  const population = await Population.start(
    {
      ...populationDefaults,
      name: 'hall',
      folder: join(root, 'populations'),
      profile: quickThermostat(),
      count: 4,
      urls: nobody,
      ...more,
    },
    onEnding,
  );
  running.push(population);
  return population;
}

/** A thermostat that boots at once, so that its first event is there soon. */
function quickThermostat(): string {
  const file = join(root, 'quick.yaml');
  const shipped = readFileSync(join(import.meta.dirname, '../profiles/thermostat.yaml'), 'utf8');
  writeFileSync(file, shipped.replace('bootMs: 4000', 'bootMs: 10'));
  return file;
}

async function reportWhen(population: Population, isGood: (report: PopulationReport) => boolean): Promise<PopulationReport> {
  for (;;) {
    const report = await population.report();
    if (isGood(report)) return report;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const haveBooted = ({ devices, counters }: PopulationReport): boolean => counters.events >= devices;

/** Every frame has one end. */
function expectBalance({ report }: PopulationEnd): void {
  const { framesMade, framesAcknowledged, framesDropped, framesRejected, framesUnsure } = report.counters;
  const ends = framesAcknowledged + framesDropped + framesRejected + framesUnsure + (report.framesKept ?? Number.NaN);
  expect(ends).toBe(report.framesRestored + framesMade);
}

const file = (name: string): string => readFileSync(join(root, 'populations', 'hall', name), 'utf8');
const populationFile = () => JSON.parse(file('population.json')) as Record<string, unknown>;
const boots = (name: string): Record<string, number> => {
  const lines = file(name).trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => JSON.parse(line) as { id: string; flash: { boot: number } }).map(({ id, flash }) => [id, flash.boot]),
  );
};

describe('what is kept', () => {
  test('stop and start: the same devices with their frames, from boot to boot', async () => {
    const first = await start({ processes: 2 });
    await reportWhen(first, haveBooted);
    const one = await first.stop();
    expect(one.problem).toBeUndefined();
    expect(one.report).toMatchObject({ devices: 4, started: 4, processes: 2, lostProcesses: 0, framesRestored: 0 });
    expectBalance(one);
    expect(one.report.framesKept).toBeGreaterThanOrEqual(4);
    expect(readdirSync(join(root, 'populations', 'hall')).sort()).toEqual(['flash-1-0.ndjson', 'flash-1-1.ndjson', 'population.json']);
    const second = await start();
    expect(second.seed).toBe(first.seed);
    await reportWhen(second, haveBooted);
    const two = await second.stop();
    expect(two.report.framesRestored).toBe(one.report.framesKept);
    expectBalance(two);
    expect(boots('flash-2-0.ndjson')).toEqual({ 'hall-00001': 2, 'hall-00002': 2, 'hall-00003': 2, 'hall-00004': 2 });
    expect(populationFile()).toMatchObject({ isOpen: false, keptDevices: 4, flashFiles: [{ name: 'flash-2-0.ndjson', devices: 4 }] });
  });

  test('devices that do not run this time keep what they have', async () => {
    const first = await start();
    await reportWhen(first, haveBooted);
    const all = (await first.stop()).report.framesKept ?? 0;
    const fewer = await start({ count: 1 });
    const one = await fewer.stop();
    expect(populationFile()).toMatchObject({ isOpen: false, keptDevices: 4 });
    const again = await start();
    const three = await again.stop();
    expect(three.report.framesRestored).toBe(all - one.report.framesRestored + (one.report.framesKept ?? 0));
  });

  test('a lost process: E2106, the others are kept, no boot number comes again', async () => {
    const first = await start();
    await reportWhen(first, haveBooted);
    await first.stop();
    const ending = Promise.withResolvers<void>();
    const second = await start({ processes: 2 }, () => ending.resolve());
    await reportWhen(second, haveBooted);
    process.kill(childrenOf(process.pid)[0] as number, 'SIGKILL');
    await ending.promise;
    const end = await second.stop();
    expect(end.problem).toMatchObject({ code: 'E2106', message: expect.stringContaining('SIGKILL') });
    expect(end.report).toMatchObject({ lostProcesses: 1, devices: 4, processes: 2 });
    expect(populationFile()).toMatchObject({ isOpen: true, keptDevices: 4 });
    const { bootCeiling } = populationFile();
    const third = await start();
    await reportWhen(third, haveBooted);
    const last = await third.stop();
    expect(last).toMatchObject({ problem: undefined, report: { devices: 4 } });
    expect(last.report.framesRestored).toBeGreaterThanOrEqual(4);
    expect(new Set(Object.values(boots('flash-3-0.ndjson')))).toEqual(new Set([Number(bootCeiling) + 1]));
    expect(populationFile().isOpen).toBe(false);
  });

  test('a full disk at the end: E2109, what was kept before stays', async ({ skip }) => {
    const folder = join(root, 'small');
    execFileSync('mkdir', [folder]);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      skip('this user may not mount a small tmpfs, so no disk can be filled');
    }
    try {
      const first = await start({ folder });
      await reportWhen(first, haveBooted);
      const kept = (await first.stop()).report.framesKept;
      const second = await start({ folder });
      await reportWhen(second, haveBooted);
      writeFileSync(join(folder, 'ballast'), Buffer.alloc(statfsSync(folder).bavail * statfsSync(folder).bsize));
      const end = await second.stop();
      expect(end.problem).toMatchObject({ code: 'E2109', message: expect.stringContaining('flash-2-0.ndjson') });
      expectBalance(end);
      rmSync(join(folder, 'ballast'));
      const third = await start({ folder });
      expect((await third.stop()).report.framesRestored).toBe(kept);
    } finally {
      await Promise.all(running.splice(0).map((population) => population.stop()));
      execFileSync('umount', [folder]);
    }
  });
});

describe('starting', () => {
  test('several hosts at once: one has it, E2101 for the others, fresh or not', async () => {
    for (let round = 0; round < 3; round += 1) {
      const outcomes = await Promise.allSettled([start(), start({ fresh: round === 1 }), start(), start({ fresh: round === 2 })]);
      const losers = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
      expect(losers).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ code: 'E2101' })));
      const [winner] = running.splice(0);
      expect((await listPopulations(join(root, 'populations')))[0]).toMatchObject({ state: 'running', pid: process.pid });
      await expect(start()).rejects.toMatchObject({ code: 'E2101', message: expect.stringContaining(`process ${process.pid}`) });
      expect((await winner?.stop())?.problem).toBeUndefined();
      expect(await listPopulations(join(root, 'populations'))).toMatchObject([{ state: 'stopped', seed: winner?.seed }]);
    }
  });

  test('the claim of a host that was killed is no obstacle', async () => {
    await (await start()).stop();
    const host = { pid: 1, controlUrl: 'http://127.0.0.1:9', controlToken: 'secret', startedAtMs: 0 };
    writeFileSync(join(root, 'populations', 'hall', 'host-2.json'), JSON.stringify(host));
    expect(await listPopulations(join(root, 'populations'))).toMatchObject([{ state: 'stopped' }]);
    await expect(stopPopulation(join(root, 'populations'), 'hall', 1_000)).rejects.toMatchObject({ code: 'E2104' });
    const next = await start();
    await next.stop();
    expect(populationFile()).toMatchObject({ run: 3 });
  });

  test('what fails leaves all as it was', async () => {
    const wrong = join(root, 'wrong.yaml');
    writeFileSync(wrong, 'kind: nothing\n');
    await expect(start({ profile: wrong })).rejects.toMatchObject({ code: 'E1012' });
    await expect(start({ caFile: join(root, 'no.pem') })).rejects.toMatchObject({ code: 'E2107' });
    expect(await listPopulations(join(root, 'populations'))).toEqual([]);
    const first = await start();
    await reportWhen(first, haveBooted);
    const kept = (await first.stop()).report.framesKept;
    await expect(start({ seed: 'other' })).rejects.toMatchObject({ code: 'E2102' });
    const flash = file('flash-1-0.ndjson');
    writeFileSync(join(root, 'populations', 'hall', 'flash-1-0.ndjson'), flash.slice(0, -9));
    await expect(start()).rejects.toMatchObject({ code: 'E2103', at: { line: 4 } });
    writeFileSync(join(root, 'populations', 'hall', 'flash-1-0.ndjson'), flash);
    const again = await start();
    expect((await again.stop()).report.framesRestored).toBe(kept);
  });

  test('starts again with the options of its last run; what is damaged is skipped when asked, and the file set aside', async () => {
    const first = await start({ count: 3, churnPercent: 0.5, link: 'lab=50%,none=50%' });
    await reportWhen(first, haveBooted);
    await first.stop();
    const folder = join(root, 'populations');
    const options = keptOptions(folder, 'hall');
    expect(options).toMatchObject({ count: 3, churnPercent: 0.5, link: 'lab=50%,none=50%', urls: nobody, seed: undefined, fresh: false });
    expect(() => keptOptions(folder, 'other')).toThrow(expect.objectContaining({ code: 'E2111' }));
    const path = join(folder, 'hall', 'flash-1-0.ndjson');
    writeFileSync(path, file('flash-1-0.ndjson').replace('"id":"hall-00002"', '"id":"hall-00009"'));
    await expect(start(options)).rejects.toMatchObject({ code: 'E2103', at: { file: path, line: 2 } });
    const second = await start({ ...options, skipDamaged: true });
    expect(second.skipped).toMatchObject([{ code: 'E2103', message: expect.stringContaining('checksum') }]);
    await reportWhen(second, haveBooted);
    await second.stop();
    // Above the ceiling, which the start that failed has raised by another thousand.
    expect(Math.min(...Object.values(boots('flash-3-0.ndjson')))).toBe(2_001);
    expect(readdirSync(join(folder, 'hall')).sort()).toEqual([
      'damaged-flash-1-0.ndjson',
      'flash-3-0.ndjson',
      'flash-3-rest.ndjson',
      'population.json',
    ]);
  });

  test('--fresh begins anew, also where what is kept is damaged', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(root, 'populations', 'hall', 'population.json'), '{');
    expect(await listPopulations(join(root, 'populations'))).toMatchObject([
      { state: 'damaged', problem: expect.stringContaining('population.json:1') },
    ]);
    await expect(start()).rejects.toMatchObject({ code: 'E2103' });
    const fresh = await start({ fresh: true });
    expect(fresh.seed).not.toBe(first.seed);
    expect((await fresh.stop()).report.framesRestored).toBe(0);
  });

  test('asked over the control to stop, it ends, and whoever asked hears when', async () => {
    const folder = join(root, 'populations');
    const ending = Promise.withResolvers<void>();
    const population = await start({}, () => ending.resolve());
    const stopped = stopPopulation(folder, 'hall', 30_000);
    await ending.promise;
    await expect(stopPopulation(folder, 'hall', 0)).rejects.toMatchObject({ code: 'E2108' });
    await population.stop();
    await stopped;
    await expect(stopPopulation(folder, 'hall', 0)).rejects.toMatchObject({ code: 'E2104' });
    await expect(stopPopulation(folder, '../hall', 0)).rejects.toMatchObject({ code: 'E2104' });
  });

  test('a ramp starts devices over its time; an end before its end starts no more', async () => {
    const population = await start({ count: 1_000, rampMs: 3_600_000, processes: 2 });
    const { report } = await population.stop();
    expect(report.started).toBeLessThan(100);
    expect(report.counters.boots).toBe(report.started);
  });
});

function childrenOf(parent: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, ...args]) => Number(ppid) === parent && args.join(' ').includes('shard-process'))
    .map(([pid]) => Number(pid));
}
