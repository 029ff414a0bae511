import { exitCodes } from '#proto/kit/index.js';
import { orderMany, printSteps, targetOf } from './bulk.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { printList } from './render.ts';
import type { View } from './view.ts';

const settingView: View = {
  kind: 'SettingList',
  name: 'key',
  columns: [
    { header: 'KEY', field: 'key' },
    { header: 'TYPE', field: 'type' },
    { header: 'DESIRED', field: 'desired' },
    { header: 'REPORTED', field: 'reported' },
    { header: 'DRIFT', field: 'drift' },
    { header: 'DEFAULT', field: 'defaultValue' },
    { header: 'FROM', field: 'minimum' },
    { header: 'TO', field: 'maximum' },
  ],
};

/** fleet device set */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const { target, words } = targetOf(context);
  const change = changeOf(words);
  const version = input.count('ifVersion', 0, 4_294_967_295);
  const isEmpty = words.length === 0;
  const api = await openApi(context);
  if (target.type === 'many') {
    if (isEmpty)
      throw cliError('E2003', {
        message: 'no setting is given',
        next: 'fleet device list drift=true shows who does not run what is wanted',
      });
    if (version !== undefined) throw cliError('E2003', { message: '--if-version goes with one device: each has versions of its own' });
    const { operation, code } = await orderMany(context, api, target, { type: 'configure', ...change });
    if (operation !== undefined) await printSteps(context, api, operation);
    return code;
  }
  const path = `/v1/devices/${encodeURIComponent(target.id)}/configuration`;
  const body = { ...change, version, dryRun: input.flag('dryRun'), reason: input.text('reason') ?? '' };
  const shown = isEmpty ? await api.get(path) : await api.post(path, body);
  context.terminal.err(`${input.flag('dryRun') ? 'dry run: ' : ''}${summary(shown)}\n`);
  await printList(context, settingView, shown.settings as Item[]);
  return exitCodes.ok;
}

function summary({ deviceId, desiredVersion, reportedVersion, drift, error }: Item): string {
  const wanted = desiredVersion === 0 ? 'nothing is wanted but the defaults' : `version ${cellText(desiredVersion)} is wanted`;
  const told = reportedVersion === 0 ? 'it runs no version that was sent' : `it runs version ${cellText(reportedVersion)}`;
  const refused = error === '' ? '' : `; it refused: ${cellText(error)}`;
  return `${cellText(deviceId)}: ${wanted}, ${told}${drift === true ? ' (drift)' : ''}${refused}`;
}

/** KEY=VALUE sets, KEY- goes back to the default. Values go as text: the manager knows their types. */
function changeOf(words: readonly string[]): { readonly text: Record<string, string>; readonly reset: string[] } {
  const text: Record<string, string> = Object.create(null);
  const reset: string[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    const key = at < 0 && word.endsWith('-') ? word.slice(0, -1) : word.slice(0, Math.max(at, 0));
    if (key === '') throw cliError('E2003', { message: `"${word}" is neither KEY=VALUE nor KEY-` });
    if (key in text || reset.includes(key)) throw cliError('E2003', { message: `setting ${key} is named twice` });
    if (at < 0) reset.push(key);
    else text[key] = word.slice(at + 1);
  }
  return { text, reset };
}
