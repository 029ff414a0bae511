/** The replays at length: profiles as they ship, with their real waits, more breakage, all trips. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createRandom, systemSeed } from '#proto/kit/index.js';
import { TcpCutter } from './replay-cutter.ts';
import {
  compareByQuery,
  compareFile,
  dataFile,
  expectedEngines,
  expectedTrips,
  ReplayRig,
  reportOf,
  repository,
} from './replay-helpers.ts';

const seed = process.env.SEATRIAL_SEED ?? systemSeed();
const mapOf = (name: string): string => join(repository, `firmware/profiles/maps/${name}.yaml`);
const common = ['--token-file', 'fleet.token', '-o', 'json'];

test('invariant 4: FD001 in two processes over 10 kills, 10 cuts a way of two devices, and half-open links that devices find out themselves', async (context) => {
  const recording = dataFile('cmapss/train_FD001.txt.gz');
  const expected = expectedEngines(recording, 'engines');
  // Two heartbeats and ten seconds of silence: a device gives up a link after 12 s, so one that hangs for 20 s is found out.
  const rig = await ReplayRig.open(context, { heartbeatMs: 1_000 });
  const cutter = await TcpCutter.open(context, {
    targetPort: rig.port,
    ways: 50,
    cutsPerWay: 10,
    mostBytes: { up: 4_000, down: 300 },
    stallRatio: 0.15,
    stallMs: [20_000, 20_000],
    random: createRandom(seed, 'fd001 long', 'cuts'),
  });
  const to = cutter.ports.flatMap((port) => ['--to', `ws://127.0.0.1:${port}/device`]);
  const args = [
    '--replay',
    recording,
    '--map',
    mapOf('cmapss-fd'),
    '--profile',
    'turbofan',
    '--processes',
    '2',
    '--speed',
    '500',
    ...common,
  ];
  const spawned = rig.start('sim', 'spawn', 'engines', ...args, ...to);
  await rig.untilStored(1, spawned);
  await rig.killAgainAndAgain(10, createRandom(seed, 'fd001 long', 'kills'), [100, 8_000]);
  const report = await reportOf(spawned, 1_200_000);
  expect([report.replayed, report.counters.replayRows, report.counters.framesDropped]).toEqual([100, expected.rows, 0]);
  expect(Math.min(...cutter.cuts)).toBe(10);
  expect(report.counters.silenceCuts).toBeGreaterThan(0);
  await compareByQuery(rig, expected);
  await rig.stopManager();
  await compareFile(rig, expected);
  console.info(
    `FD001 long: seed ${seed}, ${expected.readings} readings, ${rig.kills} kills, ${cutter.cuts.reduce((sum, cuts) => sum + cuts, 0)} cuts, ` +
      `${cutter.stalls} half-open, ${report.counters.silenceCuts} found out, ${report.counters.framesResent} frames sent again`,
  );
});

test('invariant 4: all 33 OBD-II trips over 10 kills', async (context) => {
  const folder = dirname(dataFile('obd-carobd/drive1.csv.gz'));
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith('.csv.gz'))
    .map((name) => join(folder, name));
  const expected = expectedTrips(paths, 'cars');
  expect(expected.devices.size).toBe(33);
  const rig = await ReplayRig.open(context);
  const args = ['--replay', folder, '--map', mapOf('obd-carobd'), '--profile', 'connected-car', '--speed', '100', ...common];
  const spawned = rig.start('sim', 'spawn', 'cars', ...args);
  await rig.untilStored(1, spawned);
  await rig.killAgainAndAgain(10, createRandom(seed, 'obd long', 'kills'), [100, 4_000]);
  const report = await reportOf(spawned, 1_200_000);
  expect([report.replayed, report.counters.replayRows, report.counters.framesDropped]).toEqual([33, expected.rows, 0]);
  await rig.stopManager();
  await compareFile(rig, expected);
  console.info(
    `OBD long: seed ${seed}, ${expected.rows} rows, ${expected.readings} readings, ${rig.kills} kills, ` +
      `${report.counters.framesResent} frames sent again`,
  );
});
