import { expect, test } from 'vitest';
import { rateOf, refill, refillBytes, waitForBytes, waitForToken } from './dispatch-logic.ts';

const growing = { type: 'exponential', basePerMinute: 10, factor: 2, every: { updated: 50 }, mostPerMinute: 100 } as const;

test('the rate is constant, or grows by its factor with each so many devices, up to its most', () => {
  expect(rateOf({ type: 'constant', perMinute: 30 }, { attempted: 1_000, updated: 0 })).toBe(30);
  const rates = [0, 49, 50, 149, 150, 200, 10_000].map((updated) => rateOf(growing, { attempted: 99_999, updated }));
  expect(rates).toEqual([10, 10, 20, 40, 80, 100, 100]);
  const byAttempts = { ...growing, every: { attempted: 50 } };
  expect(rateOf(byAttempts, { attempted: 100, updated: 0 })).toBe(40);
});

test('over an hour no more tokens come than the rate gives, however the time is cut', () => {
  for (const stepMs of [250, 999, 7_000]) {
    let state = { tokens: 0, atMs: 0 };
    let taken = 0;
    for (let nowMs = 0; nowMs <= 3_600_000; nowMs += stepMs) {
      state = refill(state, 90, nowMs);
      for (; waitForToken(state, 90) === 0; taken += 1) state = { ...state, tokens: state.tokens - 1 };
    }
    expect(taken).toBeLessThanOrEqual(90 * 60);
    if (stepMs < 667) expect(taken).toBeGreaterThanOrEqual(90 * 60 - 1);
  }
});

test('a long pause ends with one second of tokens at most', () => {
  expect(refill({ tokens: 0, atMs: 0 }, 600, 86_400_000).tokens).toBe(10);
  expect(refill({ tokens: 0, atMs: 0 }, 1, 86_400_000).tokens).toBe(1);
  expect(waitForToken(refill({ tokens: 0, atMs: 0 }, 1, 15_000), 1)).toBe(45_000);
});

test('a debt of bytes is paid back at the budget, then the next image is ordered', () => {
  const owing = { tokens: -1_000_000, atMs: 0 };
  expect(waitForBytes(refillBytes(owing, 100_000, 4_000), 100_000)).toBeCloseTo(6_000, -1);
  expect(waitForBytes(refillBytes(owing, 100_000, 10_001), 100_000)).toBe(0);
  expect(refillBytes(owing, 100_000, 3_600_000).tokens).toBe(100_000);
});
