import { expect, test } from 'vitest';
import { hostOf, RemoteLimits } from './remote-limits.ts';

test('failures of one host at the limit and one past it, by address without port', () => {
  const limits = new RemoteLimits(2, 10);
  expect([limits.fail('a:1', 0), limits.fail('a:2', 0)]).toEqual([0, 0]);
  expect(limits.fail('a:3', 0)).toBe(30_000);
  expect(limits.fail('b:1', 0)).toBe(0);
  expect(limits.fail('a:4', 30_000)).toBe(0);
});

test('as many hosts as allowed are remembered; the one that was quiet longest goes', () => {
  const limits = new RemoteLimits(1, 2);
  for (const remote of ['a:1', 'b:1', 'a:1', 'c:1']) limits.fail(remote, 0);
  expect(limits.size).toBe(2);
  expect(limits.fail('a:1', 0), 'a is remembered').toBeGreaterThan(0);
  expect(limits.fail('b:1', 0), 'b was forgotten').toBe(0);
});

test.each([
  ['127.0.0.1:51234', '127.0.0.1'],
  ['[::1]:51234', '[::1]'],
  ['heater-1', 'heater-1'],
  [':1', ':1'],
])('the host of %s', (remote, host) => {
  expect(hostOf(remote)).toBe(host);
});
