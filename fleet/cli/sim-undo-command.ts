import { type FaultEntry, PopulationControl, populationsFolder } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { printList } from './render.ts';
import { faultItem, faultView } from './sim-views.ts';

/** fleet sim undo */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const control = new PopulationControl(populationsFolder(terminal.environment), input.argument(0));
  const given = input.rest(1);
  if (given.length > 0 === input.flag('all')) {
    throw cliError('E2003', { message: given.length > 0 ? 'ids and --all are both given' : 'neither ids nor --all are given' });
  }
  const ids = input.flag('all') ? (await control.faults()).map(({ id }) => id) : given;
  const undone: FaultEntry[] = [];
  for (const id of ids) undone.push(await control.undo(id));
  await printList(context, faultView, undone.map(faultItem), {});
  return exitCodes.ok;
}
