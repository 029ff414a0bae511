import { exitCodes } from '#proto/kit/index.js';
import { brailleLines, type PlotPoint } from './braille-plot.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, csvCell, type Item } from './field-paths.ts';
import { printObject } from './render.ts';

const fields = ['at', 'value', 'minimum', 'maximum', 'count'] as const;
/** Left of the plot: the label and the edge. */
const marginColumns = 14;

/** fleet signal plot */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const [device, signal] = [input.argument(0), input.argument(1)];
  const columns = input.count('width', 10, 400) ?? Math.max(10, Math.min(400, terminal.columns - marginColumns));
  const rows = input.count('height', 2, 100) ?? 12;
  const isDrawn = format === 'table' && terminal.outIsTty && input.text('fields') === undefined && !input.isBare('fields');
  const to = input.text('to');
  const from = fromOf(context, to);
  const points = input.count('points', 1, 10_000) ?? (isDrawn ? columns * 2 : 500);
  const api = await openApi(context);
  const path = `/v1/devices/${encodeURIComponent(device)}/signals/${encodeURIComponent(signal)}`;
  const series = await api.get(path, { from, to, resolution: input.text('resolution') ?? 'auto', points });
  const items = series.points as Item[];
  if (isDrawn) draw(context, series, items, columns, rows);
  else if (format === 'table') terminal.out(items.map((item) => `${fields.map((field) => cellText(item[field])).join('\t')}\n`).join(''));
  else if (format === 'csv')
    terminal.out([[...fields], ...items.map((item) => fields.map((field) => cellText(item[field])))].map(csvLine).join(''));
  else await printObject(context, { kind: 'SignalSeries', name: 'signal', columns: [] }, series);
  if (series.truncated === true) {
    terminal.err(`more than ${points} points: the rest is after ${cellText(items.at(-1)?.at)}; --resolution auto shows all of the time\n`);
  }
  return exitCodes.ok;
}

function draw({ terminal }: CommandContext, series: Item, items: readonly Item[], columns: number, rows: number): void {
  const [fromMs, toMs] = [Date.parse(String(series.from)), Date.parse(String(series.to))];
  const days = toMs - fromMs > 86_400_000;
  const timeText = (ms: number): string =>
    new Date(ms)
      .toISOString()
      .slice(days ? 0 : 11, days ? 16 : 19)
      .replace('T', ' ');
  const readings = items.reduce((sum, item) => sum + Number(item.count), 0);
  terminal.out(`${cellText(series.id)} ${cellText(series.signal)} (${cellText(series.unit)}), ${readings} readings, times in UTC\n`);
  if (items.length === 0) {
    terminal.out('nothing is stored of this time\n');
    return;
  }
  const points = items.map(
    (item): PlotPoint => ({
      atMs: Date.parse(String(item.at)),
      value: Number(item.value),
      minimum: Number(item.minimum),
      maximum: Number(item.maximum),
    }),
  );
  const isBraille = terminal.environment.TERM !== 'dumb';
  for (const line of brailleLines(points, { fromMs, toMs, columns, rows, isBraille }, timeText)) terminal.out(`${line}\n`);
}

/** The first instant; undefined leaves it to the manager: a day before the end. */
function fromOf({ input }: CommandContext, to: string | undefined): string | undefined {
  const from = input.text('from');
  const sinceMs = input.duration('since', 1_000, 3_650 * 86_400_000);
  if (from !== undefined && sinceMs !== undefined) throw cliError('E2003', { message: '--since and --from exclude each other' });
  if (sinceMs === undefined) return from;
  const endMs = to === undefined ? Date.now() : Date.parse(to);
  if (Number.isNaN(endMs)) throw cliError('E2003', { message: `--to is "${to}", no time such as 2026-01-31T08:00Z` });
  return new Date(endMs - sinceMs).toISOString();
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
