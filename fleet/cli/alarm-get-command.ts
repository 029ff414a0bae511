import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { alarmView } from './views.ts';
import { showObject } from './watch.ts';

/** fleet alarm get */
export async function run(context: CommandContext): Promise<number> {
  const api = await openApi(context);
  return showObject(context, alarmView, () => api.get(`/v1/alarms/${encodeURIComponent(context.input.argument(0))}`));
}
