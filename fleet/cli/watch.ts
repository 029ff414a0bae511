import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { cellText, csvCell, type Item, parseFields, pick, valueAt } from './field-paths.ts';
import { drawTable, type ListFacts, objectLines, ownColumns, printList, printObject, tabCell, toYaml } from './render.ts';
import { clipStyled } from './table-writer.ts';
import { columnsOf, type View } from './view.ts';

/** Least time between two redraws of a terminal, ms: four a second. */
const redrawMs = 250;

/** Shows a list once, or goes on with --watch. Returns the exit code. */
export async function showList(
  context: CommandContext,
  view: View,
  load: () => Promise<{ readonly items: readonly Item[] } & ListFacts>,
  options: { readonly mustMatch?: boolean } = {},
): Promise<number> {
  if (context.input.flag('watch')) return watchItems(context, view, async () => (await load()).items);
  const { items, next, total } = await load();
  await printList(context, view, items, { next, total });
  if (next !== undefined && total !== undefined) {
    context.terminal.err(`showing ${items.length} of ${total}; --limit ${total} shows all\n`);
  } else if (next !== undefined) context.terminal.err(`showing ${items.length}; there are more: --limit takes more\n`);
  if (items.length > 0) return exitCodes.ok;
  if (context.format === 'table') context.terminal.err('nothing to show\n');
  return options.mustMatch === true ? exitCodes.nothingMatched : exitCodes.ok;
}

/** Shows one object once, or goes on with --watch. */
export async function showObject(context: CommandContext, view: View, load: () => Promise<Item>): Promise<number> {
  if (context.input.flag('watch')) return watchItems(context, view, async () => [await load()], true);
  await printObject(context, view, await load());
  return exitCodes.ok;
}

/** How a watch ends: --for or Ctrl-C. */
export interface WatchEnd {
  /** Aborts at the end, whichever it is. */
  readonly signal: AbortSignal;
  /** The exit code that belongs to the end. */
  code(): number;
}

/** Ends at Ctrl-C (130) or after --for (0). */
export function watchEnd(context: CommandContext): WatchEnd {
  const forMs = context.input.duration('for', 0, 366 * 86_400_000);
  const signal = forMs === undefined ? context.signal : AbortSignal.any([context.signal, AbortSignal.timeout(forMs)]);
  return { signal, code: () => (context.signal.aborted ? exitCodes.interrupted : exitCodes.ok) };
}

/** Looks again and again; prints what changed. */
async function watchItems(context: CommandContext, view: View, load: () => Promise<readonly Item[]>, single = false): Promise<number> {
  const everyMs = context.input.duration('every', 250, 3_600_000) ?? 2_000;
  const end = watchEnd(context);
  const live = context.format === 'table' && context.terminal.outIsTty;
  const region = new LiveRegion(context);
  const changes = new ChangePrinter(context, view);
  while (!end.signal.aborted) {
    const items = await load();
    if (live)
      region.draw(single ? objectLines(context, view, items[0] ?? {}) : drawTable(context, shownColumns(context, view, items), items));
    else await changes.print(items);
    await pause(everyMs, end.signal);
  }
  return end.code();
}

/** Waits; returns early when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function shownColumns(context: CommandContext, view: View, items: readonly Item[]) {
  const text = context.input.text('fields');
  return text === undefined ? ownColumns(context, view) : columnsOf(parseFields(text, items));
}

/** Prints one line or object for each item that was added, changed or removed since the last look. */
export class ChangePrinter {
  readonly #context: CommandContext;
  readonly #view: View;
  readonly #seen = new Map<string, { text: string; item: Item }>();
  #headerPrinted = false;

  constructor(context: CommandContext, view: View) {
    this.#context = context;
    this.#view = view;
  }

  async print(items: readonly Item[]): Promise<void> {
    const columns = shownColumns(this.#context, this.#view, items);
    const fields = columns.map(({ field }) => field);
    const wholeItems =
      this.#context.format !== 'table' && this.#context.format !== 'csv' && this.#context.input.text('fields') === undefined;
    const gone = new Set(this.#seen.keys());
    for (const item of items) {
      const name = cellText(valueAt(item, this.#view.name));
      gone.delete(name);
      const shown = wholeItems ? item : pick(item, fields);
      const text = JSON.stringify(shown);
      const old = this.#seen.get(name);
      if (old?.text === text) continue;
      this.#seen.set(name, { text, item: shown });
      await this.#change(old === undefined ? 'added' : 'changed', name, shown, fields);
    }
    for (const name of gone) {
      const item = this.#seen.get(name)?.item ?? {};
      this.#seen.delete(name);
      await this.#change('removed', name, item, fields);
    }
  }

  async #change(change: string, name: string, item: Item, fields: readonly string[]): Promise<void> {
    const { terminal, format } = this.#context;
    const object = { apiVersion: 'seatrial/v1', kind: 'Change', change, item };
    const cells = fields.map((field) => cellText(item[field] ?? valueAt(item, field)));
    switch (format) {
      case 'json':
      case 'ndjson':
        return terminal.out(`${JSON.stringify(object)}\n`);
      case 'yaml':
        return terminal.out(`---\n${await toYaml(object)}`);
      case 'name':
        return terminal.out(`${name}\n`);
      case 'csv':
        if (!this.#headerPrinted) terminal.out(`${['change', ...fields].map(csvCell).join(',')}\r\n`);
        this.#headerPrinted = true;
        return terminal.out(`${[change, ...cells].map(csvCell).join(',')}\r\n`);
      default:
        return terminal.out(`${[change, ...cells].map(tabCell).join('\t')}\n`);
    }
  }
}

/** Lines at the end of a terminal that are drawn over again; the last ones stay on the screen. */
export class LiveRegion {
  readonly #context: CommandContext;
  readonly #stream: 'out' | 'err';
  #lines = 0;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #last = '';

  /** @param stream data belongs on standard output, progress on standard error */
  constructor(context: CommandContext, stream: 'out' | 'err' = 'out') {
    this.#context = context;
    this.#stream = stream;
  }

  /** Draws at most as many lines as the terminal has; nothing when it is too early or nothing changed. @returns whether it drew */
  draw(lines: readonly string[]): boolean {
    const { terminal } = this.#context;
    const nowMs = performance.now();
    if (nowMs - this.#drawnAtMs < redrawMs) return false;
    const most = Math.max(2, terminal.rows - 1);
    const shown = lines.length > most ? [...lines.slice(0, most - 1), `… ${lines.length - most + 1} more lines`] : lines;
    // A line that the terminal breaks would take two rows, and what is drawn over it would leave one behind.
    const text = shown.map((line) => `${clipStyled(line, terminal.columns)}\n`).join('');
    if (text === this.#last) return false;
    terminal[this.#stream](`${this.#lines === 0 ? '' : `\u001b[${this.#lines}A\u001b[0J`}${text}`);
    this.#lines = shown.length;
    this.#drawnAtMs = nowMs;
    this.#last = text;
    return true;
  }

  /** Prints a line that stays, above what is drawn from then on. */
  say(line: string): void {
    this.#context.terminal[this.#stream](`${this.#lines === 0 ? '' : `\u001b[${this.#lines}A\u001b[0J`}${line}\n`);
    this.#lines = 0;
    this.#last = '';
  }
}
