/** The 100 engines of C-MAPSS FD001 over links that break, with a manager that is killed, and stopped in the middle. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '#proto/kit/index.js';
import { expected, seed, spawn, timeout } from './fd001.ts';
import { TcpCutter } from './replay-cutter.ts';
import { compareFile, ReplayRig, reportOf } from './replay-helpers.ts';

// One after the other: three managers and simulators at once are more than two cores carry without falling behind, which is a verdict of its own.
describe('FD001 arrives equal to the file, none lost, none twice', { timeout }, () => {
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

  test('stopped in the middle by sim stop, it goes on where it was', async (context) => {
    const rig = await ReplayRig.open(context);
    const again = [...spawn, '--profile', rig.quickProfile('turbofan')];
    // So slow that the stop comes in the middle, however long the question before it takes.
    const first = rig.start(...again, '--speed', '300');
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
