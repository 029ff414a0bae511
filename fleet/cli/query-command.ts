import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, csvCell, type Item } from './field-paths.ts';
import { drawTable, tabLine, toYaml } from './render.ts';

/** fleet query */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const maxRows = input.count('maxRows', 1, 100_000) ?? 1_000;
  const timeoutMs = input.duration('timeout', 1, 60_000) ?? 10_000;
  const sql = input.argument(0) === '-' ? await terminal.readInput() : input.argument(0);
  const api = await openApi(context);
  const answer = await api.post('/v1/query', { sql, maxRows, timeoutMs }, timeoutMs + 10_000);
  const columns = (answer.columns as Item[]).map(({ name }) => cellText(name));
  const rows = answer.rows as unknown[][];
  if (answer.truncated === true) terminal.err(`only the first ${rows.length} rows; --max-rows takes more\n`);
  if (format === 'json') terminal.out(`${JSON.stringify(answer, null, 2)}\n`);
  else if (format === 'yaml') terminal.out(await toYaml(answer));
  else if (format === 'ndjson') terminal.out(rows.map((row) => `${JSON.stringify(rowObject(columns, row))}\n`).join(''));
  else if (format === 'name') terminal.out(rows.map((row) => `${cellText(row[0])}\n`).join(''));
  else if (format === 'csv') {
    const lines = [columns, ...rows.map((row) => row.map(cellText))];
    terminal.out(lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join(''));
  } else printRows(context, columns, rows);
  return exitCodes.ok;
}

/** Columns may have the same name twice: the later ones get a number. */
function rowObject(columns: readonly string[], row: readonly unknown[]): Item {
  const object: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) object[column in object ? `${column}_${index + 1}` : column] = row[index];
  return object;
}

function printRows(context: CommandContext, names: readonly string[], rows: readonly (readonly unknown[])[]): void {
  const { terminal } = context;
  const columns = names.map((name, index) => ({ header: name, field: `c${index}` }));
  const items = rows.map((row): Item => Object.fromEntries(row.map((value, index) => [`c${index}`, value])));
  if (terminal.outIsTty) for (const line of drawTable(context, columns, items)) terminal.out(`${line}\n`);
  else terminal.out(items.map((item) => `${tabLine(columns, item)}\n`).join(''));
}
