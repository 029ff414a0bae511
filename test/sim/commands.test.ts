import { describe, expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import type { CommandOrder } from '#fleet/domain/index.js';
import type { RegistryLimits } from '#fleet/registry/index.js';
import { createMemoryStore } from '#fleet/store/index.js';
import { World } from '#fleet/trial/index.js';
import { type FakeLink, Harness, operator, Unit } from './gateway-harness.ts';

const order = (changes: Partial<CommandOrder> = {}): CommandOrder => ({
  name: 'boost',
  arguments: {},
  timeoutMs: 30_000,
  deadlineMs: 86_400_000,
  ...changes,
});

async function start(limits: Partial<RegistryLimits> = {}, store = createMemoryStore()) {
  const harness = await Harness.start({ store, registry: limits });
  const token = await harness.token();
  const unit = new Unit('a');
  const link = await harness.join(unit, token);
  return { harness, token, unit, link, store, ...harness.registry.services };
}

/** Answers every command that came on a link and was not answered yet. */
async function answer(
  harness: Harness,
  link: FakeLink,
  ids: readonly (string | null | undefined)[],
  outcome = 1,
  message = '',
): Promise<void> {
  for (const commandId of ids) {
    link.say({ channel: 0, type: 'commandResult', body: { commandId: commandId ?? '', outcome, message } });
    await harness.settle();
  }
}

const idsOn = (link: FakeLink) => link.all('command').map(({ commandId }) => commandId);

describe('a device that is there', () => {
  test.each([
    [1, 'done'],
    [2, 'unknown'],
    [3, 'refused'],
    [4, 'failed'],
  ])('is told at once; answer %i is kept as %s', async (outcome, state) => {
    const { harness, link, commands } = await start();
    const { id } = await commands.send('a', order({ arguments: { minutes: 5 }, deadlineMs: 0 }), '', operator);
    await harness.settle();
    expect(commands.get(id).state).toBe('sent');
    expect(link.all('command')).toMatchObject([
      { commandId: id, name: 'boost', arguments: { minutes: { number: 5 } }, answerWithinMs: 30_000 },
    ]);
    await answer(harness, link, [id], outcome, 'so it is');
    expect(commands.get(id)).toMatchObject({ state, message: 'so it is', by: 'olga', reason: 'test' });
    expect(commands.list({ deviceId: 'a', open: true, limit: 10 })).toEqual([]);
    expect(await harness.audit()).toContain('device.command device:a');
    const kinds = (await harness.journal.readTimeline({ limit: 100 })).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['command.queued', `command.${state}`]));
  });

  test('which says nothing in time is unanswered', async () => {
    const { harness, link, commands } = await start();
    const { id } = await commands.send('a', order({ timeoutMs: 5_000 }), '', operator);
    await harness.settle();
    await harness.pass(4_999);
    expect(commands.get(id).state).toBe('sent');
    await harness.pass(2);
    expect(commands.get(id)).toMatchObject({ state: 'unanswered', message: 'a did not answer boost within 5000 ms' });
    await answer(harness, link, [id]);
    expect(commands.get(id).state).toBe('unanswered');
  });
});

describe('a device that is not there', () => {
  test('gets it behind its next Welcome, in the order of the orders', async () => {
    const { harness, unit, link, commands } = await start();
    link.drop();
    const sent = [await commands.send('a', order(), '', operator), await commands.send('a', order({ name: 'identify' }), '', operator)];
    await harness.pass(3_600_000);
    const again = harness.hello(unit);
    await harness.settle();
    expect(again.frames.map(({ type }) => type).slice(-3)).toEqual(['welcome', 'command', 'command']);
    expect(idsOn(again)).toEqual(sent.map(({ id }) => id));
  });

  test('not a moment before nor after the deadline', async () => {
    const { harness, unit, link, commands } = await start();
    link.drop();
    const { id } = await commands.send('a', order({ deadlineMs: 60_000 }), '', operator);
    await harness.pass(59_999);
    expect(commands.get(id).state).toBe('queued');
    await harness.pass(2);
    expect(commands.get(id)).toMatchObject({ state: 'expired', message: 'a was not there before the deadline' });
    const again = harness.hello(unit);
    await harness.pass(1_000);
    expect(idsOn(again)).toEqual([]);
  });

  test('without a deadline it is refused, with the way out', async () => {
    const { link, commands } = await start();
    link.drop();
    await expect(commands.send('a', order({ deadlineMs: 0 }), '', operator)).rejects.toMatchObject({
      code: 'E1744',
      exit: 5,
      next: expect.stringContaining('--deadline'),
    });
  });

  test('whose line breaks before the answer is told again under the same id, also long after its time to answer', async () => {
    const { harness, unit, link, commands } = await start();
    const { id } = await commands.send('a', order({ timeoutMs: 5_000 }), '', operator);
    await harness.settle();
    link.drop();
    await harness.pass(600_000);
    expect(commands.get(id).state).toBe('sent');
    const again = harness.hello(unit);
    await harness.settle();
    expect([idsOn(link), idsOn(again)]).toEqual([[id], [id]]);
    await answer(harness, again, [id]);
    expect(commands.get(id).state).toBe('done');
  });

  test('and never comes back is unanswered at the deadline, for it was told', async () => {
    const { harness, link, commands } = await start();
    const { id } = await commands.send('a', order({ timeoutMs: 5_000, deadlineMs: 60_000 }), '', operator);
    await harness.settle();
    link.drop();
    await harness.pass(120_000);
    expect(commands.get(id)).toMatchObject({ state: 'unanswered', message: expect.stringContaining('was told and did not answer') });
  });

  test('one that was not told can be taken back, one that was can not', async () => {
    const { harness, link, commands } = await start();
    const told = await commands.send('a', order(), '', operator);
    await harness.settle();
    link.drop();
    const waiting = await commands.send('a', order(), '', operator);
    await harness.settle();
    expect((await commands.cancel(waiting.id, operator)).state).toBe('cancelled');
    await expect(commands.cancel(told.id, operator)).rejects.toMatchObject({ code: 'E1749' });
    await expect(commands.cancel(waiting.id, operator)).rejects.toMatchObject({ code: 'E1749' });
    await expect(commands.cancel('nobody', operator)).rejects.toMatchObject({ code: 'E1748' });
  });
});

describe('what is refused at once', () => {
  test.each([
    ['a name of another profile', { name: 'boots' }, 'E1745', 'profile thermostat has no command "boots", did you mean boost?'],
    ['16 arguments', { arguments: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`k${index}`, 1])) }, undefined, ''],
    ['17 arguments', { arguments: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 1])) }, 'E1708', '17'],
    ['a text of 1,024', { arguments: { k: 'x'.repeat(1_024) } }, undefined, ''],
    ['a text of 1,025', { arguments: { k: 'x'.repeat(1_025) } }, 'E1708', '1025'],
    ['a number without an end', { arguments: { k: Number.NaN } }, 'E1708', 'not finite'],
    ['99 ms to answer', { timeoutMs: 99 }, 'E1708', '99'],
    ['30 days', { deadlineMs: 30 * 86_400_000 }, undefined, ''],
    ['a moment more', { deadlineMs: 30 * 86_400_000 + 1 }, 'E1708', '2592000001'],
  ])('%s', async (_name, changes, code, message) => {
    const { commands } = await start();
    const sent = commands.send('a', order(changes), '', operator);
    if (code === undefined) await expect(sent).resolves.toMatchObject({ state: 'queued' });
    else await expect(sent).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test('a device that never showed its profile takes reboot and identify alone', async () => {
    const { harness, token, commands } = await start();
    await harness.claim(new Unit('new'), token);
    await expect(commands.send('new', order(), '', operator)).rejects.toMatchObject({ code: 'E1707' });
    await expect(commands.send('new', order({ name: 'identify' }), '', operator)).resolves.toMatchObject({ state: 'queued' });
    await expect(commands.send('nobody', order(), '', operator)).rejects.toMatchObject({ code: 'E1702' });
  });

  test('open commands of a device and in all, at the limit and one past it', async () => {
    const { harness, token, link, commands } = await start({ queuedCommandsPerDevice: 2, queuedCommands: 3 });
    await harness.join(new Unit('b'), token);
    const tries = (id: string, count: number) =>
      Promise.allSettled(Array.from({ length: count }, () => commands.send(id, order(), '', operator)));
    expect((await tries('a', 3))[2]).toMatchObject({ reason: { code: 'E1746', message: '2 commands of a are open, the limit is 2' } });
    expect((await tries('b', 2))[1]).toMatchObject({ reason: { code: 'E1747', message: '3 commands are open, the limit is 3' } });
    await harness.settle();
    await answer(harness, link, idsOn(link));
    expect((await tries('b', 1))[0]).toMatchObject({ status: 'fulfilled' });
  });

  test('the oldest that are over go when there are more than are kept', async () => {
    const { harness, link, commands, store } = await start({ keptCommands: 2 });
    for (let count = 0; count < 5; count += 1) {
      const { id } = await commands.send('a', order(), '', operator);
      await harness.settle();
      await answer(harness, link, [id]);
    }
    await commands.send('a', order(), '', operator);
    expect(commands.list({ limit: 10 }).map(({ number }) => number)).toEqual([6, 5, 4]);
    expect(await store.list('command')).toHaveLength(3);
  });
});

describe('a crash of the manager', () => {
  test('before the device was told: it is told by the next one', async () => {
    const { harness, unit, link, commands, store } = await start();
    link.drop();
    const { id } = await commands.send('a', order(), '', operator);
    const after = await Harness.start({ store: store.crash(), clock: harness.clock });
    const again = after.hello(unit);
    await after.settle();
    expect(idsOn(again)).toEqual([id]);
    await answer(after, again, [id]);
    expect(after.registry.services.commands.get(id).state).toBe('done');
    expect((await after.registry.services.commands.send('a', order(), '', operator)).number).toBe(2);
  });

  test('after the device was told: told again under the same id, and what is over is not', async () => {
    const { harness, unit, link, commands, store } = await start();
    const first = await commands.send('a', order(), '', operator);
    await harness.settle();
    await answer(harness, link, [first.id]);
    const second = await commands.send('a', order(), '', operator);
    await harness.settle();
    const after = await Harness.start({ store: store.crash(), clock: harness.clock });
    const again = after.hello(unit);
    await after.settle();
    expect(idsOn(again)).toEqual([second.id]);
    expect(after.registry.services.commands.get(first.id).state).toBe('done');
  });

  test('over the deadline: expired or unanswered, never told late', async () => {
    const { harness, unit, link, commands, store } = await start();
    const told = await commands.send('a', order({ deadlineMs: 60_000 }), '', operator);
    await harness.settle();
    link.drop();
    const untold = await commands.send('a', order({ deadlineMs: 60_000 }), '', operator);
    const crashed = store.crash();
    harness.clock.advanceTo(harness.clock.nowMs() + 3_600_000);
    const after = await Harness.start({ store: crashed, clock: harness.clock });
    const again = after.hello(unit);
    await after.pass(5_000);
    expect(idsOn(again)).toEqual([]);
    const { commands: kept } = after.registry.services;
    expect([kept.get(told.id).state, kept.get(untold.id).state]).toEqual(['unanswered', 'expired']);
  });
});

test('an order to many: a command each, kept with its operation', async () => {
  const { harness, token, operations, commands } = await start();
  const other = await harness.join(new Unit('b'), token);
  other.drop();
  const request = { order: { type: 'command', ...order() } as const, selector: 'profile=thermostat', all: false, max: 10 };
  const { id } = await operations.start({ ...request, ratePerSecond: 100, stopAfter: 1 }, operator);
  await harness.pass(1_000);
  expect(operations.get(id)).toMatchObject({ state: 'done', done: 2 });
  expect(commands.list({ operationId: id, limit: 10 }).map(({ deviceId, state }) => `${deviceId} ${state}`)).toEqual([
    'b queued',
    'a sent',
  ]);
  const now = { ...request, order: { ...request.order, deadlineMs: 0 }, ratePerSecond: 100, stopAfter: 1 };
  expect(operations.plan(now).problems).toMatchObject([{ deviceId: 'b', code: 'E1744' }]);
});

test.each([0, 20, 60, 200, 1_000])('a virtual device reboots once, when the manager dies %i ms after the order', async (afterMs) => {
  const world = new World({ seed: `commands ${afterMs}` });
  await world.startManager();
  const token = await world.createToken(1);
  world.addDevices({ prefix: 'room', count: 1, profile: loadShippedProfile('thermostat'), token, rampMs: 1 });
  await world.runFor(60_000);
  const boot = world.manager.devices.get('room-00001')?.boot ?? 0;
  const { id } = await world.manager.commands.send('room-00001', order({ name: 'reboot' }), '', operator);
  await world.runFor(afterMs);
  world.crashManager();
  await world.runFor(120_000);
  await world.startManager();
  await world.runFor(30 * 60_000);
  expect(world.manager.commands.get(id).state).toBe('done');
  expect(world.manager.devices.get('room-00001')).toMatchObject({ boot: boot + 1, presence: 'online', resetReason: 'command' });
});
