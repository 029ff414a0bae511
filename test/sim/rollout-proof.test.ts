/** What must not pass for proof: waves whose devices have failed and wait for another try, waves that nobody could be offered, and releases that were taken back. */
import { expect, test } from 'vitest';
import { RolloutWorld } from './rollout-world.ts';
import { operator } from './update-world.ts';

const hourMs = 3_600_000;

test('devices that have failed and wait for their next try do not let a wave pass, however short its patience and soak are', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout patience', count: 20 });
  for (const device of rig.fleet.world.devices.values()) device.inject('never-confirm', 1);
  await rig.ship('thermostat/1.1.0');
  const waves = `waves: [{ name: canary, devices: 5, patience: 1m }, { name: all, percent: 100% }]
soak: 5m
gates: [{ type: threshold, name: failed, above: 20%, minimum: 3 }]
onBad: halt`;
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', extra: 'retries: { others: 1, wait: 6h }\ndeadlines: { confirm: 30m }', waves }));
  await rig.run(4 * hourMs);
  expect(rig.attempts().size).toBe(5);
  expect(rig.view()).toMatchObject({ state: 'deciding', wave: 0 });
  expect(rig.view().verdict).toMatch(/5 devices failed and have tries left: if they end so it is 100 %/);
  expect((await rig.until('halted', 12 * hourMs)).state).toBe('halted');
  expect(rig.attempts().size).toBe(5);
});

test('a wave that nobody could be offered in its patience is no proof: it soaks when its first devices have had it', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout window', count: 20 });
  await rig.ship('thermostat/1.1.0');
  const opensAtMs = rig.fleet.world.clock.wallMs() + 3 * hourMs;
  const time = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  const waves = `waves: [{ name: canary, devices: 5, patience: 10m }, { name: all, percent: 100% }]
soak: 1h
gates: [{ type: consecutive, failures: 3 }]`;
  const extra = `windows: [{ from: "${time(opensAtMs)}", to: "${time(opensAtMs + 6 * hourMs)}" }]`;
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', extra, waves }));
  await rig.run(2 * hourMs);
  expect(rig.view()).toMatchObject({ state: 'dispatching', wave: 0, sums: { attempted: 0 } });
  await rig.run(1.5 * hourMs);
  expect(rig.view()).toMatchObject({ state: 'soaking', wave: 0, sums: { attempted: 5 } });
  expect((await rig.until('completed', 5 * hourMs)).buckets.updated).toBe(20);
});

test('a release that is taken back while it rolls pauses its rollout, which says why; nobody is offered it any more', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout yank', count: 12 });
  await rig.ship('thermostat/1.1.0');
  const waves = 'waves: [{ name: all, percent: 100% }]\nsoak: 5m\ngates: [{ type: threshold, above: 20% }]';
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', perMinute: 6, waves }));
  await rig.run(35_000);
  await rig.fleet.world.ask(({ releases }) => releases.yank('thermostat@1.1.0', {}, { ...operator, reason: 'drains the battery' }));
  await rig.until('paused', 60_000);
  const offered = rig.attempts().size;
  expect(rig.view().verdict).toMatch(/^paused by system in wave all: release thermostat@1\.1\.0 was taken back by .*: drains the battery$/);
  await rig.run(hourMs);
  expect(rig.attempts().size).toBe(offered);
  await rig.act((rollouts) => rollouts.resume('r-1', { raise: {} }, operator));
  expect((await rig.until('paused', 60_000)).state).toBe('paused');
  expect(rig.attempts().size).toBe(offered);
});

test('a way back that was taken back meanwhile is none', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout way gone', count: 4 });
  await rig.ship('thermostat/1.1.0');
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', waves: 'waves: [{ name: all, percent: 100% }]\nsoak: 5m\ngates: []' }));
  await rig.until('completed', hourMs);
  await rig.fleet.world.ask(({ releases }) => releases.yank('thermostat@1.0.0', {}, operator));
  await expect(rig.act((rollouts) => rollouts.rollback('r-1', {}, operator))).rejects.toMatchObject({ code: 'E2712' });
});
