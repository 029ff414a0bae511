import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { printObject } from './render.ts';
import { checkSecretIsKept, keepSecret } from './secret-sink.ts';
import { enrolmentTokenView } from './views.ts';

/** fleet provision token create */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  checkSecretIsKept(context);
  const request = {
    title: input.text('title') ?? '',
    uses: input.count('uses', 1, 1_000_000) ?? 1,
    lifetimeMs: input.duration('expires', 1_000, 3_650 * 86_400_000) ?? 7 * 86_400_000,
    profiles: input.list('profile'),
    approve: !input.flag('pending'),
    reprovision: input.text('reprovision') ?? 'never',
    labels: input.pairs('label'),
    reason: input.text('reason') ?? '',
  };
  const api = await openApi(context);
  await printObject(context, enrolmentTokenView, await keepSecret(context, () => api.post('/v1/enrolment-tokens', request)));
  return exitCodes.ok;
}
