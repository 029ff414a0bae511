import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import type { Item } from './field-paths.ts';
import { printList } from './render.ts';
import { deviceView } from './views.ts';

/** Devices that one request decides about at most. */
const mostAtOnce = 1_000;

/** Approves or rejects the devices of the command line, or of standard input when it says -. */
export async function decide(context: CommandContext, verb: 'approve' | 'reject'): Promise<number> {
  const { input, terminal } = context;
  const given = input.rest(0);
  const ids = given.includes('-') ? (await terminal.readInput()).split(/\s+/).filter((word) => word !== '') : given;
  if (ids.length === 0) throw cliError('E2003', { message: 'standard input names no device' });
  const api = await openApi(context);
  const items: Item[] = [];
  for (let from = 0; from < ids.length; from += mostAtOnce) {
    const body = { ids: ids.slice(from, from + mostAtOnce), reason: input.text('reason') ?? '' };
    const answer = await api.post(`/v1/devices/${verb}`, body);
    items.push(...(answer.items as Item[]));
  }
  await printList(context, deviceView, items, { total: items.length });
  return exitCodes.ok;
}
