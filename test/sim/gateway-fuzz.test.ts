import { expect, test } from 'vitest';
import { throwFrames } from './gateway-fuzz.ts';

test.each(['one', 'two', 'three'])(
  'invariant 9: random and mutated frames never throw, are never answered with anything undecodable, and harm no other session (seed %s)',
  async (seed) => {
    const { refusals, welcomes } = await throwFrames(seed, 5_000);
    expect(refusals).toBeGreaterThan(100);
    expect(welcomes).toBeGreaterThan(100);
  },
);
