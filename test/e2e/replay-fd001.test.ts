/** Issue "Real input": the 100 engines of C-MAPSS FD001 become 100 devices, and history becomes equal to the file, whatever breaks on the way. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRandom, systemSeed } from '#proto/kit/index.js';
import { TcpCutter } from './replay-cutter.ts';
import { compareByQuery, compareFile, dataFile, expectedEngines, ReplayRig, reportOf, repository } from './replay-helpers.ts';

const recording = dataFile('cmapss/train_FD001.txt.gz');
const map = join(repository, 'firmware/profiles/maps/cmapss-fd.yaml');
const expected = expectedEngines(recording, 'engines');
const spawn = ['sim', 'spawn', 'engines', '--replay', recording, '--map', map, '--token-file', 'fleet.token', '-o', 'json'];
/** Set it to the seed that a failed run printed to draw the same again. */
const seed = process.env.SEATRIAL_SEED ?? systemSeed();
const timeout = 300_000;

test('the recording is whole: 100 engines, 20,631 rows of 25 columns', () => {
  expect([expected.devices.size, expected.rows, expected.signals.length]).toEqual([100, 20_631, 25]);
});

// Most of their time they wait, so they wait together.
describe.concurrent('FD001 arrives equal to the file, none lost, none twice', { timeout }, () => {
  test('with the command of the issue', async (context) => {
    const rig = await ReplayRig.open(context);
    const report = await reportOf(rig.start(...spawn, '--profile', 'turbofan', '--speed', '6000'));
    expect([report.devices, report.replayed, report.counters.replayRows]).toEqual([100, 100, expected.rows]);
    await compareByQuery(rig, expected);
    await rig.stopManager();
    await compareFile(rig, expected);
    console.info(`FD001 plain: ${expected.rows} rows, ${expected.readings} readings, ${report.counters.framesResent} frames sent again`);
  });

  test('invariant 4: with the manager killed by kill -9 and started again at 5 random instants', async (context) => {
    const rig = await ReplayRig.open(context);
    const spawned = rig.start(...spawn, '--profile', rig.quickProfile('turbofan'), '--speed', '1000');
    await rig.untilStored(1, spawned);
    await rig.killAgainAndAgain(5, createRandom(seed, 'fd001', 'kills'), [200, 2_000]);
    const report = await reportOf(spawned);
    expect([report.replayed, report.counters.replayRows, report.counters.framesDropped]).toEqual([100, expected.rows, 0]);
    expect(report.counters.framesResent, 'the kills hit frames under way').toBeGreaterThan(0);
    await rig.stopManager();
    await compareFile(rig, expected);
    console.info(
      `FD001 killed: seed ${seed}, ${expected.readings} readings, ${rig.kills} kills, ${report.counters.reconnects} reconnects, ` +
        `${report.counters.framesResent} frames sent again`,
    );
  });

  test('invariant 4: with every link cut three times, at any byte, also half-open', async (context) => {
    const rig = await ReplayRig.open(context);
    const cutter = await TcpCutter.open(context, {
      targetPort: rig.port,
      ways: expected.devices.size,
      cutsPerWay: 3,
      mostBytes: { up: 3_000, down: 250 },
      stallRatio: 0.2,
      stallMs: [200, 1_500],
      random: createRandom(seed, 'fd001', 'cuts'),
    });
    const to = cutter.ports.flatMap((port) => ['--to', `ws://127.0.0.1:${port}/device`]);
    const report = await reportOf(rig.start(...spawn, '--profile', rig.quickProfile('turbofan'), '--speed', '1500', ...to));
    expect([report.replayed, report.counters.replayRows, report.counters.framesDropped]).toEqual([100, expected.rows, 0]);
    expect(Math.min(...cutter.cuts)).toBe(3);
    await rig.stopManager();
    await compareFile(rig, expected);
    const cuts = cutter.cuts.reduce((sum, count) => sum + count, 0);
    console.info(
      `FD001 cut: seed ${seed}, ${expected.readings} readings, ${cuts} cuts, ${cutter.stalls} half-open, ` +
        `${report.counters.framesResent} frames sent again`,
    );
  });

  test('stopped in the middle by sim stop, it goes on where it was', async (context) => {
    const rig = await ReplayRig.open(context);
    const again = [...spawn, '--profile', rig.quickProfile('turbofan')];
    const first = rig.start(...again, '--speed', '1500');
    await rig.untilStored(expected.readings / 10, first);
    await rig.run('sim', 'stop', 'engines');
    const before = await reportOf(first);
    expect(before.counters.replayRows).toBeLessThan(expected.rows);
    const after = await reportOf(rig.start(...again, '--speed', '6000'));
    expect(before.counters.replayRows + after.counters.replayRows).toBe(expected.rows);
    await rig.stopManager();
    await compareFile(rig, expected);
    console.info(`FD001 stopped after ${before.counters.replayRows} rows, went on with ${after.counters.replayRows}`);
  });
});
