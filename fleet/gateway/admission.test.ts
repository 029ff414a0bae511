import { expect, test } from 'vitest';
import { createRandom } from '#proto/kit/index.js';
import { Admission } from './admission.ts';

const limits = { handshakesPerSecond: 100, openHandshakes: 5, longestRetryMs: 10_000 };
const admission = () => new Admission(limits, createRandom('seed', 'admission', 'test'), 0);

test('open handshakes at the limit and one past it', () => {
  const gate = admission();
  gate.open = 4;
  expect(gate.refusal(0)).toBeUndefined();
  gate.open = 5;
  expect(gate.refusal(0)).toBe('5 handshakes are under way, the limit is 5');
});

test('handshakes a second at the limit and one past it', () => {
  const gate = admission();
  for (let count = 0; count < 100; count += 1) expect(gate.refusal(0)).toBeUndefined();
  expect(gate.refusal(0)).toBe('more than 100 handshakes a second');
  expect(gate.refusal(10)).toBeUndefined();
});

test('those turned away come back one after the other, at the rate of handshakes', () => {
  const gate = admission();
  expect([1, 2, 3].map(() => gate.retryAfterMs(0, 1_000))).toEqual([1_010, 1_020, 1_030]);
  expect(gate.retryAfterMs(5_000, 1_000)).toBe(1_010);
});

test('beyond the longest time they share the latter half of it', () => {
  const gate = admission();
  const waits = Array.from({ length: 2_000 }, () => gate.retryAfterMs(0, 1_000));
  expect(Math.max(...waits)).toBeLessThanOrEqual(10_000);
  expect(Math.min(...waits.slice(1_000))).toBeGreaterThanOrEqual(5_000);
  expect(new Set(waits.slice(1_000)).size).toBeGreaterThan(500);
});
