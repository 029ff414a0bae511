import { describe, expect, test } from 'vitest';
import { createRandom } from '#proto/kit/index.js';
import { CanaryEvidence } from './canary-statistics.ts';
import { runCanaryTrial } from './canary-trial.ts';
import { devicesToSee, eventsStillNeeded, type HealthGatePlan, healthGatePower, luckProbability, unseenProbability } from './gate-power.ts';

const bounds = { falseStop: 0.01, falsePromotion: 0.05 };

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

test.each([
  [1, 20, 0.02, 0.3324],
  [2, 20, 0.02, 0.0599],
  [3, 20, 0.02, 0.0071],
  [1, 5, 0.02, 0.0961],
  [2, 5, 0.02, 0.0038],
  [5, 5, 0.02, 3.2e-9],
  [0, 5, 0.02, 1],
  [6, 5, 0.02, 0],
  [1, 5, 0, 0],
  [5, 5, 1, 1],
])('%d or more of %d fail by luck, each with %d, with probability %d', (failures, devices, share, luck) => {
  expect(luckProbability(failures, devices, share)).toBeCloseTo(luck, 4);
});

describe('failures still needed', () => {
  test.each([
    [3, 200, 200, 'worse'],
    [3, 100, 1_900, 'worse'],
    [1, 200, 200, 'fine'],
  ] as const)('ratio %d, %d against %d: "%s" comes in half of the cases about then', (ratio, updated, waiting, verdict) => {
    const random = createRandom('needed', `${ratio} ${updated}`, 'test');
    const hit = (ratio * updated) / (ratio * updated + waiting);
    const counts = Array.from({ length: 100 }, () => {
      const evidence = new CanaryEvidence();
      for (let count = 1; ; count += 1) {
        evidence.add(random.float() < hit, updated, waiting);
        if (evidence.verdict(bounds).type !== 'open') return count;
        if (count === 5_000) return Number.POSITIVE_INFINITY;
      }
    });
    const median = counts.sort((a, b) => a - b)[50] as number;
    const needed = eventsStillNeeded(new CanaryEvidence(), { ratio, updated, waiting }, bounds);
    expect(needed?.verdict).toBe(verdict);
    expect((needed?.failures ?? 0) / median).toBeGreaterThan(0.75);
    expect((needed?.failures ?? 0) / median).toBeLessThan(1.33);
  });

  test('fewer are needed once some were seen, none when the verdict is there', () => {
    const evidence = new CanaryEvidence();
    const forecast = { ratio: 3, updated: 200, waiting: 200 };
    const atFirst = eventsStillNeeded(evidence, forecast, bounds)?.failures ?? 0;
    for (let count = 0; count < 5; count += 1) evidence.add(true, 200, 200);
    expect(eventsStillNeeded(evidence, forecast, bounds)?.failures).toBeLessThan(atFirst - 5);
    for (let count = 0; count < 10; count += 1) evidence.add(true, 200, 200);
    expect(eventsStillNeeded(evidence, forecast, bounds)).toEqual({ verdict: 'worse', failures: 0 });
  });

  test('with one side empty no verdict ever comes', () => {
    expect(eventsStillNeeded(new CanaryEvidence(), { ratio: 3, updated: 0, waiting: 200 }, bounds)).toBeUndefined();
    expect(eventsStillNeeded(new CanaryEvidence(), { ratio: 3, updated: 200, waiting: 0 }, bounds)).toBeUndefined();
  });
});

describe('power of the health gate', () => {
  const hourMs = 3_600_000;
  const plan: HealthGatePlan = { devices: 200, controlDevices: 200, failuresPerDeviceHour: 0.01, soakMs: 48 * hourMs, ratio: 1, bounds };

  test.each<[string, Partial<HealthGatePlan>]>([
    ['equal', {}],
    ['three times as bad', { ratio: 3 }],
    ['1.5 times as bad', { ratio: 1.5 }],
    [
      '100 among 1,900, three times as bad',
      { devices: 100, controlDevices: 1_900, failuresPerDeviceHour: 0.002, soakMs: 24 * hourMs, ratio: 3 },
    ],
  ])('%s: as simulated', (name, change) => {
    const { devices, controlDevices, failuresPerDeviceHour, soakMs, ratio } = { ...plan, ...change };
    const power = healthGatePower({ ...plan, ...change });
    const trials = 150;
    const hours = soakMs / hourMs;
    const trial = { updated: devices, waiting: controlDevices, perHour: failuresPerDeviceHour, ratio, hours, countedFailures: 3, bounds };
    const ends = Array.from({ length: trials }, (_, index) => runCanaryTrial(trial, `power ${name} ${index}`));
    const share = (type: string) => ends.filter((end) => end.type === type).length / trials;
    // Four standard deviations of a share of 150.
    expect(Math.abs(power.worse - share('worse'))).toBeLessThan(0.163);
    expect(Math.abs(power.fine - share('fine'))).toBeLessThan(0.163);
    const stops = ends.flatMap(({ type, hour }) => (type === 'worse' ? [hour] : [])).sort((a, b) => a - b);
    const median = stops[Math.floor(trials / 2)];
    expect(power.medianWorseMs === undefined).toBe(power.worse < 0.5);
    if (power.medianWorseMs !== undefined && median !== undefined) {
      expect(power.medianWorseMs / hourMs / median).toBeGreaterThan(0.8);
      expect(power.medianWorseMs / hourMs / median).toBeLessThan(1.25);
    }
  });

  test('an equal firmware is never stopped more often than stated', () => {
    for (const devices of [10, 200, 2_000]) {
      for (const falseStop of [0.001, 0.01, 0.1]) {
        expect(healthGatePower({ ...plan, devices, bounds: { ...bounds, falseStop } }).worse).toBeLessThanOrEqual(falseStop);
      }
    }
  });

  test('nothing is seen without devices, without control, without failures, without time', () => {
    const blind = { worse: 0, fine: 0, medianWorseMs: undefined };
    for (const change of [{ devices: 0 }, { controlDevices: 0 }, { failuresPerDeviceHour: 0 }, { soakMs: 0 }]) {
      expect(healthGatePower({ ...plan, ratio: 3, ...change })).toEqual(blind);
    }
  });

  test('more failures than are looked at: the probabilities are still near one', () => {
    const power = healthGatePower({ ...plan, devices: 10_000, controlDevices: 90_000, failuresPerDeviceHour: 0.1, ratio: 2 });
    expect(power.worse).toBeGreaterThan(0.95);
    expect(power.worse + power.fine).toBeLessThanOrEqual(1.000_001);
  });
});
