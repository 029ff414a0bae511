import { exitCodes } from '#proto/kit/index.js';
import type { ApiClient, Query } from './api-client.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, csvCell, type Item, parseFields, pick, valueAt } from './field-paths.ts';
import { printList, tabLine, toYaml } from './render.ts';
import { colourStates, columnsOf, type View } from './view.ts';
import { eventView } from './views.ts';
import { watchEnd } from './watch.ts';

/** fleet events */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const limit = input.count('limit', 1, 100_000) ?? 100;
  const sinceMs = input.duration('since', 1, 3_650 * 86_400_000);
  const filter = { device: input.text('device'), source: input.text('source') };
  const since = sinceMs === undefined ? undefined : new Date(Date.now() - sinceMs).toISOString();
  const api = await openApi(context);
  const watch = input.flag('watch');
  // A watch without --since begins now, with the newest sequence as its place.
  const { items, more } = await newest(api, { since, ...filter }, watch && since === undefined ? 1 : limit);
  if (watch) return follow(context, api, filter, since === undefined ? [] : items, items.at(-1));
  await printList(context, eventView, items);
  if (more) context.terminal.err(`the newest ${items.length} are shown, there are older ones: --limit takes more\n`);
  return exitCodes.ok;
}

/** The newest events that fit, oldest of them first, page by page from the newest back. */
async function newest(api: ApiClient, query: Query, limit: number): Promise<{ readonly items: Item[]; readonly more: boolean }> {
  let items: Item[] = [];
  let before: string | undefined;
  do {
    const page = await api.get('/v1/events', { ...query, limit: Math.min(1_000, limit - items.length), before });
    items = [...(page.items as Item[]), ...items];
    before = typeof page.before === 'string' ? page.before : undefined;
  } while (before !== undefined && items.length < limit);
  return { items, more: before !== undefined };
}

/** Prints what is known, then what comes; a broken stream is taken up again once from where it was. */
async function follow(
  context: CommandContext,
  api: ApiClient,
  filter: { readonly device: string | undefined; readonly source: string | undefined },
  known: readonly Item[],
  newest: Item | undefined,
): Promise<number> {
  const end = watchEnd(context);
  const print = createEventPrinter(context, eventView);
  for (const item of known) await print(item);
  const after = newest === undefined ? undefined : cellText(newest.sequence);
  for await (const { event, data } of api.stream('/v1/events/stream', filter, after, end.signal)) {
    if (event === 'event') await print(data);
  }
  return end.code();
}

/** Prints items one by one as they come, by the wanted format and fields. */
export function createEventPrinter({ terminal, format, input }: CommandContext, view: View): (item: Item) => Promise<void> {
  const text = input.text('fields');
  let headerPrinted = false;
  return async (item) => {
    const fields = text === undefined ? undefined : parseFields(text, [item]);
    const columns = fields === undefined ? view.columns : columnsOf(fields);
    const shown = fields === undefined ? item : pick(item, fields);
    switch (format) {
      case 'json':
      case 'ndjson':
        return terminal.out(`${JSON.stringify(shown)}\n`);
      case 'yaml':
        return terminal.out(`---\n${await toYaml(shown)}`);
      case 'name':
        return terminal.out(`${cellText(valueAt(item, view.name))}\n`);
      case 'csv':
        if (!headerPrinted) terminal.out(`${columns.map(({ field }) => field).join(',')}\r\n`);
        headerPrinted = true;
        return terminal.out(`${columns.map(({ field }) => csvCell(cellText(valueAt(item, field)))).join(',')}\r\n`);
      default:
        return terminal.out(
          `${terminal.outIsTty ? colourStates(tabLine(columns, item).replaceAll('\t', '  '), terminal) : tabLine(columns, item)}\n`,
        );
    }
  };
}
