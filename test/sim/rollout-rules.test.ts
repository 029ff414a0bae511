/** Rules of rollouts in a world: two that want one device, settings, late joiners, approvals, schedules, retries, changed limits. */
import { expect, test } from 'vitest';
import { RolloutWorld } from './rollout-world.ts';
import { operator } from './update-world.ts';

const hourMs = 3_600_000;
const oneWave = `waves: [{ name: all, percent: 100% }]
soak: 5m
gates: []`;

test('two rollouts over the same devices: the higher priority has them, the other one finds them superseded and begins nothing', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollouts two', count: 12 });
  await rig.ship('thermostat/1.1.0');
  await rig.ship('thermostat/1.2.1');
  const low = rig.plan({ name: 'low', release: 'thermostat@1.1.0', perMinute: 30, waves: oneWave, extra: 'priority: 10' });
  const high = rig.plan({ name: 'high', release: 'thermostat@1.2.1', perMinute: 30, waves: oneWave, extra: 'priority: 90' });
  await rig.begin(low);
  await rig.run(5_000);
  await rig.begin(high);
  await rig.run(1_000);
  expect(rig.view('low').buckets.superseded).toBeGreaterThan(5);
  await rig.until('completed', 2 * hourMs, 'high');
  await rig.until('completed', 2 * hourMs, 'low');
  expect(rig.versions()).toEqual({ '1.2.1': 12 });
  const begun = rig.attempts('low').size;
  expect(begun).toBeLessThan(6);
  expect(rig.view('low').buckets.superseded).toBe(12);
});

test('a configuration goes in waves like a release, and comes back', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout settings', count: 10 });
  const subject = 'configuration: { set: { setpointC: 19 } }';
  await rig.begin(
    rig.plan({ extra: subject, waves: 'waves: [{ name: some, devices: 3 }, { name: all, percent: 100% }]\nsoak: 5m\ngates: []' }),
  );
  expect((await rig.until('completed', 2 * hourMs)).buckets.updated).toBe(10);
  const wanted = () => rig.fleet.manager.configuration.get(rig.fleet.id(1)).settings.find(({ key }) => key === 'setpointC');
  expect(wanted()).toMatchObject({ desired: 19, reported: 19 });
  await rig.act((rollouts) => rollouts.rollback('r-1', {}, operator));
  expect((await rig.until('rolledBack', hourMs)).buckets.rolledBack).toBe(10);
  expect(wanted()?.reported).not.toBe(19);
});

test('dynamic membership: who comes later joins the last wave; promote --all ends it', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout joins', count: 8 });
  await rig.ship('thermostat/1.1.0');
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', extra: 'membership: dynamic', waves: oneWave }));
  await rig.run(20 * 60_000);
  expect(rig.view()).toMatchObject({ state: 'deciding', sums: { devices: 8, updated: 8 } });
  expect(rig.view().verdict).toMatch(/stays open for devices that join, until fleet rollout promote r-1 --full: /);
  await rig.addDevices('late', 4);
  await rig.run(20 * 60_000);
  expect(rig.view().sums).toMatchObject({ devices: 12, updated: 12 });
  await rig.restart();
  expect(rig.view().sums.devices).toBe(12);
  await rig.act((rollouts) => rollouts.promote('r-1', { all: true }, operator));
  expect((await rig.until('completed', hourMs)).buckets.updated).toBe(12);
});

test('a manual gate waits for an operator; an approval and a start time come first', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout by hand', count: 6 });
  await rig.ship('thermostat/1.1.0');
  const startAt = new Date(rig.fleet.world.clock.wallMs() + hourMs).toISOString();
  const waves = `waves:
  - { name: first, devices: 2, gates: [{ type: manual, role: admin }] }
  - { name: rest, percent: 100%, gates: [] }
soak: 5m`;
  const extra = `approval: { role: operator, approvals: 2 }\nstartAt: "${startAt}"`;
  const source = rig.plan({ release: 'thermostat@1.1.0', extra, waves });
  await rig.act((rollouts) => rollouts.create({ source, file: 'plan.yaml' }, operator));
  await expect(rig.act((rollouts) => rollouts.start('r-1', {}, operator))).rejects.toMatchObject({ code: 'E2707' });
  await rig.act((rollouts) => rollouts.approve('r-1', {}, operator));
  await expect(rig.act((rollouts) => rollouts.approve('r-1', {}, operator))).rejects.toMatchObject({ code: 'E2704' });
  await rig.act((rollouts) => rollouts.approve('r-1', {}, { ...operator, name: 'otto', role: 'operator' }));
  expect((await rig.act((rollouts) => rollouts.start('r-1', {}, operator))).state).toBe('scheduled');
  await rig.restart();
  await rig.run(hourMs - 120_000);
  expect(rig.view()).toMatchObject({ state: 'scheduled', sums: { devices: 0 } });
  await rig.until('deciding', hourMs);
  await rig.run(hourMs);
  expect(rig.view()).toMatchObject({ state: 'deciding', wave: 0, sums: { updated: 2 } });
  const byOperator = rig.act((rollouts) => rollouts.promote('r-1', { all: false }, { ...operator, role: 'operator' }));
  await expect(byOperator).rejects.toMatchObject({ code: 'E2708' });
  await rig.act((rollouts) => rollouts.promote('r-1', { all: false }, operator));
  expect((await rig.until('completed', hourMs)).buckets.updated).toBe(6);
});

test('a halted rollout goes on with a changed limit and a reason only; its failed devices get another try when asked', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout again', count: 8 });
  const bad = [...rig.fleet.world.devices.values()].slice(0, 4);
  for (const device of bad) device.inject('never-confirm', 1);
  await rig.ship('thermostat/1.1.0');
  const waves = `waves: [{ name: all, percent: 100% }]
soak: 5m
gates: [{ type: threshold, name: failed, above: 20%, minimum: 4 }]
onBad: halt`;
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', extra: 'retries: { others: 0 }\ndeadlines: { confirm: 30m }', waves }));
  await rig.until('halted', 2 * hourMs);
  await rig.run(hourMs, () => rig.view().sums.inFlight === 0);
  const resume = (raise: Record<string, number>, reason: string) =>
    rig.act((rollouts) => rollouts.resume('r-1', { raise }, { ...operator, reason }));
  await expect(resume({}, 'go on')).rejects.toMatchObject({ code: 'E2709' });
  await expect(resume({ failed: 10 }, 'go on')).rejects.toMatchObject({ code: 'E2713' });
  await expect(resume({ other: 60 }, 'go on')).rejects.toMatchObject({ code: 'E2713' });
  await expect(resume({ failed: 60 }, '')).rejects.toMatchObject({ code: 'E2711' });
  await resume({ failed: 60 }, 'four of them stand in a cellar');
  expect(rig.view().changes.map(({ text }) => text)).toEqual(['failed: 60 %']);
  for (const device of bad) device.inject('never-confirm', 0);
  await rig.act((rollouts) => rollouts.retry('r-1', {}, operator));
  expect((await rig.until('completed', 2 * hourMs)).buckets.updated).toBe(8);
});

test('sleepers with a good release: each is offered it when it wakes, nobody is silent, nothing stops', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout sleepers', profile: 'soil-sensor', count: 12 });
  const payload = new Uint8Array(2_000).fill(7);
  await rig.fleet.release('1.1.0', payload);
  const waves = `waves: [{ name: some, devices: 5 }, { name: all, percent: 100% }]
soak: 5h
gates: [{ type: threshold, name: failed, above: 1%, minimum: 1 }, { type: health }]
onBad: halt`;
  await rig.begin(rig.plan({ release: 'soil-sensor@1.1.0', waves }));
  const view = await rig.until('completed', 72 * hourMs);
  expect([view.state, view.buckets.updated]).toEqual(['completed', 12]);
});

test('devices that die at the reboot are silent; the gate finds more of them than among those that wait', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout death', count: 40 });
  for (const device of rig.fleet.world.devices.values()) device.inject('silent-death', 1);
  await rig.ship('thermostat/1.1.0');
  const waves = `waves: [{ name: some, devices: 20 }, { name: all, percent: 100% }]
soak: 5h
gates: [{ type: threshold, name: silent, of: [silent], above: 10%, minimum: 5 }]
onBad: halt`;
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', waves }));
  const view = await rig.until('halted', 5 * hourMs);
  expect(view.state).toBe('halted');
  expect(view.steps.at(-1)?.reason).toMatch(/silent/);
  expect(rig.attempts().size).toBeLessThanOrEqual(20);
});

test('a logic error that crashes nothing: rooms of updated devices stay cold, and the gate on their mean goes back', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout cold', count: 8, startWallMs: Date.UTC(2026, 0, 12, 10) });
  await rig.ship('thermostat/1.2.0');
  const waves = `waves: [{ name: half, percent: 50% }, { name: all, percent: 100% }]
soak: 5h
gates: [{ type: signal, name: warm, when: updated.roomTempC >= waiting.roomTempC - 1.0, minimum: 4 }]
onBad: rollback`;
  await rig.begin(rig.plan({ release: 'thermostat@1.2.0', waves }));
  await rig.until('soaking', hourMs);
  await rig.run(600_000);
  for (const device of rig.fleet.world.devices.values()) device.inject('sensor-offset', 1);
  await rig.run(600_000);
  for (const device of rig.fleet.world.devices.values()) device.inject('sensor-offset', 0);
  const view = await rig.until('rolledBack', 6 * hourMs);
  expect(view.state).toBe('rolledBack');
  expect(view.verdict).toMatch(/gate warm .*roomTempC/);
  expect(rig.versions()).toEqual({ '1.0.0': 8 });
});

test('why: of the rollout, of a device in it, and of one that no rollout selects', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout why', count: 6 });
  await rig.ship('thermostat/1.1.0');
  const waves = 'waves: [{ name: some, devices: 2 }, { name: all, percent: 100% }]\nsoak: 1h\ngates: [{ type: manual }]';
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', waves, extra: `exclude: id=${rig.fleet.id(6)}` }));
  await rig.until('soaking', hourMs);
  const why = rig.rollouts.explain('r-1');
  expect(why.verdict).toMatch(/^wave some \(1 of 2\) soaks 1 h|^wave some/);
  expect(why.outcomes).toMatch(/2 of 2 attempted devices kept working/);
  const inside = rig.rollouts.members('r-1', { bucket: 'soaking', limit: 1 }).members[0]?.deviceId ?? '';
  expect(rig.rollouts.explainDevice(inside).verdict).toMatch(/soaking in rollout r-1/);
  const later = rig.rollouts.members('r-1', { wave: 'all', limit: 1 }).members[0];
  expect(later).toMatchObject({ bucket: 'pending', why: 'its wave all has not begun' });
  expect(rig.rollouts.explainDevice(later?.deviceId ?? '').steps.map(({ outcome }) => outcome)).toContain('waiting');
  expect(JSON.stringify(rig.rollouts.explainDevice(rig.fleet.id(6)))).toMatch(/excludes it/);
  expect((await rig.rollouts.forecast(rig.view().plan)).devices).toBe(5);
  expect(rig.rollouts.counters).toMatchObject({ byState: { soaking: 1 }, ordered: 2 });
});

test('held and pinned devices are left alone; who is released is offered it', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout holds', count: 6 });
  await rig.ship('thermostat/1.1.0');
  const [held, pinned] = [rig.fleet.id(1), rig.fleet.id(2)];
  const { world } = rig.fleet;
  await world.ask(({ holds }) => holds.set(held, { type: 'hold', untilMs: 0 }, operator));
  await world.ask(({ holds }) => holds.set(pinned, { type: 'pin', untilMs: world.clock.wallMs() + 2 * hourMs }, operator));
  const waves = 'waves: [{ name: all, percent: 100%, patience: 4h }]\nsoak: 5m\ngates: []';
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', waves }));
  await rig.run(hourMs);
  expect(rig.view()).toMatchObject({ state: 'dispatching', buckets: { held: 1, pinned: 1 }, sums: { updated: 4 } });
  expect(rig.rollouts.explainDevice(held).verdict).toMatch(/held/);
  await rig.run(2 * hourMs);
  expect(rig.view().buckets).toMatchObject({ held: 1, pinned: 0 });
  expect(rig.fleet.manager.devices.get(pinned)?.firmwareVersion).toBe('1.1.0');
  await rig.until('completed', 4 * hourMs);
  expect(rig.view().buckets).toMatchObject({ held: 1, updated: 5 });
  expect(rig.attempts().has(held)).toBe(false);
});

test('devices that lie are failed, not updated; they are few enough for the limit', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout liars', count: 10 });
  for (const device of [...rig.fleet.world.devices.values()].slice(0, 2)) device.inject('lie', 1);
  await rig.ship('thermostat/1.1.0');
  await rig.begin(rig.plan({ release: 'thermostat@1.1.0', extra: 'retries: { others: 0 }', waves: oneWave }));
  const view = await rig.until('completed', 3 * hourMs);
  expect(view.buckets).toMatchObject({ updated: 8, failed: 2 });
  expect(view.causes).toEqual({ lie: 2 });
});

test('before its start a rollout reaches the devices that its plan names', async () => {
  const rig = await RolloutWorld.start({ seed: 'rollout draft', count: 6 });
  await rig.ship('thermostat/1.1.0');
  const source = rig.plan({ release: 'thermostat@1.1.0' });
  await rig.act((rollouts) => rollouts.create({ source, file: 'plan.yaml' }, operator));
  expect(rig.view()).toMatchObject({ state: 'draft', sums: { devices: 0 } });
  expect(await rig.rollouts.blast('r-1', 'start')).toMatchObject({ before: 6, inside: 0, past: 0, updated: 0 });
  await rig.act((rollouts) => rollouts.abort('r-1', {}, operator));
  await expect(rig.rollouts.blast('r-1', 'abort')).rejects.toMatchObject({ code: 'E2704' });
});
