import { exitCodes } from '#proto/kit/index.js';
import { orderMany, printSteps, targetOf } from './bulk.ts';
import type { CommandContext } from './command-spec.ts';
import { confirm } from './confirm.ts';
import { openApi } from './connection.ts';
import { cellText } from './field-paths.ts';
import { printObject } from './render.ts';
import { deviceView } from './views.ts';

const forEver = 'identity and key can never come back; history stays';

/** fleet device revoke */
export async function run(context: CommandContext): Promise<number> {
  const { target } = targetOf(context);
  const api = await openApi(context);
  if (target.type === 'many') {
    const { operation, code } = await orderMany(context, api, target, { type: 'revoke' }, [forEver]);
    if (operation !== undefined) await printSteps(context, api, operation);
    return code;
  }
  const { id } = target;
  const path = `/v1/devices/${encodeURIComponent(id)}`;
  const device = await api.get(path);
  if (context.input.flag('dryRun')) {
    await printObject(context, deviceView, { ...device, status: 'revoked' });
    return exitCodes.ok;
  }
  await confirm(context, id, [
    `manager: ${api.url}`,
    `revokes 1 device: ${id} (${cellText(device.presence)}, ${cellText(device.profile)}, firmware ${cellText(device.firmwareVersion) || 'unknown'})`,
    forEver,
  ]);
  await printObject(context, deviceView, await api.post(`${path}/revoke`, { reason: context.input.text('reason') ?? '' }));
  return exitCodes.ok;
}
