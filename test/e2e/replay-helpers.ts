/**
 * Runs the program as a user does (a manager in its own process, a replay in another) and compares what history holds with the recording, which
 * is parsed here a second time and on its own. Over 200 lines since the rig, the reading of the files and the comparison are used together.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, type TestContext } from 'vitest';
import { openDuckdbHistory } from '#fleet/store/index.js';
import { type Random, SystemClock, silentLog } from '#proto/kit/index.js';
import { programEnvironment } from './program-environment.ts';

export const repository = resolve(import.meta.dirname, '../..');
const bin = join(repository, 'fleet/cli/bin.mjs');
/** Nothing that an everyday test waits for takes longer, ms. */
const patienceMs = 240_000;

const pause = (delayMs: number): Promise<void> => new Promise((done) => setTimeout(done, delayMs));

/** A file of the recorded data. @throws when it is not there: without the data these tests prove nothing */
export function dataFile(name: string): string {
  const folder = process.env.SEATRIAL_DATA ?? resolve(repository, '../shared/data');
  const path = join(folder, name);
  if (!existsSync(path)) throw new Error(`the recorded data is missing: no ${path}; set SEATRIAL_DATA to the folder that has ${name}`);
  return path;
}

/** What a recording has to become: rows of values per device id, each in the order of the signals. */
export interface Expected {
  readonly signals: readonly string[];
  readonly devices: ReadonlyMap<string, readonly (readonly number[])[]>;
  readonly rows: number;
  readonly readings: number;
}

function expectedOf(signals: readonly string[], devices: ReadonlyMap<string, readonly (readonly number[])[]>): Expected {
  const rows = [...devices.values()].reduce((sum, list) => sum + list.length, 0);
  return { signals, devices, rows, readings: rows * signals.length };
}

const linesOf = (path: string): string[] => gunzipSync(readFileSync(path)).toString('latin1').split(/\r?\n/);

/** Columns 2 to 26 of a C-MAPSS file: the cycle, 3 settings, 21 sensors. */
const cmapssSignals = [
  ...['flightCycles', 'settingAltitudeKft', 'settingMachRatio', 'settingThrottleAngleDeg'],
  ...['fanInletTempR', 'lpcOutletTempR', 'hpcOutletTempR', 'lptOutletTempR', 'fanInletPressurePsi', 'bypassDuctPressurePsi'],
  ...['hpcOutletPressurePsi', 'fanSpeedRpm', 'coreSpeedRpm', 'enginePressureRatio', 'hpcOutletStaticPressurePsi', 'fuelFlowPerPs30'],
  ...['correctedFanSpeedRpm', 'correctedCoreSpeedRpm', 'bypassRatio', 'burnerFuelAirRatio', 'bleedEnthalpy', 'demandedFanSpeedRpm'],
  ...['demandedCorrectedFanSpeedPercent', 'hptCoolantBleedLbPerS', 'lptCoolantBleedLbPerS'],
];

/** The rows of a C-MAPSS file by engine. */
export function expectedEngines(path: string, population: string): Expected {
  const devices = new Map<string, number[][]>();
  for (const line of linesOf(path)) {
    const cells = line.trim().split(/\s+/).map(Number);
    if (cells.length !== 26) continue;
    const id = `${population}-${String(cells[0]).padStart(3, '0')}`;
    const rows = devices.get(id) ?? [];
    devices.set(id, rows);
    rows.push(cells.slice(1));
  }
  return expectedOf(cmapssSignals, devices);
}

/** The 27 columns of a carOBD file, in its order. */
const carSignals = [
  ...['engineRunTimeS', 'engineSpeedRpm', 'vehicleSpeedKmh', 'throttlePercent', 'engineLoadPercent', 'coolantTempC'],
  ...['longTermFuelTrimPercent', 'shortTermFuelTrimPercent', 'intakePressureKpa', 'fuelLevelPercent', 'absoluteThrottleBPercent'],
  ...['pedalDPercent', 'pedalEPercent', 'commandedThrottlePercent', 'commandedFuelAirRatio', 'barometricPressureKpa'],
  ...['relativeThrottlePercent', 'intakeAirTempC', 'timingAdvanceDeg', 'catalystTempC', 'secondCatalystTempC', 'controlModuleVoltageV'],
  ...['evaporativePurgePercent', 'timeWithWarningMin', 'timeSinceClearedMin', 'distanceWithWarningKm', 'warmUpsSinceClearedCount'],
];

/** The rows of carOBD files, one car a file; rows that were cut short are none. */
export function expectedTrips(paths: readonly string[], population: string): Expected {
  const devices = new Map<string, number[][]>();
  for (const path of paths) {
    const rows = linesOf(path)
      .slice(1)
      .map((line) => line.split(','))
      // Some files end each row with a separator, some do not.
      .map((cells) => (cells.at(-1)?.trim() === '' ? cells.slice(0, -1) : cells))
      .filter((cells) => cells.length === 27)
      .map((cells) => cells.map(Number));
    devices.set(`${population}-${basename(path, '.csv.gz')}`, rows);
  }
  return expectedOf(carSignals, devices);
}

/** What fleet sim spawn says at its end. */
export interface SpawnReport {
  readonly devices: number;
  readonly replayed: number;
  readonly counters: Readonly<
    Record<'replayRows' | 'framesResent' | 'framesDropped' | 'framesRejected' | 'reconnects' | 'silenceCuts', number>
  >;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** A folder of its own with a manager and populations, all run by the program. */
export class ReplayRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'seatrial-replay-'));
  readonly port: number;
  kills = 0;
  readonly #running = new Set<Running>();
  #manager: Running | undefined;
  readonly #limits: string;

  private constructor(port: number, limits: Readonly<Record<string, number>>) {
    this.port = port;
    const lines = Object.entries(limits).map(([key, value]) => `  ${key}: ${value}\n`);
    this.#limits = lines.length === 0 ? '' : `limits:\n${lines.join('')}`;
  }

  /** With a manager that serves and a token file fleet.token for its devices; closed when the test ends. */
  static async open(test: TestContext, limits: Readonly<Record<string, number>> = {}): Promise<ReplayRig> {
    const rig = new ReplayRig(await freePort(), limits);
    test.onTestFinished(() => rig.close());
    await rig.startManager();
    await rig.run('provision', 'token', 'create', '--uses', '1000', '--token-out', 'fleet.token', '--title', 'replay');
    return rig;
  }

  /**
   * A shipped profile that boots and comes back quickly: the waits of the real one would be most of a test.
   * @returns the path of its file
   */
  quickProfile(name: string): string {
    const text = readFileSync(join(repository, `firmware/profiles/${name}.yaml`), 'utf8').replace(/^bootMs: .*$/m, 'bootMs: 200');
    return this.write(`${name}.yaml`, `${text}\nreconnect: { baseMs: 200, maximumMs: 1000, stableMs: 0 }\n`);
  }

  /** A file in its folder. @returns its path */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  start(...args: string[]): Running {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: this.folder,
      env: {
        ...programEnvironment(),
        XDG_CONFIG_HOME: join(this.folder, 'config'),
        XDG_DATA_HOME: join(this.folder, 'data'),
        XDG_STATE_HOME: join(this.folder, 'state'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const running: Running = {
      child,
      ended: once(child, 'close').then(([code]) => {
        this.#running.delete(running);
        return { code: code as number | null, stdout, stderr };
      }),
    };
    this.#running.add(running);
    return running;
  }

  /** Runs a command to its end. @throws when it does not end with 0 @returns its standard output */
  async run(...args: string[]): Promise<string> {
    return successOf(this.start(...args), args.join(' '));
  }

  /** fleet query SQL, all rows. */
  async query(sql: string): Promise<readonly (readonly unknown[])[]> {
    const text = await this.run('query', sql, '--max-rows', '100000', '--timeout', '60s', '-o', 'json');
    const answer = JSON.parse(text) as { rows: unknown[][]; truncated: boolean };
    expect(answer.truncated).toBe(false);
    return answer.rows;
  }

  async startManager(): Promise<void> {
    const config = this.write('fleet.yaml', `apiVersion: seatrial/v1\nkind: ManagerConfig\n${this.#limits}`);
    const { port, folder } = this;
    const manager = this.start(
      'serve',
      '--listen',
      `127.0.0.1:${port}`,
      '--data',
      join(folder, 'fleet'),
      '--log',
      'warn',
      '--config',
      config,
    );
    this.#manager = manager;
    let isOver = false;
    void manager.ended.then(() => {
      isOver = true;
    });
    while (!isOver && !(await isReady(port))) await pause(25);
    if (isOver) throw new Error(`the manager ended with ${JSON.stringify(await manager.ended)}`);
  }

  /** Waits until history holds so many readings. @throws when the command that sends them ends before */
  async untilStored(readings: number, sender: Running): Promise<void> {
    while (Number((await this.query('SELECT count(*) FROM readings'))[0]?.[0]) < readings) {
      if (sender.child.exitCode !== null) throw new Error(`the sender ended: ${JSON.stringify(await sender.ended)}`);
      await pause(500);
    }
  }

  /** kill -9. */
  async killManager(): Promise<void> {
    const manager = this.#manager;
    if (manager === undefined) throw new Error('no manager runs');
    manager.child.kill('SIGKILL');
    await manager.ended;
    expect(manager.child.signalCode).toBe('SIGKILL');
    this.kills += 1;
    this.#manager = undefined;
  }

  /** kill -9 and a new one, so many times, with random pauses between, as long as the work lasts. */
  async killAgainAndAgain(times: number, random: Random, pauseMs: readonly [number, number]): Promise<void> {
    for (let kill = 0; kill < times; kill += 1) {
      await pause(random.integer(...pauseMs));
      await this.killManager();
      await this.startManager();
    }
  }

  /** Ends the manager in good order. */
  async stopManager(): Promise<void> {
    const manager = this.#manager;
    this.#manager = undefined;
    manager?.child.kill('SIGTERM');
    if (manager !== undefined) await successOf(manager, 'serve');
  }

  /** Ends all that still runs and takes the folder away. */
  async close(): Promise<void> {
    for (const running of [...this.#running].reverse()) {
      running.child.kill('SIGTERM');
      const isOver = await Promise.race([running.ended.then(() => true), pause(20_000).then(() => false)]);
      if (!isOver) running.child.kill('SIGKILL');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The report that a sim spawn gave at its end. @throws when it did not end with 0 */
export async function reportOf(running: Running, withinMs = patienceMs): Promise<SpawnReport> {
  return JSON.parse(await successOf(running, 'sim spawn', withinMs)) as SpawnReport;
}

async function successOf(running: Running, what: string, withinMs = patienceMs): Promise<string> {
  const late = AbortSignal.timeout(withinMs);
  const outcome = await Promise.race([running.ended, once(late, 'abort')]);
  if (Array.isArray(outcome)) throw new Error(`${what} did not end within ${withinMs} ms`);
  if (outcome.code !== 0) throw new Error(`${what} ended with ${outcome.code}: ${outcome.stderr.slice(-4_000)}`);
  return outcome.stdout;
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}

/** As the operator sees it: counts by device and signal, and every row in the order of its time. */
export async function compareByQuery(rig: ReplayRig, expected: Expected): Promise<void> {
  const counts = await rig.query('SELECT device, signal, count(*)::INTEGER, count(DISTINCT time)::INTEGER FROM readings GROUP BY ALL');
  const wanted = [...expected.devices].flatMap(([id, rows]) => expected.signals.map((name) => [id, name, rows.length, rows.length]));
  expect([...counts].map(String).sort()).toEqual(wanted.map(String).sort());
  const columns = expected.signals.map((name) => `any_value(value) FILTER (signal = '${name}')`);
  const stored = await rig.query(`SELECT device, ${columns.join(', ')} FROM readings GROUP BY device, time ORDER BY device, time`);
  const recorded = [...expected.devices].sort(([one], [other]) => (one < other ? -1 : 1));
  // JSON has no -0, the files have.
  const rows = recorded.flatMap(([id, list]) => list.map((row) => [id, ...row.map((value) => (Object.is(value, -0) ? 0 : value))]));
  const differing = rows.findIndex((row, index) => String(row) !== String(stored[index]));
  expect(stored[differing]).toEqual(rows[differing]);
  expect(stored.length).toBe(rows.length);
}

/** Every reading of the stopped manager's file, in the order in which it was stored, bit for bit. */
export async function compareFile(rig: ReplayRig, expected: Expected): Promise<void> {
  const history = await openDuckdbHistory({
    folder: join(rig.folder, 'fleet', 'history'),
    clock: new SystemClock(),
    yieldTurn: () => pause(0),
    log: silentLog,
    memoryLimitMb: 512,
    threads: 1,
  });
  try {
    const sql = `SELECT device.id, signal.name, epoch_ms(reading.time)::DOUBLE, reading.value FROM h1.raw.reading AS reading
      LEFT JOIN raw.device AS device ON device.key = reading.device_key
      LEFT JOIN raw.signal AS signal ON signal.key = reading.signal_key ORDER BY reading.rowid`;
    const { rows } = await history.query(sql, { maxRows: expected.readings + 1_000_000, timeoutMs: 60_000 });
    expect(rows.length).toBe(expected.readings);
    const seen = new Map<string, number>();
    const lastTimes = new Map<string, number>();
    const width = expected.signals.length;
    const wrong: string[] = [];
    for (const [device, signal, time, value] of rows as (readonly [string, string, number, number])[]) {
      const index = seen.get(device) ?? 0;
      seen.set(device, index + 1);
      const row = expected.devices.get(device)?.[Math.floor(index / width)];
      const before = lastTimes.get(device) ?? 0;
      lastTimes.set(device, time);
      const isInTime = index % width === 0 ? time > before : time === before;
      if (isInTime && signal === expected.signals[index % width] && Object.is(value, row?.[index % width])) continue;
      wrong.push(`${device} reading ${index}: ${signal} = ${value} at ${time}, after ${before}; wanted ${row?.[index % width]}`);
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect([...seen].sort()).toEqual([...expected.devices].map(([id, list]) => [id, list.length * width]).sort());
  } finally {
    await history.close();
  }
}
