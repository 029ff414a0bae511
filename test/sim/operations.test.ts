import { describe, expect, test } from 'vitest';
import type { BulkRequest } from '#fleet/domain/index.js';
import type { RegistryLimits } from '#fleet/registry/index.js';
import { createMemoryStore, type MemoryStore } from '#fleet/store/index.js';
import { Harness, operator, Unit } from './gateway-harness.ts';

async function fleetOf(
  count: number,
  options: { readonly store?: MemoryStore; readonly registry?: Partial<RegistryLimits> } = {},
): Promise<Harness> {
  const harness = await Harness.start(options);
  const token = await harness.token({ labels: { site: 'north' } });
  for (let index = 1; index <= count; index += 1) await harness.claim(new Unit(`d${String(index).padStart(3, '0')}`), token);
  return harness;
}

function request(changes: Partial<BulkRequest> = {}): BulkRequest {
  return {
    order: { type: 'label', set: { crew: 'blue' }, remove: [] },
    selector: 'site=north',
    all: false,
    max: 10,
    ratePerSecond: 10,
    stopAfter: 5,
    ...changes,
  };
}

describe('who is meant', () => {
  test('as many as the order may reach, and one more', async () => {
    const { operations } = (await fleetOf(3)).registry.services;
    expect(operations.plan(request({ max: 3 })).deviceIds).toEqual(['d001', 'd002', 'd003']);
    expect(() => operations.plan(request({ max: 2 }))).toThrow(
      expect.objectContaining({
        code: 'E1721',
        exit: 2,
        message: expect.stringContaining('3 devices match site=north, the most for this order is 2'),
      }),
    );
  });

  test('nobody; all without a word for it; both', async () => {
    const { operations } = (await fleetOf(1)).registry.services;
    expect(() => operations.plan(request({ selector: 'site=south' }))).toThrow(expect.objectContaining({ code: 'E1720', exit: 3 }));
    expect(() => operations.plan(request({ selector: '' }))).toThrow(expect.objectContaining({ code: 'E1708' }));
    expect(() => operations.plan(request({ all: true }))).toThrow(expect.objectContaining({ code: 'E1708' }));
    expect(operations.plan(request({ selector: '', all: true })).deviceIds).toEqual(['d001']);
  });

  test.each([
    ['rate', { ratePerSecond: 0 }],
    ['rate', { ratePerSecond: 1_001 }],
    ['rate', { ratePerSecond: Number.NaN }],
    ['max', { max: 0 }],
    ['max', { max: 10_001 }],
    ['failures', { stopAfter: 0 }],
    ['labels', { order: { type: 'label', set: {}, remove: [] } }],
  ] as const)('%s out of range: %o', async (word, changes) => {
    const { operations } = (await fleetOf(1)).registry.services;
    expect(() => operations.plan(request(changes))).toThrow(
      expect.objectContaining({ code: 'E1708', message: expect.stringContaining(word) }),
    );
  });

  test('a device that can not be served keeps the whole from beginning', async () => {
    const harness = await fleetOf(3);
    const { operations, devices } = harness.registry.services;
    await devices.revoke('d002', operator);
    const order = request({ order: { type: 'retire' } });
    expect(operations.plan(order).problems).toMatchObject([{ deviceId: 'd002', code: 'E1705' }]);
    await expect(operations.start(order, operator)).rejects.toMatchObject({ code: 'E1705', message: expect.stringContaining('d002') });
    expect(operations.list()).toEqual([]);
  });

  test('approve, reject and reinstate mean those that wait for it, whoever else matches', async () => {
    const harness = await fleetOf(3);
    const { operations, devices } = harness.registry.services;
    const plan = (type: 'approve' | 'reject' | 'reinstate') => operations.plan(request({ order: { type }, max: 1 })).deviceIds;
    for (const type of ['approve', 'reject', 'reinstate'] as const) {
      expect(() => plan(type)).toThrow(expect.objectContaining({ code: 'E1720', exit: 3 }));
    }
    await devices.retire('d003', operator);
    expect(plan('reinstate')).toEqual(['d003']);
    await devices.retire('d001', operator);
    expect(() => plan('reinstate')).toThrow(expect.objectContaining({ code: 'E1721', message: expect.stringMatching(/^2 devices match/) }));
  });
});

describe('a run', () => {
  test('one device after the other at the rate, with gaps that vary; each result is there before the next', async () => {
    const harness = await fleetOf(10);
    const { operations, devices } = harness.registry.services;
    const { id } = await operations.start(request(), operator);
    const times: number[] = [];
    for (let moment = 0; moment < 200; moment += 1) {
      await harness.pass(10);
      if (operations.get(id).done > times.length) times.push(moment * 10);
    }
    expect(operations.get(id)).toMatchObject({ state: 'done', devices: 10, done: 10, failed: 0, unchanged: 0 });
    const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
    for (const gap of gaps) expect(gap >= 40 && gap <= 160).toBe(true);
    expect(new Set(gaps).size).toBeGreaterThan(3);
    expect(devices.list({ selector: 'crew=blue', after: '', limit: 100 }).total).toBe(10);
    expect(operations.steps(id, 8, 100)).toMatchObject([
      { deviceId: 'd009', outcome: 'done' },
      { deviceId: 'd010', outcome: 'done' },
    ]);
    expect((await harness.audit()).filter((line) => line.startsWith('device.label'))).toHaveLength(10);
  });

  test('done again it changes nothing', async () => {
    const harness = await fleetOf(2);
    const { operations } = harness.registry.services;
    await operations.start(request(), operator);
    await harness.pass(2_000);
    const { id } = await operations.start(request(), operator);
    await harness.pass(2_000);
    expect(operations.get(id)).toMatchObject({ state: 'done', done: 0, unchanged: 2 });
    expect((await harness.audit()).filter((line) => line.startsWith('device.label'))).toHaveLength(2);
  });

  test('failures at the bound end it; the rest was never touched', async () => {
    const harness = await fleetOf(6);
    const { operations, devices } = harness.registry.services;
    const { id } = await operations.start(request({ stopAfter: 2 }), operator);
    for (const gone of ['d002', 'd003']) await devices.remove(gone, operator);
    await harness.pass(5_000);
    expect(operations.get(id)).toMatchObject({ state: 'stopped', done: 1, failed: 2, message: '2 devices failed, it was to stop after 2' });
    expect(operations.steps(id, 1, 3)).toMatchObject([{ outcome: 'failed', code: 'E1702' }, { outcome: 'failed' }, { outcome: 'waiting' }]);
    expect(devices.list({ selector: 'crew=blue', after: '', limit: 100 }).total).toBe(1);
  });

  test('cancelled before the next device; twice is refused', async () => {
    const harness = await fleetOf(5);
    const { operations } = harness.registry.services;
    const { id } = await operations.start(request({ ratePerSecond: 1 }), operator);
    await harness.pass(100);
    await operations.cancel(id, { ...operator, reason: 'wrong site' });
    await harness.pass(10_000);
    expect(operations.get(id)).toMatchObject({ state: 'cancelled', done: 1, message: 'cancelled by olga: wrong site' });
    await expect(operations.cancel(id, operator)).rejects.toMatchObject({ code: 'E1724' });
    await expect(operations.cancel('99', operator)).rejects.toMatchObject({ code: 'E1722' });
  });

  test('a store that takes no result ends it', async () => {
    const store = createMemoryStore();
    const harness = await fleetOf(5, { store });
    const { operations } = harness.registry.services;
    const { id } = await operations.start(request({ ratePerSecond: 1 }), operator);
    store.setFull(true);
    await harness.pass(10_000);
    expect(operations.get(id)).toMatchObject({ state: 'stopped', message: expect.stringContaining('d001 could not be stored') });
  });
});

describe('bounds', () => {
  test('operations that run at once, at the limit and one past it', async () => {
    const harness = await fleetOf(1, { registry: { runningOperations: 2 } });
    const { operations } = harness.registry.services;
    const tries = await Promise.allSettled([1, 2, 3].map(() => operations.start(request(), operator)));
    expect(tries.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(tries[2]).toMatchObject({ reason: { code: 'E1723' } });
  });

  test('the oldest that are over go when there are more than are kept', async () => {
    const harness = await fleetOf(1, { registry: { keptOperations: 2 } });
    const { operations } = harness.registry.services;
    for (let run = 0; run < 4; run += 1) {
      await operations.start(request(), operator);
      await harness.pass(1_000);
    }
    expect(operations.list().map(({ id }) => id)).toEqual(['4', '3']);
    expect((await harness.store.list('operation')).map(({ id }) => id)).toEqual(['3', '4']);
    expect((await harness.store.list('operationPage')).map(({ id }) => id)).toEqual(['3.0', '4.0']);
  });
});

test('killed while it runs: interrupted, with what was done and the one device that may have been', async () => {
  const store = createMemoryStore();
  const before = await fleetOf(120, { store });
  const { id } = await before.registry.services.operations.start(request({ max: 200, ratePerSecond: 100 }), operator);
  while (before.registry.services.operations.get(id).done < 105) await before.pass(1);
  const after = await Harness.start({ store: store.crash(), clock: before.clock });
  const { operations, devices } = after.registry.services;
  expect(operations.get(id)).toMatchObject({
    state: 'interrupted',
    devices: 120,
    done: 105,
    message: 'the manager ended after 105 of 120 devices; the next one, d106, may have been reached as well: its history tells',
  });
  expect(devices.list({ selector: 'crew=blue', after: '', limit: 100 }).total).toBe(105);
  const next = await operations.start(request({ max: 200, ratePerSecond: 100 }), operator);
  expect(Number(next.id)).toBe(Number(id) + 1);
  await after.pass(5_000);
  expect(operations.get(next.id)).toMatchObject({ state: 'done', done: 15, unchanged: 105 });
});

test('a manager that stops in order says how far it came', async () => {
  const store = createMemoryStore();
  const before = await fleetOf(3, { store });
  const { id } = await before.registry.services.operations.start(request({ ratePerSecond: 1 }), operator);
  await before.pass(10);
  await before.registry.stop();
  await before.journal.close();
  const { operations } = (await Harness.start({ store: store.crash(), clock: before.clock })).registry.services;
  expect(operations.get(id)).toMatchObject({ state: 'interrupted', done: 1, message: expect.stringContaining('d002, was not reached') });
});

describe('labels', () => {
  test('set, changed, removed; kept over a restart; the token’s other devices keep theirs', async () => {
    const store = createMemoryStore();
    const before = await fleetOf(2, { store });
    await before.registry.devices.label('d001', { set: { site: 'south', crew: 'blue' }, remove: [] }, operator);
    await before.registry.devices.label('d001', { set: { shift: '2' }, remove: ['crew', 'nobody'] }, operator);
    const { devices } = (await Harness.start({ store: store.crash(), clock: before.clock })).registry.services;
    expect(devices.get('d001')?.labels).toEqual({ site: 'south', shift: '2' });
    expect(devices.get('d002')?.labels).toEqual({ site: 'north' });
  });

  test.each([
    ['16 labels', Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`k${index}`, 'v'])), undefined],
    ['17 labels', Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`k${index}`, 'v'])), 'number of labels is 17'],
    ['a key of 63', { ['k'.repeat(63)]: 'v' }, undefined],
    ['a key of 64', { ['k'.repeat(64)]: 'v' }, 'is not 1 to 63 of'],
    ['a value of 256', { k: 'v'.repeat(256) }, undefined],
    ['a value of 257', { k: 'v'.repeat(257) }, '257 characters'],
    ['a key in capitals', { Site: 'v' }, 'is not 1 to 63 of'],
  ])('%s', async (_name, set, problem) => {
    const { devices } = (await fleetOf(1)).registry;
    const change = devices.label('d001', { set, remove: [] }, operator);
    if (problem === undefined) await expect(change).resolves.toMatchObject({ labels: { site: 'north', ...set } });
    else await expect(change).rejects.toMatchObject({ code: 'E1708', message: expect.stringContaining(problem) });
  });

  test('a key both set and removed is refused', async () => {
    const { devices } = (await fleetOf(1)).registry;
    await expect(devices.label('d001', { set: { a: '1' }, remove: ['a'] }, operator)).rejects.toMatchObject({ code: 'E1708' });
  });
});
