/** What one turn of a rollout of thousands may take: others wait for its end. */
import { expect, test } from 'vitest';
import { DeskRig, olga, settingsPlan } from './desk-fixture.ts';
import { membersPerTurn, smallMembers } from './rollout-limits.ts';

const all = `dispatch: { type: constant, perMinute: 60000 }
limits: { inFlight: 100000 }
waves: [{ name: all, percent: 100%, gates: [] }]
soak: 1m`;

/** A look at a member of a rollout of settings asks for its device, and what is wanted of it. */
const asksPerLook = 5;

/** Members looked at between two turns, at most, while `pass` runs. */
async function mostLooks(rig: DeskRig, spanMs: number): Promise<number> {
  let looks = 0;
  let most = 0;
  const get = rig.devices.get.bind(rig.devices);
  rig.devices.get = (id) => {
    looks += 1;
    return get(id);
  };
  await rig.pass(spanMs, () => {
    most = Math.max(most, looks);
    looks = 0;
    return false;
  });
  return most / asksPerLook;
}

test('as their window closes, those who waited for their turn are looked at in turns', async () => {
  const devices = membersPerTurn * 6;
  const rig = await DeskRig.start({ devices });
  for (const device of rig.devices.values()) device.answer = 'says nothing';
  await rig.pass(3_600_000 - 1_000);
  await rig.begin(settingsPlan(`windows: [{ from: "00:00", to: "01:00" }]\n${all}`));
  await rig.pass(900);
  const { pending, offered } = rig.view().buckets;
  expect(pending).toBeGreaterThan(membersPerTurn * 4);
  // Those that are marked, those that are ready, and the newest orders.
  expect(await mostLooks(rig, 30_000)).toBeLessThan(membersPerTurn * 2.5);
  expect(rig.view().buckets).toMatchObject({ pending: 0, outsideWindow: devices - offered });
});

test('orders of thousands are taken back with turns of the event loop between', async () => {
  const devices = membersPerTurn * 2 + 1;
  const rig = await DeskRig.start({ devices });
  for (const device of rig.devices.values()) device.answer = 'says nothing';
  await rig.begin(settingsPlan(all));
  await rig.pass(20_000, () => rig.view().buckets.offered === devices);
  const begun = rig.turns;
  await rig.rollouts.abort('r-1', {}, olga);
  expect(rig.turns - begun).toBe(2);
  await rig.pass(10_000);
  expect(rig.view().sums.inFlight).toBe(0);
});

test.each([smallMembers, membersPerTurn + 1])(
  'who looks as a rollout of %i devices is over finds all where they stand then',
  async (devices) => {
    const rig = await DeskRig.start({ devices });
    await rig.begin(settingsPlan(all));
    await rig.pass(200_000, () => rig.view().state === 'completed');
    expect(rig.view()).toMatchObject({ state: 'completed', buckets: { soaking: 0, updated: devices } });
  },
);
