import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import type { Item } from './field-paths.ts';
import { printList } from './render.ts';
import { eventView } from './views.ts';

/** Beginnings of event names by subject. */
const subjects: Readonly<Record<string, readonly string[]>> = {
  connections: ['device.online', 'device.late', 'device.asleep', 'device.offline', 'device.never', 'session.'],
  configuration: ['configuration.', 'device.configure'],
  commands: ['command.', 'device.command'],
  boots: ['device.boot'],
  labels: ['device.label'],
  alarms: ['alarm.'],
  updates: ['device.update'],
  holds: ['device.held', 'device.pinned', 'device.released'],
};

/** fleet device history */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const limit = input.count('limit', 1, 100_000) ?? 100;
  const sinceMs = input.duration('since', 1, 3_650 * 86_400_000);
  const since = sinceMs === undefined ? undefined : new Date(Date.now() - sinceMs).toISOString();
  const kinds = input.list('about').flatMap((subject) => {
    const found = subjects[subject];
    if (found === undefined) {
      throw cliError('E2003', { message: `--about is "${subject}", not one of ${Object.keys(subjects).join(', ')}` });
    }
    return found;
  });
  const api = await openApi(context);
  const path = `/v1/devices/${encodeURIComponent(input.argument(0))}/history`;
  const items: Item[] = [];
  let before: string | undefined;
  do {
    const query = { limit: Math.min(1_000, limit - items.length), since, before, kinds: kinds.length === 0 ? undefined : kinds.join(',') };
    const page = await api.page(path, query);
    items.push(...page.items);
    before = page.next;
  } while (before !== undefined && items.length < limit);
  await printList(context, eventView, items);
  if (before !== undefined) terminal.err(`the newest ${items.length} are shown, there are older ones: --limit takes more\n`);
  return exitCodes.ok;
}
