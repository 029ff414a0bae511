import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, csvCell, type Item, pick } from './field-paths.ts';
import { drawTable, tabLine, toYaml } from './render.ts';
import { valueView } from './views.ts';
import { LiveRegion, watchEnd } from './watch.ts';

/** fleet device watch */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const everyMs = input.duration('every', 250, 60_000) ?? 1_000;
  const api = await openApi(context);
  const end = watchEnd(context);
  const path = `/v1/devices/${encodeURIComponent(input.argument(0))}/watch`;
  const region = new LiveRegion(context);
  const lines = new ValueLines(context);
  for await (const { event, data } of api.stream(path, { everyMs }, undefined, end.signal)) {
    if (event === 'removed') {
      terminal.err(`${input.argument(0)} was removed\n`);
      break;
    }
    if (event !== 'values') continue;
    const items = data.items as Item[];
    if (format === 'json' || format === 'ndjson') terminal.out(`${JSON.stringify(data)}\n`);
    else if (format === 'yaml') terminal.out(`---\n${await toYaml(data)}`);
    else if (format === 'table' && terminal.outIsTty) {
      const head = `${cellText(data.id)}  ${cellText(data.presence)}  ${cellText(data.openAlarms)} open alarms`;
      region.draw([head, ...drawTable(context, valueView.columns, items)]);
    } else lines.print(items);
  }
  return end.code();
}

/** Prints the values that changed, one a line. */
class ValueLines {
  readonly #context: CommandContext;
  readonly #seen = new Map<string, string>();
  #headerPrinted = false;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  print(items: readonly Item[]): void {
    const { terminal, format } = this.#context;
    const fields = valueView.columns.map(({ field }) => field);
    if (format === 'csv' && !this.#headerPrinted) terminal.out(`${fields.join(',')}\r\n`);
    this.#headerPrinted = true;
    for (const item of items) {
      const text = tabLine(valueView.columns, item);
      const signal = cellText(item.signal);
      if (this.#seen.get(signal) === text) continue;
      this.#seen.set(signal, text);
      if (format === 'name') terminal.out(`${signal}\n`);
      else if (format === 'csv') terminal.out(`${Object.values(pick(item, fields)).map(cellText).map(csvCell).join(',')}\r\n`);
      else terminal.out(`${text}\n`);
    }
  }
}
