import { PopulationControl, populationsFolder } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { printObject } from './render.ts';
import { faultItem, faultView } from './sim-views.ts';

/** Longest --for: that of a timer, ms. */
const longestForMs = 2_147_483_647;

/** fleet sim fault */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const words = input.rest(1);
  const all = input.flag('all');
  if (words.length !== (all ? 1 : 2)) {
    const wanted = all ? 'FAULT alone is wanted with --all' : 'SELECTOR and FAULT are wanted, or --all and FAULT';
    throw cliError('E2003', { message: `${wanted}, given is "${words.join(' ')}"`, next: 'fleet sim fault --help' });
  }
  const severity = input.number('severity', 0, 1);
  if (severity === 0) throw cliError('E2003', { message: '--severity is 0: fleet sim undo takes a fault back' });
  const [, fault = '', detail] = /^([^=]*)(?:=(.*))?$/.exec(words.at(-1) as string) ?? [];
  const entry = await new PopulationControl(populationsFolder(terminal.environment), input.argument(0)).inject({
    fault,
    detail,
    selector: all ? undefined : words[0],
    all,
    max: input.count('max', 1, 10_000_000),
    severity,
    signal: input.text('signal'),
    network: input.text('link'),
    forMs: input.duration('for', 1, longestForMs),
  });
  const [first] = entry.refusals;
  if (first !== undefined) {
    const others = entry.refused > 1 ? ` (and ${entry.refused - 1} more)` : '';
    terminal.err(`${entry.refused} of ${entry.devices + entry.refused} devices refused it: ${first.message}${others}\n`);
  }
  await printObject(context, { ...faultView, kind: 'Fault' }, faultItem(entry));
  return exitCodes.ok;
}
