import { expect, test } from 'vitest';
import { hourMs, ProfileRun } from './profile-run.ts';

const mondayMs = Date.UTC(2026, 2, 2, 6);

test('wearable: synchronises every quarter of an hour, follows the day, is taken off to charge, and lives through a reset', async () => {
  const run = await ProfileRun.start('wearable', mondayMs, 'b');
  await run.world.runFor(5 * 60_000);
  expect([run.device.state.duty, run.presence()]).toEqual(['asleep', 'asleep']);
  await run.world.runFor(20 * hourMs);
  const codes = new Set(run.readings('activityCode').map(({ value }) => value));
  expect([...codes].sort().slice(0, 3)).toEqual([0, 1, 2]);
  expect(run.events()).toEqual(expect.arrayContaining(['taken.off', 'put.on', 'goal.reached']));
  const battery = run.readings('batteryPercent').map(({ value }) => value);
  expect(battery.some((value, index) => index > 0 && value > (battery[index - 1] as number))).toBe(true);
  expect(Math.min(...battery)).toBeLessThan(90);
  await run.verifyLife(hourMs);
});

test('pill-tracker: tells doses as they are taken and missed, and lives through a reset', async () => {
  const run = await ProfileRun.start('pill-tracker', mondayMs);
  await run.world.runFor(5 * 60_000);
  expect([run.device.state.duty, run.presence()]).toEqual(['asleep', 'asleep']);
  const before = run.device.truth();
  await run.world.runFor(42 * hourMs);
  const told = (name: string): number => run.events().filter((event) => event === name).length;
  const taken = (run.device.truth().takenDosesCount ?? 0) - (before.takenDosesCount ?? 0);
  expect(taken).toBeGreaterThan(2);
  // A dose later than two hours is missed for the box and an opening out of its time.
  expect(told('dose.taken') + told('lid.opened')).toBe(taken);
  expect(told('dose.taken') + told('dose.missed')).toBe(4);
  run.device.inject('doses-forgotten', 1);
  run.device.inject('in-the-sun', 1);
  await run.world.runFor(24 * hourMs);
  expect([told('dose.taken') + told('dose.missed'), told('box.hot') > 0]).toEqual([6, true]);
  await run.verifyLife(3 * hourMs);
});
