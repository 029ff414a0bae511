/**
 * The 100 engines of C-MAPSS FD001 become 100 devices that boot quickly, and history becomes equal to the file; replay-fd001.long.test.ts breaks the
 * links and kills the manager, replay.long.test.ts has the engines as they ship.
 */
import { expect, test } from 'vitest';
import { expected, spawn, timeout } from './fd001.ts';
import { compareByQuery, compareFile, ReplayRig, reportOf } from './replay-helpers.ts';

test('the recording is whole: 100 engines, 20,631 rows of 25 columns', () => {
  expect([expected.devices.size, expected.rows, expected.signals.length]).toEqual([100, 20_631, 25]);
});

test('FD001 arrives equal to the file, none lost, none twice', { timeout }, async (context) => {
  const rig = await ReplayRig.open(context);
  const report = await reportOf(rig.start(...spawn, '--profile', rig.quickProfile('turbofan'), '--speed', '6000'));
  expect([report.devices, report.replayed, report.counters.replayRows]).toEqual([100, 100, expected.rows]);
  await compareByQuery(rig, expected);
  await rig.stopManager();
  await compareFile(rig, expected);
  console.info(`FD001 plain: ${expected.rows} rows, ${expected.readings} readings, ${report.counters.framesResent} frames sent again`);
});
