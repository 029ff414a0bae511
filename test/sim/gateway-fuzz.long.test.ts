import { expect, test } from 'vitest';
import { throwFrames } from './gateway-fuzz.ts';

test.each(Array.from({ length: 10 }, (_, index) => `long ${index}`))(
  'a million random and mutated frames at the gateway (seed %s)',
  async (seed) => {
    const { refusals, welcomes } = await throwFrames(seed, 100_000);
    expect(refusals).toBeGreaterThan(1_000);
    expect(welcomes).toBeGreaterThan(1_000);
  },
);
