import { expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { accessCases, identityCases } from './attack-identity-cases.ts';

const profile = loadShippedProfile('thermostat');
test.each([...identityCases, ...accessCases].map((one) => [`${one.attack} ${one.injected}`, one] as const))('%s', async (_name, one) => {
  const finding = await one.run({ seed: 'test', profile });
  expect(finding.misses).toEqual([]);
});
