import { expect, test } from 'vitest';
import { findProfile } from './named-profile.ts';
import { Population } from './population.ts';
import { type PopulationOptions, populationDefaults } from './population-logic.ts';

const meant = { code: 'E1504', message: expect.stringContaining('did you mean "turbofan"') };

test('a misspelt name of a profile says which was meant; a path stays a path', () => {
  expect(findProfile('turbofan').name).toBe('turbofan');
  expect(() => findProfile('turbofn')).toThrow(expect.objectContaining(meant));
  expect(() => findProfile('./turbofn')).toThrow(expect.objectContaining({ code: 'E1505' }));
  expect(() => findProfile('turbofn.yaml')).toThrow(expect.objectContaining({ code: 'E1505' }));
});

test('so does the start of a population', async () => {
  const options: PopulationOptions = {
    ...populationDefaults,
    name: 'hall',
    folder: 'populations',
    profile: 'turbofn',
    count: 1,
    urls: ['ws://127.0.0.1:1/device'],
  };
  await expect(Population.start(options, () => undefined)).rejects.toMatchObject(meant);
});
