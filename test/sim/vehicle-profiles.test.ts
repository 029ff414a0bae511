import { expect, test } from 'vitest';
import { hourMs, ProfileRun } from './profile-run.ts';

const mondayMs = Date.UTC(2026, 0, 12, 6);
const secondMs = 1_000;
const minuteMs = 60_000;

/** Sends a command to the device of the run, which must be on its link; gives its outcome. */
async function command(run: ProfileRun, name: string): Promise<unknown> {
  const answer = run.world.manager.connections.command(run.key, { name, arguments: {}, withinMs: 60_000 });
  await run.world.runFor(10 * secondMs);
  return (await answer).outcome;
}

test('bike-lock: riders come and go by day; it sleeps in between, and the fleet hears of each ride', async () => {
  const run = await ProfileRun.start('bike-lock', mondayMs);
  await run.world.runFor(8 * hourMs);
  const names = run.events();
  const rides = names.filter((name) => name === 'ride.started').length;
  expect(rides).toBeGreaterThan(0);
  expect(names.filter((name) => name === 'ride.ended').length).toBe(rides);
  expect(names.filter((name) => name === 'theft.alarm' || name === 'bolt.jammed')).toEqual([]);
  expect(run.device.state).toMatchObject({ application: 'hired.locked', duty: 'asleep' });
  // The bolt and the rider say what goes on: open while somebody rides, shut before and after.
  const opened = run.readings('boltCode').filter(({ value }) => value === 0);
  expect(opened.length).toBeGreaterThan(10 * rides);
  expect(run.readings('riderCode').filter(({ value }) => value === 1).length).toBeGreaterThan(10 * rides);
  expect(run.readings('boltCode').at(-1)?.value).toBe(1);
  expect(run.readings('speedKmh').at(-1)?.value).toBe(0);
  const ridden = run.readings('riddenKm').map(({ value }) => value);
  const km = (ridden.at(-1) ?? 0) - (ridden[0] ?? 0);
  expect(km).toBeGreaterThan(1.5 * rides);
  expect(km).toBeLessThan(8 * rides);
  await run.verifyLife(hourMs);
});

test('bike-lock: a theft is told within a minute and followed until it is cleared; a jammed bolt tries again', async () => {
  const run = await ProfileRun.start('bike-lock', mondayMs - 4 * hourMs);
  const { device, world } = run;
  await world.runFor(hourMs);
  device.inject('theft', 1);
  await world.runFor(60 * secondMs);
  expect([device.state.application, run.events().at(-1), device.state.duty]).toEqual(['alarm', 'theft.alarm', 'awake']);
  await world.runFor(30 * minuteMs);
  device.inject('theft', 0);
  expect(run.events().filter((name) => name === 'theft.alarm').length).toBe(7);
  const places = run.readings('latitudeDeg').filter(({ atMs }) => atMs > mondayMs - 3 * hourMs);
  expect(places.length).toBeGreaterThan(30);
  expect(device.truth().stolenKm).toBeGreaterThan(15);
  for (let tries = 0; device.state.link !== 'open.welcomed' && tries < 100; tries += 1) await world.runFor(5 * secondMs);
  expect(await command(run, 'clearAlarm')).toBe('done');
  expect(device.state.application).toBe('hired.locked');
  device.inject('bolt-jammed', 1);
  await world.runFor(5 * hourMs);
  // Riders stand before it from seven to nine.
  expect(run.events()).toContain('bolt.jammed');
  expect(run.events()).not.toContain('ride.started');
});

test('autonomous-car: charges, drives its loop, goes slower for what is weak, and stops for what it needs', async () => {
  const run = await ProfileRun.start('autonomous-car', mondayMs);
  const { device, world } = run;
  expect(device.state.application).toBeUndefined();
  await world.runFor(40 * minuteMs);
  expect(device.state.application).toBe('vehicle.driving.nominal');
  await world.runFor(4 * minuteMs);
  const speeds = (): number[] =>
    run.readings('speedKmh').flatMap(({ atMs, value }) => (atMs > world.clock.wallMs() - 3 * minuteMs ? [value] : []));
  expect(Math.max(...speeds())).toBeGreaterThan(15);
  const way = run.newest('odometerKm');
  device.inject('lidar-soiled', 0.4);
  await world.runFor(4 * minuteMs);
  expect([device.state.application, run.events().at(-1)]).toEqual(['vehicle.driving.looking', 'driving.degraded']);
  expect(Math.max(...speeds())).toBeLessThan(13);
  expect(run.newest('odometerKm')).toBeGreaterThan(way);
  device.inject('lidar-soiled', 0);
  await world.runFor(10 * minuteMs);
  expect(device.state.application).toBe('vehicle.driving.nominal');
  device.inject('brake-channel-lost', 1);
  await world.runFor(60 * secondMs);
  expect(device.state.application).toBe('vehicle.minimumRisk.stopped');
  expect(run.events().slice(-2)).toEqual(['minimum.risk', 'minimum.risk.reached']);
  expect(run.newest('speedKmh')).toBe(0);
  // Nobody drives on without the channel.
  expect(await command(run, 'resume')).toBe('done');
  await world.runFor(20 * secondMs);
  expect(device.state.application).toBe('vehicle.minimumRisk.stopped');
  device.inject('brake-channel-lost', 0);
  expect(await command(run, 'resume')).toBe('done');
  await world.runFor(10 * secondMs);
  expect(device.state.application).toBe('vehicle.driving.nominal');
  await run.verifyLife(2 * minuteMs);
});

test('drone: flies its round by itself, comes home and charges', async () => {
  const run = await ProfileRun.start('drone', mondayMs);
  const { device, world } = run;
  await world.runFor(31 * minuteMs);
  expect(device.state.application).toBe('airborne.flying');
  await world.runFor(4 * minuteMs);
  expect(run.newest('heightM')).toBeGreaterThan(58);
  expect(device.truth()).toMatchObject({ trueDistanceM: expect.closeTo(400, -1) });
  await world.runFor(15 * minuteMs);
  expect([device.state.application, run.events()]).toEqual(['idle', ['device.booted', 'flight.begun', 'flight.ended']]);
  expect(device.truth()).toMatchObject({ trueHeightM: expect.closeTo(0, 1), trueDistanceM: expect.closeTo(0, 0) });
  const low = Math.min(...run.readings('batteryPercent').map(({ value }) => value));
  expect(low).toBeLessThan(65);
  expect(run.newest('batteryPercent')).toBeGreaterThan(low);
  await run.verifyLife(5 * minuteMs);
});

test('drone: lost satellites and an aged pack bring it down in time, a rough rotor sends it home', async () => {
  const run = await ProfileRun.start('drone', mondayMs);
  const { device, world } = run;
  await world.runFor(2 * minuteMs);
  device.inject('propeller-chipped', 1);
  expect(await command(run, 'takeOff')).toBe('done');
  await world.runFor(30 * secondMs);
  expect([device.state.application, run.events().at(-1)]).toEqual(['airborne.returning', 'vibration.high']);
  device.inject('satellites-lost', 1);
  await world.runFor(60 * secondMs);
  expect(device.state.application).toBe('idle');
  expect(run.events().slice(-2)).toEqual(['flight.failsafe', 'flight.ended']);
  // Without satellites nobody takes off.
  expect(await command(run, 'takeOff')).toBe('done');
  expect([device.state.application, run.events().at(-1)]).toEqual(['idle', 'flight.refused']);
  for (const fault of ['satellites-lost', 'propeller-chipped']) device.inject(fault, 0);
  device.inject('pack-aged', 1);
  expect(await command(run, 'takeOff')).toBe('done');
  await world.runFor(30 * minuteMs);
  expect(run.events()).toContain('flight.ended');
  expect(device.truth().trueHeightM).toBeLessThan(1);
  expect(Math.min(...run.readings('batteryPercent').map(({ value }) => value))).toBeGreaterThan(0);
});
