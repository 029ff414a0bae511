import { PopulationControl, populationsFolder } from '#firmware/host/index.js';
import type { CommandContext } from './command-spec.ts';
import { faultItem, faultKindView, faultView } from './sim-views.ts';
import { showList } from './watch.ts';

/** fleet sim faults */
export function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const control = new PopulationControl(populationsFolder(terminal.environment), input.argument(0));
  if (input.flag('kinds')) {
    return showList(context, faultKindView, async () => ({
      items: (await control.kinds()).map((kind) => ({ apiVersion: 'seatrial/v1', kind: 'FaultKind', ...kind })),
    }));
  }
  return showList(context, faultView, async () => ({ items: (await control.faults()).map(faultItem) }));
}
