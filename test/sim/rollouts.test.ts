/** Rollouts over whole fleets in a world: waves, gates, verbs, kills of the manager. Counts and limits are checked as they run (invariant 5). */
import { describe, expect, test } from 'vitest';
import { isSeatrialError } from '#proto/kit/index.js';
import { RolloutWorld } from './rollout-world.ts';
import { operator } from './update-world.ts';

const hourMs = 3_600_000;

/** 20 thermostats and a good release; two waves. */
async function fleetOf(seed: string, perMinute = 600, count = 20): Promise<RolloutWorld> {
  const rig = await RolloutWorld.start({ seed, count });
  await rig.ship('thermostat/1.1.0');
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', perMinute, waves: twoWaves }));
  return rig;
}

const twoWaves = `waves:
  - { name: canary, devices: 5 }
  - { name: all, percent: 100% }
soak: 10m
gates: [{ type: threshold, name: failed, above: 20%, minimum: 3 }]
onBad: halt`;

/** No device was ordered the same thing twice. */
function expectOneAttemptEach(rig: RolloutWorld): void {
  for (const [deviceId, attempts] of rig.attempts()) {
    const offers = attempts.flatMap(({ steps }) => steps.filter(({ state }) => state === 'offered'));
    expect([deviceId, attempts.length, offers.length]).toEqual([deviceId, 1, 1]);
  }
}

test('a good release goes through three waves over 60 devices', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout good', count: 60 });
  await rig.ship('thermostat/1.1.0');
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0' }));
  const view = await rig.until('completed', hourMs);
  expect(view.buckets.updated).toBe(60);
  expect(view.sums).toMatchObject({ devices: 60, attempted: 60, updated: 60, failed: 0, inFlight: 0 });
  expect(view.waves.map(({ devices, state }) => [devices, state])).toEqual([
    [5, 'passed'],
    [10, 'passed'],
    [45, 'passed'],
  ]);
  expect(view.passed.map(({ outcome }) => outcome)).toEqual(['good', 'good', 'good']);
  expectOneAttemptEach(rig);
});

test('a release that nobody confirms stops in its first wave; the others never hear of it', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout bad', count: 20 });
  for (const device of rig.fleet.world.devices.values()) device.inject('never-confirm', 1);
  await rig.ship('thermostat/1.1.0');
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', extra: 'retries: { others: 0 }\ndeadlines: { confirm: 30m }', waves: twoWaves }));
  const view = await rig.until('halted', 3 * hourMs);
  expect(view.state).toBe('halted');
  expect(view.steps.at(-1)).toMatchObject({ by: 'gate failed', wave: 'canary' });
  expect(view.steps.at(-1)?.reason).toMatch(/rolled back/);
  await rig.run(hourMs);
  expect(rig.attempts().size).toBe(5);
  expect(rig.view().buckets).toMatchObject({ rolledBack: 5, pending: 15 });
  expect(rig.versions()).toEqual({ '1.0.0': 20 });
  expect(rig.fleet.manager.monitor.alarms({ state: 'open', limit: 10 }).map(({ rule }) => rule)).toContain('rollout-halted.r-1');
});

test('a leak that crashes hours after the confirm is seen by the health gate, and all go back', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout leak', profile: 'smart-meter', count: 24 });
  await rig.ship('smart-meter/1.1.0');
  const waves = `waves:
  - { name: half, percent: 50% }
  - { name: all, percent: 100% }
soak: 12h
gates: [{ type: health, name: health, failures: [crash] }]
onBad: rollback`;
  await rig.begin(rig.plan({ release: 'smart-meter@1.1.0', waves }));
  const halted = await rig.until('rollingBack', 12 * hourMs);
  expect(halted.steps.at(-1)).toMatchObject({ by: 'gate health' });
  const view = await rig.until('rolledBack', hourMs);
  expect(view.state).toBe('rolledBack');
  expect(view.buckets).toMatchObject({ rolledBack: 12, pending: 12 });
  expect(rig.rollouts.explain('r-1').outcomes).toMatch(
    /[1-9]\d* crashed, restarted or fell silent and work again: [0-9.]+ device-hours of service lost/,
  );
  expect(rig.versions()).toEqual({ '1.0.0': 24 });
});

describe('verbs', () => {
  test('pause: what was started finishes, nothing new is offered; resume goes on to the end', async () => {
    const rig = await fleetOf('rollout pause', 60);
    await rig.run(60_000, () => rig.view().sums.updated >= 2);
    await rig.act((rollouts) => rollouts.pause('r-1', {}, operator));
    const offered = rig.attempts().size;
    expect(offered).toBeLessThan(20);
    await rig.run(hourMs);
    expect(rig.attempts().size).toBe(offered);
    expect(rig.view()).toMatchObject({ state: 'paused', sums: { inFlight: 0 } });
    await rig.act((rollouts) => rollouts.resume('r-1', { raise: {} }, operator));
    expect((await rig.until('completed', 2 * hourMs)).buckets.updated).toBe(20);
    expectOneAttemptEach(rig);
  });

  test('abort: nothing is offered any more, those that did not switch stay on what they run', async () => {
    const rig = await fleetOf('rollout abort', 60);
    await rig.run(60_000, () => rig.view().sums.inFlight >= 2);
    const blast = await rig.rollouts.blast('r-1', 'abort');
    expect(blast.before + blast.inside + blast.past + blast.updated).toBe(20);
    await rig.act((rollouts) => rollouts.abort('r-1', {}, operator));
    const offered = rig.attempts().size;
    // Metrics have its devices until none is at work any more.
    expect(rig.view().sums.inFlight).toBeGreaterThan(0);
    expect(rig.rollouts.counters.buckets['r-1']).toEqual(rig.view().buckets);
    await rig.run(hourMs);
    const { state, sums } = rig.view();
    expect([state, sums.inFlight, rig.rollouts.counters.buckets['r-1']]).toEqual(['aborted', 0, undefined]);
    expect(rig.attempts().size).toBe(offered);
    expect(rig.versions()['1.1.0'] ?? 0).toBe(sums.updated);
    await expect(rig.act((rollouts) => rollouts.resume('r-1', { raise: {} }, operator))).rejects.toMatchObject({ code: 'E2704' });
  });

  test('rollback of a completed rollout brings all back; the release before must be there', async () => {
    const rig = await fleetOf('rollout back');
    await rig.until('completed', hourMs);
    expect(rig.versions()).toEqual({ '1.1.0': 20 });
    await rig.act((rollouts) => rollouts.rollback('r-1', {}, operator));
    await rig.until('rolledBack', hourMs);
    expect(rig.view().buckets.rolledBack).toBe(20);
    expect(rig.versions()).toEqual({ '1.0.0': 20 });
  });

  test('a change at another revision is refused, the same key twice is one change', async () => {
    const rig = await fleetOf('rollout keys');
    const { revision } = rig.view();
    const paused = await rig.act((rollouts) => rollouts.pause('r-1', { revision, key: 'k-1' }, operator));
    expect(paused.revision).toBe(revision + 1);
    expect((await rig.act((rollouts) => rollouts.pause('r-1', { revision, key: 'k-1' }, operator))).revision).toBe(paused.revision);
    await expect(rig.act((rollouts) => rollouts.abort('r-1', { revision }, operator))).rejects.toMatchObject({ code: 'E2703' });
    const other = rig.act((rollouts) => rollouts.abort('r-1', { key: 'k-1' }, operator));
    expect(isSeatrialError(await other.catch((error: unknown) => error), 'E2716')).toBe(true);
  });
});

describe('the manager dies', () => {
  const phases = [
    ['dispatching', 60, 8_000],
    ['soaking', 600, 300_000],
  ] as const;
  test.each(phases)('while it is %s: it goes on, and nothing is offered twice', async (state, perMinute, spanMs) => {
    const rig = await fleetOf(`rollout kill ${state}`, perMinute);
    await rig.run(spanMs);
    expect(rig.view().state).toBe(state);
    await rig.restart();
    expect(rig.view().state).toBe(state);
    expect((await rig.until('completed', 3 * hourMs)).buckets.updated).toBe(20);
    expectOneAttemptEach(rig);
  });

  test('while it is paused, deciding, rolling back: it stands where it stood, and goes on', async () => {
    const rig = await RolloutWorld.start({ seed: 'rollout kill states', count: 12 });
    await rig.ship('thermostat/1.1.0');
    const waves = `waves:
  - { name: canary, devices: 4, gates: [{ type: manual }] }
  - { name: all, percent: 100%, gates: [] }
soak: 5m`;
    await rig.begin(rig.plan({ release: 'thermostat@1.1.0', perMinute: 60, waves }));
    await rig.run(2_500);
    await rig.act((rollouts) => rollouts.pause('r-1', {}, operator));
    const begun = rig.attempts().size;
    await rig.restart();
    await rig.run(600_000);
    expect(rig.view().state).toBe('paused');
    expect(rig.attempts().size).toBe(begun);
    await rig.act((rollouts) => rollouts.resume('r-1', { raise: {} }, operator));
    await rig.until('deciding', hourMs);
    await rig.restart();
    await rig.run(600_000);
    expect(rig.view()).toMatchObject({ state: 'deciding', sums: { attempted: 4, updated: 4 } });
    expectOneAttemptEach(rig);
    await rig.act((rollouts) => rollouts.rollback('r-1', {}, operator));
    await rig.run(1_500);
    expect(rig.view().state).toBe('rollingBack');
    await rig.restart();
    await rig.until('rolledBack', hourMs);
    expect(rig.view().buckets).toMatchObject({ rolledBack: 4, pending: 8 });
    // One there, one back.
    for (const attempts of rig.attempts().values()) expect(attempts.length).toBe(2);
    expect(rig.versions()).toEqual({ '1.0.0': 12 });
    await rig.restart();
    expect(rig.view()).toMatchObject({ state: 'rolledBack', buckets: { rolledBack: 4, pending: 8 } });
  });

  test('while it is halted: nobody is offered anything afterwards', async () => {
    const rig = await RolloutWorld.start({ seed: 'rollout kill halted', count: 10 });
    for (const device of rig.fleet.world.devices.values()) device.inject('lie', 1);
    await rig.ship('thermostat/1.1.0');
    await rig.begin(rig.plan({ release: 'thermostat@1.1.0', extra: 'retries: { others: 0 }', waves: twoWaves }));
    await rig.until('halted', hourMs);
    const begun = rig.attempts().size;
    await rig.restart();
    await rig.run(hourMs);
    expect(rig.view().state).toBe('halted');
    expect(rig.attempts().size).toBe(begun);
    await rig.act((rollouts) => rollouts.abort('r-1', {}, operator));
    const { buckets } = rig.view();
    await rig.restart();
    expect(rig.view()).toMatchObject({ state: 'aborted', buckets: { failed: buckets.failed } });
  });

  test('again and again in the middle of the dispatch', async () => {
    const rig = await fleetOf('rollout kills', 30);
    for (let kill = 0; kill < 8; kill += 1) {
      await rig.run(1_700 + 313 * kill);
      await rig.restart();
    }
    expect((await rig.until('completed', 3 * hourMs)).buckets.updated).toBe(20);
    expectOneAttemptEach(rig);
  });
});
