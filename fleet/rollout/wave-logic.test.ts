import { expect, test } from 'vitest';
import { type BucketCounts, rolloutBuckets } from '#fleet/domain/index.js';
import { isDispatched, isUntried, waitingIn } from './wave-logic.ts';

function counts(change: Partial<BucketCounts>): BucketCounts {
  // fromEntries forgets which keys it was given.
  return { ...(Object.fromEntries(rolloutBuckets.map((bucket) => [bucket, 0])) as unknown as BucketCounts), ...change };
}

const wave = { patienceMs: 1_000 };

test.each([
  ['nobody is left', {}, 0, 0, true],
  ['somebody is in flight', { offered: 1 }, 1, 9_999, false],
  ['a turn has not come', { pending: 1 }, 0, 9_999, false],
  ['one is offline, and patience is left', { offline: 1 }, 0, 999, false],
  ['one is offline, and patience has run out', { offline: 1 }, 0, 1_000, true],
  ['a next try is waited for', { deferred: 1 }, 0, 999, false],
  ['all others are through', { updated: 3, soaking: 2, failed: 1, silent: 1, superseded: 4, alreadyThere: 2 }, 0, 0, true],
] as const)('%s', (_, change, inFlight, waitedMs, isOver) => {
  expect(isDispatched({ buckets: counts(change), inFlight, taken: 0 }, wave, waitedMs)).toBe(isOver);
});

test('who another rollout has is waited for as long as the plan says, and longer while nobody had it', () => {
  const buckets = counts({ superseded: 4 });
  expect(isDispatched({ buckets, inFlight: 0, taken: 3 }, wave, 999)).toBe(false);
  expect(isDispatched({ buckets, inFlight: 0, taken: 3 }, wave, 1_000)).toBe(true);
  expect(isUntried({ buckets, taken: 3, attempted: 0, before: 0 })).toBe(true);
  expect(isUntried({ buckets, taken: 3, attempted: 0, before: 1 })).toBe(false);
});

test.each([
  ['nobody of any wave had it, and one may come', { offline: 1 }, 0, 0, true],
  ['nobody of any wave had it, and nobody can', { alreadyThere: 3, superseded: 1 }, 0, 0, false],
  ['the wave before had it, this one is offline', { offline: 2 }, 0, 5, false],
  ['the wave before had it, the window of this one is closed', { outsideWindow: 2 }, 0, 5, true],
  ['one of it had it', { outsideWindow: 2, soaking: 1 }, 1, 0, false],
] as const)('proven nothing: %s', (_, change, attempted, before, isNothing) => {
  expect(isUntried({ buckets: counts(change), taken: 0, attempted, before })).toBe(isNothing);
});

test('who may still be offered something waits', () => {
  expect(
    waitingIn(counts({ pending: 1, held: 2, pinned: 3, offline: 4, outsideWindow: 5, conditionNotMet: 6, deferred: 7, updated: 99 })),
  ).toBe(28);
});
