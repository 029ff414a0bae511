/** Issue "Real input": recorded OBD-II trips drive connected cars, and history becomes equal to the files, whatever breaks on the way. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRandom, systemSeed } from '#proto/kit/index.js';
import { TcpCutter } from './replay-cutter.ts';
import { compareByQuery, compareFile, dataFile, expectedTrips, ReplayRig, reportOf, repository } from './replay-helpers.ts';

/** Short ones of each kind of road; the last row of idle1 was cut short by the logger, live9 has no separator at the end of a row. */
const trips = ['idle9', 'idle8', 'ufpe3', 'idle1', 'live9', 'drive2'].map((name) => dataFile(`obd-carobd/${name}.csv.gz`));
const map = join(repository, 'firmware/profiles/maps/obd-carobd.yaml');
const expected = expectedTrips(trips, 'cars');
const seed = process.env.SEATRIAL_SEED ?? systemSeed();
const timeout = 300_000;

/** Puts the trips into a folder, and gives the command that replays it. */
function spawnOf(rig: ReplayRig): string[] {
  const folder = join(rig.folder, 'trips');
  mkdirSync(folder);
  for (const trip of trips) copyFileSync(trip, join(folder, basename(trip)));
  const profile = rig.quickProfile('connected-car');
  return ['sim', 'spawn', 'cars', '--profile', profile, '--replay', folder, '--map', map, '--token-file', 'fleet.token', '-o', 'json'];
}

test('the files are whole: every row of the trips but those that the logger cut short', () => {
  expect([...expected.devices].map(([id, rows]) => [id, rows.length])).toEqual([
    ['cars-idle9', 733],
    ['cars-idle8', 795],
    ['cars-ufpe3', 808],
    ['cars-idle1', 1_212],
    ['cars-live9', 2_168],
    ['cars-drive2', 2_324],
  ]);
});

describe.concurrent('OBD-II trips arrive equal to the files, none lost, none twice', { timeout }, () => {
  test('one trip with the car as it ships, named by its file', async (context) => {
    const rig = await ReplayRig.open(context);
    const one = expectedTrips(trips.slice(0, 1), 'cars');
    const args = ['--profile', 'connected-car', '--replay', String(trips[0]), '--map', map, '--token-file', 'fleet.token', '-o', 'json'];
    const report = await reportOf(rig.start('sim', 'spawn', 'cars', ...args, '--speed', '300'));
    expect([report.devices, report.replayed, report.counters.replayRows]).toEqual([1, 1, one.rows]);
    await compareByQuery(rig, one);
    await rig.stopManager();
    await compareFile(rig, one);
    console.info(`OBD one trip: ${one.rows} rows, ${one.readings} readings`);
  });

  test('invariant 4: a folder of trips, the manager killed 3 times and every link cut 4 times', async (context) => {
    const rig = await ReplayRig.open(context);
    const cutter = await TcpCutter.open(context, {
      targetPort: rig.port,
      ways: trips.length,
      cutsPerWay: 4,
      mostBytes: { up: 20_000, down: 250 },
      stallRatio: 0.2,
      stallMs: [200, 1_500],
      random: createRandom(seed, 'obd', 'cuts'),
    });
    const to = cutter.ports.flatMap((port) => ['--to', `ws://127.0.0.1:${port}/device`]);
    const spawned = rig.start(...spawnOf(rig), '--speed', '300', ...to);
    await rig.untilStored(1, spawned);
    await rig.killAgainAndAgain(3, createRandom(seed, 'obd', 'kills'), [200, 1_500]);
    const report = await reportOf(spawned);
    expect([report.replayed, report.counters.replayRows, report.counters.framesDropped]).toEqual([trips.length, expected.rows, 0]);
    expect(Math.min(...cutter.cuts)).toBe(4);
    await rig.stopManager();
    await compareFile(rig, expected);
    console.info(
      `OBD: seed ${seed}, ${expected.rows} rows, ${expected.readings} readings, ${rig.kills} kills, ${4 * trips.length} cuts, ` +
        `${cutter.stalls} half-open, ${report.counters.framesResent} frames sent again`,
    );
  });
});
