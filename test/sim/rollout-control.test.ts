/** Who is compared with whom, and who is left alone, in a world: the control group of silence, holds and pins. */
import { expect, test } from 'vitest';
import { RolloutWorld } from './rollout-world.ts';
import { operator } from './update-world.ts';

const hourMs = 3_600_000;

test('who falls silent while an early wave runs stays in the control group of the later ones, also over a restart', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout control', count: 16 });
  await rig.ship('thermostat/1.1.0');
  const waves = `waves: [{ name: first, devices: 1 }, { name: second, devices: 1 }, { name: all, percent: 100%, gates: [] }]
soak: 5m
gates: [{ type: threshold, name: silent, of: [silent], above: 50%, minimum: 1 }, { type: manual }]`;
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', waves }));
  await rig.until('deciding', hourMs);
  const updated = new Set(rig.attempts().keys());
  const lost = [...rig.fleet.world.devices.values()].filter(({ id }) => !updated.has(id)).slice(0, 4);
  for (const device of lost) device.powerOff();
  await rig.run(2 * hourMs);
  const control = () => rig.view().verdicts.find(({ gate }) => gate === 'silent')?.details;
  expect(control()).toMatchObject({ controlDevices: 15, controlSilent: 4 });
  await rig.act((rollouts) => rollouts.promote('r-1', { all: false }, operator));
  await rig.until('deciding', hourMs);
  expect(rig.view().wave).toBe(1);
  const { controlDevices, controlSilent } = control() ?? {};
  expect([controlDevices, controlSilent]).toEqual([14, 4]);
  await rig.restart();
  await rig.run(hourMs);
  expect(control()).toMatchObject({ controlDevices: 14, controlSilent: 4 });
});

test('held and pinned devices are offered nothing until they are let go', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout holds', count: 6 });
  await rig.ship('thermostat/1.1.0');
  const { manager } = rig.fleet;
  const [held, pinned] = [rig.fleet.id(1), rig.fleet.id(2)];
  await rig.act(() => manager.holds.set(held, { type: 'hold', untilMs: 0 }, operator));
  await rig.act(() => manager.holds.set(pinned, { type: 'pin', untilMs: 0 }, operator));
  const waves = 'waves: [{ name: all, percent: 100%, patience: 1h }]\nsoak: 1m\ngates: []';
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', waves }));
  await rig.run(600_000);
  expect(rig.view()).toMatchObject({ state: 'dispatching', buckets: { held: 1, pinned: 1, soaking: 4 } });
  expect([...rig.attempts().keys()].sort()).toEqual([3, 4, 5, 6].map((index) => rig.fleet.id(index)));
  await rig.act(() => manager.holds.clear(held, 'hold', operator));
  await rig.act(() => manager.holds.clear(pinned, 'pin', operator));
  expect((await rig.until('completed', hourMs)).buckets.updated).toBe(6);
});
