import type { CommandContext } from './command-spec.ts';
import { detach } from './sim-detach.ts';
import { runPopulation } from './sim-run.ts';
import { nameOf, spawnOptions } from './sim-spawn-options.ts';

/** fleet sim spawn */
export async function run(context: CommandContext): Promise<number> {
  const name = nameOf(context.input.argument(0));
  if (context.input.flag('detach')) return detach(context, name);
  return runPopulation(context, await spawnOptions(context));
}
