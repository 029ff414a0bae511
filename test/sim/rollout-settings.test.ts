/** Rollouts of settings while others change settings of the same devices: another rollout, or an operator by hand. */
import { expect, test } from 'vitest';
import { RolloutWorld } from './rollout-world.ts';
import { operator } from './update-world.ts';

const minuteMs = 60_000;
const waves = `waves: [{ name: some, devices: 4 }, { name: all, percent: 100% }]
soak: 10m
gates: [{ type: threshold, name: failed, above: 5%, minimum: 2 }]
onBad: halt`;

/** Eight thermostats, and rollouts of settings that were started one after the other. */
async function settingsRig(seed: string, ...sets: readonly (readonly [name: string, set: string])[]): Promise<RolloutWorld> {
  const rig = await RolloutWorld.start({ seed, count: 8 });
  for (const [name, set] of sets) await rig.begin(rig.plan({ name, extra: `configuration: { set: ${set} }`, waves }));
  return rig;
}

/** An operator sets something on all devices by hand. */
async function setByHand(rig: RolloutWorld, set: Readonly<Record<string, number | boolean>>): Promise<void> {
  for (let index = 1; index <= 8; index += 1) {
    const change = { set, text: {}, reset: [] };
    await rig.fleet.world.ask(({ configuration }) => configuration.change(rig.fleet.id(index), change, undefined, operator));
  }
}

test('another setting that is changed by hand is no failure of those that have theirs', async () => {
  const rig = await settingsRig('settings by hand, others', ['r-1', '{ setpointC: 19 }']);
  await rig.run(5 * minuteMs);
  expect(rig.view().buckets).toMatchObject({ soaking: 4 });
  await setByHand(rig, { slowHeatingReports: false });
  expect(rig.view().buckets).toMatchObject({ soaking: 4, rolledBack: 0 });
  const view = await rig.until('completed', 60 * minuteMs);
  expect(view.buckets.updated).toBe(8);
});

test('the same setting that is changed by hand takes the devices out of the rollout, and stops nothing', async () => {
  const rig = await settingsRig('settings by hand, same', ['r-1', '{ setpointC: 19 }']);
  await rig.run(5 * minuteMs);
  await setByHand(rig, { setpointC: 25 });
  await rig.run(minuteMs);
  expect(rig.view()).toMatchObject({ state: 'soaking', buckets: { superseded: 4, rolledBack: 0 } });
  const { deviceId } = rig.rollouts.members('r-1', { bucket: 'superseded', limit: 1 }).members[0] ?? { deviceId: '' };
  expect(rig.rollouts.explainDevice(deviceId).verdict).toContain('somebody wants other values');
});

test('of two rollouts of one setting the first keeps all devices as long as it runs, then the second has them', async () => {
  const rig = await settingsRig('settings twice', ['first', '{ setpointC: 19 }'], ['second', '{ setpointC: 23 }']);
  await rig.run(5 * minuteMs);
  expect(rig.view('first').buckets).toMatchObject({ soaking: 4, pending: 4 });
  expect(rig.view('second')).toMatchObject({ state: 'dispatching', buckets: { superseded: 8 } });
  expect(rig.view('second').verdict).toContain('4 left to rollout first for as long as that wants them');
  const first = await rig.until('completed', 60 * minuteMs, 'first');
  expect(first.buckets.updated).toBe(8);
  expect((await rig.until('completed', 120 * minuteMs, 'second')).buckets.updated).toBe(8);
  // Now that they are over, somebody may want something else.
  await rig.begin(rig.plan({ name: 'third', extra: 'configuration: { set: { setpointC: 24 } }', waves }));
  expect((await rig.until('completed', 60 * minuteMs, 'third')).buckets.updated).toBe(8);
});

test('two rollouts of different settings do not touch each other', async () => {
  const rig = await settingsRig('settings beside each other', ['first', '{ setpointC: 19 }'], ['second', '{ slowHeatingReports: false }']);
  for (const name of ['first', 'second']) expect((await rig.until('completed', 120 * minuteMs, name)).buckets.updated).toBe(8);
});
