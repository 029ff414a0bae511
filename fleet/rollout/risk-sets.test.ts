import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RiskSets, type RiskSide } from './risk-sets.ts';

test('nobody is at risk before somebody is added', () => {
  expect(new RiskSets(3).atRisk('turbofan', 0)).toEqual({ updated: 0, waiting: 0 });
});

test('a device is counted among those of its stratum, side and number of failures', () => {
  const risk = new RiskSets(3);
  risk.add('a', 'waiting', 0);
  risk.add('a', 'waiting', 0);
  risk.add('a', 'updated', 0);
  risk.add('a', 'updated', 2);
  risk.add('b', 'updated', 0);
  expect([risk.atRisk('a', 0), risk.atRisk('a', 1), risk.atRisk('a', 2), risk.atRisk('b', 0)]).toEqual([
    { updated: 1, waiting: 2 },
    { updated: 0, waiting: 0 },
    { updated: 1, waiting: 0 },
    { updated: 1, waiting: 0 },
  ]);
});

test('one whose failures are all counted is not at risk, and may leave', () => {
  const risk = new RiskSets(3);
  risk.add('a', 'updated', 3);
  expect(risk.atRisk('a', 3)).toEqual({ updated: 0, waiting: 0 });
  risk.remove('a', 'updated', 3);
});

test('leaving twice is a bug', () => {
  const risk = new RiskSets(3);
  risk.add('a', 'updated', 1);
  risk.remove('a', 'updated', 1);
  expect(() => risk.remove('a', 'updated', 1)).toThrow('that it was not in');
});

test('the counts are those of the devices that are in, whatever came before', () => {
  const strata = ['a', 'b'];
  const sides: RiskSide[] = ['updated', 'waiting'];
  const step = fc.record({
    device: fc.nat({ max: 9 }),
    stratum: fc.constantFrom(...strata),
    side: fc.constantFrom(...sides),
    failures: fc.nat({ max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const risk = new RiskSets(3);
      const inside = new Map<number, (typeof steps)[number]>();
      for (const one of steps) {
        const before = inside.get(one.device);
        if (before !== undefined) risk.remove(before.stratum, before.side, before.failures);
        inside.set(one.device, one);
        risk.add(one.stratum, one.side, one.failures);
      }
      for (const stratum of strata) {
        for (const failures of [0, 1, 2]) {
          const count = (side: RiskSide) =>
            [...inside.values()].filter((one) => one.stratum === stratum && one.side === side && one.failures === failures).length;
          expect(risk.atRisk(stratum, failures)).toEqual({ updated: count('updated'), waiting: count('waiting') });
        }
      }
    }),
  );
});
