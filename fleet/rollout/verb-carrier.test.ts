/** What starting finds out, before anything is ordered. */
import { expect, test } from 'vitest';
import { DeskRig, settingsPlan } from './desk-fixture.ts';

const waves = 'waves: [{ name: all, percent: 100%, gates: [] }]\nsoak: 1m';

test('a plan that nobody can take is refused at its start, with what they lack; a dynamic one waits for others', async () => {
  const rig = await DeskRig.start({ devices: 4 });
  for (const device of rig.devices.values()) device.isUnfit = true;
  await expect(rig.begin(settingsPlan(waves))).rejects.toMatchObject({
    code: 'E2715',
    message: 'rollout r-1: none of the 4 devices that lack it can take it: its profile has no such setting',
  });
  expect(rig.view().state).toBe('draft');
  expect((await rig.begin(settingsPlan(`${waves}\nmembership: dynamic`, 'r-2'))).state).toBe('dispatching');
  rig.add('pump-5');
  rig.change('pump-5', {});
  await rig.pass(5_000);
  expect(rig.view('r-2').buckets).toMatchObject({ conditionNotMet: 4, soaking: 1 });
});

test('one that can take it is enough', async () => {
  const rig = await DeskRig.start({ devices: 2 });
  (rig.devices.get('pump-1') as { isUnfit: boolean }).isUnfit = true;
  expect((await rig.begin(settingsPlan(waves))).state).toBe('dispatching');
});

test('the work over the fleet is cut into turns of the event loop', async () => {
  const rig = await DeskRig.start({ devices: 2_500 });
  const turns = rig.turns;
  await rig.begin(settingsPlan(waves));
  expect(rig.turns - turns).toBeGreaterThan(5);
});
