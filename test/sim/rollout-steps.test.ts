/** Versions that must not be jumped over, in a world: who stands at one of them when the rollout goes back ran something else before. */
import { expect, test } from 'vitest';
import { buildImage } from '#proto/image/index.js';
import { RolloutWorld } from './rollout-world.ts';
import { operator, payloadOf } from './update-world.ts';

const hourMs = 3_600_000;

test('two steps on the way; a rollback brings back who stands at a step too, also over a restart', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout steps', count: 6 });
  const { profile } = rig.fleet;
  for (const version of ['1.1.0', '1.2.0', '1.3.0']) {
    const facts = { name: profile, version, profiles: [profile], hardwareRevisions: [], securityCounter: 0, minimumVersion: '' };
    await rig.fleet.publish(
      buildImage({ ...facts, mustPassThrough: version !== '1.3.0' }, undefined, payloadOf(20_000, Number(version[2]))),
    );
  }
  await rig.begin(
    rig.plan({ release: `${profile}@1.3.0`, extra: 'limits: { inFlight: 3 }', waves: 'waves: [{ name: all, percent: 100% }]\ngates: []' }),
  );
  const between = () => (rig.versions()['1.1.0'] ?? 0) + (rig.versions()['1.2.0'] ?? 0);
  expect(await rig.run(hourMs, () => between() >= 2)).toBe(true);
  const before = rig.versions();
  expect(before).not.toHaveProperty('1.3.0');
  await rig.act((rollouts) => rollouts.rollback('r-1', {}, operator));
  await rig.restart();
  const { verdict } = await rig.until('rolledBack', hourMs);
  expect(rig.versions()).toEqual({ '1.0.0': 6 });
  expect(verdict).toMatch(/ devices back on what they ran before, 0 still run it$/);
  expect(rig.view().buckets.rolledBack).toBeGreaterThanOrEqual(2);
  expect(rig.rollouts.explain('r-1').steps.find(({ name }) => name === 'way back')).toMatchObject({ outcome: 'ok' });
});

test('who gets to the target by two steps is updated once, and goes back in one', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout steps through', count: 2 });
  const { profile } = rig.fleet;
  for (const version of ['1.1.0', '1.2.0']) {
    const facts = { name: profile, version, profiles: [profile], hardwareRevisions: [], securityCounter: 0, minimumVersion: '' };
    await rig.fleet.publish(
      buildImage({ ...facts, mustPassThrough: version === '1.1.0' }, undefined, payloadOf(20_000, Number(version[2]))),
    );
  }
  await rig.begin(rig.plan({ release: `${profile}@1.2.0`, waves: 'waves: [{ name: all, percent: 100% }]\nsoak: 1m\ngates: []' }));
  expect((await rig.until('completed', hourMs)).buckets.updated).toBe(2);
  await rig.act((rollouts) => rollouts.rollback('r-1', {}, operator));
  expect((await rig.until('rolledBack', hourMs)).buckets.rolledBack).toBe(2);
  expect(rig.versions()).toEqual({ '1.0.0': 2 });
});
