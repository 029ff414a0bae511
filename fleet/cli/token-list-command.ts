import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { apiTokenView } from './views.ts';
import { showList } from './watch.ts';

/** fleet token list */
export async function run(context: CommandContext): Promise<number> {
  const api = await openApi(context);
  return showList(context, apiTokenView, () => api.page('/v1/api-tokens', {}));
}
