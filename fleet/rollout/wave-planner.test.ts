import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planWaves, type WaveCandidate, type WaveShare } from './wave-planner.ts';

const fleet = (sizes: Readonly<Record<string, number>>): WaveCandidate[] =>
  Object.entries(sizes).flatMap(([stratum, size]) => Array.from({ length: size }, (_, index) => ({ id: `${stratum}-${index}`, stratum })));

/** Devices by wave and stratum. */
function countsOf(candidates: readonly WaveCandidate[], waveOf: Int32Array): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [index, { stratum }] of candidates.entries()) {
    const key = `${waveOf[index]} ${stratum}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const percent = (share: number, atLeast = 0): WaveShare => ({ type: 'percent', percent: share, atLeast });
const four = [percent(1, 5), percent(5), percent(25), percent(100)];

test('1, 5, 25, 100 percent of 1,000 devices of two kinds', () => {
  const devices = fleet({ a: 900, b: 100 });
  expect(countsOf(devices, planWaves(devices, four, 's'))).toEqual({
    '0 a': 9,
    '0 b': 1,
    '1 a': 36,
    '1 b': 4,
    '2 a': 180,
    '2 b': 20,
    '3 a': 675,
    '3 b': 75,
  });
});

test('a rare stratum is there once as soon as there is room for all strata, and not before', () => {
  const devices = fleet({ a: 950, b: 48, c: 2 });
  expect(countsOf(devices, planWaves(devices, [{ type: 'count', count: 3 }], 's'))).toMatchObject({ '0 a': 1, '0 b': 1, '0 c': 1 });
  expect(countsOf(devices, planWaves(devices, [{ type: 'count', count: 2 }], 's'))).toMatchObject({ '0 a': 1, '0 b': 1, '-1 c': 2 });
});

test('a selector goes first, and shares count what it took', () => {
  const devices = fleet({ a: 100 });
  const chosen: WaveShare = { type: 'chosen', isChosen: (id) => id === 'a-3' || id === 'a-70' };
  const waveOf = planWaves(devices, [chosen, percent(10), percent(100)], 's');
  expect([waveOf[3], waveOf[70]]).toEqual([0, 0]);
  expect(countsOf(devices, waveOf)).toEqual({ '0 a': 2, '1 a': 8, '2 a': 90 });
});

test('no devices, no waves, fewer devices than wanted', () => {
  expect([...planWaves([], four, 's')]).toEqual([]);
  expect([...planWaves(fleet({ a: 2 }), [], 's')]).toEqual([-1, -1]);
  expect([...planWaves(fleet({ a: 2 }), [percent(1, 5), percent(100)], 's')]).toEqual([0, 0]);
});

describe('properties', () => {
  const sizes = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 0, max: 60 }));
  const shares = fc.array(
    fc.oneof(
      fc.record({
        type: fc.constant('percent' as const),
        percent: fc.integer({ min: 1, max: 100 }),
        atLeast: fc.integer({ min: 0, max: 8 }),
      }),
      fc.record({ type: fc.constant('count' as const), count: fc.integer({ min: 1, max: 40 }) }),
    ),
    { maxLength: 5 },
  );

  test('the waves have the sizes that were asked for, and each device is in one at most', () => {
    fc.assert(
      fc.property(sizes, shares, fc.string(), (wanted, waves, seed) => {
        const devices = fleet(wanted);
        const waveOf = planWaves(devices, waves, seed);
        let taken = 0;
        for (const [number, wave] of waves.entries()) {
          const size = waveOf.filter((one) => one === number).length;
          const left = devices.length - taken;
          const asked =
            wave.type === 'count' ? wave.count : Math.max(wave.atLeast, Math.ceil((devices.length * wave.percent) / 100 - 1e-9)) - taken;
          expect(size).toBe(Math.min(left, Math.max(0, asked)));
          taken += size;
        }
      }),
    );
  });

  test('the order of the devices does not matter, and another seed draws others', () => {
    fc.assert(
      fc.property(sizes, shares, (wanted, waves) => {
        const devices = fleet(wanted);
        const forward = planWaves(devices, waves, 's');
        const backward = planWaves(devices.toReversed(), waves, 's').toReversed();
        expect([...backward]).toEqual([...forward]);
      }),
    );
    const devices = fleet({ a: 400 });
    expect(planWaves(devices, [percent(50)], 's')).not.toEqual(planWaves(devices, [percent(50)], 't'));
  });

  test('a stratum is in a wave with its share, one more or one less, or with the one that it always has', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 100 }), (wanted, share) => {
        const devices = fleet(wanted);
        const counts = countsOf(devices, planWaves(devices, [percent(share)], 's'));
        const strata = Object.entries(wanted).filter(([, size]) => size > 0);
        for (const [stratum, size] of strata) {
          const exact = (Math.ceil((devices.length * share) / 100 - 1e-9) * size) / devices.length;
          const got = counts[`0 ${stratum}`] ?? 0;
          expect(Math.abs(got - exact)).toBeLessThanOrEqual(strata.length);
        }
      }),
    );
  });

  test('one more device moves few others', () => {
    const devices = fleet({ a: 500, b: 300 });
    const before = planWaves(devices, four, 's');
    const after = planWaves([...devices, { id: 'new', stratum: 'a' }], four, 's');
    expect(before.filter((wave, index) => wave !== after[index]).length).toBeLessThanOrEqual(6);
  });
});
