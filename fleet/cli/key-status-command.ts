import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { keyStatusView, roleItems } from './key-views.ts';
import { printList } from './render.ts';

/** fleet key status: exit code 7 when nothing can be signed or devices refuse what is. */
export async function run(context: CommandContext): Promise<number> {
  const trust = await (await openApi(context)).get('/v1/trust');
  await printList(context, keyStatusView, roleItems(trust));
  if (trust.problem === '') return exitCodes.ok;
  context.terminal.err(`${String(trust.problem)}\n`);
  return exitCodes.verdictBad;
}
