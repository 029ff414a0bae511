import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { statusView } from './views.ts';
import { showObject } from './watch.ts';

/** fleet status */
export async function run(context: CommandContext): Promise<number> {
  const api = await openApi(context);
  return showObject(context, statusView, () => api.get('/v1/status'));
}
