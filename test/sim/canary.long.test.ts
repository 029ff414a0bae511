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

test.each<[string, Partial<CanaryTrial>]>([
  ['equal, 200 against 200', {}],
  ['equal, 100 against 1,900', { updated: 100, waiting: 1_900 }],
  ['equal, 1,000 against 9,000 at 0.1 %/h', { updated: 1_000, waiting: 9_000, perHour: 0.001 }],
  ['equal, with lemons (gamma frailty of shape 0.2)', { frailtyShape: 0.2 }],
  ['equal, with lemons, 100 against 1,900', { frailtyShape: 0.2, updated: 100, waiting: 1_900 }],
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
