import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CanaryEvidence } from './canary-statistics.ts';
import { type CanaryTrial, runCanaryTrial } from './canary-trial.ts';

const bounds = { falseStop: 0.01, falsePromotion: 0.05 };
const base: CanaryTrial = { updated: 200, waiting: 200, perHour: 0.01, ratio: 1, hours: 48, countedFailures: 3, bounds };

describe('evidence', () => {
  test('nothing is known before the first failure', () => {
    const evidence = new CanaryEvidence();
    expect(evidence.verdict(bounds)).toEqual({ type: 'open', worseEvidence: 1, fineEvidence: 1 });
    expect(evidence.range(0.01)).toEqual({ lowest: 0.1, highest: 30, likeliest: 1 });
  });

  test('one failure of an updated device among as many waiting: the mean of the six likelihood ratios', () => {
    const evidence = new CanaryEvidence();
    evidence.add(true, 100, 100);
    const mean = [1.25, 1.5, 2, 3, 5, 10].map((ratio) => ratio / (ratio + 1) / 0.5).reduce((sum, one) => sum + one) / 6;
    expect(evidence.verdict(bounds).worseEvidence).toBeCloseTo(mean, 12);
    expect(evidence.failures).toEqual({ updated: 1, waiting: 0 });
  });

  test('a stratum with one kind of device only tells nothing', () => {
    const evidence = new CanaryEvidence();
    evidence.add(true, 10, 0);
    evidence.add(false, 0, 10);
    expect(evidence.save()).toEqual(new CanaryEvidence().save());
  });

  test('seven failures of updated devices in a row stop at 1 %, six do not', () => {
    const evidence = new CanaryEvidence();
    const types = Array.from({ length: 10 }, () => {
      evidence.add(true, 200, 200);
      return evidence.verdict(bounds).type;
    });
    const stop = types.indexOf('worse');
    expect(types.slice(0, stop).every((type) => type === 'open')).toBe(true);
    expect(2 ** (stop + 1)).toBeGreaterThan(100);
    expect(stop).toBeLessThan(10);
  });

  test('under "equal" the expected evidence after one more failure is the evidence before it', () => {
    const count = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), count, count), { maxLength: 30 }), count, count, (failures, updated, waiting) => {
        const evidenceAfter = (isUpdated: boolean) => {
          const evidence = new CanaryEvidence();
          for (const failure of failures) evidence.add(...failure);
          evidence.add(isUpdated, updated, waiting);
          return evidence.verdict(bounds).worseEvidence;
        };
        const before = new CanaryEvidence();
        for (const failure of failures) before.add(...failure);
        const share = updated / (updated + waiting);
        const expected = share * evidenceAfter(true) + (1 - share) * evidenceAfter(false);
        const given = before.verdict(bounds).worseEvidence;
        expect(Math.abs(expected / given - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  test('what is saved and read again says the same, and goes on the same', () => {
    const evidence = new CanaryEvidence();
    for (let index = 0; index < 20; index += 1) evidence.add(index % 3 === 0, 50 + index, 70);
    const again = new CanaryEvidence(JSON.parse(JSON.stringify(evidence.save())) as number[]);
    for (const one of [evidence, again]) one.add(true, 40, 60);
    expect(again.verdict(bounds)).toEqual(evidence.verdict(bounds));
    expect(again.range(0.05)).toEqual(evidence.range(0.05));
    expect(again.failures).toEqual(evidence.failures);
  });
});

/** Shares of the ends of so many trials; a failing one is repeated by its seed. */
function sharesOf(name: string, trial: CanaryTrial, trials: number) {
  const ends = Array.from({ length: trials }, (_, index) => runCanaryTrial(trial, `${name} ${index}`));
  const stopped = ends.filter(({ type }) => type === 'worse').map(({ hour }) => hour);
  stopped.sort((a, b) => a - b);
  return {
    worse: stopped.length / trials,
    fine: ends.filter(({ type }) => type === 'fine').length / trials,
    medianStopHours: stopped[Math.floor(stopped.length / 2)] ?? Number.POSITIVE_INFINITY,
  };
}

describe('simulated rollouts, looked at after every failure (the whole 2,000 of each: test/sim/canary.long.test.ts)', () => {
  test.each<[string, Partial<CanaryTrial>]>([
    ['equal', {}],
    ['equal, 100 among 1,900', { updated: 100, waiting: 1_900, perHour: 0.002 }],
    ['equal, with lemons', { frailtyShape: 0.2 }],
  ])('%s: hardly ever stopped', (name, change) => {
    expect(sharesOf(name, { ...base, ...change }, 300).worse).toBeLessThanOrEqual(0.02);
  });

  // Devices move to the new firmware in waves, keep the number of their failures, are away now and then, and crash in loops.
  const waves = [
    { hour: 0, upTo: 10, overHours: 4 },
    { hour: 28, upTo: 50, overHours: 4 },
    { hour: 56, upTo: 250, overHours: 4 },
    { hour: 84, upTo: 500, overHours: 4 },
  ];
  const staggered: Partial<CanaryTrial> = { updated: 0, waiting: 500, waves, hours: 112 };

  test.each<[string, Partial<CanaryTrial>]>([
    ['in waves up to all devices', staggered],
    ['in waves, failures take devices away for 24 h', { ...staggered, outageHours: 24 }],
    ['in waves, half of the failures in crash loops', { ...staggered, relapseShare: 0.5 }],
  ])('equal, %s: hardly ever stopped', (name, change) => {
    expect(sharesOf(name, { ...base, ...change }, 200).worse).toBeLessThanOrEqual(0.025);
  });

  test.each<[string, Partial<CanaryTrial>]>([
    ['devices that are away', { ...staggered, outageHours: 48, countsAway: true }],
    ['failures of one incident', { ...staggered, relapseShare: 0.5, countsRelapses: true }],
  ])('equal: who counts %s stops it', (name, change) => {
    expect(sharesOf(name, { ...base, ...change }, 200).worse).toBeGreaterThan(0.03);
  });

  test('three times as bad: stopped in 99 %, by the sixth hour in half of the cases', () => {
    const { worse, fine, medianStopHours } = sharesOf('three', { ...base, ratio: 3 }, 200);
    expect(worse).toBeGreaterThanOrEqual(0.99);
    expect(fine).toBeLessThanOrEqual(0.01);
    expect(medianStopHours).toBeLessThanOrEqual(6);
  });

  test('1.5 times as bad is promoted in 5 % at most and a little chance', () => {
    expect(sharesOf('one and a half', { ...base, ratio: 1.5 }, 200).fine).toBeLessThanOrEqual(0.08);
  });
});
