import { expect, test } from 'vitest';
import { hourMs, ProfileRun } from './profile-run.ts';

const mondayMs = Date.UTC(2026, 0, 12, 6);
const secondMs = 1_000;
const minuteMs = 60_000;

test('smart-meter: a frame in 15 minutes, two tariffs, a relay that disconnects', async () => {
  const run = await ProfileRun.start('smart-meter', mondayMs - 10 * hourMs);
  const { device, world } = run;
  await world.runFor(12 * hourMs);
  expect(device.state).toMatchObject({ application: 'metering.highTariff', link: 'open.welcomed' });
  const energy = run.readings('importKwh').map(({ value }) => value);
  const used = (energy.at(-1) ?? 0) - (energy[0] ?? 0);
  expect(used).toBeGreaterThan(1);
  expect(used).toBeLessThan(30);
  // From ten in the evening to six in the morning.
  const low = run.readings('tariffCode').filter(({ value }) => value === 1);
  expect(Math.abs(low.length - 480)).toBeLessThan(3);
  expect(run.newest('importLowKwh')).toBeGreaterThan(0.2);
  expect(run.newest('importLowKwh')).toBeLessThan(used / 2);
  const answer = world.manager.connections.command(run.key, { name: 'disconnect', arguments: {}, withinMs: 60_000 });
  await world.runFor(hourMs);
  expect((await answer).outcome).toBe('done');
  expect([device.state.application, run.newest('activePowerW'), run.events().at(-1)]).toEqual(['disconnected', 0, 'supply.disconnected']);
  await run.verifyLife(hourMs);
});

test('smart-meter: tampering, a lost phase and a bad neutral are told', async () => {
  const run = await ProfileRun.start('smart-meter', mondayMs);
  const { device, world } = run;
  await world.runFor(minuteMs);
  for (const fault of ['magnet-tamper', 'phase-loss', 'voltage-high']) device.inject(fault, 1);
  await world.runFor(2 * hourMs);
  expect(run.events().slice(1).sort()).toEqual(['meter.tampered', 'phase.lost', 'voltage.high']);
  expect(run.newest('voltageL3V')).toBe(0);
  expect(device.truth()).toMatchObject({ phaseLossRatio: 1 });
  expect(device.truth().unmeteredKwh).toBeGreaterThan(0.1);
});

test('soil-sensor: wakes once an hour over a slow lossy network, and the sun keeps its cell full in summer', async () => {
  const run = await ProfileRun.start('soil-sensor', Date.UTC(2026, 5, 10));
  const { device, world } = run;
  await world.runFor(2 * 24 * hourMs + 5 * minuteMs);
  expect(device.state).toMatchObject({ duty: 'asleep', droppedFrames: 0 });
  expect(run.presence()).toBe('asleep');
  expect(run.readings('soilMoisturePercent').length).toBeGreaterThan(4 * 46);
  // Without the sun 60 mAh a day are gone, 5 % in two days.
  expect(device.state.batteryPercent).toBeGreaterThan(98);
  expect(device.truth().harvestedMah).toBeGreaterThan(200);
  await run.verifyLife(3 * hourMs);
  device.inject('battery-low', 0.85);
  await world.runFor(7 * hourMs);
  expect([device.state.application, run.events().includes('battery.saving')]).toEqual(['saving', true]);
  device.inject('battery-low', 0);
  await world.runFor(4 * hourMs);
  expect(device.state.application).toMatch(/^measuring/);
});

test('soil-sensor: drought and flood call at once', async () => {
  const run = await ProfileRun.start('soil-sensor', Date.UTC(2026, 6, 1));
  const { device, world } = run;
  await world.runFor(hourMs);
  device.inject('probe-air-gap', 1);
  await world.runFor(16 * minuteMs);
  expect(device.state.application).toBe('measuring.dry');
  await world.runFor(20 * secondMs);
  expect(run.events().at(-1)).toBe('soil.dry');
  device.inject('probe-air-gap', 0);
  device.inject('irrigation-leak', 1);
  await world.runFor(4 * 24 * hourMs);
  expect(run.events()).toContain('soil.wet');
  expect(device.truth().leakMmPerDay).toBe(18);
});
