import { failSignals } from './signals-errors.ts';

/** What a table of recorded numbers looks like: enough to propose a profile and a map. */
export interface RecordingOutline {
  /** One character, or `whitespace`. */
  readonly separator: string;
  readonly hasHeader: boolean;
  readonly hasTrailingSeparator: boolean;
  /** Only the last row is cut short. */
  readonly isCutShort: boolean;
  readonly rows: number;
  readonly columns: readonly RecordedColumn[];
  /** Index of the column that says to which unit a row belongs; -1 without one. */
  readonly unitColumn: number;
  /** Index of the column of times; -1 without one. */
  readonly timeColumn: number;
  /** Median time from row to row, ms, 1 to 86,400,000; undefined when no column tells it. */
  readonly everyMs: number | undefined;
}

/** One column; its figures are those of its finite numbers, and 0 when there are none. */
export interface RecordedColumn {
  /** As the header has it; empty without one. */
  readonly title: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  /** The part of it that changes from row to row: deviation of the steps over the root of 2. */
  readonly roughness: number;
  readonly numbers: number;
  /** The first cell that is no finite number, and its line; undefined when all are numbers. */
  readonly firstOther: { readonly line: number; readonly text: string } | undefined;
}

const separators = [',', ';', '\t', '|', 'whitespace'] as const;
/** Rows from which separator and header are told. */
const lookRows = 50;
/** Steps of time that the median is taken of. */
const mostSteps = 10_000;
const number = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const timeTitle = /^(date|time|datetime|date[ _]?time|timestamp|ts|t|time[ _(]*(s|ms|sec|seconds)\)?)$/i;
const unitTitle = /^(unit|unit[ _]?(number|nr|id)|device|device[ _]?id|asset|asset[ _]?id|machine|machine[ _]?id|engine|lclid)$/i;

interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * Looks at the text of a recording.
 * @param file for messages
 * @throws E1532 rows of several widths, E1536 no rows
 */
export function outlineRecording(text: string, file: string): RecordingOutline {
  const lines = linesOf(text);
  const head = lines.slice(0, lookRows);
  if (head.length === 0) throw failSignals('E1536', { message: `${file} is empty`, at: { file } });
  const { separator, hasTrailingSeparator, width } = layoutOf(head, file);
  const cut = (line: Line): string[] => cellsOf(line.text, separator, hasTrailingSeparator);
  const [first = { number: 1, text: '' }] = head;
  const titles = cut(first).map((cell) => cell.trim());
  const hasHeader =
    head.length > 1 && titles.every((cell) => !number.test(cell)) && cut(head[1] as Line).some((cell) => number.test(cell.trim()));
  const body = hasHeader ? lines.slice(1) : lines;
  const short = body.filter((line) => cut(line).length !== width);
  const [wrong] = short;
  const isCutShort = short.length === 1 && wrong === body.at(-1) && cut(wrong as Line).length < width;
  if (wrong !== undefined && !isCutShort) {
    throw failSignals('E1532', {
      message: `line ${wrong.number} has ${cut(wrong).length} columns, not ${width}`,
      at: { file, line: wrong.number },
    });
  }
  const rows = (isCutShort ? body.slice(0, -1) : body).map((line) => ({ line: line.number, cells: cut(line) }));
  if (rows.length === 0) throw failSignals('E1536', { message: `${file} holds no rows`, at: { file } });
  const columns = Array.from({ length: width }, (_, index) => columnOf(hasHeader ? (titles[index] ?? '') : '', rows, index));
  const unitColumn = columns.findIndex(({ title }) => unitTitle.test(title));
  const timeColumn = timeColumnOf(columns, rows);
  const everyMs = timeColumn < 0 ? undefined : medianStepMs(rows, timeColumn, unitColumn, columns[timeColumn]?.title ?? '');
  return { separator, hasHeader, hasTrailingSeparator, isCutShort, rows: rows.length, columns, unitColumn, timeColumn, everyMs };
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line.endsWith('\r') ? line.slice(0, -1) : line }))
    .filter((line) => line.text.trim() !== '');
}

function cellsOf(text: string, separator: string, hasTrailingSeparator: boolean): string[] {
  if (separator === 'whitespace') return text.trim().split(/[ \t]+/);
  const cells = text.split(separator);
  if (hasTrailingSeparator && cells.at(-1)?.trim() === '') cells.pop();
  return cells;
}

/** The separator by which the most rows have the same number of columns, and the more the better. */
function layoutOf(head: readonly Line[], file: string): Layout {
  // The last row of a short file may be cut: it does not vote.
  const voters = head.length > 2 ? head.slice(0, -1) : head;
  const quoted = voters.find(({ text }) => text.includes('"'));
  if (quoted !== undefined) {
    const message = `line ${quoted.number} has quotes, which recordings do not have: write the table without them`;
    throw failSignals('E1532', { message, at: { file, line: quoted.number } });
  }
  // A layout in which a separator ends each row is the second choice: an empty last cell looks the same.
  const layouts = separators.flatMap((separator) => [layoutBy(separator, false, voters), layoutBy(separator, true, voters)]);
  const best = (of: readonly Layout[]): Layout | undefined =>
    of.filter(({ votes }) => votes * 2 > voters.length).toSorted((left, right) => right.votes - left.votes || right.width - left.width)[0];
  // With a comma in every row, blanks after the commas are no separator.
  const firm = best(layouts.filter(({ separator, width }) => separator !== 'whitespace' && width > 1));
  const chosen = firm ?? best(layouts);
  if (chosen !== undefined) return chosen;
  throw failSignals('E1532', {
    message: `the first ${voters.length} rows of ${file} differ in width, whatever separates them`,
    at: { file },
  });
}

interface Layout {
  readonly separator: string;
  readonly hasTrailingSeparator: boolean;
  /** Columns of most rows, and how many rows have so many. */
  readonly width: number;
  readonly votes: number;
}

function layoutBy(separator: string, hasTrailingSeparator: boolean, rows: readonly Line[]): Layout {
  const widths = rows.map(({ text }) => cellsOf(text, separator, hasTrailingSeparator).length);
  const votesFor = (width: number): number => widths.filter((one) => one === width).length;
  const width = widths.reduce((most, one) => (votesFor(one) > votesFor(most) ? one : most), 0);
  return { separator, hasTrailingSeparator, width, votes: votesFor(width) };
}

function columnOf(title: string, rows: readonly Row[], index: number): RecordedColumn {
  const values: number[] = [];
  let firstOther: RecordedColumn['firstOther'];
  for (const { line, cells } of rows) {
    const text = (cells[index] ?? '').trim();
    const value = Number(text);
    if (number.test(text) && Number.isFinite(value)) values.push(value);
    else firstOther ??= { line, text: text.slice(0, 40) };
  }
  const steps = values.slice(1).map((value, place) => value - (values[place] as number));
  const [minimum, maximum] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [
    values[0] ?? 0,
    values[0] ?? 0,
  ] as const);
  const roughness = rootMeanSquare(steps, 0) / Math.SQRT2;
  const mean = meanOf(values);
  return { title, minimum, maximum, mean, deviation: rootMeanSquare(values, mean), roughness, numbers: values.length, firstOther };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value / values.length, 0);
}

function rootMeanSquare(values: readonly number[], around: number): number {
  return values.length === 0 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - around) ** 2 / values.length, 0));
}

/** A column that is called a time, or whose cells are dates. */
function timeColumnOf(columns: readonly RecordedColumn[], rows: readonly Row[]): number {
  const named = columns.findIndex(({ title }) => timeTitle.test(title));
  if (named >= 0) return named;
  return columns.findIndex(
    (column, index) => column.numbers === 0 && rows.slice(0, lookRows).every(({ cells }) => !Number.isNaN(timeMs(cells[index] ?? '', ''))),
  );
}

/** Ms of a cell: a date, or a number of seconds or ms. Not a number when it is neither. */
function timeMs(cell: string, title: string): number {
  const text = cell.trim();
  if (number.test(text)) return Number(text) * (/ms/i.test(title) || Number(text) > 1e11 ? 1 : 1_000);
  const date = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)\d*(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  return date === null ? Number.NaN : Date.parse(`${date[1]}T${date[2]}${date[3] ?? 'Z'}`);
}

function medianStepMs(rows: readonly Row[], timeColumn: number, unitColumn: number, title: string): number | undefined {
  const steps: number[] = [];
  for (let index = 1; index < rows.length && steps.length < mostSteps; index += 1) {
    const before = rows[index - 1]?.cells ?? [];
    const now = rows[index]?.cells ?? [];
    if (unitColumn >= 0 && before[unitColumn] !== now[unitColumn]) continue;
    const stepMs = timeMs(now[timeColumn] ?? '', title) - timeMs(before[timeColumn] ?? '', title);
    if (stepMs > 0) steps.push(stepMs);
  }
  steps.sort((left, right) => left - right);
  const median = steps[Math.floor(steps.length / 2)];
  return median === undefined ? undefined : Math.min(86_400_000, Math.max(1, Math.round(median)));
}
