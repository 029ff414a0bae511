import { expect, test } from 'vitest';
import type { PlanGate } from '#fleet/domain/index.js';
import { type GateSight, powerOf } from './forecast-power.ts';

const sight: GateSight = { attempted: 6, control: 100, soakMs: 3_600_000, failuresPerDeviceHour: 0.01, isMeasured: true };
const threshold: PlanGate = {
  type: 'threshold',
  name: 'failed',
  of: ['failed'],
  causes: [],
  abovePercent: 30,
  minimum: 10,
  absolute: false,
  onBad: 'pause',
};

/** Probability of what holds for the fates of so many devices, each failing with that share: every fate is looked at. */
function exactly(devices: number, share: number, holds: (failed: readonly boolean[]) => boolean): number {
  let probability = 0;
  for (let fate = 0; fate < 2 ** devices; fate += 1) {
    const failed = Array.from({ length: devices }, (_, device) => ((fate >> device) & 1) === 1);
    const count = failed.filter(Boolean).length;
    if (holds(failed)) probability += share ** count * (1 - share) ** (devices - count);
  }
  return probability;
}

test.each([
  // Below its minimum it takes what luck explains in one of a hundred cases at most: five of six are not enough.
  [10, 6],
  [6, 2],
])('a threshold with a minimum of %d stops at %d of 6: the share that reaches that in 95 of 100 cases', (minimum, stopsAt) => {
  const { figures } = powerOf({ ...threshold, minimum }, sight);
  expect(figures).toMatchObject({ devices: 6, minimum: 6, stopsAt, neededDevices: 598 });
  const reaches = (share: number) => exactly(6, share, (failed) => failed.filter(Boolean).length >= stopsAt);
  expect(reaches((figures.seenPercent ?? 0) / 100)).toBeCloseTo(0.95, 6);
  if (minimum > 6)
    expect([5, 6].map((count) => exactly(6, 0.3, (failed) => failed.filter(Boolean).length >= count) > 0.01)).toEqual([true, false]);
});

test('a threshold that nothing reaches says so', () => {
  expect(powerOf({ ...threshold, abovePercent: 100 }, sight).power).toMatch(/so it never stops$/);
  expect(powerOf(threshold, { ...sight, attempted: 0 }).power).toMatch(/sees nothing$/);
});

test('failures after each other', () => {
  const gate: PlanGate = { type: 'consecutive', name: 'same-cause', failures: 3, onBad: 'pause' };
  const run = (failed: readonly boolean[]) =>
    failed
      .map((one) => (one ? '1' : '0'))
      .join('')
      .includes('111');
  const { figures } = powerOf(gate, sight);
  expect(figures.halfPercent).toBeCloseTo(100 * exactly(6, 0.5, run), 6);
  expect(figures.fifthPercent).toBeCloseTo(100 * exactly(6, 0.2, run), 6);
  expect(powerOf(gate, { ...sight, attempted: 2 }).power).toBe("2 devices can't fail 3 times after each other");
});

test('health: what must be proven has a figure for the proof', () => {
  const gate: PlanGate = {
    type: 'health',
    name: 'health',
    falseStop: 0.01,
    falsePromotion: 0.05,
    failures: ['crash'],
    countedFailures: 3,
    promotion: 'proven',
    holdMs: 0,
    onBad: 'pause',
  };
  const many = { ...sight, attempted: 200, control: 200, soakMs: 86_400_000 };
  const { figures, power } = powerOf(gate, many);
  expect(figures.stoppedPercent).toBeGreaterThan(99);
  expect(figures.provenPercent).toBeGreaterThan(10);
  expect(power).toMatch(/ at 10 failures in 1,000 device hours, .*; one that is as good is proven so in \d+ % of cases;/);
  expect(powerOf({ ...gate, promotion: 'soak' }, many).figures).not.toHaveProperty('provenPercent');
  expect(powerOf(gate, { ...many, control: 0 }).figures).not.toHaveProperty('stoppedPercent');
});

test('signals want devices on both sides; an operator is named by the role', () => {
  const gate: PlanGate = { type: 'signal', name: 'warm', when: 'true', minimum: 6, onBad: 'pause' };
  expect(powerOf(gate, sight).power).toBe('it wants 6 devices on each side and has 6 updated and 100 waiting: it judges');
  expect(powerOf({ ...gate, minimum: 7 }, sight).power).toMatch(/it never judges in this wave$/);
  expect(powerOf({ type: 'manual', name: 'go', role: 'admin' }, sight).power).toBe('an admin lets the next wave begin');
});
