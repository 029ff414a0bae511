import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { deviceView } from './views.ts';
import { showList } from './watch.ts';

/** fleet device list */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const selector = input.optionalArgument(0);
  if (selector !== undefined && input.flag('all')) throw cliError('E2003', { message: 'a selector and --all exclude each other' });
  // As an unset variable in a script gives it: it must not mean every device.
  if (selector?.trim() === '') throw cliError('E2003', { message: 'the selector is empty', next: 'fleet device list --all' });
  const limit = input.count('limit', 1, 1_000_000) ?? 1_000;
  const api = await openApi(context);
  return showList(context, deviceView, () => api.pages('/v1/devices', { selector }, limit), { mustMatch: selector !== undefined });
}
