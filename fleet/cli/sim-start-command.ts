import { keptOptions, populationsFolder } from '#firmware/host/index.js';
import type { CommandContext } from './command-spec.ts';
import { detach } from './sim-detach.ts';
import { runPopulation } from './sim-run.ts';
import { chosenManager, runOptions } from './sim-run-options.ts';

/** fleet sim start */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const kept = keptOptions(populationsFolder(terminal.environment), input.argument(0));
  if (input.flag('detach')) return detach(context, kept.name);
  const options = { ...kept, ...(await runOptions(context)) };
  const isChosen = input.text('context') !== undefined && input.list('to').length === 0;
  const manager = isChosen || options.urls.length === 0 ? await chosenManager(context) : {};
  return runPopulation(context, { ...options, ...manager });
}
