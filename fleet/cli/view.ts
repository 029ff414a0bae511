/** How objects are shown: columns and names by kind. Data, used by lists, single objects and watches alike. */
import { formatBytes, formatDuration } from './duration.ts';
import { cellText, type Item, valueAt } from './field-paths.ts';
import type { Terminal, TextStyle } from './terminal.ts';

/** How a terminal shows a value; everything else gets it as it is. */
export type CellFormat = 'text' | 'time' | 'count' | 'bytes' | 'duration' | 'state';

/** One column of a table. */
export interface Column {
  readonly header: string;
  /** Path of the field. */
  readonly field: string;
  readonly as?: CellFormat;
  /** On a terminal it is shown from so many columns of width on; left out: always. */
  readonly from?: number;
}

/** How items of a kind are shown. */
export interface View {
  /** Kind of the list: "DeviceList". */
  readonly kind: string;
  readonly columns: readonly Column[];
  /** Columns that -o wide adds. */
  readonly wide?: readonly Column[];
  /** Path of the field that names an item. */
  readonly name: string;
  /** What a terminal shows of a single object instead of a line a field. */
  readonly screen?: (item: Item) => readonly (readonly [string, string])[];
}

/** State words with a glyph each, so that colour never carries the meaning alone. */
const states: Readonly<Record<string, readonly [string, TextStyle]>> = {
  online: ['✔', 'green'],
  ok: ['✔', 'green'],
  active: ['✔', 'green'],
  normal: ['✔', 'green'],
  running: ['✔', 'green'],
  done: ['✔', 'green'],
  held: ['✔', 'green'],
  missed: ['✖', 'red'],
  unchanged: ['·', 'gray'],
  waiting: ['…', 'yellow'],
  queued: ['…', 'yellow'],
  sent: ['…', 'yellow'],
  unanswered: ['✖', 'red'],
  expired: ['✖', 'red'],
  refused: ['✖', 'red'],
  cancelled: ['·', 'gray'],
  interrupted: ['✖', 'red'],
  true: ['✔', 'green'],
  asleep: ['☾', 'blue'],
  late: ['▲', 'yellow'],
  pending: ['…', 'yellow'],
  acknowledged: ['▲', 'yellow'],
  returnedUnacknowledged: ['▲', 'yellow'],
  warning: ['▲', 'yellow'],
  medium: ['▲', 'yellow'],
  skipped: ['·', 'gray'],
  never: ['·', 'gray'],
  low: ['·', 'gray'],
  stopped: ['·', 'gray'],
  false: ['·', 'gray'],
  offline: ['✖', 'red'],
  retired: ['·', 'gray'],
  rejected: ['✖', 'red'],
  revoked: ['✖', 'red'],
  unacknowledged: ['✖', 'red'],
  high: ['✖', 'red'],
  critical: ['✖', 'red'],
  failed: ['✖', 'red'],
  updated: ['✔', 'green'],
  offered: ['…', 'yellow'],
  checking: ['…', 'yellow'],
  downloading: ['…', 'yellow'],
  installing: ['…', 'yellow'],
  rebooting: ['…', 'yellow'],
  unconfirmed: ['▲', 'yellow'],
  rolledBack: ['✖', 'red'],
  silent: ['✖', 'red'],
};

/** A cell for people. */
export function cellForPeople(item: Item, column: Column): string {
  const value = valueAt(item, column.field);
  if (value === null || value === undefined) return '-';
  switch (column.as) {
    case 'time':
      return typeof value === 'string' ? value.replace('T', ' ').replace(/\.\d+Z$/, 'Z') : cellText(value);
    case 'bytes':
      return typeof value === 'number' ? formatBytes(value) : cellText(value);
    case 'duration':
      return typeof value === 'number' ? formatDuration(value) : cellText(value);
    case 'count':
      return typeof value === 'number' ? value.toLocaleString('en') : cellText(value);
    case 'state': {
      const text = cellText(value);
      const glyph = states[text]?.[0];
      return glyph === undefined ? text : `${glyph} ${text}`;
    }
    default:
      return isListOfPlain(value) ? value.join(', ') : cellText(value);
  }
}

/** A list without objects or lists in it. */
function isListOfPlain(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null);
}

/** Colours the state words of a drawn line, after its width is settled. */
export function colourStates(line: string, terminal: Terminal): string {
  return line.replaceAll(/(?<=^|\s)([✔☾▲…·✖]) (\w+)/g, (whole: string, glyph: string, word: string) => {
    const state = states[word];
    return state === undefined || state[0] !== glyph ? whole : terminal.style('out', state[1], whole);
  });
}

/** Columns out of field names, for --fields. */
export function columnsOf(fields: readonly string[]): Column[] {
  return fields.map((field) => ({ header: field.toUpperCase(), field }));
}
