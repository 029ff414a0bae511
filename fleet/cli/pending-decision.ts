import { exitCodes } from '#proto/kit/index.js';
import { orderMany, printSteps, type Target } from './bulk.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import type { Item } from './field-paths.ts';
import { printList } from './render.ts';
import { deviceView } from './views.ts';

/** Devices that one request decides about at most. */
const mostAtOnce = 1_000;

/** Approves or rejects the devices of the command line or of standard input (-), or the pending ones that a selector matches. */
export async function decide(context: CommandContext, verb: 'approve' | 'reject'): Promise<number> {
  const { input, terminal } = context;
  const many = manyOf(context);
  if (many !== undefined) {
    const api = await openApi(context);
    const { operation, code } = await orderMany(context, api, many, { type: verb });
    if (operation !== undefined) await printSteps(context, api, operation);
    return code;
  }
  const given = input.rest(0);
  const ids = given.includes('-') ? (await terminal.readInput()).split(/\s+/).filter((word) => word !== '') : given;
  if (ids.length === 0) throw cliError('E2003', { message: 'no device is named, and no selector', next: `fleet provision ${verb} --help` });
  const api = await openApi(context);
  if (input.flag('dryRun')) {
    const items = await Promise.all(ids.map((id) => api.get(`/v1/devices/${encodeURIComponent(id)}`)));
    await printList(context, deviceView, items, { total: items.length });
    return exitCodes.ok;
  }
  const items: Item[] = [];
  for (let from = 0; from < ids.length; from += mostAtOnce) {
    const body = { ids: ids.slice(from, from + mostAtOnce), reason: input.text('reason') ?? '' };
    const answer = await api.post(`/v1/devices/${verb}`, body);
    items.push(...(answer.items as Item[]));
  }
  await printList(context, deviceView, items, { total: items.length });
  return exitCodes.ok;
}

/** The selector, when there is one: a single argument that is no name of a device. */
function manyOf({ input }: CommandContext): Extract<Target, { type: 'many' }> | undefined {
  const given = input.rest(0);
  if (input.flag('all')) {
    if (given.length > 0) throw cliError('E2003', { message: `--all and "${given[0]}" are not given together` });
    return { type: 'many', selector: '', all: true };
  }
  const selector = given.find((word) => word !== '-' && !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(word));
  if (selector === undefined) {
    for (const name of ['max', 'rate', 'stopAfter']) {
      if (input.text(name) !== undefined) throw cliError('E2003', { message: '--max, --rate and --stop-after go with a selector' });
    }
    return undefined;
  }
  if (selector.trim() === '') throw cliError('E2003', { message: 'the selector is empty' });
  if (given.length > 1) throw cliError('E2003', { message: `"${selector}" is no id of a device, and a selector stands alone` });
  return { type: 'many', selector, all: false };
}
