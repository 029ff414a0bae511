/** The 100 engines of C-MAPSS FD001 become 100 devices, and history becomes equal to the file, whatever breaks on the way. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '#proto/kit/index.js';
import { expected, seed, spawn, timeout } from './fd001.ts';
import { compareByQuery, compareFile, ReplayRig, reportOf } from './replay-helpers.ts';

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
});
