import { expect, test } from 'vitest';
import { judgeHooks } from './hook-check.ts';

const hook = (name: string, state: 'ok' | 'failing' | 'down' | 'paused', answer = '') => ({ name, state, waiting: 3, answer });

test.each([
  [[], 'ok', 'there are none', ''],
  [[hook('a', 'ok'), hook('b', 'paused')], 'ok', '2 hooks: 1 ok, 1 paused', ''],
  [
    [hook('a', 'ok'), hook('b', 'failing', '503')],
    'warning',
    '2 hooks: 1 ok, 1 failing; b is failing, 3 messages wait: 503',
    'fleet hook test b',
  ],
  [
    [hook('a', 'failing', '503'), hook('b', 'down')],
    'failed',
    '2 hooks: 1 failing, 1 down; b is down, 3 messages wait: no answer since the start of the manager',
    'fleet hook test b',
  ],
] as const)('%j: %s', (hooks, result, found, fix) => {
  expect(judgeHooks(hooks)).toEqual({ check: 'hooks', result, found, fix });
});
