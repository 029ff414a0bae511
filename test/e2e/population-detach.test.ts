import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PopulationReport } from '#firmware/host/index.js';
import { PopulationRig } from './population-rig.ts';

/** Populations that run behind, and come back with the options of their last run. */

let rig: PopulationRig;
beforeAll(async () => {
  rig = await PopulationRig.open(20);
  writeFileSync(join(rig.folder, 'quick-two.yaml'), readFileSync(join(rig.folder, 'quick.yaml')));
});
afterAll(async () => {
  // It outlives the rig, unlike all that is started in the foreground.
  if ((await rig.listed('hall'))?.state === 'running') await rig.run('sim', 'stop', 'hall');
  await rig.close();
});

const folder = (): string => join(rig.folder, 'state/seatrial/populations');
const stoppedReport = () => /"kind": "PopulationReport"[\s\S]*/.exec(readFileSync(join(folder(), 'hall/detached.log'), 'utf8'))?.[0];
const spawn = [
  'sim',
  'spawn',
  'hall',
  '--profile',
  'quick.yaml=60%,quick-two.yaml=40%',
  '--link',
  'lab=50%,none=50%',
  '--churn',
  '0.5%/min',
];

describe('--detach', () => {
  test('returns when all devices have started, and the population goes on until sim stop', async () => {
    const { code, stdout, stderr } = await rig.start(...spawn, '--count', '10', '--token-file', 'rooms.token', '--detach', '-o', 'json')
      .ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const started = JSON.parse(stdout) as { pid: number };
    const log = join(folder(), 'hall/detached.log');
    expect(started).toMatchObject({ name: 'hall', state: 'running', devices: 10, log });
    expect(await rig.listed('hall')).toMatchObject({ state: 'running', pid: started.pid, report: { started: 10 } });
    const second = await rig.start(...spawn, '--detach').ended;
    expect(second).toMatchObject({ code: 5, stdout: '', stderr: expect.stringMatching(new RegExp(`E2101.*process ${started.pid} `)) });
    while ((await rig.listed('hall'))?.report?.counters.connected !== 10) await new Promise((resolve) => setTimeout(resolve, 100));
    await rig.run('sim', 'stop', 'hall');
    expect(await rig.listed('hall')).toMatchObject({
      state: 'stopped',
      profile: expect.stringMatching(/quick-two\.yaml=40%,.*quick\.yaml=60%$/),
    });
    expect(stoppedReport()).toContain('"lostProcesses": 0');
  });

  test('sim start brings the same devices back as they ran, without a token; what is given takes the place of the last run', async () => {
    const { stdout } = await rig.start('sim', 'start', 'hall', '--processes', '2', '--report', '1s', '--detach', '-o', 'json').ended;
    expect(JSON.parse(stdout)).toMatchObject({ name: 'hall', devices: 10 });
    for (;;) {
      const { processes, counters } = (await rig.listed('hall'))?.report ?? {};
      if (counters?.connected === 10 && counters.readingsSampled > 0) {
        expect({ processes, refused: counters.refused }).toEqual({ processes: 2, refused: {} });
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await rig.run('sim', 'stop', 'hall');
    const kept = JSON.parse(readFileSync(join(folder(), 'hall/population.json'), 'utf8')) as object;
    expect(kept).toMatchObject({ options: { count: 10, processes: 2, reportMs: 1_000, churnPercent: 0.5, link: 'lab=50%,none=50%' } });
  });

  test.each([
    ['an unknown profile', ['sim', 'spawn', 'new', '--profile', 'quik', '--detach'], 3, /E1504/],
    ['a mix that does not add up', ['sim', 'spawn', 'new', '--profile', 'quick.yaml=60%', '--detach'], 2, /E2107.*60 %/],
    ['a population that is not there', ['sim', 'start', 'new', '--detach'], 3, /E2111/],
    [
      'a verdict that nobody waits for',
      ['sim', 'start', 'hall', '--expect', 'acked == emitted', '--detach'],
      2,
      /E2003.*--expect and --detach/,
    ],
    ['a churn that is no rate', ['sim', 'start', 'hall', '--churn', '5%', '--detach'], 2, /E2003.*0%\/min/],
  ])('%s: the error comes back, and nothing stays', async (_what, args, exit, message) => {
    const { code, stderr } = await rig.start(...args).ended;
    expect({ code, stderr }).toEqual({ code: exit, stderr: expect.stringMatching(message) });
    expect(existsSync(join(folder(), 'new'))).toBe(false);
    expect(readdirSync(folder())).not.toContain('new');
  });
});

describe('--identities', () => {
  test('devices that were imported need no token; a file with a rotated key gives the same device its new one', async () => {
    const file = join(rig.folder, 'plant.ndjson');
    await rig.run('provision', 'keygen', 'plant', '--count', '3', '--profile', 'quick.yaml', '--out', 'plant.ndjson');
    await rig.run('provision', 'import', 'plant.ndjson', '-m', 'delivered');
    const first = rig.start('sim', 'spawn', 'plant', '--identities', 'plant.ndjson', '--report', '1s', '-o', 'json');
    await rig.connected(first, 'plant', 3);
    first.child.kill('SIGINT');
    expect((await first.ended).code).toBe(0);
    const other = JSON.parse(await rig.run('provision', 'keygen', 'plant-00002', '--profile', 'quick.yaml')) as { publicKey: string };
    await rig.run('provision', 'rotate', 'plant-00002', '--public-key', other.publicKey, '--overlap', '0s', '-m', 'leaked');
    const [one, , three] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${one}\n${JSON.stringify(other)}\n${three}\n`);
    const second = rig.start('sim', 'start', 'plant', '-o', 'json');
    await rig.connected(second, 'plant', 3);
    second.child.kill('SIGINT');
    const report = JSON.parse((await second.ended).stdout) as PopulationReport;
    expect(report).toMatchObject({ devices: 3, counters: { refused: {}, pending: 0 } });
    const swapped = readFileSync(file, 'utf8').replace(other.publicKey, (JSON.parse(one ?? '') as { publicKey: string }).publicKey);
    writeFileSync(file, swapped);
    const third = await rig.start('sim', 'start', 'plant').ended;
    expect(third).toMatchObject({ code: 2, stderr: expect.stringMatching(/E2112.*plant\.ndjson:2 .*its privateKey/) });
  });
});
