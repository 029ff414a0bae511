import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { renewBySigners } from './key-renewal.ts';
import { trustView } from './key-views.ts';
import { printObject } from './render.ts';
import { keyOrderOf } from './signing-keys.ts';

/** fleet key renew */
export async function run(context: CommandContext): Promise<number> {
  const role = context.input.argument(0) as 'root' | 'targets';
  const order = keyOrderOf(context.input);
  const api = await openApi(context);
  const isDevelopment = order.signers.length === 0;
  const trust = isDevelopment ? await api.post('/v1/trust/renew', { role, reason: order.reason }) : await renewBySigners(api, role, order);
  await printObject(context, trustView, trust);
  return exitCodes.ok;
}
