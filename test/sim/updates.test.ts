/** Attempts at updates, from the order to the end, with units that say what the test wants. */
import { describe, expect, test } from 'vitest';
import type { AttemptState, UpdateFact } from '#fleet/domain/index.js';
import { digests, operator, order, type RigUnit, release, UpdateRig } from './update-rig.ts';

const trial = { imageDigest: digests.target, imageConfirmed: false, resetReason: 'update' };
const confirmed = { ...trial, imageConfirmed: true };
const revert = { imageDigest: digests.old, imageConfirmed: true, resetReason: 'revert' };

/** A unit that is connected in boot 4 and was offered the release. */
async function offered(options: Parameters<typeof UpdateRig.start>[0] = {}) {
  const rig = await UpdateRig.start(options);
  const unit = rig.add();
  await unit.connect();
  const { id } = await rig.order(unit);
  return { rig, unit, id };
}

/** Brings an attempt into a state as its unit would. */
async function bring(unit: RigUnit, state: AttemptState): Promise<void> {
  const way: UpdateFact['state'][] = ['checking', 'downloading', 'installing', 'rebooting'];
  for (const one of way) {
    if (state === 'offered') return;
    await unit.report(one);
    if (one === state) return;
  }
  unit.drop();
  await unit.connect(5, trial);
  await unit.report('unconfirmed');
}

const working = ['offered', 'checking', 'downloading', 'installing', 'rebooting', 'unconfirmed'] as const;

describe('the way of an update', () => {
  test('offered at once when connected, reported at each step, updated by what runs after the reboot', async () => {
    const { rig, unit, id } = await offered();
    expect(unit.offers).toHaveLength(1);
    const assignment = JSON.parse(Buffer.from(unit.offers[0]?.assignment ?? []).toString());
    expect(assignment).toMatchObject({
      deviceId: 'engine-1',
      attemptId: id,
      target: 'thermostat/1.1.0',
      fullAllowed: true,
    });
    await bring(unit, 'unconfirmed');
    await unit.report('confirmed', { isConfirmed: true });
    expect(rig.attempt(id)).toMatchObject({ state: 'updated', cause: '', lie: '', sequence: 6, securityCounter: 2, deadlineAtMs: 0 });
    expect(rig.attempt(id).steps.map(({ state }) => state)).toEqual([
      'queued',
      'offered',
      'checking',
      'downloading',
      'installing',
      'rebooting',
      'unconfirmed',
      'updated',
    ]);
    expect(unit.acknowledged).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rig.confirmed).toEqual([unit.key]);
    expect(rig.updates.service.securityCounterOf('engine-1')).toBe(2);
    expect(rig.updates.service.openOf('engine-1')).toBeUndefined();
    expect((await rig.timeline()).filter((kind) => kind.startsWith('device.update.'))).toEqual(
      rig.attempt(id).steps.map(({ state }) => `device.update.${state}`),
    );
  });

  test('a unit that is away is offered it at its next Welcome, and not before it is stored', async () => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    const { id } = await rig.order(unit);
    await rig.pass(3_600_000);
    expect(rig.attempt(id).state).toBe('queued');
    const connecting = unit.connect(9);
    expect(unit.offers).toEqual([]);
    await connecting;
    expect(unit.offers).toHaveLength(1);
    expect((await rig.store.get('attempt', id))?.value).toMatchObject({ state: 'offered', offeredInBoot: 9 });
  });

  test('the same offer comes again after each Welcome while it is open', async () => {
    const { unit, id } = await offered();
    await unit.report('downloading');
    unit.drop();
    await unit.connect();
    expect(unit.offers.map(({ attemptId }) => attemptId)).toEqual([id, id]);
  });

  test('a delta that fits what runs is assigned; without one the whole image, or nothing when it is required', async () => {
    const rig = await UpdateRig.start();
    const delta = { baseDigest: digests.old, bytes: 5_000, digest: 'dd'.repeat(32) };
    rig.releases.set(release.id, { ...release, deltas: [delta] });
    const unit = rig.add();
    await unit.connect();
    const { id } = await rig.order(unit, { delta: 'require' });
    expect(rig.attempt(id)).toMatchObject({ delta, choice: 'delta: the delta has 5000 bytes in place of 98404: 94.9 % less' });
    expect(JSON.parse(Buffer.from(unit.offers[0]?.assignment ?? []).toString())).toMatchObject({ delta, fullAllowed: false });
    const other = rig.add('engine-2');
    await other.connect(4, { imageDigest: digests.other });
    const next = `give the order again when fleet release get ${release.id} lists it`;
    await expect(rig.order(other, { delta: 'require' })).rejects.toMatchObject({ code: 'E2565', next });
    const whole = await rig.order(other, { delta: 'prefer' });
    expect(rig.attempt(whole.id).choice).toBe('whole image: there is no delta to this release');
    const never = rig.add('engine-3');
    await never.connect(4, { imageDigest: digests.other });
    await rig.order(never, { delta: 'never' });
    // What is lacking was asked for, twice, and not by those who want none.
    expect(rig.wanted).toEqual([`${release.id} ${digests.other}`, `${release.id} ${digests.other}`]);
  });

  test('a unit that takes the whole image in place of its delta says why: once in the history, and in the choice', async () => {
    const rig = await UpdateRig.start();
    rig.releases.set(release.id, { ...release, deltas: [{ baseDigest: digests.old, bytes: 5_000, digest: 'dd'.repeat(32) }] });
    const unit = rig.add();
    await unit.connect();
    const { id } = await rig.order(unit);
    await unit.report('downloading', { takesDelta: true });
    for (const message of ['it was damaged', 'it was damaged', 'begun before the reset']) await unit.report('downloading', { message });
    const { choice, steps, takesDelta } = rig.attempt(id);
    expect([choice, takesDelta]).toEqual(['whole image in place of the delta: it was damaged', false]);
    expect(steps.filter(({ state }) => state === 'downloading').map(({ message }) => message)).toEqual([
      '',
      'it was damaged',
      'begun before the reset',
    ]);
  });
});

describe('invariant 6: updated means running the target, confirmed', () => {
  test.each([
    ['a Hello of a later boot proves it, without any report', 5, confirmed, 'updated'],
    ['a Hello on trial does not', 5, trial, 'unconfirmed'],
    ['a Hello of the boot of the offer does not', 4, confirmed, 'offered'],
    ['a Hello with the old image does not', 5, {}, 'offered'],
  ] as const)('invariant 6: %s', async (_, boot, hello, state) => {
    const { rig, unit, id } = await offered();
    unit.drop();
    await unit.connect(boot, hello);
    expect(rig.attempt(id).state).toBe(state);
  });

  test('invariant 6: a liar that says confirmed while its Hello names the old image has failed, and the lie is kept', async () => {
    const { rig, unit, id } = await offered();
    await bring(unit, 'rebooting');
    unit.drop();
    await unit.connect(5);
    await unit.report('confirmed', { runningDigest: digests.target, isConfirmed: true });
    expect(rig.attempt(id)).toMatchObject({ state: 'failed', cause: '' });
    expect(rig.attempt(id).lie).toContain('its Hello of boot 5 says that 0d0d0d0d0d0d runs');
    expect(rig.updates.service.counters().lies).toBe(1);
    expect(rig.confirmed).toEqual([]);
  });

  test('invariant 6: what a later Hello proves is not undone by a report of before', async () => {
    const { rig, unit, id } = await offered();
    await bring(unit, 'rebooting');
    unit.drop();
    await unit.connect(5, confirmed);
    await unit.report('rebooting', { sequence: 4 });
    await unit.report('reverted', { sequence: 5, cause: 'not-confirmed' });
    expect(rig.attempt(id).state).toBe('updated');
    expect(rig.attempt(id).steps.at(-1)?.message).toContain('came late: the unit reports reverted');
  });
});

describe('ends without the new image', () => {
  test.each([
    ['failed', 'flash-full', 'failed'],
    ['rejected', 'bad-signature', 'rejected'],
    ['reverted', 'not-confirmed', 'rolledBack'],
  ] as const)('%s with %s', async (state, cause, end) => {
    const { rig, unit, id } = await offered();
    await unit.report('checking');
    await unit.report(state, { cause, message: 'why' });
    expect(rig.attempt(id)).toMatchObject({ state: end, cause, message: 'why' });
    expect(await rig.timeline()).toContain(`device.update.${end}`);
  });

  test.each([
    ['offered', 86_400_000],
    ['checking', 1_800_000],
    ['downloading', 14_400_000],
    ['installing', 1_800_000],
    ['rebooting', 1_800_000],
    ['unconfirmed', 1_800_000],
  ] as const)('silence in %s is an outcome of its own after %i ms, and not 1 s before', async (state, limitMs) => {
    const { rig, unit, id } = await offered();
    await bring(unit, state);
    unit.drop();
    await rig.pass(limitMs - 1_000);
    expect(rig.attempt(id).state).toBe(state);
    await rig.pass(2_000);
    expect(rig.attempt(id)).toMatchObject({ state: 'silent', cause: '' });
    expect(rig.attempt(id).message).toContain(`while ${state}`);
  });

  test('a unit that never came is silent when the time for the offer is over', async () => {
    const rig = await UpdateRig.start();
    const { id } = await rig.order(rig.add());
    await rig.pass(86_400_001);
    expect(rig.attempt(id)).toMatchObject({ state: 'silent', message: 'nothing was heard of it in 24 h while queued' });
  });

  test('progress is no reason for more time: a download of more than four hours is over', async () => {
    const { rig, unit, id } = await offered();
    for (let hour = 0; hour < 4; hour += 1) {
      await unit.report('downloading', { storedBytes: hour * 1_000 });
      await rig.pass(3_600_000);
    }
    expect(rig.attempt(id).state).toBe('silent');
    expect(unit.cancels).toHaveLength(1);
  });

  test('a unit that sleeps as planned is not silent', async () => {
    const { rig, unit, id } = await offered();
    await bring(unit, 'checking');
    unit.drop('asleep');
    await rig.pass(7 * 3_600_000);
    expect(rig.attempt(id).state).toBe('checking');
    unit.drop('offline');
    await rig.pass(61_000);
    expect(rig.attempt(id).state).toBe('silent');
  });

  test('a unit whose Hello shows the revert and whose report never comes was not silent', async () => {
    const { rig, unit, id } = await offered();
    await bring(unit, 'rebooting');
    unit.drop();
    await unit.connect(6, revert);
    await rig.pass(1_800_001);
    expect(rig.attempt(id).state).toBe('rolledBack');
  });
});

describe('reports that are lost, come twice or late', () => {
  test('a report is acknowledged when it is stored, and taken once', async () => {
    const { rig, unit, id } = await offered();
    await unit.report('checking', { sequence: 1 });
    await unit.report('checking', { sequence: 1 });
    expect(unit.acknowledged).toEqual([1, 1]);
    expect(rig.updates.service.counters()).toMatchObject({ reports: 1, duplicateReports: 1 });
    expect(rig.attempt(id).steps.filter(({ state }) => state === 'checking')).toHaveLength(1);
  });

  test('what can not be stored is not acknowledged until it is', async () => {
    const { rig, unit } = await offered();
    rig.isDiskFull = true;
    await unit.report('checking');
    expect(unit.acknowledged).toEqual([]);
    rig.isDiskFull = false;
    await rig.pass(2_000);
    expect(unit.acknowledged).toEqual([1]);
  });

  test('lost reports in between are no hindrance; an older one that comes late changes nothing', async () => {
    const { rig, unit, id } = await offered();
    await unit.report('installing', { sequence: 7 });
    await unit.report('downloading', { sequence: 3 });
    expect(rig.attempt(id)).toMatchObject({ state: 'installing', sequence: 7 });
    expect(unit.acknowledged).toEqual([7, 3]);
  });

  test('a report of an earlier attempt does not touch the open one', async () => {
    const { rig, unit, id } = await offered();
    await unit.report('rejected', { cause: 'low-battery' });
    const second = await rig.order(unit);
    await unit.report('failed', { attemptId: id, sequence: 9, cause: 'flash-full' });
    expect(rig.attempt(id)).toMatchObject({ state: 'rejected', cause: 'low-battery', sequence: 9 });
    expect(rig.attempt(second.id).state).toBe('offered');
    expect(unit.acknowledged).toEqual([1, 9]);
  });

  test('a unit that lost its flash is offered it anew, and what it says from report 1 of a later boot on counts', async () => {
    const { rig, unit, id } = await offered();
    await bring(unit, 'installing');
    unit.drop();
    await unit.connect(7);
    await unit.report('checking', { sequence: 1 });
    expect(rig.attempt(id)).toMatchObject({ state: 'checking', sequence: 1, reportBoot: 7 });
    await unit.report('rejected', { sequence: 2, cause: 'low-battery' });
    expect(rig.attempt(id)).toMatchObject({ state: 'rejected', cause: 'low-battery' });
    expect(rig.updates.service.counters().duplicateReports).toBe(0);
  });

  test('a report of an earlier boot that comes after one of a later boot is there already', async () => {
    const { rig, unit, id } = await offered();
    await bring(unit, 'unconfirmed');
    await unit.report('downloading', { sequence: 9, boot: 4 });
    expect(rig.attempt(id)).toMatchObject({ state: 'unconfirmed', sequence: 5, reportBoot: 5 });
    expect(rig.updates.service.counters().duplicateReports).toBe(1);
  });

  test('a unit that lost its flash ends an attempt that was taken back', async () => {
    const { rig, unit, id } = await offered();
    await bring(unit, 'downloading');
    unit.drop();
    await rig.updates.service.cancel(id, operator);
    await unit.connect(7);
    expect(unit.cancels).toHaveLength(1);
    await unit.report('cancelled', { sequence: 1, cause: 'cancelled', message: 'this attempt is not known here' });
    expect(rig.attempt(id)).toMatchObject({ state: 'cancelled', message: 'this attempt is not known here' });
  });

  test('a report of an attempt that nobody knows is acknowledged, and a unit that works on it is told to stop', async () => {
    const { rig, unit } = await offered();
    await unit.report('downloading', { attemptId: 'ffff' });
    expect(unit.acknowledged).toEqual([1]);
    expect(unit.cancels.map(({ attemptId }) => attemptId)).toEqual(['ffff']);
    expect(rig.updates.service.counters().strayReports).toBe(1);
  });

  test('a report of another unit’s attempt is not taken', async () => {
    const { rig, id } = await offered();
    const other = rig.add('engine-2');
    await other.connect();
    await other.report('failed', { attemptId: id, cause: 'flash-full' });
    expect(rig.attempt(id).state).toBe('offered');
  });
});

describe('taken back', () => {
  test('before it was offered it is over at once', async () => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    const { id } = await rig.order(unit);
    expect(await rig.updates.service.cancel(id, operator)).toMatchObject({ state: 'cancelled', message: 'taken back by olga: test' });
    await unit.connect();
    expect(unit.offers).toEqual([]);
  });

  test('offered and not answered: over at once, and a unit that took the offer nevertheless is told', async () => {
    const { rig, unit, id } = await offered();
    unit.drop();
    expect((await rig.updates.service.cancel(id, operator)).state).toBe('cancelled');
    await unit.connect();
    await unit.report('downloading', { attemptId: id });
    expect(unit.cancels.map(({ attemptId }) => attemptId)).toEqual([id]);
  });

  test.each(working.slice(1))('in %s the unit is told, and its word ends it', async (state) => {
    const { rig, unit, id } = await offered();
    await bring(unit, state);
    expect(await rig.updates.service.cancel(id, operator)).toMatchObject({ state, isCancelling: true });
    expect(unit.cancels).toHaveLength(1);
    unit.drop();
    await unit.connect(unit.view.boot, state === 'unconfirmed' ? trial : {});
    // It may have missed it.
    expect(unit.cancels).toHaveLength(2);
    expect(unit.offers).toHaveLength(state === 'unconfirmed' ? 2 : 1);
    await unit.report('cancelled', { cause: 'cancelled' });
    expect(rig.attempt(id)).toMatchObject({ state: 'cancelled', cause: 'cancelled' });
  });

  test('past the switch of slots the unit goes on, and the attempt ends as it does', async () => {
    const { rig, unit, id } = await offered();
    await bring(unit, 'rebooting');
    await rig.updates.service.cancel(id, operator);
    unit.drop();
    await unit.connect(5, confirmed);
    expect(rig.attempt(id).state).toBe('updated');
  });

  test('what is over can not be taken back, and what is not there neither', async () => {
    const { rig, unit, id } = await offered();
    await unit.report('rejected');
    await expect(rig.updates.service.cancel(id, operator)).rejects.toMatchObject({ code: 'E2569' });
    await expect(rig.updates.service.cancel('ffff', operator)).rejects.toMatchObject({ code: 'E2568' });
  });
});

describe('a manager that was killed', () => {
  test.each(['queued', ...working] as const)('in %s goes on with the same attempt, and offers no second one', async (state) => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    if (state !== 'queued') await unit.connect();
    const { id } = await rig.order(unit);
    if (state !== 'queued') await bring(unit, state);
    const before = rig.attempt(id);
    await rig.crash();
    expect(rig.attempt(id)).toMatchObject({ state, sequence: before.sequence, steps: before.steps });
    await unit.connect(unit.view.boot, state === 'unconfirmed' ? trial : {});
    expect(new Set(unit.offers.map(({ attemptId }) => attemptId))).toEqual(new Set([id]));
    unit.drop();
    await unit.connect(8, confirmed);
    expect(rig.attempt(id).state).toBe('updated');
    expect(rig.updates.service.list({ limit: 10 })).toHaveLength(1);
  });

  test('numbers go on, and an attempt has ten minutes at least, however long the manager was away', async () => {
    const { rig, unit, id } = await offered();
    rig.clock.advanceTo(rig.clock.nowMs() + 30 * 86_400_000);
    await rig.crash();
    await rig.pass(599_000);
    expect(rig.attempt(id).state).toBe('offered');
    await rig.pass(2_000);
    expect(rig.attempt(id).state).toBe('silent');
    expect((await rig.order(unit)).number).toBe(2);
  });
});

describe('who gets no offer', () => {
  test('two orders at once: one is open, the other is refused', async () => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    const outcomes = await Promise.allSettled([rig.order(unit), rig.order(unit)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(outcomes[1]).toMatchObject({ reason: { code: 'E2566' } });
    await expect(rig.order(unit)).rejects.toMatchObject({ code: 'E2566' });
  });

  test('a unit that runs the image, confirmed, is unchanged; on trial it is not', async () => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    await unit.connect(4, confirmed);
    expect(rig.updates.service.check(unit.id, order)).toBe('unchanged');
    await expect(rig.order(unit)).rejects.toMatchObject({ code: 'E2566' });
    await unit.connect(4, trial);
    expect(rig.updates.service.check(unit.id, order)).toBe('change');
  });

  test.each([
    ['E2562', { state: 'yanked' }],
    ['E2562', { state: 'draft' }],
    ['E2563', { profiles: ['turbofan'] }],
    ['E2563', { hardwareRevisions: ['C'] }],
    ['E2564', { minimumVersion: '1.0.1' }],
  ] as const)('%s for a release with %o', async (code, changes) => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    rig.releases.set(release.id, { ...release, ...changes });
    await expect(rig.order(unit)).rejects.toMatchObject({ code });
  });

  test.each(['pending', 'rejected', 'revoked', 'retired'] as const)('a device that is %s', async (status) => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    unit.view = { ...unit.view, status };
    await expect(rig.order(unit)).rejects.toMatchObject({ code: 'E2561' });
  });

  test('a unit in recovery is not barred by its version', async () => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    rig.releases.set(release.id, { ...release, minimumVersion: '1.0.0' });
    unit.view = { ...unit.view, firmwareVersion: '0.0.0-recovery', resetReason: 'recovery', imageDigest: '00'.repeat(32) };
    expect(rig.updates.service.check(unit.id, order)).toBe('change');
  });

  test('open attempts are bounded, and so are those that are kept', async () => {
    const rig = await UpdateRig.start({ limits: { openAttempts: 2, keptAttempts: 1 } });
    const [first, second, third] = [rig.add('a'), rig.add('b'), rig.add('c')];
    const one = await rig.order(first as RigUnit);
    const two = await rig.order(second as RigUnit);
    await expect(rig.order(third as RigUnit)).rejects.toMatchObject({ code: 'E2567' });
    await rig.updates.service.cancel(one.id, operator);
    await rig.updates.service.cancel(two.id, operator);
    expect(rig.updates.service.list({ limit: 10 }).map(({ id }) => id)).toEqual([two.id]);
    await rig.pass(1_000);
    expect((await rig.store.list('attempt')).map(({ id }) => id)).toEqual([two.id]);
  });

  test.each(['queued', ...working] as const)('a device that leaves in %s: the attempt is over', async (state) => {
    const rig = await UpdateRig.start();
    const unit = rig.add();
    if (state !== 'queued') await unit.connect();
    const { id } = await rig.order(unit);
    if (state !== 'queued') await bring(unit, state);
    rig.updates.deviceGone(unit.id, 'the device was removed by olga');
    expect(rig.attempt(id)).toMatchObject({ state: 'cancelled', message: 'the device was removed by olga' });
  });

  test('a release that is yanked: who was not told is told nothing, who was told is told to stop', async () => {
    const { rig, unit, id } = await offered();
    const away = rig.add('engine-2');
    const queued = await rig.order(away);
    rig.releases.set(release.id, { ...release, state: 'yanked' });
    rig.updates.withdrawn(release.id);
    await rig.settle();
    for (const one of [id, queued.id]) expect(rig.attempt(one)).toMatchObject({ state: 'cancelled', cause: 'withdrawn' });
    expect(unit.cancels).toHaveLength(1);
    await away.connect();
    expect(away.offers).toEqual([]);
  });
});
