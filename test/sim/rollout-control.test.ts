/** Who is compared with whom, and who is left alone, in a world: the control group of silence, and orders that were not told. */
import { describe, expect, test } from 'vitest';
import { RolloutStorm } from './rollout-storm.ts';
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

const planOf = (extra: string): string => `apiVersion: seatrial/v1
kind: Rollout
name: r-1
release: "thermostat@1.1.0"
selector: profile=thermostat
${extra}
waves: [{ name: all, percent: 100% }]
soak: 1m
gates: []`;

describe('an order that its device was not told of when the manager died', () => {
  test('is not offered out of the window; it is in the next one', async () => {
    const storm = await RolloutStorm.start({ seed: 'untold window', devices: 3 });
    await storm.ship('thermostat/1.1.0');
    storm.crashInOrder();
    await storm.begin(planOf('windows: [{ from: "00:00", to: "00:02" }, { from: "01:00", to: "02:00" }]'));
    await storm.run(5_000);
    expect(storm.happened).toMatchObject({ 'crash in an order': 1 });
    await storm.crash(5 * 60_000);
    await storm.run(30 * 60_000);
    expect(storm.oracle.breaks).toEqual([]);
    expect(storm.rollouts.get('r-1').buckets.outsideWindow).toBe(3);
    expect(await storm.run(hourMs, () => storm.rollouts.get('r-1').state === 'completed')).toBe(true);
    expect([storm.oracle.breaks, storm.rollouts.get('r-1').buckets.updated]).toEqual([[], 3]);
  });

  test('is not offered while it is held; it is when it is let go', async () => {
    const storm = await RolloutStorm.start({ seed: 'untold hold', devices: 1 });
    await storm.ship('thermostat/1.1.0');
    storm.crashInOrder();
    await storm.begin(planOf(''));
    await storm.run(5_000);
    storm.world.network.block('unit-00001', true);
    await storm.crash(0);
    await storm.hold('unit-00001', 'hold', true);
    await storm.run(1_000);
    storm.world.network.block('unit-00001', false);
    await storm.run(10 * 60_000);
    expect([storm.oracle.breaks, storm.oracle.looks.offers]).toEqual([[], 0]);
    expect(storm.rollouts.get('r-1').buckets.held).toBe(1);
    await storm.hold('unit-00001', 'hold', false);
    expect(await storm.run(hourMs, () => storm.rollouts.get('r-1').state === 'completed')).toBe(true);
    expect([storm.oracle.breaks, storm.rollouts.get('r-1').buckets.updated]).toEqual([[], 1]);
  });
});

test('an offer that was lost is not told again out of its window; the next window brings it', async () => {
  const storm = await RolloutStorm.start({ seed: 'lost offer', devices: 1 });
  await storm.ship('thermostat/1.1.0');
  storm.crashInOffer(1);
  await storm.begin(planOf('windows: [{ from: "00:00", to: "00:02" }, { from: "01:00", to: "02:00" }]'));
  await storm.run(5_000);
  expect(storm.happened).toMatchObject({ 'crash in an offer': 1 });
  await storm.crash(5 * 60_000);
  await storm.run(30 * 60_000);
  expect(storm.oracle.breaks).toEqual([]);
  expect(storm.rollouts.get('r-1').buckets.outsideWindow).toBe(1);
  expect(await storm.run(hourMs, () => storm.rollouts.get('r-1').state === 'completed')).toBe(true);
  expect([storm.oracle.breaks, storm.rollouts.get('r-1').buckets.updated]).toEqual([[], 1]);
});
