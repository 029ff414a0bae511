import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('is full at the start, empties, and fills again at its rate up to its burst', () => {
  const bucket = new TokenBucket(10, 5, 1_000);
  expect([bucket.take(5, 1_000), bucket.take(1, 1_000)]).toEqual([true, false]);
  expect(bucket.waitMs(1, 1_000)).toBe(100);
  expect([bucket.take(1, 1_099), bucket.take(1, 1_100)]).toEqual([false, true]);
  expect([bucket.take(5, 100_000), bucket.take(1, 100_000)]).toEqual([true, false]);
});

test('a refused take takes nothing, and time that goes back changes nothing', () => {
  const bucket = new TokenBucket(1, 3, 0);
  expect(bucket.take(4, 0)).toBe(false);
  expect(bucket.take(3, 0)).toBe(true);
  expect(bucket.take(1, -10_000)).toBe(false);
  expect(bucket.waitMs(1, 500)).toBe(500);
  expect(bucket.waitMs(0, 500)).toBe(0);
});

test('a wait is true also after parts of tokens that no binary fraction is', () => {
  const bucket = new TokenBucket(4, 19, 0);
  const taken = [0, 209, 209, 704].map((nowMs, index) => bucket.take([1, 8, 11, 19][index] ?? 0, nowMs));
  expect(taken).toEqual([true, true, false, false]);
  const waitMs = bucket.waitMs(19, 704);
  expect([bucket.take(19, 704 + waitMs - 1), bucket.take(19, 704 + waitMs)]).toEqual([false, true]);
});

test('never lets through more than burst and rate times span, and waits are true', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 1, max: 100 }),
      fc.array(fc.record({ afterMs: fc.nat(500), count: fc.integer({ min: 1, max: 20 }) }), { maxLength: 100 }),
      (rate, burst, takes) => {
        const bucket = new TokenBucket(rate, burst, 0);
        let nowMs = 0;
        let taken = 0;
        for (const { afterMs, count } of takes) {
          nowMs += afterMs;
          if (bucket.take(count, nowMs)) taken += count;
          else if (count <= burst) {
            nowMs += bucket.waitMs(count, nowMs);
            expect(bucket.take(count, nowMs)).toBe(true);
            taken += count;
          }
          expect(taken).toBeLessThanOrEqual(burst + (rate * nowMs) / 1_000 + 1e-6);
        }
      },
    ),
  );
});
