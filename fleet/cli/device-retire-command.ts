import { exitCodes } from '#proto/kit/index.js';
import { orderMany, printSteps, targetOf } from './bulk.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { printObject } from './render.ts';
import { deviceView } from './views.ts';

/** fleet device retire */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const { target } = targetOf(context);
  const verb = input.flag('undo') ? 'reinstate' : 'retire';
  const api = await openApi(context);
  if (target.type === 'many') {
    const { operation, code } = await orderMany(context, api, target, { type: verb });
    if (operation !== undefined) await printSteps(context, api, operation);
    return code;
  }
  const path = `/v1/devices/${encodeURIComponent(target.id)}`;
  if (input.flag('dryRun')) {
    await printObject(context, deviceView, { ...(await api.get(path)), status: verb === 'retire' ? 'retired' : 'active' });
    return exitCodes.ok;
  }
  const device = await api.post(`${path}/${verb}`, { reason: input.text('reason') ?? '' });
  await printObject(context, deviceView, device);
  if (verb === 'retire') terminal.err(`${target.id} is refused from here on; fleet device retire ${target.id} --undo takes it back\n`);
  return exitCodes.ok;
}
