import { expect, test } from 'vitest';
import { devicesToSee, unseenProbability } from './gate-power.ts';

test.each([
  [52, 0.005, 0.7705],
  [598, 0.005, 0.0499],
  [0, 0.5, 1],
  [1, 1, 0],
  [100, 0, 1],
])('%d devices miss a failure of share %d with probability %d', (devices, share, unseen) => {
  expect(unseenProbability(devices, share)).toBeCloseTo(unseen, 4);
});

test.each([
  [0.005, 0.95, 598],
  [0.01, 0.95, 299],
  [0.5, 0.5, 1],
])('share %d is seen with %d by %d devices, and not with one less', (share, seen, devices) => {
  expect(devicesToSee(share, seen)).toBe(devices);
  expect(1 - unseenProbability(devices, share)).toBeGreaterThanOrEqual(seen);
  expect(1 - unseenProbability(devices - 1, share)).toBeLessThan(seen);
});
