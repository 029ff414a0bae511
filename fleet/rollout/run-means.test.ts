import { expect, test } from 'vitest';
import { DeskRig, settingsPlan } from './desk-fixture.ts';

const plan = settingsPlan(`waves:
  - { name: first, devices: 5, soak: 0s, gates: [{ type: signal, name: hot, when: updated.tempC <= 50.0, minimum: 5 }] }
  - { name: rest, percent: 100%, soak: 0s, gates: [{ type: signal, name: hot, when: updated.tempC <= 50.0, minimum: 5 }] }`);

/** Five devices of the first wave stay cool, those of the next get hot as soon as they are updated. */
async function heated(): Promise<DeskRig> {
  const rig = await DeskRig.start({ devices: 55 });
  for (const [index, device] of [...rig.devices.values()].entries()) device.view = { ...device.view, key: index + 1 };
  rig.readings = (deviceKey) => {
    const id = `pump-${deviceKey}`;
    const isHot = rig.orders.indexOf(id) >= 5;
    return [{ signal: 'tempC', unit: 'C', atMs: rig.clock.wallMs(), value: isHot ? 90 : 20 }];
  };
  await rig.begin(plan);
  return rig;
}

test('a wave that is through before the next sweep is not judged by the means of the wave before', async () => {
  const rig = await heated();
  await rig.pass(60_000, () => rig.view().state === 'paused' || rig.view().state === 'completed');
  const { state, verdict, wave } = rig.view();
  expect([state, wave]).toEqual(['paused', 1]);
  expect(verdict).toMatch(/updated\.tempC 83\.6/);
});
