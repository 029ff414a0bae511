import { expect, test } from 'vitest';
import type { PlanStratum } from '#fleet/domain/index.js';
import { stratumOf } from './strata-logic.ts';

const device = { profile: 'thermostat', hardwareRevision: 'b', labels: { site: 'north/2', note: '-', half: '50%' }, link: 'wifi' };

test.each<[PlanStratum[], string]>([
  [[], 'all'],
  [['profile'], 'thermostat'],
  [['profile', 'hardware', 'link'], 'thermostat/b/wifi'],
  [['label:site', 'profile'], 'north%2F2/thermostat'],
  [['label:none', 'profile'], '-/thermostat'],
  [['label:note'], '%2D'],
  [['label:half'], '50%25'],
  [['label:toString'], '-'],
])('the stratum by %j', (strata, expected) => {
  expect(stratumOf(device, strata)).toBe(expected);
});

test('a link that is not known is a stratum of its own', () => {
  const { link: _, ...other } = device;
  expect([stratumOf(other, ['link']), stratumOf({ ...device, link: '' }, ['link'])]).toEqual(['-', '-']);
});
