import { expect, test } from 'vitest';
import { Population } from './population.ts';
import type { PopulationOptions } from './population-logic.ts';
import { findProfile } from './shard.ts';

const meant = { code: 'E1504', message: expect.stringContaining('did you mean "turbofan"') };

test('a misspelt name of a profile says which was meant; a path stays a path', () => {
  expect(findProfile('turbofan').name).toBe('turbofan');
  expect(() => findProfile('turbofn')).toThrow(expect.objectContaining(meant));
  expect(() => findProfile('./turbofn')).toThrow(expect.objectContaining({ code: 'E1505' }));
  expect(() => findProfile('turbofn.yaml')).toThrow(expect.objectContaining({ code: 'E1505' }));
});

test('so does the start of a population', async () => {
  const options: PopulationOptions = {
    name: 'hall',
    folder: 'populations',
    seed: undefined,
    profile: 'turbofn',
    count: 1,
    firstIndex: 0,
    urls: ['ws://127.0.0.1:1/device'],
    caFile: undefined,
    token: undefined,
    rampMs: 0,
    speed: 1,
    processes: 1,
    link: 'none',
    recording: undefined,
    fresh: false,
  };
  await expect(Population.start(options, () => undefined)).rejects.toMatchObject(meant);
});
