/** A rollout whose devices another one has: it waits for them, says who has them, and does not soak for nothing. */
import { expect, test } from 'vitest';
import { DeskRig, olga, settingsPlan } from './desk-fixture.ts';

const first = (soak: string): string => settingsPlan(`waves: [{ name: all, percent: 100%, soak: ${soak}, gates: [] }]`);
const second = (waves: string): string => settingsPlan(waves, 'r-2').replace('limitV: 200', 'limitV: 300');
const gates = 'gates: [{ type: threshold, above: 10%, minimum: 1 }, { type: health }]';
const hourMs = 3_600_000;

test('it waits as long as the other one wants them, and has them then', async () => {
  const rig = await DeskRig.start({ devices: 3 });
  await rig.begin(first('1h'));
  await rig.pass(5_000);
  await rig.begin(second(`waves: [{ name: two, devices: 2 }, { name: all, percent: 100% }]\nsoak: 1m\n${gates}`));
  await rig.pass(hourMs / 2);
  expect([rig.view('r-2').state, rig.view('r-2').wave, rig.view('r-2').buckets.superseded]).toEqual(['dispatching', 0, 3]);
  expect(rig.view('r-2').verdict).toBe(
    'wave two (1 of 2) is being offered: 0 of 2 attempted, 0 updated, 0 failed, 0 in flight, 2 left to rollout r-1 for as long as that wants them',
  );
  const offer = rig.rollouts.explain('r-2').steps.find(({ name }) => name === 'wave two: offer');
  expect(offer).toMatchObject({ next: 'fleet explain rollout r-1' });
  expect(offer?.measured).toMatch(/^0 of 2 devices attempted; 2 left to rollout r-1; 0 in flight/);
  await rig.restart();
  expect(rig.view('r-2').verdict).toMatch(/2 left to rollout r-1/);
  await rig.pass(hourMs);
  expect(rig.view('r-1').state).toBe('completed');
  expect(rig.view('r-2')).toMatchObject({ state: 'completed', buckets: { updated: 3 } });
  expect(rig.rollouts.recount()).toEqual([]);
});

test('after its patience the last wave ends without them, at once, and says who has them', async () => {
  const rig = await DeskRig.start({ devices: 3 });
  await rig.begin(first('10h'));
  await rig.pass(5_000);
  await rig.rollouts.pause('r-1', {}, olga);
  await rig.begin(second(`waves: [{ name: all, percent: 100%, patience: 10m, soak: 10h }]\n${gates}`));
  await rig.pass(9 * 60_000);
  expect(rig.view('r-2').state).toBe('dispatching');
  await rig.pass(2 * 60_000);
  const { state, verdict } = rig.view('r-2');
  expect([state, verdict]).toEqual(['completed', 'completed in 10 min: 0 of 3 devices updated, none failed; 3 left to rollout r-1']);
  await rig.rollouts.resume('r-1', { raise: {} }, olga);
  await rig.pass(11 * hourMs);
  expect([rig.view('r-1').state, rig.view('r-2').verdict]).toEqual(['completed', verdict]);
});

test('who had the devices of an aborted rollout is told afterwards too', async () => {
  const rig = await DeskRig.start({ devices: 3 });
  await rig.begin(first('10h'));
  await rig.pass(5_000);
  await rig.begin(second('waves: [{ name: all, percent: 100%, soak: 10h, gates: [] }]'));
  await rig.pass(5_000);
  await rig.rollouts.abort('r-2', {}, olga);
  await rig.pass(60_000);
  expect(rig.rollouts.explain('r-2').steps.find(({ name }) => name === 'wave all: offer')?.measured).toMatch(/3 left to rollout r-1/);
});
