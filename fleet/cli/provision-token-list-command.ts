import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { enrolmentTokenView } from './views.ts';
import { showList } from './watch.ts';

/** fleet provision token list */
export async function run(context: CommandContext): Promise<number> {
  const api = await openApi(context);
  return showList(context, enrolmentTokenView, () => api.page('/v1/enrolment-tokens', {}));
}
