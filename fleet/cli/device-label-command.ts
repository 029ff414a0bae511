import { exitCodes } from '#proto/kit/index.js';
import { orderMany, printSteps, targetOf } from './bulk.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { printObject } from './render.ts';
import { deviceView } from './views.ts';

/** fleet device label */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const { target, words } = targetOf(context);
  const change = changeOf(words);
  const api = await openApi(context);
  if (target.type === 'many') {
    const { operation, code } = await orderMany(context, api, target, { type: 'label', ...change });
    if (operation !== undefined) await printSteps(context, api, operation);
    return code;
  }
  const path = `/v1/devices/${encodeURIComponent(target.id)}`;
  if (input.flag('dryRun')) {
    const device = await api.get(path);
    const kept = Object.entries(device.labels as Record<string, string>).filter(([key]) => !change.remove.includes(key));
    await printObject(context, deviceView, { ...device, labels: { ...Object.fromEntries(kept), ...change.set } });
    return exitCodes.ok;
  }
  await printObject(context, deviceView, await api.post(`${path}/labels`, { ...change, reason: input.text('reason') ?? '' }));
  return exitCodes.ok;
}

/** KEY=VALUE sets, KEY- removes. */
function changeOf(words: readonly string[]): { readonly set: Record<string, string>; readonly remove: string[] } {
  if (words.length === 0)
    throw cliError('E2003', { message: 'no label is given', next: 'fleet device label DEVICE KEY=VALUE, or KEY- to remove' });
  const set: Record<string, string> = Object.create(null);
  const remove: string[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    const key = at < 0 && word.endsWith('-') ? word.slice(0, -1) : word.slice(0, Math.max(at, 0));
    if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(key)) {
      throw cliError('E2003', { message: `"${word}" is neither KEY=VALUE nor KEY-; a key is 1 to 63 of a-z 0-9 . _ -` });
    }
    if (key in set || remove.includes(key)) throw cliError('E2003', { message: `label ${key} is named twice` });
    if (at < 0) remove.push(key);
    else set[key] = word.slice(at + 1);
  }
  return { set, remove };
}
