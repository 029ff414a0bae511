import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { deviceView } from './views.ts';
import { showObject } from './watch.ts';

/** fleet device get */
export async function run(context: CommandContext): Promise<number> {
  const api = await openApi(context);
  const path = `/v1/devices/${encodeURIComponent(context.input.argument(0))}`;
  return showObject(context, deviceView, () => api.get(path));
}
