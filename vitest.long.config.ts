import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const common = { testTimeout: 1_800_000, hookTimeout: 120_000 };
const elsewhere = ['node_modules/**', 'dist/**'];
/** They start managers and populations of their own, and live in real time. */
const real = ['test/*.long.test.ts', 'test/e2e/**/*.long.test.ts'];
/** Of those that compute and wait for nobody: the longest begin first, so that none of them ends alone. */
const longest = ['rollout-invariants', 'fault-proof', 'world', 'gateway-fuzz', 'gateway-fleet'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/${name}.long.test.ts`));
      return found < 0 ? longest.length : found;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'virtual',
          include: ['**/*.long.test.ts'],
          exclude: [...elsewhere, ...real],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      // One file after the other, when nothing else runs.
      { test: { ...common, name: 'real', include: real, exclude: elsewhere, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
