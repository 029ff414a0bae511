import { expect, test } from 'vitest';
import { hourMs, ProfileRun } from './profile-run.ts';
import { expectDay, winterNoonMs } from './street-light-day.ts';

/** A cabinet without the controllers of its lamps, which cost most of a run. */
const cabinetAlone = () => ProfileRun.start('street-light', winterNoonMs, undefined, undefined, true);

// With its 50 lamps the cabinet lives the same day in street-light.long.test.ts.
test.each(['street-light', 'street-lamp'])('%s: off by day, lit at dusk, dimmed by night, off at dawn; commands and resets', async (name) =>
  expectDay(await ProfileRun.start(name, winterNoonMs, undefined, undefined, true), name === 'street-light' ? 50 : 1),
);

test('street-light: a stuck photocell is told, and the astronomical clock takes over', async () => {
  const run = await cabinetAlone();
  await run.world.runFor(hourMs);
  run.device.inject('photocell-stuck', 1);
  await run.world.runFor(7 * hourMs);
  expect([run.events().at(-1), run.device.state.application]).toEqual(['photocell.suspect', 'automatic.night.full']);
  await run.world.runFor(16 * hourMs);
  // Noon: it still shows the light of one o'clock, which is right by day.
  expect(run.device.state.application).toBe('automatic.day');
  run.device.inject('photocell-stuck', 0);
  await run.world.runFor(12 * hourMs);
  run.device.inject('photocell-stuck', 1);
  await run.world.runFor(12 * hourMs);
  // Stuck at midnight's darkness, it would burn by day.
  expect(run.device.state.application).toBe('automatic.day');
  expect(run.events().filter((event) => event === 'photocell.suspect').length).toBeGreaterThanOrEqual(3);
  expect(run.newest('ambientLx')).toBeLessThan(1);
  expect(run.device.truth().trueAmbientLx).toBeGreaterThan(1_000);
});

test('street-light: a lost phase, water and an open door are told', async () => {
  const run = await cabinetAlone();
  await run.world.runFor(7 * hourMs);
  for (const fault of ['phase-loss', 'water-ingress', 'door-open']) run.device.inject(fault, 1);
  await run.world.runFor(6 * hourMs);
  const told = ['door.opened', 'lamps.dark', 'leakage.high', 'phase.lost', 'water.found'];
  expect([...new Set(run.events().slice(1))].sort()).toEqual(told);
  expect(run.newest('currentL2A')).toBe(0);
  expect(run.device.truth()).toMatchObject({ deadLampsRatio: expect.closeTo(1 / 3, 9), trueWaterMm: expect.closeTo(60, 6) });
});

test('street-lamp: a dark lamp, a day burner and flicker are told once each', async () => {
  const run = await ProfileRun.start('street-lamp', winterNoonMs);
  await run.world.runFor(hourMs);
  run.device.inject('day-burner', 1);
  await run.world.runFor(hourMs);
  run.device.inject('day-burner', 0);
  await run.world.runFor(6 * hourMs);
  run.device.inject('flicker', 1);
  await run.world.runFor(hourMs);
  run.device.inject('driver-failure', 1);
  await run.world.runFor(4 * hourMs);
  expect(run.events().slice(1)).toEqual(['lamp.burning', 'lamp.flickers', 'lamp.dark']);
  expect(run.device.applicationContext()).toMatchObject({ failures: 1 });
});

test('street-light: what the lamps wait for while their controller boots is no dial', async () => {
  const { world } = await ProfileRun.start('street-light', winterNoonMs);
  await world.runFor(15_000);
  expect([world.devices.size, world.counters.boots > 40, world.counters.dials]).toEqual([51, true, 0]);
  await world.runFor(30_000);
  expect([world.counters.sessions, world.counters.dials]).toEqual([51, 1]);
});

test.each(['street-light', 'street-lamp'])('%s: dim takes a ratio, and what nobody reads is refused', async (name) => {
  const run = await ProfileRun.start(name, winterNoonMs);
  await run.world.runFor(120_000);
  const dim = async (args: Readonly<Record<string, number | string>>): Promise<readonly [string, string, number]> => {
    const order = run.world.manager.connections.command(run.key, { name: 'dim', arguments: args, withinMs: 60_000 });
    await run.world.runFor(20 * 60_000);
    const { outcome, message } = await order;
    return [outcome, message, run.newest('levelPercent')];
  };
  expect(await dim({ ratio: 0.3 })).toEqual(['done', '', 30]);
  expect(await dim({ ratio: 0.7 })).toEqual(['done', '', 70]);
  expect(await dim({})).toEqual(['done', '', 50]);
  expect(await dim({ ratio: 1.5 })).toEqual(['done', '', 100]);
  expect(await dim({ ratio: 0 })).toEqual(['done', '', 0]);
  expect(await dim({ level: 40 })).toEqual(['refused', 'dim takes no argument level; it takes ratio', 0]);
  expect(await dim({ ratio: 'much' })).toEqual(['refused', 'the argument ratio of dim is no number', 0]);
});
