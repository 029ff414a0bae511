import type { CommandContext } from './command-spec.ts';
import { runPopulation } from './sim-run.ts';
import { spawnOptions } from './sim-spawn-options.ts';

/** fleet sim spawn */
export async function run(context: CommandContext): Promise<number> {
  return runPopulation(context, await spawnOptions(context));
}
