import { expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { proveAttacks } from './prove-attacks.ts';

const profile = loadShippedProfile('thermostat');

/** All cases of each: prove-attacks.long.test.ts. */
test('invariants 1, 2 and 3 under attack: the first case of each attack is beaten', async () => {
  for (const attack of Array.from({ length: 21 }, (_, index) => `A${index + 1}`)) {
    const report = await proveAttacks({ seed: 'test', profile, only: `${attack}.1` });
    expect(report).toMatchObject({ problems: [], verdict: 'passed', states: [{ state: attack }], rows: [{ attack, verdict: 'held' }] });
  }
});

test('the same seed gives the same run; one case runs as it does in the whole table', async () => {
  const [first, again] = [await proveAttacks({ seed: 'a', profile, only: 'A9' }), await proveAttacks({ seed: 'a', profile, only: 'A9.1' })];
  expect(first.rows[0]).toEqual(again.rows[0]);
  expect(first.rows.every(({ attack }) => attack === 'A9')).toBe(true);
});

test('a case that is not in the table is refused', async () => {
  await expect(proveAttacks({ seed: 'a', profile, only: 'A22' })).rejects.toMatchObject({ code: 'E2271', exit: 2 });
});

test('on a slot with room for less than a part, and with a single boot attempt, it does not cry wolf', async () => {
  const small = {
    ...profile,
    flash: { ...profile.flash, slotBytes: 16_384, eraseBlockBytes: 8_192, writeUnitBytes: 1_024, bootAttempts: 1 },
  };
  for (const only of ['A8', 'A9'])
    expect(await proveAttacks({ seed: 'a', profile: small, only })).toMatchObject({ verdict: 'passed', problems: [] });
});
