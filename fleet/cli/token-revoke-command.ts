import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { confirm } from './confirm.ts';
import { openApi } from './connection.ts';
import { cellText } from './field-paths.ts';
import { printObject } from './render.ts';
import { apiTokenView } from './views.ts';

/** fleet token revoke */
export async function run(context: CommandContext): Promise<number> {
  const id = context.input.argument(0);
  const api = await openApi(context);
  const { items } = await api.page('/v1/api-tokens', {});
  const token = items.find((item) => item.id === id);
  const admins = items.filter((item) => item.role === 'admin').length;
  await confirm(context, id, [
    `manager: ${api.url}`,
    token === undefined ? `no token ${id} is listed` : `revokes the ${cellText(token.role)} token of ${cellText(token.name)} at once`,
    ...(token?.role === 'admin' && admins === 1 ? ['it is the last admin token: nobody can manage tokens afterwards'] : []),
  ]);
  const path = `/v1/api-tokens/${encodeURIComponent(id)}/revoke`;
  await printObject(context, apiTokenView, await api.post(path, { reason: context.input.text('reason') ?? '' }));
  return exitCodes.ok;
}
