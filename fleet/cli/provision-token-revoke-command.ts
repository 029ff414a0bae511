import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { confirm } from './confirm.ts';
import { openApi } from './connection.ts';
import { cellText } from './field-paths.ts';
import { printObject } from './render.ts';
import { enrolmentTokenView } from './views.ts';

/** fleet provision token revoke */
export async function run(context: CommandContext): Promise<number> {
  const id = context.input.argument(0);
  const api = await openApi(context);
  const { items } = await api.page('/v1/enrolment-tokens', {});
  const token = items.find((item) => item.id === id);
  const left = Number(token?.uses ?? 0) - Number(token?.used ?? 0);
  await confirm(context, id, [
    `manager: ${api.url}`,
    token === undefined ? `no token ${id} is listed` : `revokes token ${id} "${cellText(token.title)}" with ${left} uses left`,
    'devices that it let in stay',
  ]);
  const path = `/v1/enrolment-tokens/${encodeURIComponent(id)}/revoke`;
  await printObject(context, enrolmentTokenView, await api.post(path, { reason: context.input.text('reason') ?? '' }));
  return exitCodes.ok;
}
