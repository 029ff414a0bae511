import { describe, expect, test } from 'vitest';
import { defaultRetention } from './history-retention.ts';
import { budgetOf, bytesOf, forecastFullMs, type HistoryFacts, nextRetentionStep, type SegmentFacts } from './retention-logic.ts';

const dayMs = 86_400_000;
const mebibyte = 1_048_576;
const nowMs = Date.UTC(2026, 5, 15);
const roomy = { totalBytes: 2 ** 50, freeBytes: 2 ** 50 };

function segment(number: number, changes: Partial<SegmentFacts> = {}): SegmentFacts {
  const sealedMs = nowMs - dayMs;
  return { number, startedMs: sealedMs - dayMs, sealedMs, bytes: 100 * mebibyte, readings: 1_000, events: 1, isSummed: true, ...changes };
}

const active = (changes: Partial<SegmentFacts> = {}) =>
  segment(9, { startedMs: nowMs - 1_000, sealedMs: undefined, isSummed: false, ...changes });
const month = (name: string, sealedMs: number, bytes = 10 * mebibyte) => ({
  name,
  bytes,
  parts: 10,
  events: 1,
  sealedMs,
  rawBytes: 100,
  firstMs: 1,
});
const stepOf = (facts: HistoryFacts, disk = roomy) => nextRetentionStep(facts, defaultRetention, disk, nowMs);

describe('the next step', () => {
  const old = nowMs - defaultRetention.rawMs;
  const cases: readonly (readonly [string, HistoryFacts, typeof roomy, unknown])[] = [
    ['nothing', { segments: [segment(8), active()], months: [] }, roomy, undefined],
    [
      'a file that is 30 days old goes',
      { segments: [segment(1, { sealedMs: old }), active()], months: [] },
      roomy,
      { type: 'dropSegment', cause: 'age' },
    ],
    ['one a millisecond younger stays', { segments: [segment(1, { sealedMs: old + 1 }), active()], months: [] }, roomy, undefined],
    [
      'it is summed before it goes',
      { segments: [segment(1, { sealedMs: old, isSummed: false }), active()], months: [] },
      roomy,
      { type: 'sum' },
    ],
    ['a sealed file is summed', { segments: [segment(8, { isSummed: false }), active()], months: [] }, roomy, { type: 'sum' }],
    ['a file of a day is sealed', { segments: [active({ startedMs: nowMs - dayMs })], months: [] }, roomy, { type: 'seal' }],
    ['one without rows is not', { segments: [active({ startedMs: nowMs - dayMs, readings: 0, events: 0 })], months: [] }, roomy, undefined],
    [
      'a file is sealed at a part of the budget',
      { segments: [active({ bytes: 20 * mebibyte })], months: [] },
      disk(1_200),
      { type: 'seal' },
    ],
    [
      'a month that is 400 days old goes',
      { segments: [active()], months: [month('2025-05', nowMs - 400 * dayMs)] },
      roomy,
      { type: 'dropMonth', cause: 'age' },
    ],
    [
      'over the share the oldest goes',
      { segments: [segment(7), segment(8), active()], months: [] },
      disk(500),
      { type: 'dropSegment', cause: 'disk', segment: { number: 7 } },
    ],
    ['summed first', { segments: [segment(7, { isSummed: false }), active()], months: [] }, disk(300), { type: 'sum' }],
    [
      'unless there is no room for it',
      { segments: [segment(7, { isSummed: false }), active()], months: [] },
      { totalBytes: 2 ** 40, freeBytes: mebibyte },
      { type: 'dropSegment', cause: 'disk' },
    ],
    ['then the file that is written is sealed, to go next', { segments: [active()], months: [] }, disk(100), { type: 'seal' }],
    [
      'then months go, but the newest',
      { segments: [active({ readings: 0, events: 0 })], months: [month('2026-04', nowMs), month('2026-05', nowMs)] },
      disk(100),
      { type: 'dropMonth', month: { name: '2026-04' } },
    ],
    ['nothing more can go', { segments: [active({ readings: 0, events: 0 })], months: [month('2026-05', nowMs)] }, disk(100), undefined],
  ];
  test.each(cases)('%s', (_name, facts, room, step) => {
    if (step === undefined) expect(stepOf(facts, room)).toBeUndefined();
    else expect(stepOf(facts, room)).toMatchObject(step as object);
  });
});

/** A disk of so many MiB, of which history may have half; all else is free. */
function disk(totalMb: number) {
  return { totalBytes: totalMb * mebibyte, freeBytes: totalMb * mebibyte };
}

describe('the budget', () => {
  const facts = { segments: [segment(1)], months: [] };
  test('is the share, the bytes that are set, or what is left, whichever is least', () => {
    expect(budgetOf(facts, defaultRetention, disk(1_000))).toBe(500 * mebibyte);
    expect(budgetOf(facts, { ...defaultRetention, diskBytes: 7 }, disk(1_000))).toBe(7);
    const left = { totalBytes: 2 ** 40, freeBytes: 300 * mebibyte };
    expect(budgetOf(facts, defaultRetention, left)).toBe(bytesOf(facts) + 300 * mebibyte - defaultRetention.freeBytes);
    expect(budgetOf(facts, defaultRetention, { totalBytes: 2 ** 40, freeBytes: 0 })).toBe(0);
  });
});

describe('days until the disk is full', () => {
  const aDay = (number: number, ageDays: number) =>
    segment(number, { startedMs: nowMs - (ageDays + 1) * dayMs, sealedMs: nowMs - ageDays * dayMs });
  const growing = { segments: [aDay(1, 1), aDay(2, 0), active({ startedMs: nowMs, bytes: 0 })], months: [] };
  const days = (budgetMb: number) => {
    const ms = forecastFullMs(growing, defaultRetention, budgetMb * mebibyte, nowMs);
    return typeof ms === 'number' ? ms / dayMs : ms;
  };

  test('follow from the growth of the last day', () => {
    expect(days(200)).toBe(0);
    expect(days(1_200)).toBe(10);
    expect(days(1_250)).toBe(11);
  });

  test('never come where raw readings level off below the budget', () => {
    expect(days(3_300)).toBe('never');
  });

  test('are unknown before an hour was measured', () => {
    const young = { segments: [active({ startedMs: nowMs - 3_599_999 })], months: [] };
    expect(forecastFullMs(young, defaultRetention, 1, nowMs)).toBe('unknown');
  });
});
