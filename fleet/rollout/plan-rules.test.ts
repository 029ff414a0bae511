import { expect, test } from 'vitest';
import { inFlightLimit, retriesOf } from './plan-rules.ts';

test.each([
  ['flash-full', 4],
  ['silent', 0],
  ['slow-retrieval', 2],
  ['lie', 2],
  ['', 2],
  ['bad-signature', 0],
  ['wrong-hardware', 0],
  ['rollback', 0],
])('after a failure by "%s" %d tries more', (cause, tries) => {
  const plan = { retries: { byCause: { 'flash-full': 4, silent: 0, rollback: 3 }, others: 2, waitMs: 0 } };
  expect(retriesOf(plan, cause)).toBe(tries);
});

test.each([
  [0, 5, 10],
  [0, 1_000, 10],
  [0, 1_001, 11],
  [0, 100_000, 1_000],
  [3, 100_000, 3],
])('a limit of %d for %d devices lets %d be open', (inFlight, devices, open) => {
  expect(inFlightLimit({ limits: { inFlight, bytesPerSecond: 0 } }, devices)).toBe(open);
});
