import { expect, test } from 'vitest';
import { type CanaryTrial, runCanaryTrial } from '#fleet/rollout/index.js';

const trials = 2_000;
const bounds = { falseStop: 0.01, falsePromotion: 0.05 };
const base: CanaryTrial = { updated: 200, waiting: 200, perHour: 0.01, ratio: 1, hours: 48, countedFailures: 3, bounds };

/** Upper end of the 95 % interval of a share (Wilson). */
function upperBound(hits: number): number {
  const z = 1.96;
  const share = hits / trials;
  const middle = share + (z * z) / (2 * trials);
  return (middle + z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))) / (1 + (z * z) / trials);
}

function run(name: string, trial: CanaryTrial) {
  const ends = Array.from({ length: trials }, (_, index) => runCanaryTrial(trial, `long ${name} ${index}`));
  const stopped = ends.filter(({ type }) => type === 'worse').map(({ hour }) => hour);
  stopped.sort((a, b) => a - b);
  const fine = ends.filter(({ type }) => type === 'fine').length;
  const medianStopHours = stopped[Math.floor(stopped.length / 2)] ?? Number.POSITIVE_INFINITY;
  console.info(
    `${name}: stopped ${(stopped.length / trials) * 100} % (median ${medianStopHours.toFixed(1)} h), promoted ${(fine / trials) * 100} %`,
  );
  return { stopped: stopped.length, medianStopHours };
}

/** 1, 5, 25 and 100 % of so many devices, each over four hours, a day apart. */
function inWaves(devices: number): Partial<CanaryTrial> {
  const waves = [0.01, 0.05, 0.25, 1].map((share, index) => ({ hour: 28 * index, upTo: devices * share, overHours: 4 }));
  return { updated: 0, waiting: devices, waves, hours: 112 };
}

test.each<[string, Partial<CanaryTrial>]>([
  ['equal, 200 against 200', {}],
  ['equal, 100 against 1,900', { updated: 100, waiting: 1_900 }],
  ['equal, 1,000 against 9,000 at 0.1 %/h', { updated: 1_000, waiting: 9_000, perHour: 0.001 }],
  ['equal, with lemons (gamma frailty of shape 0.2)', { frailtyShape: 0.2 }],
  ['equal, with lemons, 100 against 1,900', { frailtyShape: 0.2, updated: 100, waiting: 1_900 }],
  ['equal, 200 of 400 updated over a day', { updated: 0, waiting: 400, waves: [{ hour: 0, upTo: 200, overHours: 24 }] }],
  ['equal, 1,000 in waves', inWaves(1_000)],
  ['equal, 1,000 in waves, with lemons', { ...inWaves(1_000), frailtyShape: 0.2 }],
  ['equal, 1,000 in waves, a failure takes a device away for 24 h', { ...inWaves(1_000), outageHours: 24 }],
  ['equal, 1,000 in waves, half of the failures in crash loops', { ...inWaves(1_000), relapseShare: 0.5 }],
  ['equal, 1,000 in waves, four of five failures in crash loops', { ...inWaves(1_000), relapseShare: 0.8 }],
  ['equal, 1,000 in waves, all of it', { ...inWaves(1_000), frailtyShape: 0.2, outageHours: 12, relapseShare: 0.5 }],
  ['equal, 2,000 in waves at 0.2 %/h', { ...inWaves(2_000), perHour: 0.002 }],
])('%s: stopped in at most one of a hundred', (name, change) => {
  const { stopped } = run(name, { ...base, ...change });
  expect(stopped / trials).toBeLessThanOrEqual(0.01);
  expect(upperBound(stopped)).toBeLessThanOrEqual(0.015);
});

test('three times as bad: stopped in 99 of a hundred, half of them by the sixth hour', () => {
  const { stopped, medianStopHours } = run('three times as bad', { ...base, ratio: 3 });
  expect(stopped / trials).toBeGreaterThanOrEqual(0.99);
  expect(medianStopHours).toBeLessThanOrEqual(6);
});

test('three times as bad, in waves: always stopped, half of them before the third wave is over', () => {
  const { stopped, medianStopHours } = run('three times as bad, 1,000 in waves', { ...base, ...inWaves(1_000), ratio: 3 });
  expect(stopped / trials).toBeGreaterThanOrEqual(0.99);
  expect(medianStopHours).toBeLessThanOrEqual(60);
});

// What the rules of HealthWatch are for.
test.each<[string, Partial<CanaryTrial>]>([
  ['devices that are away count as at risk', { ...inWaves(1_000), outageHours: 24, countsAway: true }],
  ['every failure of a crash loop counts', { ...inWaves(1_000), relapseShare: 0.5, countsRelapses: true }],
])('equal, but %s: stopped too often', (name, change) => {
  expect(run(name, { ...base, ...change }).stopped / trials).toBeGreaterThan(0.05);
});
