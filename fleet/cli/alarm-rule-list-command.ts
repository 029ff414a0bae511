import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { alarmRuleView } from './views.ts';
import { showList } from './watch.ts';

/** fleet alarm rule list */
export async function run(context: CommandContext): Promise<number> {
  const api = await openApi(context);
  return showList(context, alarmRuleView, () => api.page('/v1/alarm-rules', {}));
}
