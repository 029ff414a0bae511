import { expect, test } from 'vitest';
import { reasonsAgainst } from './readiness.ts';

const well = { isStarted: true, stateProblem: undefined, history: { writable: true, reason: '' } };

test.each([
  [well, []],
  [{ ...well, isStarted: false }, ['starting or stopping']],
  [{ ...well, history: { writable: false, reason: 'disk full' } }, ['history: disk full']],
  [
    { ...well, stateProblem: 'E1613: there is a gap: start the manager again', history: { writable: false, reason: 'disk full' } },
    ['state: E1613: there is a gap: start the manager again', 'history: disk full'],
  ],
])('%j: %j', (readiness, reasons) => {
  expect(reasonsAgainst(readiness)).toEqual(reasons);
});
