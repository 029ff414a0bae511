import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { deviceView } from './views.ts';
import { showList } from './watch.ts';

/** fleet provision pending */
export async function run(context: CommandContext): Promise<number> {
  const limit = context.input.count('limit', 1, 1_000_000) ?? 1_000;
  const api = await openApi(context);
  return showList(context, deviceView, () => api.pages('/v1/devices', { selector: 'status=pending' }, limit));
}
