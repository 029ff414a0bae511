/** Orders that a program gives: with an identifier, deadlines and a rollout of their own; and who hears of attempts. */
import { describe, expect, test } from 'vitest';
import type { AttemptRecord } from '#fleet/domain/index.js';
import { operator, order, UpdateRig } from './update-rig.ts';

const attemptId = '00ff00ff00ff00ff';

async function started(options: Parameters<typeof UpdateRig.start>[0] = {}) {
  const rig = await UpdateRig.start(options);
  const unit = rig.add();
  return { rig, unit };
}

describe('an order with an identifier', () => {
  test('the same order again is the same attempt: while it is being stored, open, over, and after kill -9', async () => {
    const { rig, unit } = await started();
    await unit.connect();
    const both = await Promise.all([rig.order(unit, { attemptId }), rig.order(unit, { attemptId })]);
    expect(both.map(({ id, number }) => [id, number])).toEqual([
      [attemptId, 1],
      [attemptId, 1],
    ]);
    await rig.order(unit, { attemptId });
    expect(unit.offers).toHaveLength(1);
    await rig.crash();
    expect(await rig.order(unit, { attemptId })).toMatchObject({ id: attemptId, state: 'offered', number: 1 });
    await rig.updates.service.cancel(attemptId, operator);
    expect(await rig.order(unit, { attemptId })).toMatchObject({ id: attemptId, state: 'cancelled' });
    expect(rig.updates.service.list({ limit: 10 })).toHaveLength(1);
    expect(await rig.store.list('attempt')).toHaveLength(1);
    expect(unit.offers).toHaveLength(1);
  });

  test('one that was not stored is ordered when it is given again', async () => {
    const { rig, unit } = await started();
    rig.isDiskFull = true;
    await expect(rig.order(unit, { attemptId })).rejects.toMatchObject({ code: 'E1603' });
    rig.isDiskFull = false;
    expect(await rig.order(unit, { attemptId })).toMatchObject({ id: attemptId, state: 'queued' });
  });

  test('that of another device is refused', async () => {
    const { rig, unit } = await started();
    await rig.order(unit, { attemptId });
    await expect(rig.order(rig.add('engine-2'), { attemptId })).rejects.toMatchObject({ code: 'E2571', exit: 5 });
  });

  test.each([
    [{ attemptId: '00FF00FF00FF00FF' }],
    [{ attemptId: '00ff' }],
    [{ rollout: '' }],
    [{ rollout: 'r'.repeat(64) }],
    [{ deadlines: { offerMs: 0, downloadMs: 1, installMs: 1, confirmMs: 1 } }],
    [{ deadlines: { offerMs: 1, downloadMs: 400 * 86_400_000 + 1, installMs: 1, confirmMs: 1 } }],
  ])('%j is out of its range', async (changes) => {
    const { rig, unit } = await started();
    await expect(rig.order(unit, changes)).rejects.toMatchObject({ code: 'E2570' });
  });
});

describe('an order of a rollout', () => {
  test('its deadlines are those of the order, also over a restart; the time to check is the manager’s', async () => {
    const { rig, unit } = await started({ limits: { checkWithinMs: 77_000 } });
    const deadlines = { offerMs: 1_000_000, downloadMs: 2_000_000, installMs: 3_000_000, confirmMs: 4_000_000 };
    const { id } = await rig.order(unit, { rollout: 'r'.repeat(63), deadlines });
    const leftMs = () => rig.attempt(id).deadlineAtMs - (rig.attempt(id).steps.at(-1)?.atMs ?? 0);
    const left: Record<string, number> = { queued: leftMs() };
    await unit.connect();
    left.offered = leftMs();
    for (const state of ['checking', 'downloading'] as const) {
      await unit.report(state);
      left[state] = leftMs();
    }
    await rig.crash();
    await unit.connect();
    for (const state of ['installing', 'rebooting', 'unconfirmed'] as const) {
      await unit.report(state);
      left[state] = leftMs();
    }
    expect(left).toEqual({
      queued: 1_000_000,
      offered: 1_000_000,
      checking: 77_000,
      downloading: 2_000_000,
      installing: 3_000_000,
      rebooting: 3_000_000,
      unconfirmed: 4_000_000,
    });
    await rig.pass(4_000_000);
    expect(rig.attempt(id)).toMatchObject({ state: 'silent', rollout: 'r'.repeat(63), deadlines });
    expect(rig.attempt(id).message).toContain('4000000 ms while unconfirmed');
  });

  test('attempts are found by their rollout; older ones have none', async () => {
    const { rig, unit } = await started();
    await rig.order(unit, { rollout: 'autumn' });
    await rig.order(rig.add('engine-2'), { rollout: 'spring' });
    const third = await rig.order(rig.add('engine-3'));
    const { rollout: _, ...older } = third;
    await rig.store.apply([{ type: 'put', kind: 'attempt', id: third.id, value: older as AttemptRecord }]);
    await rig.crash();
    const found = (rollout: string) => rig.updates.service.list({ rollout, limit: 10 }).map(({ deviceId }) => deviceId);
    expect([found('autumn'), found('spring'), found('winter'), found('')]).toEqual([['engine-1'], ['engine-2'], [], ['engine-3']]);
  });
});

test('a listener hears of the order, each step, a cancel, and what comes after the end; and of nothing once it left', async () => {
  const { rig, unit } = await started({ limits: { keptAttempts: 1 } });
  const heard: string[] = [];
  const leave = rig.updates.service.subscribe(({ state, isCancelling, steps }) => {
    heard.push(`${state}${isCancelling ? ' cancelling' : ''} ${steps.length}`);
  });
  const { id } = await rig.order(unit);
  await unit.connect();
  await unit.report('checking');
  await unit.report('downloading');
  await unit.report('downloading', { storedBytes: 32_768 });
  await unit.report('downloading', { message: 'the delta does not fit' });
  await rig.updates.service.cancel(id, operator);
  await unit.report('cancelled');
  await unit.report('failed', { attemptId: id });
  expect(heard).toEqual([
    'queued 1',
    'offered 2',
    'checking 3',
    'downloading 4',
    'downloading 5',
    'downloading cancelling 5',
    'cancelled cancelling 6',
    'cancelled cancelling 7',
  ]);
  leave();
  await rig.order(unit, order);
  expect(heard).toHaveLength(8);
});

describe('a unit that is not to be told any more', () => {
  const why = 'its window closed';

  test.each([
    ['has not answered', false],
    ['has not answered, over kill -9', true],
  ])('%s: it is not told again, and its attempt is taken back', async (_, isKilled) => {
    const { rig, unit } = await started();
    await unit.connect();
    const { id } = await rig.order(unit);
    expect(unit.offers).toHaveLength(1);
    rig.whyUntold = () => why;
    if (isKilled) await rig.crash();
    await unit.connect();
    expect(unit.offers).toHaveLength(1);
    expect(unit.cancels.map(({ attemptId: of }) => of)).toEqual([id]);
    expect(rig.updates.service.find(id)).toMatchObject({ state: 'cancelled', message: why });
  });

  test('was away when it was ordered: it never hears of it', async () => {
    const { rig, unit } = await started();
    const { id } = await rig.order(unit);
    rig.whyUntold = () => why;
    await unit.connect();
    expect([unit.offers, unit.cancels]).toEqual([[], []]);
    expect(rig.updates.service.find(id)).toMatchObject({ state: 'cancelled', message: why });
  });

  test('works on it: it is told again', async () => {
    const { rig, unit } = await started();
    await unit.connect();
    const { id } = await rig.order(unit);
    await unit.report('downloading');
    rig.whyUntold = () => why;
    await unit.connect();
    expect(unit.offers).toHaveLength(2);
    expect(rig.updates.service.find(id)).toMatchObject({ state: 'downloading' });
  });
});
