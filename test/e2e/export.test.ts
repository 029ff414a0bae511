import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveConfig, startManager } from '#fleet/app/index.js';
import { openDuckdbHistory } from '#fleet/store/index.js';
import { SystemClock, silentLog } from '#proto/kit/index.js';
import { CliRig } from './cli-rig.ts';

/** `fleet export` against a manager over HTTP: what comes out is what was stored, value by value. */

const rig = new CliRig();
const startMs = Date.UTC(2026, 0, 5, 23, 0);
const rows = 20_000;
let manager: Awaited<ReturnType<typeof startManager>>;
let environment: NodeJS.ProcessEnv = {};

/** Awkward doubles, ten a second, over the end of a day. */
const readingOf = (index: number) => [0.1 + 0.2, -0, 1e308, 5e-324, 2 ** 53 + 2, Math.sin(index)][index % 6] as number;
const atMsOf = (index: number) => startMs + index * 360;

beforeAll(async () => {
  const dataFolder = join(rig.folder, 'fleet');
  const yieldTurn = (): Promise<void> => new Promise((done) => setImmediate(done));
  const folder = join(dataFolder, 'history');
  mkdirSync(dataFolder);
  const history = await openDuckdbHistory({ folder, clock: new SystemClock(), log: silentLog, memoryLimitMb: 128, threads: 1, yieldTurn });
  history.defineProfile('d', 'turbofan', [
    { id: 1, name: 'egtC', unit: 'Cel', category: 'technical' },
    { id: 2, name: 'crewId', unit: '1', category: 'people' },
  ]);
  history.defineDevice(1, 'engine-001', 'd');
  const at = Float64Array.from({ length: rows }, (_, index) => atMsOf(index));
  const values = Float64Array.from({ length: rows }, (_, index) => readingOf(index));
  history.appendReadings(1, 'd', { count: rows, signalIds: new Uint16Array(rows).fill(1), atMs: at, values });
  history.appendReadings(1, 'd', { count: 1, signalIds: [2], atMs: [startMs], values: [7] });
  history.appendEvent({
    deviceKey: 1,
    boot: 1,
    sequence: 1,
    atMs: startMs,
    kind: 'boot',
    name: 'a,b',
    message: 'says "no"',
    values: { a: 1 },
  });
  await history.commit();
  await history.close();
  const config = resolveConfig(undefined, { listen: ['127.0.0.1:0'], dataFolder, logLevel: 'silent' }, dataFolder);
  manager = await startManager({ ...config, api: { ...config.api, exportRows: rows } }, silentLog);
  environment = { FLEET_URL: manager.urls[0], FLEET_TOKEN: manager.adminSecret };
});

afterAll(async () => {
  await manager.stop();
  await rig.close();
});

const range = ['--from', '2026-01-05T23:00:00Z', '--to', '2026-01-06T02:00:00+01:00'];
const run = (...args: string[]) => rig.runHere(['export', ...args], environment);
/** The day so many days before another one. */
const dayBefore = (day: string, days: number) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
const place = (name: string) => join(rig.folder, name);

async function read(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const answer = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return answer;
}

describe('fleet export', () => {
  test('a Parquet file has every value bit for bit, and the audit says who took what and why', async () => {
    const outcome = await run('--parquet', 'egt.parquet', ...range, '--signal', 'egtC', '-m', 'study 7', '-o', 'json');
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      kind: 'Export',
      rows,
      from: '2026-01-05T23:00:00.000Z',
      to: '2026-01-06T01:00:00.000Z',
      files: [{ file: 'egt.parquet', rows }],
    });
    const seen = await read(
      `SELECT epoch_ms(time)::DOUBLE, value, device, signal, unit, category, typeof(time) FROM '${place('egt.parquet')}'`,
    );
    expect(seen.length).toBe(rows);
    const wrong = seen.filter(([at, value], index) => at !== atMsOf(index) || !Object.is(value, readingOf(index)));
    expect(wrong).toEqual([]);
    expect(seen[0]?.slice(2)).toEqual(['engine-001', 'egtC', 'Cel', 'technical', 'TIMESTAMP WITH TIME ZONE']);
    const audit = JSON.parse((await rig.runHere(['audit', 'list', '-o', 'json'], environment)).stdout) as {
      items: Record<string, unknown>[];
    };
    expect(audit.items.at(-1)).toMatchObject({
      action: 'history.export',
      reason: 'study 7',
      detail: { rows, signals: 'egtC', devices: 'all' },
    });
    expect(readdirSync(join(rig.folder, 'fleet', 'history', 'export'))).toEqual([]);
  });

  test('a folder gets a file a day, goes on with --resume, and overwrites nothing', async () => {
    const args = ['--csv', 'days/', ...range, '--signal', 'egtC'];
    expect((await run(...args)).code).toBe(0);
    // Neither has its whole day, and says so.
    const names = ['readings-2026-01-05T230000-000000Z.csv', 'readings-2026-01-06T000000-010000Z.csv'];
    expect(readdirSync(place('days')).sort()).toEqual(names);
    const [counted] = await read(`SELECT count(*)::INTEGER, sum(value) FROM read_csv('${place('days')}/*.csv')`);
    expect(counted?.[0]).toBe(rows);
    expect(await run(...args)).toMatchObject({ code: 1, stderr: expect.stringContaining('E2090') });
    rmSync(join(place('days'), names[1] as string));
    const resumed = JSON.parse((await run(...args, '--resume', '-o', 'json')).stdout) as Record<string, unknown>;
    expect(resumed).toMatchObject({ skipped: 1, files: [{ file: expect.stringContaining('2026-01-06') }] });
  });

  test('into a folder ages are whole days, and the day that is not over is left out: --resume comes back to it', async () => {
    const askedOn = new Date().toISOString().slice(0, 10);
    let outcome = await run('--csv', 'recent/', '--from', '2d', '-o', 'json');
    const today = new Date().toISOString().slice(0, 10);
    // At midnight nobody knows which day it took for today.
    if (today !== askedOn) {
      rmSync(place('recent'), { recursive: true });
      outcome = await run('--csv', 'recent/', '--from', '2d', '-o', 'json');
    }
    expect(outcome.code).toBe(0);
    const { files } = JSON.parse(outcome.stdout) as { files: { file: string; to: string }[] };
    expect(files.map(({ file }) => file)).toEqual([2, 1].map((days) => `recent/readings-${dayBefore(today, days)}.csv`));
    expect(files.at(-1)?.to).toBe(`${today}T00:00:00.000Z`);
    // A day whose end is asked for before it is over is not taken for whole either.
    const early = await run('--csv', 'recent/', '--from', today, '--to', dayBefore(today, -1), '-o', 'name');
    expect(early.stdout).toMatch(new RegExp(`^recent/readings-${today}T000000-\\d{6}Z\\.csv\\n$`));
  });

  test('categories, quarters of an hour and events come out in each format', async () => {
    expect((await run('--ndjson', 'people.ndjson', ...range, '--category', 'people')).code).toBe(0);
    expect(JSON.parse(readFileSync(place('people.ndjson'), 'utf8'))).toEqual({
      device: 'engine-001',
      signal: 'crewId',
      unit: '1',
      category: 'people',
      time: '2026-01-05T23:00:00.000Z',
      value: 7,
    });
    expect((await run('--parquet', 'quarters.parquet', ...range, '--view', '15min', '--signal', 'egtC')).code).toBe(0);
    expect(await read(`SELECT count(*)::INTEGER, sum(count)::INTEGER, max(maximum) FROM '${place('quarters.parquet')}'`)).toEqual([
      [8, rows, 1e308],
    ]);
    expect((await run('--csv', 'events.csv', ...range, '--view', 'events')).code).toBe(0);
    expect(readFileSync(place('events.csv'), 'utf8')).toContain('engine-001,boot,"a,b","says ""no""",2026-01-05T23:00:00.000Z,1,1,');
  });

  test('what cannot be is refused with a code, and leaves no file', async () => {
    const cases: readonly (readonly [string[], number, string])[] = [
      [['--parquet', 'big.parquet', ...range], 2, 'E1614'],
      [['--parquet', 'x.parquet', ...range, '--device', 'nobody'], 3, 'E1908'],
      [['--parquet', 'x.parquet', ...range, '--selector', 'profile=none'], 3, 'E1942'],
      [['--parquet', 'x.parquet', ...range, '--view', 'events', '--signal', 'egtC'], 3, 'E1942'],
      [['--parquet', 'x.parquet', ...range, '--signal', 'egtc'], 3, 'did you mean "egtC"?'],
      [['--parquet', 'x.parquet', ...range, '--category', 'peopel'], 3, 'did you mean "people"?'],
      [['--parquet', 'no/x/', ...range], 1, "can't make the folder no/x/"],
      [['--csv', '-', ...range], 2, 'E2003'],
      [['--csv', 'days/', '--from', '1s'], 2, 'whole days by UTC'],
      [['--parquet', 'x.parquet', '--from', 'yesterday'], 2, 'an age (7d)'],
      [['--parquet', 'x.parquet', '--from', '2026-01-05T10:00:00'], 2, 'E2003'],
      [['--parquet', 'x.parquet', '--from', '1d', '--to', '2d'], 2, 'E2003'],
      [['--parquet', 'x.parquet', '--csv', 'x.csv'], 2, 'E2003'],
      [[], 2, 'E2003'],
      [['--parquet', 'nowhere/x.parquet', ...range], 1, 'E2090'],
    ];
    const before = readdirSync(rig.folder).sort();
    for (const [args, code, error] of cases) {
      expect([args.join(' '), await run(...args)]).toMatchObject([args.join(' '), { code, stderr: expect.stringContaining(error) }]);
    }
    expect(readdirSync(rig.folder).sort()).toEqual(before);
  });

  test("the reader's disk fills: an error with a code, and no half file", async ({ skip }) => {
    const small = place('small');
    mkdirSync(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      return skip('skipped: this user may not mount a small tmpfs, so no disk can be filled');
    }
    try {
      writeFileSync(join(small, 'ballast'), Buffer.alloc(32_768));
      const outcome = await run('--csv', 'small/egt.csv', ...range, '--signal', 'egtC');
      expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(/E2090.*ENOSPC/s) });
      expect(readdirSync(small)).toEqual(['ballast']);
    } finally {
      execFileSync('umount', [small]);
    }
    expect(existsSync(small)).toBe(true);
  });
});
