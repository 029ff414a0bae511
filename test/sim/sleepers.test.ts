import { expect, test } from 'vitest';
import type { Manager } from '#fleet/domain/index.js';
import { operator } from './gateway-harness.ts';
import { hourMs, ProfileRun } from './profile-run.ts';

/** Orders to a device that is asleep: it hears of them when it wakes by itself, whatever became of the manager meanwhile. */

const id = 'soil-sensor-00001';
const order = { name: 'identify', arguments: {}, timeoutMs: 30_000, deadlineMs: 24 * hourMs };
const identified = (run: ProfileRun): number => run.events().filter((name) => name === 'device.identified').length;

/** A soil sensor that has gone to sleep. */
async function asleep(seed: string): Promise<ProfileRun> {
  const run = await ProfileRun.start('soil-sensor', Date.UTC(2026, 5, 1), seed);
  for (let minutes = 0; minutes < 120 && run.presence() !== 'asleep'; minutes += 1) await run.world.runFor(60_000);
  expect(run.presence()).toBe('asleep');
  return run;
}

/** Orders a command and a setting, by the services that stand now. */
async function orderBoth({ commands, configuration }: Manager): Promise<string> {
  await configuration.change(id, { set: { dryBelowPercent: 12 }, text: {}, reset: [] }, undefined, operator);
  return (await commands.send(id, order, '', operator)).id;
}

test.each([['the manager lives on', false] as const, ['the manager dies meanwhile', true] as const])('%s', async (_name, dies) => {
  const run = await asleep(`sleeper ${dies}`);
  const { world } = run;
  const boots = world.manager.devices.get(id)?.boot;
  const command = await orderBoth(world.manager);
  await world.runFor(1_000);
  expect(run.presence()).toBe('asleep');
  expect(world.manager.commands.get(command).state).toBe('queued');
  expect(world.manager.configuration.get(id)).toMatchObject({ desiredVersion: 1, reportedVersion: 0 });
  if (dies) {
    world.crashManager();
    await world.runFor(60_000);
    await world.startManager();
  }
  await world.runFor(6 * hourMs);
  expect(world.manager.commands.get(command)).toMatchObject({ state: 'done' });
  expect(identified(run)).toBe(1);
  expect(world.manager.configuration.get(id)).toMatchObject({ desiredVersion: 1, reportedVersion: 1, drift: false });
  expect(world.manager.devices.get(id)?.boot).toBe(boots);
});

test('a deadline before its next wake-up: it is never told', async () => {
  const run = await asleep('sleeper deadline');
  const { commands } = run.world.manager;
  const sent = await commands.send(id, { ...order, deadlineMs: 5_000 }, '', operator);
  await run.world.runFor(6 * hourMs);
  expect(commands.get(sent.id)).toMatchObject({ state: 'expired', sentAtMs: 0 });
  expect(identified(run)).toBe(0);
});
