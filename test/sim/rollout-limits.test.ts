/** Limits of rollouts in a world: at each, and one past it. */
import { describe, expect, test } from 'vitest';
import { RolloutWorld } from './rollout-world.ts';
import { operator } from './update-world.ts';

const waves = `waves: [{ name: all, percent: 100% }]
soak: 1m
gates: []`;

async function rigOf(seed: string, limits: Record<string, number>, count = 4): Promise<RolloutWorld> {
  const rig = await RolloutWorld.start({ seed, count, limits });
  await rig.ship('thermostat/1.1.0');
  return rig;
}

const plan = (rig: RolloutWorld, name: string, extra = ''): string => rig.plan({ name, release: 'thermostat@1.1.0', waves, extra });
const make = (rig: RolloutWorld, name: string): Promise<unknown> =>
  rig.act((rollouts) => rollouts.create({ source: plan(rig, name), file: 'plan.yaml' }, operator));

describe('limits', () => {
  test('rollouts: the oldest that is over makes room; with none over the next one is refused', async () => {
    const rig = await rigOf('limit rollouts', { rollouts: 2 });
    await make(rig, 'one');
    await make(rig, 'two');
    await expect(make(rig, 'three')).rejects.toMatchObject({ code: 'E2705' });
    await rig.act((rollouts) => rollouts.abort('one', {}, operator));
    await make(rig, 'three');
    expect(rig.rollouts.list().map(({ plan: { name } }) => name)).toEqual(['three', 'two']);
    await rig.restart();
    expect(rig.rollouts.list().map(({ plan: { name } }) => name)).toEqual(['three', 'two']);
  });

  test('runningRollouts: one more does not start', async () => {
    const rig = await rigOf('limit running', { runningRollouts: 1 });
    await rig.begin(plan(rig, 'one'));
    await make(rig, 'two');
    await expect(rig.act((rollouts) => rollouts.start('two', {}, operator))).rejects.toMatchObject({ code: 'E2705' });
    await rig.until('completed', 3_600_000, 'one');
    await rig.act((rollouts) => rollouts.start('two', {}, operator));
  });

  test('rolloutDevices: as many start, one more does not', async () => {
    const rig = await rigOf('limit devices', { rolloutDevices: 3 });
    await make(rig, 'one');
    await expect(rig.act((rollouts) => rollouts.start('one', {}, operator))).rejects.toMatchObject({ code: 'E2706' });
    await rig.begin(plan(rig, 'two', 'exclude: id=unit-00001'));
    expect(rig.view('two').sums.devices).toBe(3);
  });

  test('rolloutMembers: a rollout that is over makes room, one that runs does not', async () => {
    const rig = await rigOf('limit members', { rolloutMembers: 4 });
    await rig.begin(plan(rig, 'one'));
    await make(rig, 'two');
    await expect(rig.act((rollouts) => rollouts.start('two', {}, operator))).rejects.toMatchObject({ code: 'E2706' });
    await rig.until('completed', 3_600_000, 'one');
    await rig.act((rollouts) => rollouts.start('two', {}, operator));
    expect(rig.rollouts.list().map(({ plan: { name } }) => name)).toEqual(['two']);
    await rig.restart();
    expect(rig.rollouts.list()).toHaveLength(1);
  });
});

test('names, selectors and texts that can not be are refused, with what was meant', async () => {
  const rig = await rigOf('limit texts', {}, 1);
  await make(rig, 'one');
  await expect(make(rig, 'one')).rejects.toMatchObject({ code: 'E2702' });
  expect(() => rig.rollouts.get('onee')).toThrow(/did you mean one/);
  await expect(rig.begin(plan(rig, 'none').replace('profile=thermostat', 'profile=pump'))).rejects.toMatchObject({ code: 'E2710' });
  const act = (call: { key?: string }, reason: string) => rig.act((rollouts) => rollouts.abort('one', call, { ...operator, reason }));
  await expect(act({}, 'x'.repeat(501))).rejects.toMatchObject({ code: 'E2711' });
  await expect(act({ key: 'x'.repeat(65) }, '')).rejects.toMatchObject({ code: 'E2711' });
  await expect(act({ key: '' }, '')).rejects.toMatchObject({ code: 'E2711' });
  await act({ key: 'x'.repeat(64) }, 'x'.repeat(500));
});
