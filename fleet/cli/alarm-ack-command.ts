import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { printObject } from './render.ts';
import { alarmView } from './views.ts';

/** fleet alarm ack */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const api = await openApi(context);
  const path = `/v1/alarms/${encodeURIComponent(input.argument(0))}/acknowledge`;
  await printObject(context, alarmView, await api.post(path, { note: input.text('note') ?? '' }));
  return exitCodes.ok;
}
