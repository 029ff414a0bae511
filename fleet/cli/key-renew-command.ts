import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { daysOfFolder } from './key-files.ts';
import { renewByFolder } from './key-renewal.ts';
import { trustView } from './key-views.ts';
import { printObject } from './render.ts';

/** fleet key renew */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const role = input.argument(0) as 'root' | 'targets';
  const folder = input.text('keys');
  const reason = input.text('reason') ?? '';
  const days = daysOfFolder(input, folder);
  const api = await openApi(context);
  const trust =
    folder === undefined ? await api.post('/v1/trust/renew', { role, reason }) : await renewByFolder(api, role, folder, days, reason);
  await printObject(context, trustView, trust);
  return exitCodes.ok;
}
