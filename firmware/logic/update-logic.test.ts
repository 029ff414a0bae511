import { describe, expect, test } from 'vitest';
import { updateCauses } from '#proto/frame/index.js';
import { createRandom } from '#proto/kit/index.js';
import { bootOutcome } from './boot-logic.ts';
import {
  type AwaitedPart,
  batteryVerdict,
  chooseWay,
  endStateOf,
  offerVerdict,
  partVerdict,
  requestPatienceMs,
  retryWaitMs,
  speedVerdict,
  transferRules,
} from './update-logic.ts';

test.each([
  ['a', undefined, undefined, 'begin'],
  ['a', undefined, 'b', 'begin'],
  ['a', undefined, 'a', 'known'],
  ['a', 'a', 'a', 'known'],
  ['b', 'a', 'a', 'busy'],
] as const)('offer %s while %s is open and the newest was %s: %s', (offered, open, ended, verdict) => {
  expect(offerVerdict(offered, open, ended)).toBe(verdict);
});

describe('retries', () => {
  test.each([1, 2, 3, 6, 7, transferRules.silences])('after %i silences: half to all of the doubled wait', (silences) => {
    const ceilingMs = Math.min(transferRules.longestWaitMs, transferRules.firstWaitMs * 2 ** (silences - 1));
    const random = createRandom('retry', 'test', String(silences));
    const waits = Array.from({ length: 1_000 }, () => retryWaitMs(silences, random) as number);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(ceilingMs / 2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(ceilingMs);
    expect(new Set(waits).size).toBeGreaterThan(100);
  });

  test('one too many gives up', () => {
    expect(retryWaitMs(transferRules.silences + 1, createRandom('retry', 'test', 'over'))).toBeUndefined();
  });

  test.each([
    // A whole part, and one byte more or less than thirty seconds at the floor.
    [100, 32_768, true, 0, 327_680],
    [100, 3_000, true, 0, 30_000],
    [100, 3_001, true, 0, 30_010],
    [1_092, 32_768, true, 0, 30_008],
    [1_093, 32_768, true, 0, 30_000],
    [100, 1_000_000, true, 3, 327_680],
    [1_000_000, 32_768, true, 0, 30_000],
    // Only bounded: it grows with each silence up to what the floor allows.
    [100, 65_536, false, 0, 30_000],
    [100, 65_536, false, 1, 60_000],
    [100, 65_536, false, 3, 240_000],
    [100, 65_536, false, 4, 327_680],
    [100, 65_536, false, 7, 327_680],
    // No floor.
    [0, 32_768, true, 0, 30_000],
    [0, 32_768, true, 7, 3_840_000],
  ])(
    'floor %i bytes/s, part of %i bytes, known %s, %i silences: %i ms of patience',
    (floor, bytes, isLengthKnown, silences, patienceMs) => {
      expect(requestPatienceMs({ speedFloorBytesPerS: floor, speedWindowMs: 60_000 }, { bytes, isLengthKnown, silences })).toBe(patienceMs);
    },
  );
});

test.each([
  [1, 59_999, 100, 'open'],
  [5_999, 60_000, 100, 'slow'],
  [6_000, 60_000, 100, 'fast'],
  [1, 60_000, 0, 'open'],
  [0, 600_000, 100, 'open'],
] as const)('%i bytes in %i ms at a floor of %i: %s', (bytes, awaitedMs, speedFloorBytesPerS, verdict) => {
  expect(speedVerdict({ speedFloorBytesPerS, speedWindowMs: 60_000 }, bytes, awaitedMs)).toBe(verdict);
});

describe('a part', () => {
  const part = transferRules.partBytes;
  const awaited: AwaitedPart = { offset: part, bytes: 3 * part + 10, isExact: true, credit: 2 };
  test.each([
    ['the next one', {}, { offset: part }, 'take'],
    ['the last one', { offset: 3 * part }, { offset: 3 * part, bytes: 10 }, 'take'],
    ['one that came before', {}, { offset: 0 }, 'duplicate'],
    ['one too early', {}, { offset: 2 * part }, 'gap'],
    ['one that was not asked for', { credit: 0 }, { offset: part }, 'unasked'],
    ['one that is cut', {}, { offset: part, bytes: part - 1 }, 'cut'],
    ['of a longer piece', {}, { offset: part, totalBytes: 3 * part + 11 }, 'endless-data'],
    ['of a shorter piece', {}, { offset: part, totalBytes: 3 * part + 9 }, 'modified'],
    ['of a piece whose length is only bounded', { isExact: false }, { offset: part, totalBytes: 2 * part }, 'take'],
    ['of a piece over its bound', { isExact: false, bytes: 2 * part - 1 }, { offset: part, totalBytes: 2 * part }, 'endless-data'],
    ['behind the end', {}, { offset: 4 * part, bytes: 10 }, 'extraneous-data'],
    ['over the end', {}, { offset: 3 * part, bytes: 11 }, 'endless-data'],
  ])('%s', (_name, changes, came, outcome) => {
    const verdict = partVerdict({ ...awaited, ...changes }, { totalBytes: 3 * part + 10, bytes: part, ...came });
    expect(verdict.type === 'take' ? 'take' : verdict.type === 'drop' ? verdict.fault : verdict.cause).toBe(outcome);
  });
});

test.each([
  [true, true, 10, 10, 'delta'],
  [true, true, 11, 10, 'full'],
  [true, false, 11, 10, 'delta-unusable'],
  [true, true, 1, 0, 'full'],
  [false, true, 1, 10, 'full'],
  [false, false, 1, 10, 'wrong-base'],
])('delta fits %s, full allowed %s, %i bytes of %i: %s', (isDeltaFit, fullAllowed, workBytes, deltaMemoryBytes, outcome) => {
  const way = chooseWay({ hasDelta: true, isDeltaFit, isFullBegun: false, fullAllowed, workBytes, deltaMemoryBytes });
  expect(way.type === 'refused' ? way.cause : way.type).toBe(outcome);
  // A delta that is not taken is never left out in silence.
  if (way.type === 'refused') expect(way.message).toMatch(/(another image|needs \d+ bytes).*not allowed$/);
  else expect(way.why).toMatch(way.type === 'delta' ? /^$/ : /another image|needs \d+ bytes/);
});

test('without a delta the whole image needs no reason, and what was begun goes on', () => {
  const facts = { hasDelta: false, isDeltaFit: false, isFullBegun: false, fullAllowed: true, workBytes: 1, deltaMemoryBytes: 10 };
  expect(chooseWay(facts)).toEqual({ type: 'full', why: '' });
  expect(chooseWay({ ...facts, fullAllowed: false })).toMatchObject({ type: 'refused', cause: 'wrong-base' });
  const begun = { ...facts, hasDelta: true, isDeltaFit: true, isFullBegun: true };
  expect(chooseWay(begun)).toEqual({ type: 'full', why: 'the whole image was begun before the reset' });
  expect(chooseWay({ ...begun, fullAllowed: false })).toMatchObject({ type: 'delta' });
});

test.each([
  [30, 0, 'go'],
  [29.9, 0, 'wait'],
  [0, transferRules.batteryLooks - 1, 'wait'],
  [0, transferRules.batteryLooks, 'refuse'],
  [30, transferRules.batteryLooks, 'go'],
])('battery at %d %% after %i looks: %s', (percent, looks, verdict) => {
  expect(batteryVerdict(percent, looks)).toBe(verdict);
});

test('every cause ends an attempt as failed or as rejected: what another try could mend has failed', () => {
  const failed = updateCauses.names.filter((cause) => endStateOf(cause) === 'failed');
  expect(failed).toEqual([
    'content-damaged',
    'slow-retrieval',
    'unavailable',
    'withdrawn',
    'flash-full',
    'flash-failed',
    'boot-failed',
    'application-failed',
    'not-confirmed',
    'cancelled',
  ]);
});

describe('after a boot', () => {
  const facts = { wantedDigest: 'new', runningDigest: 'old', isTrial: false, wantedSlot: undefined, trialFailure: undefined };
  test.each([
    ['nothing was tried', {}, 'resume'],
    ['nothing was checked', { wantedDigest: '', wantedSlot: 'not-confirmed' }, 'resume'],
    ['it is written and not marked', { wantedSlot: 'empty' }, 'resume'],
    ['it runs on trial', { runningDigest: 'new', isTrial: true, wantedSlot: 'pending' }, 'trial'],
    ['it was confirmed before the power went', { runningDigest: 'new', wantedSlot: 'confirmed' }, 'confirmed'],
    ['it was not whole', { wantedSlot: 'damaged' }, 'boot-failed'],
    ['it was tried in vain', { wantedSlot: 'not-confirmed' }, 'not-confirmed'],
    ['it crashed', { wantedSlot: 'not-confirmed', trialFailure: 'application-failed' }, 'application-failed'],
    ['nothing runs', { runningDigest: '', wantedSlot: 'damaged' }, 'boot-failed'],
  ] as const)('%s', (_name, changes, expected) => {
    const outcome = bootOutcome({ ...facts, ...changes });
    expect(outcome.type === 'reverted' ? outcome.cause : outcome.type).toBe(expected);
  });
});
