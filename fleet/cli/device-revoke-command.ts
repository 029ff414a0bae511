import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { confirm } from './confirm.ts';
import { openApi } from './connection.ts';
import { cellText } from './field-paths.ts';
import { printObject } from './render.ts';
import { deviceView } from './views.ts';

/** fleet device revoke */
export async function run(context: CommandContext): Promise<number> {
  const id = context.input.argument(0);
  const api = await openApi(context);
  const path = `/v1/devices/${encodeURIComponent(id)}`;
  const device = await api.get(path);
  await confirm(context, id, [
    `manager: ${api.url}`,
    `revokes 1 device: ${id} (${cellText(device.presence)}, ${cellText(device.profile)}, firmware ${cellText(device.firmwareVersion) || 'unknown'})`,
    'its identity and key can never come back; its history stays',
  ]);
  await printObject(context, deviceView, await api.post(`${path}/revoke`, { reason: context.input.text('reason') ?? '' }));
  return exitCodes.ok;
}
