import { expect, test } from 'vitest';
import { DeskRig, settingsPlan } from './desk-fixture.ts';
import { membersPerTurn } from './rollout-limits.ts';

const waves = `limits: { inFlight: 3 }
waves: [{ name: first, devices: 5, soak: 10h, gates: [] }, { name: rest, percent: 100%, soak: 0s, gates: [] }]`;

test('after a restart members are judged in turns of the event loop, and nothing is offered before all are', async () => {
  const devices = membersPerTurn * 2 + 1;
  const rig = await DeskRig.start({ devices });
  for (const device of rig.devices.values()) device.answer = 'says nothing';
  await rig.begin(settingsPlan(waves));
  await rig.pass(5_000);
  const [first = ''] = rig.orders;
  expect([rig.view().sums.inFlight, rig.orders.length]).toEqual([3, 3]);

  const begun = rig.turns;
  const pages = Math.ceil(devices / 500);
  rig.onTurn = () => {
    expect(rig.orders).toHaveLength(3);
    // It says in the middle of it that it took what it was told.
    const { desiredConfigurationVersion } = rig.devices.get(first)?.view ?? {};
    if (rig.turns === begun + pages + 1)
      rig.change(first, { reportedConfigurationVersion: desiredConfigurationVersion ?? 0, drift: false });
  };
  await rig.restart();
  rig.onTurn = () => undefined;
  // Its pages of 500 devices, and all but the last of the turns of its members.
  expect(rig.turns - begun).toBeGreaterThanOrEqual(pages + 2);
  await rig.pass(20_000);
  expect([rig.view().buckets.soaking, rig.view().sums.inFlight, rig.orders.length]).toEqual([1, 3, 4]);
  expect(new Set(rig.orders).size).toBe(4);
});
