import { keptOptions, populationsFolder } from '#firmware/host/index.js';
import type { CommandContext } from './command-spec.ts';
import { detach } from './sim-detach.ts';
import { runPopulation } from './sim-run.ts';
import { deviceUrls, runOptions } from './sim-run-options.ts';

/** fleet sim start */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const kept = keptOptions(populationsFolder(terminal.environment), input.argument(0));
  if (input.flag('detach')) return detach(context, kept.name);
  const options = { ...kept, ...(await runOptions(context)) };
  const isChosen = input.text('context') !== undefined && input.list('to').length === 0;
  const urls = isChosen || options.urls.length === 0 ? await deviceUrls(context) : options.urls;
  return runPopulation(context, { ...options, urls });
}
