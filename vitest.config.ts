import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const trees = ['proto', 'firmware', 'fleet', 'scripts', 'test'];
/** They change what a process has (its folder, its environment, a module's mock), or count what it holds: each file has one of its own. */
const alone = [
  'test/docs.test.ts',
  'test/package.test.ts',
  'test/boundaries.test.ts',
  'test/e2e/**/*.test.ts',
  'fleet/store/wal-sync.test.ts',
];
const long = '**/*.long.test.ts';
/** Limits for what hangs: on a machine with much else to do, tests that start processes take several times what they take on a quiet one. */
const common = { testTimeout: 180_000, hookTimeout: 180_000, setupFiles: ['test/property-seed.ts'] };

// Workers, and the processes that tests start, compile what one of them has compiled no second time: where the program has its cache.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

/** What waits longest begins first, so that nothing waits for it alone at the end; else larger files do. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFirst = ({ moduleId }: TestSpecification) => moduleId.endsWith('/test/docs.test.ts');
    return [...sorted.filter(isFirst), ...sorted.filter((file) => !isFirst(file))];
  }
}

export default defineConfig({
  test: {
    // Many tests wait for processes and clocks more than they compute.
    maxWorkers: 4,
    sequence: { sequencer: WaitingFirst },
    projects: [
      { test: { ...common, name: 'alone', include: alone, exclude: [long], globalSetup: ['test/bundled-programs.ts'] } },
      // One process runs many of these files: it loads the code once, and has it compiled.
      {
        test: {
          ...common,
          name: 'shared',
          isolate: false,
          include: trees.map((tree) => `${tree}/**/*.test.ts`),
          exclude: [long, ...alone],
        },
      },
    ],
  },
});
