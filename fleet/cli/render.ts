import type { CommandContext } from './command-spec.ts';
import { cellText, csvCell, fieldPaths, type Item, leafPaths, parseFields, pick, valueAt } from './field-paths.ts';
import { tableLines, wrap } from './table-writer.ts';
import { type Column, cellForPeople, colourStates, columnsOf, type View } from './view.ts';

const apiVersion = 'seatrial/v1';

/** Facts about a list beside its items. */
export interface ListFacts {
  readonly next?: string | undefined;
  readonly total?: number | undefined;
}

/** Prints a list in the wanted format. */
export async function printList(context: CommandContext, view: View, items: readonly Item[], facts: ListFacts = {}): Promise<void> {
  const { input, terminal, format } = context;
  if (input.isBare('fields')) return printFieldNames(context, items);
  const text = input.text('fields');
  const fields = text === undefined ? undefined : parseFields(text, items);
  const shown = fields === undefined ? items : items.map((item) => pick(item, fields));
  const columns = fields === undefined ? ownColumns(context, view) : columnsOf(fields);
  const envelope = {
    apiVersion,
    kind: view.kind,
    items: shown,
    next: facts.next ?? null,
    ...(facts.total === undefined ? {} : { total: facts.total }),
  };
  switch (format) {
    case 'json':
      return terminal.out(`${JSON.stringify(envelope, null, 2)}\n`);
    case 'ndjson':
      return terminal.out(shown.map((item) => `${JSON.stringify(item)}\n`).join(''));
    case 'yaml':
      return terminal.out(await toYaml(envelope));
    case 'csv':
      return terminal.out(csvText(columns, items));
    case 'name':
      return terminal.out(items.map((item) => `${cellText(valueAt(item, view.name))}\n`).join(''));
    default:
      if (!terminal.outIsTty) return terminal.out(items.map((item) => `${tabLine(columns, item)}\n`).join(''));
      for (const line of drawTable(context, columns, items)) terminal.out(`${line}\n`);
  }
}

/** Columns of a view when no fields were asked for; on a terminal those that its width has room for. */
export function ownColumns({ input, format, terminal }: CommandContext, view: View): readonly Column[] {
  if (input.text('output') === 'wide') return [...view.columns, ...(view.wide ?? [])];
  if (format !== 'table' || !terminal.outIsTty) return view.columns;
  return view.columns.filter(({ from = 0 }) => terminal.columns >= from);
}

/** Prints one object in the wanted format; a terminal gets a line a field. */
export async function printObject(context: CommandContext, view: View, item: Item): Promise<void> {
  const { input, terminal, format } = context;
  if (input.isBare('fields')) return printFieldNames(context, [item]);
  const text = input.text('fields');
  const fields = text === undefined ? undefined : parseFields(text, [item]);
  const shown = fields === undefined ? item : pick(item, fields);
  switch (format) {
    case 'json':
      return terminal.out(`${JSON.stringify(shown, null, 2)}\n`);
    case 'ndjson':
      return terminal.out(`${JSON.stringify(shown)}\n`);
    case 'yaml':
      return terminal.out(await toYaml(shown));
    case 'csv':
      return terminal.out(csvText(columnsOf(leavesOf(item, fields)), [item]));
    case 'name':
      return terminal.out(`${cellText(valueAt(item, view.name))}\n`);
    default:
      for (const line of objectLines(context, view, item, fields)) terminal.out(`${line}\n`);
  }
}

/** One line of a list for programs: cells as they are, tabs and line ends in them as spaces. */
export function tabLine(columns: readonly Column[], item: Item): string {
  return columns.map(({ field }) => tabCell(cellText(valueAt(item, field)))).join('\t');
}

/** A cell of such a line. */
export function tabCell(text: string): string {
  return text.replaceAll(/[\t\r\n]/g, ' ');
}

/** Lines of a table for people. */
export function drawTable(context: CommandContext, columns: readonly Column[], items: readonly Item[]): string[] {
  const { terminal } = context;
  const right = columns.map(({ as }) => as === 'count' || as === 'bytes' || as === 'duration');
  const rows = items.map((item) => columns.map((column) => cellForPeople(item, column)));
  const [header = '', ...lines] = tableLines(
    columns.map((column) => column.header),
    rows,
    Math.max(20, terminal.columns),
    right,
  );
  return [terminal.style('out', 'bold', header), ...lines.map((line) => colourStates(line, terminal))];
}

/** Lines of one object for people (aligned) or for programs (tab-separated). */
export function objectLines(context: CommandContext, view: View, item: Item, wanted?: readonly string[]): string[] {
  if (wanted === undefined && view.screen !== undefined && context.terminal.outIsTty) {
    const rows = view.screen(item);
    const width = Math.max(...rows.map(([label]) => label.length), 0);
    const room = Math.max(20, context.terminal.columns - width - 2);
    return rows.flatMap(([label, text]) => {
      const lines = wrap(text, room, 2 + (/^ */.exec(text)?.[0].length ?? 0));
      return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(width)}  ${colourStates(line, context.terminal)}`);
    });
  }
  if (!context.terminal.outIsTty) return leavesOf(item, wanted).map((field) => `${field}\t${tabCell(cellOf(valueAt(item, field)))}`);
  const fields = wanted ?? leafFields(item);
  const width = Math.max(...fields.map(({ length }) => length), 0);
  return fields.map((field) => {
    const column = view.columns.find((known) => known.field === field);
    const value = cellForPeople(item, column ?? { header: '', field, ...(field.endsWith('At') ? { as: 'time' } : {}) });
    return `${field.padEnd(width)}  ${colourStates(value, context.terminal)}`;
  });
}

/** Writes YAML. The library is loaded only when somebody wants it. */
export async function toYaml(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(value, { aliasDuplicateObjects: false });
}

/** A cell of a list: only what has something within it is JSON. */
function cellOf(value: unknown): string {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? '' : cellText(value);
}

function csvText(columns: readonly Column[], items: readonly Item[]): string {
  const lines = [columns.map(({ field }) => csvCell(field))];
  for (const item of items) lines.push(columns.map(({ field }) => csvCell(cellOf(valueAt(item, field)))));
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** Paths of all values that have nothing within them, lists by their indexes, so that no cell is JSON; without the envelope's. */
function leavesOf(item: Item, wanted: readonly string[] | undefined): string[] {
  if (wanted === undefined) return leafPaths(item).filter((path) => path !== 'apiVersion' && path !== 'kind');
  return wanted.flatMap((path) => leafPaths(valueAt(item, path), path));
}

/** Paths of the values that are no objects, without the envelope's. */
function leafFields(item: Item): string[] {
  return fieldPaths([item]).filter((path) => {
    if (path === 'apiVersion' || path === 'kind') return false;
    const value = valueAt(item, path);
    return typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0;
  });
}

async function printFieldNames(context: CommandContext, items: readonly Item[]): Promise<void> {
  const names = fieldPaths(items);
  if (context.format === 'json') context.terminal.out(`${JSON.stringify({ apiVersion, kind: 'FieldList', items: names }, null, 2)}\n`);
  else context.terminal.out(names.map((name) => `${name}\n`).join(''));
}
