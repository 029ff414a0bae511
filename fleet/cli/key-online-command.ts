import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import type { Item } from './field-paths.ts';
import { onlineKeyView } from './key-views.ts';
import { printList } from './render.ts';

/** fleet key online */
export async function run(context: CommandContext): Promise<number> {
  const body = { roles: ['snapshot', 'timestamp', 'director'], isNew: false, reason: context.input.text('reason') ?? '' };
  const { items } = await (await openApi(context)).post('/v1/trust/online-keys', body);
  await printList(context, onlineKeyView, items as Item[]);
  return exitCodes.ok;
}
