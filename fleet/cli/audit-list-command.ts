import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { auditView } from './views.ts';
import { showList } from './watch.ts';

/** fleet audit list */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const query = { limit: input.count('limit', 1, 1_000) ?? 100, after: input.count('after', 0, Number.MAX_SAFE_INTEGER) };
  const api = await openApi(context);
  return showList(context, auditView, () => api.page('/v1/audit', query));
}
