import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { alarmView } from './views.ts';
import { showList } from './watch.ts';

/** fleet alarm list */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const limit = input.count('limit', 1, 100_000) ?? 1_000;
  const query = { state: input.text('state'), device: input.text('device') };
  const api = await openApi(context);
  return showList(context, alarmView, () => api.pages('/v1/alarms', query, limit));
}
