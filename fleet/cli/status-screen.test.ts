import { expect, test } from 'vitest';
import { statusScreen } from './status-screen.ts';

const dropped = (readings: number) => ({ readings, summaries: 0, events: 0, bytes: 0 });
const history = {
  rawBytes: 1_073_741_824,
  summaryBytes: 1_048_576,
  budgetBytes: 2_147_483_648,
  oldestRawAt: '2026-01-05T00:00:00.000Z',
  oldestSummaryAt: null,
  fullIn: 'days',
  fullInDays: 12.7,
  dropped: { age: dropped(1_000), disk: dropped(0) },
};
const lineOf = (changes: object) =>
  statusScreen({ ready: true, history: { ...history, ...changes } }).find(([, text]) => text.startsWith('raw '))?.[1];

test('history says what it takes, how far it goes back, and how long the disk lasts', () => {
  expect(lineOf({})).toBe(
    'raw 1.0 GiB since 2026-01-05 00:00:00Z; quarters of an hour 1.0 MiB none yet; share of 2.0 GiB full in 12 days; ' +
      'readings dropped: 1,000 by age, 0 for room',
  );
  expect(lineOf({ fullInDays: 0.42 })).toContain('full in 0.4 days');
  expect(lineOf({ fullIn: 'unknown', fullInDays: null })).toContain('full unknown yet');
  expect(lineOf({ fullIn: 'never', fullInDays: null })).toContain('full never at this rate');
});
