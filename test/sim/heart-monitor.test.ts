import { expect, test } from 'vitest';
import { hourMs, ProfileRun } from './profile-run.ts';

const startMs = Date.UTC(2026, 2, 2, 9);

test('heart-monitor: sleeps all day, wakes for an episode, uploads once a day, and lives through a reset', async () => {
  const run = await ProfileRun.start('heart-monitor', startMs);
  await run.world.runFor(2 * 60_000);
  expect([run.device.state.duty, run.presence()]).toEqual(['asleep', 'asleep']);
  run.device.inject('atrial-fibrillation', 0.5);
  await run.world.runFor(60_000);
  // It woke by itself within a minute, a day before its plan.
  expect(run.events()).toEqual(['device.booted', 'episode.began']);
  expect(run.device.state.application).toBe('episode.following');
  await run.world.runFor(5 * 60_000);
  expect(run.device.state.duty).toBe('asleep');
  run.device.inject('atrial-fibrillation', 0);
  await run.world.runFor(25 * hourMs);
  expect(run.events()).toEqual(expect.arrayContaining(['episode.ended', 'lead.measured']));
  expect(run.readings('heartRatePerMin').length).toBeGreaterThan(130);
  expect(run.device.state.batteryPercent).toBeGreaterThan(99.9);
  await run.verifyLife(25 * hourMs);
});

test('heart-monitor: a broken lead is told in the night, and the truth says which', async () => {
  const run = await ProfileRun.start('heart-monitor', startMs);
  await run.world.runFor(2 * 60_000);
  run.device.inject('lead-fracture', 1);
  await run.world.runFor(19 * hourMs);
  expect(run.events()).toContain('lead.impedance.high');
  expect(run.device.truth()).toMatchObject({ leadFractureRatio: 1, leadBreachRatio: 0 });
});
