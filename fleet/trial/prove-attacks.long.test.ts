import { expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { proveAttacks } from './prove-attacks.ts';

test('invariants 1, 2 and 3 under attack: every attack of the table is beaten', async () => {
  const report = await proveAttacks({ seed: 'test', profile: loadShippedProfile('thermostat') });
  expect(report.problems).toEqual([]);
  expect(report.verdict).toBe('passed');
  expect(report.states.map(({ state }) => state)).toEqual(Array.from({ length: 21 }, (_, index) => `A${index + 1}`));
  expect(report.rows.filter(({ verdict }) => verdict !== 'held')).toEqual([]);
});
