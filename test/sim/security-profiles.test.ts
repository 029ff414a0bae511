import { expect, test } from 'vitest';
import { hourMs, ProfileRun } from './profile-run.ts';

const mondayMs = Date.UTC(2026, 0, 12, 6);
const secondMs = 1_000;

/** Sends a command to the device of the run, which must be on its link; gives its outcome. */
async function command(run: ProfileRun, name: string): Promise<unknown> {
  const answer = run.world.manager.connections.command(run.key, { name, arguments: {}, withinMs: 60_000 });
  await run.world.runFor(10 * secondMs);
  return (await answer).outcome;
}

test('intrusion-sensor: sleeps, and wakes at once for what can not wait', async () => {
  const run = await ProfileRun.start('intrusion-sensor', mondayMs);
  const { device, world } = run;
  await world.runFor(3 * hourMs + 60 * secondMs);
  expect([device.state.application, device.state.duty, run.presence()]).toEqual(['guarding.disarmed', 'asleep', 'asleep']);
  expect(run.readings('motionCode').length).toBe(12);
  device.inject('cover-open', 1);
  await world.runFor(12 * secondMs);
  expect([device.state.application, device.state.duty]).toEqual(['guarding.alarm', 'awake']);
  expect(run.events()).toEqual(['device.booted', 'tamper.opened', 'intrusion.alarm']);
  device.inject('cover-open', 0);
  await world.runFor(200 * secondMs);
  // It was not armed before.
  expect(device.state.application).toBe('guarding.disarmed');
  device.inject('radio-jamming', 1);
  await world.runFor(60 * secondMs);
  expect(run.events().at(-1)).toBe('radio.jammed');
  await run.verifyLife(2 * hourMs);
});

test('intrusion-sensor: armed, an intruder is an alarm; disarmed, nobody is', async () => {
  // Nobody is at home at ten on a Monday.
  const run = await ProfileRun.start('intrusion-sensor', mondayMs + 4 * hourMs);
  const { device, world } = run;
  await world.runFor(12 * secondMs);
  expect(await command(run, 'arm')).toBe('done');
  await world.runFor(60 * secondMs);
  expect(device.state.application).toBe('guarding.armed');
  device.inject('intruder', 0.4);
  await world.runFor(600 * secondMs);
  expect(run.events()).toContain('intrusion.alarm');
  expect(device.truth()).toMatchObject({ personPresentRatio: 0, intruderRatio: 0.4 });
  device.inject('intruder', 0);
  await world.runFor(hourMs);
  expect(device.state.application).toBe('guarding.armed');
  device.inject('intruder', 1);
  // Half a minute to disarm, then the alarm wakes it.
  await world.runFor(38 * secondMs);
  expect(await command(run, 'disarm')).toBe('done');
  expect([device.state.application, run.events().at(-1)]).toEqual(['guarding.disarmed', 'intrusion.alarm']);
  device.inject('intruder', 1);
  const alarms = run.events().length;
  await world.runFor(hourMs);
  expect(run.events().length).toBe(alarms);
});

test('beacon: four messages a day; out of reach it calls at once, and says when it is back', async () => {
  const run = await ProfileRun.start('beacon', mondayMs);
  const { device, world } = run;
  await world.runFor(25 * hourMs);
  expect([device.state.application, device.state.duty, run.presence()]).toEqual(['advertising.near', 'asleep', 'asleep']);
  expect(world.counters.boots).toBe(1);
  expect(run.readings('rssiDbm').length).toBe(96);
  expect(run.newest('advertisementsCount')).toBe(86_400);
  // About 0.5 mAh a day of 1,000.
  expect(device.state.batteryPercent).toBeGreaterThan(99.8);
  device.inject('carried-away', 1);
  device.inject('antenna-detuned', 1);
  await world.runFor(2 * hourMs);
  expect([device.state.application, run.events().at(-1)]).toEqual(['advertising.away', 'thing.away']);
  device.inject('carried-away', 0);
  device.inject('antenna-detuned', 0);
  await world.runFor(hourMs);
  expect([device.state.application, run.events().at(-1)]).toEqual(['advertising.near', 'thing.back']);
  await run.verifyLife(13 * hourMs);
});

test('beacon: found, paused and resumed by command', async () => {
  const run = await ProfileRun.start('beacon', mondayMs);
  await run.world.runFor(3 * secondMs);
  expect(await command(run, 'find')).toBe('done');
  await run.world.runFor(115 * secondMs);
  expect(run.device.state.application).toBe('advertising.near');
  await run.world.runFor(6 * hourMs - 125 * secondMs);
  expect(await command(run, 'pause')).toBe('done');
  expect(run.readings('rssiDbm').length).toBeGreaterThanOrEqual(12);
  expect(run.device.state.application).toBe('paused');
});
