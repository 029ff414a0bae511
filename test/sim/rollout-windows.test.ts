/** Maintenance windows by the clock on the wall where each device is. */
import { expect, test } from 'vitest';
import { RolloutWorld } from './rollout-world.ts';
import { operator } from './update-world.ts';

test('windows open by the label timezone of a device, by the plan where it has none, or none that exists', async () => {
  // 16:50 in Tokyo, 08:50 in Berlin.
  const rig = await RolloutWorld.start({ seed: 'rollout windows', count: 4, startWallMs: Date.UTC(2026, 0, 1, 7, 50) });
  await rig.ship('thermostat/1.1.0');
  const zones = ['Asia/Tokyo', 'Europe/Berln', 'Europe/Berlin', undefined];
  for (const [index, timezone] of zones.entries()) {
    if (timezone === undefined) continue;
    await rig.fleet.world.ask(({ devices }) => devices.label(rig.fleet.id(index + 1), { set: { timezone }, remove: [] }, operator));
  }
  const waves = 'waves: [{ name: all, percent: 100%, patience: 1h }]\nsoak: 1m\ngates: []';
  const extra = 'timeZone: Europe/Berlin\nwindows: [{ from: "16:30", to: "17:30" }, { from: "09:00", to: "10:00" }]';
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', waves, extra }));
  await rig.run(50_000);
  const { members } = rig.rollouts.members('r-1', { limit: 10 });
  expect(Object.fromEntries(members.map(({ deviceId, bucket }) => [deviceId, bucket]))).toEqual({
    'unit-00001': 'soaking',
    'unit-00002': 'outsideWindow',
    'unit-00003': 'outsideWindow',
    'unit-00004': 'outsideWindow',
  });
  expect(rig.rollouts.explainDevice('unit-00002').steps.find(({ name }) => name === 'window')).toMatchObject({ outcome: 'waiting' });
  const view = await rig.until('completed', 1_800_000);
  expect(view.buckets.updated).toBe(4);
});
