import { describe, expect, test } from 'vitest';
import { daysOf } from './key-files.ts';
import { fixOf, judgeTrust } from './manager-checks.ts';

const kept = {
  role: 'root',
  daysLeft: 364,
  expiresAt: '2027-11-22T00:00:00.000Z',
  threshold: 2,
  heldHere: 0,
  next: 'fleet key renew root',
};
const targets = { ...kept, role: 'targets', next: 'fleet key renew targets' };
const online = (role: string, heldHere = 1) => ({
  ...{ role, daysLeft: null, expiresAt: null, threshold: 1, heldHere },
  next: heldHere === 0 ? `fleet key rotate ${role}` : '',
});
const roles = [kept, targets, online('snapshot'), online('timestamp'), online('director')];

describe('what doctor says of trust', () => {
  test('all is well: what expires first', () => {
    expect(judgeTrust({ problem: '', keys: 'production', roles })).toEqual({
      ...{ check: 'trust', result: 'ok', fix: '' },
      found: 'production keys; root expires 2027-11-22, in 364 days',
    });
  });

  test.each([
    [60, 'ok', ''],
    [59, 'warning', 'fleet key renew targets'],
    [0, 'warning', 'fleet key renew targets'],
    [-1, 'failed', 'fleet key renew targets'],
  ])('targets with %i days left: %s', (daysLeft, result, fix) => {
    expect(judgeTrust({ problem: '', keys: 'production', roles: [{ ...targets, daysLeft }, ...roles.slice(0, 1)] })).toMatchObject({
      result,
      fix,
    });
  });

  test.each(['snapshot', 'timestamp', 'director'])(
    'a key of %s that is gone is no good trust, though all stays valid for a day',
    (role) => {
      const lacking = roles.map((one) => (one.role === role ? online(role, 0) : one));
      expect(judgeTrust({ problem: '', keys: 'production', roles: lacking })).toEqual({
        ...{ check: 'trust', result: 'failed', fix: `fleet key rotate ${role}` },
        found: `the manager holds 0 of 1 keys of ${role}: what it signed expires, then devices refuse updates`,
      });
    },
  );

  test('what the manager calls a problem comes first', () => {
    const problem = 'E1550: a key file is no JSON';
    const lacking = [kept, targets, online('snapshot', 0)];
    expect(judgeTrust({ problem, keys: 'production', roles: lacking })).toMatchObject({ result: 'failed', found: problem });
  });
});

test('--days counts with the keys of a folder, and is refused where nothing would come of it', () => {
  const given = { count: () => 30 };
  const left = { count: () => undefined };
  expect([daysOf(given, true), daysOf(left, true), daysOf(left, false)]).toEqual([30, 365, 365]);
  expect(() => daysOf(given, false)).toThrow(/--days goes with --keys/);
});

test('a manager whose state has a gap is started again; any other reason stands in its log', () => {
  expect(fixOf(['history: disk full', 'state: E1613: there is a gap: start the manager again'])).toContain('start it again');
  expect(fixOf(['history: disk full'])).toBe('look at the log of the manager');
});
