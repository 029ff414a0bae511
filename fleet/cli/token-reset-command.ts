import { resolve } from 'node:path';
import { createPinoLog, resetAdminToken } from '#fleet/app/index.js';
import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { printObject } from './render.ts';
import { checkSecretIsKept, keepSecret } from './secret-sink.ts';
import { defaultDataFolder } from './serve-folder.ts';
import { apiTokenView } from './views.ts';

/** fleet token reset */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  checkSecretIsKept(context);
  const folder = resolve(input.text('data') ?? defaultDataFolder(terminal.environment));
  const item = await keepSecret(context, async () => {
    const { token, secret } = await resetAdminToken(folder, input.text('reason') ?? '', createPinoLog('warn'));
    const { id, name, role, createdAtMs } = token;
    const createdAt = new Date(createdAtMs).toISOString();
    return { apiVersion: 'seatrial/v1', kind: 'ApiToken', id, name, role, createdAt, expiresAt: null, secret };
  });
  await printObject(context, apiTokenView, item);
  return exitCodes.ok;
}
