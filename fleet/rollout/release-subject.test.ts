import { describe, expect, test } from 'vitest';
import type { Actor, AttemptRecord, DeviceView, ReleaseView, UpdateOrder } from '#fleet/domain/index.js';
import { errorsOf } from '#proto/kit/index.js';
import { testDevice, testMember, testNowMs } from './member-fixture.ts';
import { ReleaseSubject, standingOf } from './release-subject.ts';
import { attemptIdOf, type Need, type Standing } from './subject.ts';
import { testAttempt, testRelease, testRollout } from './subject-fixture.ts';

const entry = { title: 'a test says so', why: 'a test', next: 'nothing', exit: 5, status: 409 };
const fail = errorsOf({ E2565: entry, E2566: entry, E2568: entry, E2569: entry });

/** Updates and releases in memory; `releases` can be changed. */
class Bench {
  releases: ReleaseView[];
  counter: number | undefined;
  readonly attempts = new Map<string, AttemptRecord>();
  readonly ordered: { deviceId: string; order: UpdateOrder; by: Actor }[] = [];
  readonly cancelled: { id: string; reason: string }[] = [];
  readonly listeners = new Set<(record: AttemptRecord) => void>();
  asked = 0;
  refusal: Error | undefined;
  readonly subject: ReleaseSubject;

  constructor(releases: ReleaseView[], delta: 'prefer' | 'require' | 'never' = 'prefer') {
    this.releases = releases;
    const updates = {
      check: () => {
        this.asked += 1;
        if (this.refusal !== undefined) throw this.refusal;
        return 'change' as const;
      },
      order: async (deviceId: string, order: UpdateOrder, _operationId: string, by: Actor) => {
        this.ordered.push({ deviceId, order, by });
        return testAttempt({ id: order.attemptId as string, deviceId });
      },
      find: (id: string) => this.attempts.get(id),
      cancel: async (id: string, by: Actor) => {
        if (this.refusal !== undefined) throw this.refusal;
        this.cancelled.push({ id, reason: by.reason });
        return testAttempt();
      },
      securityCounterOf: () => this.counter,
      subscribe: (listener: (record: AttemptRecord) => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
    };
    const rollout = testRollout({ type: 'release', release: 'pump@2.0.0', delta });
    this.subject = new ReleaseSubject({ updates, releases: { list: () => this.releases } }, rollout);
  }
}

const old = testRelease('1.0.0');
const target = testRelease('2.0.0', { securityCounter: 2 });
const running = (version: string, changes: Partial<DeviceView> = {}) =>
  testDevice({ imageDigest: `pump${version}`, firmwareVersion: version, ...changes });
const wants: Need = { type: 'wants', goal: 'subject', release: 'pump@2.0.0' };
const barred = (reason: string, message: string) => ({ type: 'barred', reason, message });

describe('what a device needs', () => {
  test.each<[string, DeviceView, ReleaseView[], unknown]>([
    ['an older one', running('1.0.0'), [old, target], wants],
    ['an image that nobody brought', running('0.9.0'), [target], wants],
    ['the target', running('2.0.0'), [target], { type: 'there' }],
    ['the target, retired', running('2.0.0', { status: 'retired' }), [target], { type: 'there' }],
    [
      'the target on trial',
      running('2.0.0', { imageConfirmed: false }),
      [target],
      barred('unconfirmed', 'it runs pump@2.0.0 on trial, not confirmed'),
    ],
    [
      'a newer one',
      running('2.1.0'),
      [target, testRelease('2.1.0')],
      { type: 'newer', message: 'it runs pump@2.1.0, newer than pump@2.0.0' },
    ],
    ['a newer one of the factory', running('2.10.0'), [target], { type: 'newer', message: 'it runs pump@2.10.0, newer than pump@2.0.0' }],
    [
      'a newer one of another name',
      testDevice({ imageDigest: 'beta9.0.0', firmwareVersion: '9.0.0' }),
      [target, testRelease('9.0.0', { name: 'beta' })],
      wants,
    ],
    ['recovery', running('2.1.0', { resetReason: 'recovery', imageDigest: '00' }), [target], wants],
    ['a release that is not there', running('1.0.0'), [old], barred('conditionNotMet', 'there is no release pump@2.0.0')],
    [
      'a release that was yanked',
      running('1.0.0'),
      [testRelease('2.0.0', { state: 'yanked' })],
      barred('conditionNotMet', 'release pump@2.0.0 is yanked'),
    ],
    ['a device that is retired', running('1.0.0', { status: 'retired' }), [target], barred('notActive', 'it is retired')],
    [
      'another profile',
      running('1.0.0', { profile: 'valve' }),
      [target],
      barred('otherProfile', 'release pump@2.0.0 is for pump; the device is of the profile valve'),
    ],
    [
      'a stop on the way',
      running('1.0.0'),
      [old, testRelease('1.5.0', { mustPassThrough: true }), target],
      { type: 'wants', goal: 'waypoint', release: 'pump@1.5.0' },
    ],
    ['a stop that was yanked', running('1.0.0'), [testRelease('1.5.0', { mustPassThrough: true, state: 'yanked' }), target], wants],
    ['a stop of another name', running('1.0.0'), [testRelease('1.5.0', { name: 'beta', mustPassThrough: true }), target], wants],
  ])('%s', (_what, device, releases, expected) => {
    expect(new Bench(releases).subject.judge(device)).toEqual(expected);
  });

  test('a counter that the device has confirmed bars what is below', () => {
    const bench = new Bench([old, target]);
    bench.counter = 3;
    expect(bench.subject.judge(running('1.0.0'))).toMatchObject({ type: 'barred', reason: 'securityCounter' });
  });

  test('devices of one kind are judged once, until releases change', () => {
    const bench = new Bench([old, target]);
    const need = bench.subject.judge(running('1.0.0'));
    expect(bench.subject.judge(running('1.0.0', { id: 'pump-2' }))).toBe(need);
    expect(bench.subject.refresh()).toBe(false);
    expect(bench.subject.judge(running('1.0.0'))).toBe(need);
    bench.releases = [old, testRelease('2.0.0', { state: 'yanked' })];
    expect(bench.subject.refresh()).toBe(true);
    expect(bench.subject.judge(running('1.0.0'))).toMatchObject({ type: 'barred' });
  });

  test('one that was taken back is a problem of the whole rollout, and so is one that is gone', () => {
    const bench = new Bench([old, target]);
    expect(bench.subject.problem).toBe('');
    bench.releases = [old, testRelease('2.0.0', { state: 'yanked', yankedBy: 'eve', yankReason: 'leaks' })];
    bench.subject.refresh();
    expect(bench.subject.problem).toBe('release pump@2.0.0 was taken back by eve: leaks');
    bench.releases = [old];
    bench.subject.refresh();
    expect(bench.subject.problem).toMatch(/no release pump@2.0.0 any more/);
  });

  test('where deltas are a must, one that lacks is asked for at each look, and one that came counts', () => {
    const bench = new Bench([old, target], 'require');
    bench.refusal = fail('E2565', { message: 'it is being built' });
    expect(bench.subject.judge(running('1.0.0'))).toEqual(barred('noDelta', 'it is being built'));
    bench.subject.judge(running('1.0.0'));
    expect(bench.asked).toBe(2);
    bench.releases = [old, { ...target, deltas: [{ baseDigest: 'pump1.0.0', digest: '', bytes: 1, frameDigest: '' }] }];
    expect(bench.subject.refresh()).toBe(true);
    expect(bench.subject.judge(running('1.0.0'))).toEqual(wants);
    expect(bench.asked).toBe(2);
  });

  test('another reason than a missing delta is none to bar it', () => {
    const bench = new Bench([old, target], 'require');
    bench.refusal = fail('E2566', { message: 'busy' });
    expect(bench.subject.judge(running('1.0.0'))).toEqual(wants);
  });
});

test('an order has the id of its try, the deadlines of the plan, and the name of the rollout', async () => {
  const { subject, ordered } = new Bench([old, target], 'never');
  const member = testMember({ tries: 2, goal: 'waypoint', release: 'pump@1.5.0' });
  const { attemptId, configurationVersion } = await subject.order(member);
  expect([attemptId, configurationVersion]).toEqual([attemptIdOf({ name: 'r-1', number: 3 }, member), 0]);
  expect(ordered).toMatchObject([
    {
      deviceId: 'pump-1',
      order: { release: 'pump@1.5.0', delta: 'never', attemptId, rollout: 'r-1', deadlines: { offerMs: 60_000 } },
      by: { name: 'rollout r-1', reason: 'spring' },
    },
  ]);
});

describe('where a try stands', () => {
  const ended = { endedAtMs: testNowMs, message: 'why', offeredInBoot: 1 };
  const open = (bucket: string, isPastSwitch = false, wasOffered = true) =>
    expect.objectContaining({ type: 'open', bucket, isPastSwitch, wasOffered, sinceMs: testNowMs - 1, deadlineAtMs: 0 });
  const failed = (kind: string, cause: string, wasOffered = true) =>
    ({ type: 'failed', kind, cause, message: 'why', atMs: testNowMs, wasOffered }) as Standing;
  test.each<[string, Partial<AttemptRecord>, unknown]>([
    ['queued', {}, open('offered', false, false)],
    ['offered', { state: 'offered', offeredInBoot: 1 }, open('offered')],
    ['checking', { state: 'checking', offeredInBoot: 1 }, open('offered')],
    ['downloading', { state: 'downloading', offeredInBoot: 1 }, open('downloading')],
    ['installing', { state: 'installing', offeredInBoot: 1 }, open('installing')],
    ['rebooting', { state: 'rebooting', offeredInBoot: 1 }, open('rebooting', true)],
    ['unconfirmed', { state: 'unconfirmed', offeredInBoot: 1 }, open('unconfirmed', true)],
    ['updated', { ...ended, state: 'updated' }, { type: 'done', atMs: testNowMs }],
    ['failed', { ...ended, state: 'failed', cause: 'boot-failed' }, failed('failed', 'boot-failed')],
    ['a lie', { ...ended, state: 'failed', lie: 'it says' }, failed('failed', 'lie')],
    ['rejected', { ...ended, state: 'rejected', cause: 'rollback' }, failed('rejected', 'rollback')],
    ['rolled back', { ...ended, state: 'rolledBack', cause: 'not-confirmed' }, failed('rolledBack', 'not-confirmed')],
    ['cancelled', { ...ended, state: 'cancelled', cause: 'cancelled' }, failed('recalled', 'cancelled')],
    ['silent', { ...ended, state: 'silent' }, failed('silent', 'silent')],
    ['silent, never told', { ...ended, state: 'silent', offeredInBoot: 0 }, failed('recalled', '', false)],
  ])('%s', (_what, changes, expected) => {
    expect(standingOf(testAttempt(changes))).toEqual(expected);
  });

  test('by the attempt of the newest try; none without an order, and nothing to mourn when it is not kept', () => {
    const { subject, attempts } = new Bench([old, target]);
    const member = testMember();
    expect(subject.standing(testMember({ tries: 0 }))).toEqual({ type: 'none' });
    expect(subject.standing({ ...member, orderedAtMs: 0 })).toEqual({ type: 'none' });
    expect(subject.standing(member)).toMatchObject({ type: 'failed', kind: 'recalled', wasOffered: true });
    attempts.set(attemptIdOf({ name: 'r-1', number: 3 }, member), testAttempt());
    expect(subject.standing({ ...member, orderedAtMs: 0 })).toMatchObject({ type: 'open' });
    expect(subject.standing({ ...member, tries: 2, orderedAtMs: 0 })).toEqual({ type: 'none' });
  });

  test('who listens hears of each device', () => {
    const { subject, listeners } = new Bench([old, target]);
    const heard: string[] = [];
    const stop = subject.subscribe((deviceId) => heard.push(deviceId));
    for (const listener of listeners) listener(testAttempt({ deviceId: 'pump-7' }));
    stop();
    expect([heard, listeners.size]).toEqual([['pump-7'], 0]);
  });
});

describe('taking a try back', () => {
  const member = testMember();
  const id = attemptIdOf({ name: 'r-1', number: 3 }, member);
  test.each<[string, Partial<AttemptRecord> | undefined, boolean]>([
    ['queued', {}, true],
    ['downloading', { state: 'downloading' }, true],
    ['installing', { state: 'installing' }, true],
    ['past the switch', { state: 'rebooting' }, false],
    ['on trial', { state: 'unconfirmed' }, false],
    ['taken back already', { state: 'downloading', isCancelling: true }, false],
    ['over', { state: 'updated', endedAtMs: 1 }, false],
    ['not there', undefined, false],
  ])('%s', async (_what, attempt, isTaken) => {
    const { subject, attempts, cancelled } = new Bench([old, target]);
    if (attempt !== undefined) attempts.set(id, testAttempt({ id, ...attempt }));
    await subject.recall(member, 'halted by gate failed');
    expect(cancelled).toEqual(isTaken ? [{ id, reason: 'halted by gate failed' }] : []);
  });

  test('one that ends meanwhile is left; another error is told', async () => {
    const bench = new Bench([old, target]);
    bench.attempts.set(id, testAttempt({ id }));
    bench.refusal = fail('E2569', { message: 'over' });
    await bench.subject.recall(member, 'x');
    bench.refusal = fail('E2566', { message: 'busy' });
    await expect(bench.subject.recall(member, 'x')).rejects.toMatchObject({ code: 'E2566' });
  });
});

describe('the way back', () => {
  const before = { beforeRelease: '', beforeDigest: 'pump1.0.0', beforeSettings: {} };
  const back = testRelease('1.0.0', { securityCounter: 2 });
  test('is what ran before', () => {
    const { subject } = new Bench([back, target]);
    expect(subject.before(running('1.0.0'))).toEqual({ ...before, beforeRelease: 'pump@1.0.0' });
    expect(subject.before(running('0.9.0'))).toMatchObject({ beforeRelease: '', beforeDigest: 'pump0.9.0' });
    expect(subject.wayBack(before, running('1.0.0'))).toEqual({ type: 'release', release: 'pump@1.0.0' });
    expect(subject.wayBack({ ...before, beforeDigest: '', beforeRelease: 'pump@1.0.0' }, running('2.0.0'))).toMatchObject({
      type: 'release',
    });
  });

  test.each<[string, ReleaseView[], Partial<DeviceView>, 'prefer' | 'require', string]>([
    ['no release of that', [target], {}, 'prefer', 'it ran image pump1.0.0 before, and there is no release of that'],
    ['the subject is gone', [back], {}, 'prefer', 'there is no release pump@2.0.0 any more'],
    ['it was yanked', [{ ...back, state: 'yanked' }, target], {}, 'prefer', 'pump@1.0.0, which it ran before, is yanked'],
    ['the counter', [old, target], {}, 'prefer', 'pump@1.0.0 has the security counter 1; after pump@2.0.0 the device has confirmed 2'],
    ['the profile', [back, target], { profile: 'valve' }, 'prefer', 'release pump@1.0.0 is for pump; the device is of the profile valve'],
    ['no delta', [back, target], {}, 'require', 'the plan takes deltas only, and pump@1.0.0 has none from pump@2.0.0'],
    [
      'a minimum version above',
      [testRelease('3.0.0', { digest: 'pump1.0.0', securityCounter: 2, minimumVersion: '2.5.0' }), target],
      {},
      'prefer',
      'the device runs 2.0.0; pump@3.0.0 needs 2.5.0 or newer; no published releases lead there',
    ],
  ])('%s', (_what, releases, changes, delta, why) => {
    const { subject } = new Bench(releases, delta);
    expect(subject.wayBack(before, running('2.0.0', changes))).toEqual({ type: 'none', why });
  });

  test('a counter that the device has confirmed counts more than that of the release', () => {
    const bench = new Bench([back, target]);
    bench.counter = 5;
    expect(bench.subject.wayBack(before, running('2.0.0'))).toMatchObject({ why: expect.stringContaining('the device has confirmed 5') });
  });
});
