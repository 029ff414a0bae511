/** Devices that are left alone: held or pinned, until it is taken back or its time is over. */
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '#fleet/store/index.js';
import { Harness, operator, startWallMs, Unit } from './gateway-harness.ts';
import { order, UpdateRig } from './update-rig.ts';

const dayMs = 86_400_000;

/** Devices a, b and c; a has said Hello. */
async function started(options: Parameters<typeof Harness.start>[0] = {}) {
  const harness = await Harness.start(options);
  const token = await harness.token();
  await harness.join(new Unit('a'), token);
  for (const id of ['b', 'c']) await harness.claim(new Unit(id), token);
  return { harness, ...harness.registry.services };
}

describe('hold and pin', () => {
  test('one a device, the newest; shown, selected, audited, and told to who listens', async () => {
    const { harness, holds, devices } = await started();
    const changed: string[] = [];
    harness.registry.feed.subscribe({ changed: (id) => void changed.push(id) });
    const untilMs = startWallMs + 7 * dayMs;
    expect(await holds.set('a', { type: 'hold', untilMs }, operator)).toMatchObject({ deviceId: 'a', type: 'hold', release: '', untilMs });
    expect(devices.get('a')?.hold).toMatchObject({ type: 'hold', by: 'olga', reason: 'test', atMs: startWallMs });
    await holds.set('a', { type: 'pin', untilMs: 0 }, operator);
    await holds.set('b', { type: 'hold', untilMs: 0 }, operator);
    expect(holds.list().map(({ deviceId, type, release }) => [deviceId, type, release])).toEqual([
      ['a', 'pin', '1.0.0'],
      ['b', 'hold', ''],
    ]);
    const ids = (selector: string) => devices.list({ selector, after: '', limit: 10 }).devices.map(({ id }) => id);
    expect([ids('held=true'), ids('pinned=true'), ids('held=false,pinned=false')]).toEqual([['b'], ['a'], ['c']]);
    await expect(holds.clear('a', 'hold', operator)).rejects.toMatchObject({
      code: 'E1753',
      message: expect.stringContaining('pinned to 1.0.0'),
    });
    await holds.clear('a', 'pin', operator);
    await expect(holds.clear('a', 'pin', operator)).rejects.toMatchObject({ code: 'E1753' });
    expect([holds.of('a'), devices.get('a')?.hold]).toEqual([undefined, undefined]);
    expect(changed).toEqual(['a', 'a', 'b', 'a']);
    const kinds = (await harness.journal.readTimeline({ limit: 100 })).filter(({ deviceId }) => deviceId === 'a').map(({ kind }) => kind);
    expect(kinds.filter((kind) => /held|pinned|released/.test(kind))).toEqual(['device.held', 'device.pinned', 'device.released']);
    const audit = (await harness.audit()).filter((line) => /hold|pin/.test(line));
    expect(audit).toEqual(['device.hold device:a', 'device.pin device:a', 'device.hold device:b', 'device.unpin device:a']);
  });

  test('at its end it is gone by itself, to the millisecond; the others stay', async () => {
    const { harness, holds } = await started();
    const changed: string[] = [];
    await holds.set('b', { type: 'pin', untilMs: startWallMs + 2 * dayMs }, operator);
    await holds.set('a', { type: 'hold', untilMs: startWallMs + dayMs }, operator);
    await holds.set('c', { type: 'hold', untilMs: 0 }, operator);
    harness.registry.feed.subscribe({ changed: (id) => void changed.push(id) });
    await harness.pass(startWallMs + dayMs - harness.clock.wallMs() - 1);
    expect(holds.of('a')).toBeDefined();
    await harness.pass(1);
    expect([holds.of('a'), changed]).toEqual([undefined, ['a']]);
    await harness.pass(dayMs);
    expect([holds.list().map(({ deviceId }) => deviceId), changed]).toEqual([['c'], ['a', 'b']]);
    expect((await harness.store.list('hold')).map(({ id }) => id)).toEqual(['c']);
    const entries = (await harness.journal.readAudit({ limit: 100 })).filter(({ action }) => action.startsWith('device.un'));
    expect(entries.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['system', 'device.unhold', 'device:a'],
      ['system', 'device.unpin', 'device:b'],
    ]);
  });

  test('they outlive kill -9; one that came to its end meanwhile is gone at the start', async () => {
    const store = createMemoryStore();
    const { harness, holds } = await started({ store });
    await holds.set('a', { type: 'hold', untilMs: startWallMs + dayMs }, operator);
    await holds.set('b', { type: 'pin', untilMs: 0 }, operator);
    await harness.registry.flush();
    harness.clock.advanceTo(harness.clock.nowMs() + 2 * dayMs);
    const again = await Harness.start({ store: store.crash(), clock: harness.clock });
    expect(again.registry.services.holds.list().map(({ deviceId }) => deviceId)).toEqual(['b']);
    await again.pass(1);
    expect((await again.store.list('hold')).map(({ id }) => id)).toEqual(['b']);
  });

  test('the device takes it along: when it is removed, and when another device gets the name', async () => {
    const { harness, holds, devices } = await started({ registry: { reprovisionEveryMs: 0 } });
    for (const id of ['a', 'b']) await holds.set(id, { type: 'hold', untilMs: 0 }, operator);
    await devices.remove('a', operator);
    await harness.join(new Unit('b', 'another key'), await harness.token({ reprovision: 'reset' }));
    expect([holds.list(), await harness.store.list('hold')]).toEqual([[], []]);
  });

  test('ranges: an end that is over, or too far away; one device more than may be; nobody', async () => {
    const { harness, holds } = await started({ registry: { holds: 1 } });
    const nowMs = harness.clock.wallMs();
    const hold = (id: string, untilMs: number) => holds.set(id, { type: 'hold', untilMs }, operator);
    await expect(hold('a', nowMs)).rejects.toMatchObject({ code: 'E1708' });
    await expect(hold('a', nowMs + 36_525 * dayMs + 1)).rejects.toMatchObject({ code: 'E1708' });
    await hold('a', nowMs + 36_525 * dayMs);
    await hold('a', nowMs + 1);
    await expect(hold('b', 0)).rejects.toMatchObject({ code: 'E1752', message: expect.stringContaining('the limit is 1') });
    await expect(hold('nobody', 0)).rejects.toMatchObject({ code: 'E1702' });
  });

  test('many at once are an operation; those that stand so are unchanged', async () => {
    const { harness, holds, operations } = await started();
    await holds.set('a', { type: 'hold', untilMs: 0 }, operator);
    const request = { selector: 'profile=thermostat', all: false, max: 10, ratePerSecond: 1_000, stopAfter: 5 };
    const run = async (order: Parameters<typeof operations.plan>[0]['order']) => {
      expect(operations.plan({ ...request, order }).problems).toEqual([]);
      const { id } = await operations.start({ ...request, order }, operator);
      await harness.pass(60_000);
      return operations.get(id);
    };
    expect(await run({ type: 'hold', untilMs: 0 })).toMatchObject({ state: 'done', done: 2, unchanged: 1, summary: 'hold' });
    expect(holds.list()).toHaveLength(3);
    const untilMs = startWallMs + dayMs;
    expect(await run({ type: 'pin', untilMs })).toMatchObject({ done: 3, summary: 'pin until 2026-01-02T00:00:00.000Z' });
    expect(await run({ type: 'unhold' })).toMatchObject({ done: 0, unchanged: 3 });
    expect(await run({ type: 'unpin' })).toMatchObject({ done: 3, unchanged: 0 });
    expect(holds.list()).toEqual([]);
  });
});

describe('orders of updates', () => {
  test.each(['hold', 'pin'] as const)(
    'a device with a %s is not ordered anything, by hand or by a rollout; what is open goes on',
    async (type) => {
      const rig = await UpdateRig.start();
      const unit = rig.add();
      await unit.connect();
      const open = await rig.order(unit);
      const hold = { deviceId: unit.id, type, release: '', untilMs: 0, by: 'olga', reason: 'on the bench', atMs: 1 };
      unit.view = { ...unit.view, hold };
      await unit.report('checking');
      await rig.updates.service.cancel(open.id, operator);
      await unit.report('cancelled');
      for (const changes of [{}, { rollout: 'autumn', attemptId: 'ab'.repeat(8) }]) {
        await expect(rig.order(unit, changes)).rejects.toMatchObject({
          code: 'E2572',
          message: expect.stringContaining('by olga: on the bench'),
          next: `fleet device un${type} engine-1`,
        });
      }
      expect(() => rig.updates.service.check(unit.id, order)).toThrowError(/on the bench/);
      unit.view = { ...unit.view, hold: undefined };
      expect((await rig.order(unit)).state).toBe('queued');
    },
  );
});
