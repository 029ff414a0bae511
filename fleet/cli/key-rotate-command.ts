import { exitCodes } from '#proto/kit/index.js';
import type { TrustRole } from '#proto/trust/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { daysOfFolder } from './key-files.ts';
import { rotateByFolder } from './key-renewal.ts';
import { trustView } from './key-views.ts';
import { printObject } from './render.ts';

/** fleet key rotate */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const role = input.argument(0) as TrustRole;
  const folder = input.text('keys');
  const reason = input.text('reason') ?? '';
  const days = daysOfFolder(input, folder);
  const api = await openApi(context);
  const trust =
    folder === undefined ? await api.post('/v1/trust/rotate', { role, reason }) : await rotateByFolder(api, role, folder, days, reason);
  await printObject(context, trustView, trust);
  return exitCodes.ok;
}
