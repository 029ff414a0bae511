import { describe, expect, test } from 'vitest';
import type { HelloFacts } from '#fleet/domain/index.js';
import { attempt, digests, report } from './attempt-fixture.ts';
import { attemptSteps, isProof, judgeDeadline, judgeHello, judgeReport } from './attempt-logic.ts';

/** A Hello of boot 5 that runs the target, confirmed. */
const hello = (changes: Partial<HelloFacts> = {}): HelloFacts => ({
  boot: 5,
  imageDigest: digests.target,
  imageConfirmed: true,
  resetReason: 'update',
  ...changes,
});
const trial = hello({ imageConfirmed: false });
const old = hello({ imageDigest: digests.old });

describe('invariant 6: updated means a boot after the offer runs the target, confirmed', () => {
  test.each([
    ['a later boot, the target, confirmed', hello(), true],
    ['the boot of the offer', hello({ boot: 4 }), false],
    ['an earlier boot', hello({ boot: 3 }), false],
    ['another digest', old, false],
    ['not confirmed', trial, false],
    ['recovery', hello({ imageDigest: '00'.repeat(32) }), false],
  ])('a Hello with %s: %s', (_, facts, proves) => {
    expect(isProof(attempt(), facts)).toBe(proves);
  });

  test('an attempt that was never offered is proved by nothing', () => {
    expect(isProof(attempt({ offeredInBoot: 0 }), hello())).toBe(false);
  });

  test.each([
    ['the trial boot confirms', report(), trial, 'unit.proved'],
    ['a Hello of the same boot was confirmed already', report(), hello(), 'unit.proved'],
    ['it comes late, in a session of a later boot that runs the target', report(), hello({ boot: 8 }), 'unit.proved'],
  ])('invariant 6: %s', (_, fact, facts, type) => {
    expect(judgeReport(attempt(), fact, facts, 1)).toMatchObject({ event: { type }, lie: '' });
  });

  test.each([
    ['its Hello says that the old image runs', report(), old, /its Hello of boot 5 says that 0d0d0d0d0d0d runs/],
    ['its Hello is of recovery', report(), hello({ imageDigest: '00'.repeat(32) }), /says that no image runs/],
    ['it names another running digest itself', report({ runningDigest: digests.old }), hello(), /0d0d0d0d0d0d runs; the image is/],
    ['it says itself that it is not confirmed', report({ isConfirmed: false }), trial, /not confirmed/],
    ['there was no boot after the offer', report({ boot: 4 }), hello({ boot: 4 }), /offered in boot 4/],
    ['it is of a boot that has not said Hello', report({ boot: 6 }), hello(), /its Hello is of boot 5/],
  ])('invariant 6: confirmed is a lie when %s', (_, fact, facts, lie) => {
    const verdict = judgeReport(attempt(), fact, facts, 1);
    expect(verdict.event?.type).toBe('unit.failed');
    expect(verdict.lie).toMatch(lie);
  });

  test.each(['reverted', 'failed', 'rejected', 'cancelled'] as const)(
    'a report %s of a unit whose Hello proves the update is a lie',
    (state) => {
      const verdict = judgeReport(attempt(), report({ state }), hello(), 1);
      expect(verdict.event?.type).toBe('unit.proved');
      expect(verdict.lie).toContain(`it reports ${state}`);
    },
  );
});

describe('what a report means', () => {
  test.each(['checking', 'downloading', 'installing', 'rebooting', 'unconfirmed'] as const)('%s is where it stands', (state) => {
    expect(judgeReport(attempt(), report({ state, message: 'm' }), old, 7)).toEqual({
      event: { type: `unit.${state}`, atMs: 7, message: 'm' },
      lie: '',
    });
  });

  test.each(['reverted', 'failed', 'rejected', 'cancelled'] as const)('%s ends it with its cause', (state) => {
    const verdict = judgeReport(attempt(), report({ state, cause: 'low-battery', message: 'm' }), old, 7);
    expect(verdict).toEqual({ event: { type: `unit.${state}`, atMs: 7, cause: 'low-battery', message: 'm' }, lie: '' });
  });

  test('a download that a yank ended did not fail: it was taken back', () => {
    const verdict = judgeReport(attempt(), report({ state: 'failed', cause: 'withdrawn', message: 'm' }), old, 7);
    expect(verdict).toEqual({ event: { type: 'unit.cancelled', atMs: 7, cause: 'withdrawn', message: 'm' }, lie: '' });
  });
});

describe('what a Hello means', () => {
  test.each([
    ['the target, confirmed', hello(), 'unit.proved'],
    ['the target on trial', trial, 'unit.unconfirmed'],
    ['the old image', old, undefined],
    ['the old image after a revert: its report says why', hello({ imageDigest: digests.old, resetReason: 'revert' }), undefined],
    ['the target in the boot of the offer', hello({ boot: 4 }), undefined],
  ])('%s', (_, facts, type) => {
    expect(judgeHello(attempt({ state: 'rebooting' }), facts, 1)?.type).toBe(type);
  });

  test('before the offer it means nothing', () => {
    expect(judgeHello(attempt({ state: 'queued', offeredInBoot: 0 }), hello(), 1)).toBeUndefined();
  });
});

describe('what the end of a time means', () => {
  test('silence is an outcome of its own', () => {
    const event = judgeDeadline(attempt({ state: 'downloading' }), 14_400_000, 9);
    expect(event).toEqual({ type: 'timer.expired', atMs: 9, message: 'nothing was heard of it in 4 h while downloading' });
    expect(judgeDeadline(attempt({ state: 'offered', isCancelling: true }), 600_000, 9)).toMatchObject({
      message: 'nothing was heard of it after it was taken back in 10 min while offered',
    });
  });

  test('a unit whose Hello showed the revert was not silent', () => {
    const back = hello({ imageDigest: digests.old, resetReason: 'revert' });
    expect(judgeDeadline(attempt({ state: 'unconfirmed', hello: back }), 600_000, 9)).toMatchObject({ type: 'unit.reverted', cause: '' });
  });
});

test('64 steps are kept; of more the first 63 and the newest', () => {
  const step = (atMs: number) => ({ state: 'offered' as const, atMs, message: '', cause: '' as const, storedBytes: 0 });
  const all = Array.from({ length: 63 }, (_, atMs) => step(atMs));
  const full = attemptSteps(all, step(63));
  expect(full).toHaveLength(64);
  const over = attemptSteps(full, step(64));
  expect([over.length, over[62]?.atMs, over[63]?.atMs]).toEqual([64, 62, 64]);
});
