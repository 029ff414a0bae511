import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { printObject } from './render.ts';
import { checkSecretIsKept, keepSecret } from './secret-sink.ts';
import { apiTokenView } from './views.ts';

/** fleet token create */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  checkSecretIsKept(context);
  const request = {
    name: input.argument(0),
    role: input.text('role') ?? 'viewer',
    lifetimeMs: input.duration('expires', 1_000, 3_650 * 86_400_000) ?? 0,
    reason: input.text('reason') ?? '',
  };
  const api = await openApi(context);
  await printObject(context, apiTokenView, await keepSecret(context, () => api.post('/v1/api-tokens', request)));
  return exitCodes.ok;
}
