import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { printObject } from './render.ts';
import { readText } from './secret-source.ts';
import { alarmRulesAppliedView } from './views.ts';

/** fleet alarm rule apply */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const path = input.text('file');
  if (path === undefined) throw cliError('E2003', { message: 'no rule file is given', next: 'fleet alarm rule apply -f FILE' });
  const text = await readText(path, terminal);
  const api = await openApi(context);
  const body = { file: path === '-' ? 'standard input' : path, text, reason: input.text('reason') ?? '' };
  await printObject(context, alarmRulesAppliedView, await api.post('/v1/alarm-rules', body));
  return exitCodes.ok;
}
