import { listPopulations, populationsFolder } from '#firmware/host/index.js';
import type { CommandContext } from './command-spec.ts';
import { populationView } from './views.ts';
import { showList } from './watch.ts';

/** fleet sim list */
export function run(context: CommandContext): Promise<number> {
  const folder = populationsFolder(context.terminal.environment);
  return showList(context, populationView, async () => {
    const entries = await listPopulations(folder);
    const items = entries.map((entry) => ({
      apiVersion: 'seatrial/v1',
      kind: 'Population',
      ...entry,
      pid: entry.pid ?? null,
      report: entry.report ?? null,
    }));
    return { items };
  });
}
