/** limits.bytesPerSecond of a plan: what it bounds is what is sent to its devices, and nobody else waits for it. */
import { expect, test } from 'vitest';
import { loadShippedRelease } from '#firmware/profiles/index.js';
import { createRandom } from '#proto/kit/index.js';
import { releaseImageOf } from '#proto/profile/index.js';
import { RolloutWorld } from './rollout-world.ts';
import { type RigUnit, UpdateRig } from './update-rig.ts';

/** What a budget may let through at once, bytes. */
const burst = 65_536;

test('devices of a rollout share its budget; those of another one, and an order by hand, have nothing to do with it', async () => {
  const rig = await UpdateRig.start({ rolloutBudgets: { metered: 10_000 } });
  const units: RigUnit[] = [];
  for (const [index, rollout] of ['metered', 'metered', 'free', undefined].entries()) {
    const unit = rig.add(`engine-${index + 1}`);
    await unit.connect();
    await rig.order(unit, { rollout });
    units.push(unit);
  }
  for (let atMs = 0; atMs < 60_000; atMs += 1_000) {
    for (const unit of units) if (unit.parts.length % 4 === 0) await unit.ask('content');
    await rig.pass(1_000);
  }
  const [one = 0, two = 0, free = 0, byHand = 0] = units.map((unit) =>
    unit.all('piecePart').reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0),
  );
  expect(one + two).toBeLessThanOrEqual(60 * 10_000 + burst);
  expect(one + two).toBeGreaterThan(0.8 * 60 * 10_000);
  expect(Math.min(free, byHand)).toBeGreaterThan(4 * Math.max(one, two));
});

test('a rollout of large images never sends more than its budget, over any ten seconds', async () => {
  const perSecond = 100_000;
  const rig = await RolloutWorld.start({ seed: 'rollout bandwidth', count: 6 });
  const payload = createRandom('rollout bandwidth', 'image', 'test').bytes(600_000);
  await rig.fleet.publish(releaseImageOf(loadShippedRelease('thermostat/1.1.0'), payload));
  const waves = 'waves: [{ name: all, percent: 100% }]\nsoak: 10m\ngates: []';
  const extra = `delta: never\nlimits: { inFlight: 6, bytesPerSecond: ${perSecond} }`;
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', extra, waves }));
  const sent = (): number => rig.fleet.manager.updates.counters().bytesSent;
  const samples = [sent()];
  while (rig.view().buckets.updated + rig.view().buckets.soaking < 6 && samples.length < 300) {
    await rig.run(1_000);
    samples.push(sent());
  }
  expect(rig.view().sums.updated).toBe(6);
  expect(sent()).toBeGreaterThan(3_600_000);
  const most = Math.max(...samples.map((bytes, at) => bytes - (samples[at - 10] ?? 0)));
  expect(most).toBeLessThanOrEqual(10 * perSecond + burst);
  expect(most).toBeGreaterThan(5 * perSecond);
});
