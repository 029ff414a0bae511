import { expect, test } from 'vitest';
import type { AttemptState } from '#fleet/domain/index.js';
import { wayOf } from './attempt-way.ts';

const attempt = (states: AttemptState[], more: { sequence?: number; takesDelta?: boolean; storedBytes?: number } = {}) => ({
  steps: states.map((state) => ({ state, atMs: 0, storedBytes: 0, cause: '' as const, message: '' })),
  ...{ sequence: 1, takesDelta: false, storedBytes: 0, ...more },
});

test.each([
  ['was not heard', attempt(['queued', 'offered', 'silent'], { sequence: 0 }), 'unknown'],
  ['checks', attempt(['queued', 'offered', 'checking']), 'unknown'],
  ['refused what it checked', attempt(['queued', 'offered', 'checking', 'rejected']), 'unknown'],
  ['takes the whole image', attempt(['queued', 'offered', 'checking', 'downloading']), 'full'],
  ['runs it, what came between was lost', attempt(['queued', 'offered', 'checking', 'unconfirmed']), 'full'],
  ['failed with a part of it, what came between was lost', attempt(['queued', 'checking', 'failed'], { storedBytes: 1 }), 'full'],
  ['takes a delta', attempt(['queued', 'offered', 'checking', 'downloading'], { takesDelta: true }), 'delta'],
])('the way of a unit that %s', (_what, one, way) => {
  expect(wayOf(one)).toBe(way);
});
