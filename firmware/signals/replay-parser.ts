import type { ReplayMap } from './replay-map.ts';
import { failSignals } from './signals-errors.ts';

/** Limits of recordings, tested at the limit and one past it. */
export interface ReplayLimits {
  /** Bytes of a file, unpacked. */
  readonly fileBytes: number;
  /** Values of all devices together, 8 bytes each. */
  readonly values: number;
  readonly devices: number;
}

/** 512 MiB of values and 256 MiB of text at most. */
export const replayLimits: ReplayLimits = { fileBytes: 268_435_456, values: 67_108_864, devices: 100_000 };

/** Rows of one device: values row by row, so many a row. */
export interface RecordedRows {
  readonly name: string;
  rows: number;
  values: Float64Array;
}

const number = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** Reads the text of one file into the devices. Values are the doubles nearest to the digits in the file. */
export class ReplayParser {
  readonly devices = new Map<string, RecordedRows>();
  readonly #map: ReplayMap;
  readonly #limits: ReplayLimits;
  #values = 0;
  #file = '';
  #columns = 0;
  #unitColumn = -1;
  #signalColumns: number[] = [];

  constructor(map: ReplayMap, limits: ReplayLimits) {
    this.#map = map;
    this.#limits = limits;
  }

  /**
   * @param file for messages
   * @param deviceName name of the device when no column names units
   * @throws E1531 to E1534, E1536
   */
  parse(text: string, file: string, deviceName: string): void {
    this.#file = file;
    let isHeaderDue = this.#map.header;
    if (!isHeaderDue) this.#resolveColumns([], this.#map.columns ?? 0);
    let start = 0;
    for (let line = 1; start < text.length; line += 1) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline;
      const row = text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
      start = end + 1;
      if (row.trim() === '') continue;
      const cells = this.#split(row);
      if (isHeaderDue) {
        isHeaderDue = false;
        this.#resolveColumns(cells, cells.length);
        continue;
      }
      if (this.#isWhole(cells.length, line, () => text.slice(start).trim() === '')) this.#addRow(cells, line, deviceName);
    }
    if (isHeaderDue) throw failSignals('E1536', { message: `${file} is empty`, at: { file } });
  }

  #split(row: string): string[] {
    const { separator, trailingSeparator } = this.#map;
    if (separator === 'whitespace') return row.trim().split(/[ \t]+/);
    const cells = row.split(separator);
    if (trailingSeparator && cells.at(-1)?.trim() === '') cells.pop();
    return cells;
  }

  #resolveColumns(header: readonly string[], count: number): void {
    const { columns = count, signals, units } = this.#map;
    const names = header.map((name) => name.trim());
    if (columns !== count)
      throw failSignals('E1532', {
        message: `the header has ${count} columns, the map says ${columns}`,
        at: { file: this.#file, line: 1 },
      });
    const indexOf = (named: string | number): number => {
      const index = typeof named === 'number' ? named - 1 : names.indexOf(named);
      if (index >= 0 && index < columns) return index;
      const what = typeof named === 'number' ? `column ${named}` : `a column "${named}"`;
      throw failSignals('E1534', { message: `${this.#file} has no ${what}; it has ${columns} columns`, at: { file: this.#file, line: 1 } });
    };
    this.#columns = columns;
    this.#unitColumn = units === undefined ? -1 : indexOf(units.column);
    this.#signalColumns = signals.map((signal) => indexOf(signal.column));
  }

  #isWhole(cells: number, line: number, isLast: () => boolean): boolean {
    if (cells === this.#columns) return true;
    const { shortRows } = this.#map;
    if (cells < this.#columns && (shortRows === 'skip' || (shortRows === 'skipLast' && isLast()))) return false;
    throw failSignals('E1532', { message: `line ${line} has ${cells} columns, not ${this.#columns}`, at: { file: this.#file, line } });
  }

  #isMissing(cells: readonly string[]): boolean {
    const { missing } = this.#map;
    return missing.length > 0 && this.#signalColumns.some((column) => missing.includes((cells[column] as string).trim()));
  }

  #addRow(cells: readonly string[], line: number, deviceName: string): void {
    if (this.#isMissing(cells)) return;
    const device = this.#deviceOf(this.#unitColumn < 0 ? deviceName : this.#unitName(cells[this.#unitColumn] ?? '', line), line);
    const width = this.#signalColumns.length;
    this.#values += width;
    if (this.#values > this.#limits.values)
      throw failSignals('E1531', {
        message: `more than ${this.#limits.values} values up to line ${line}`,
        at: { file: this.#file, line },
      });
    const offset = device.rows * width;
    if (offset + width > device.values.length) device.values = grown(device.values, offset + width);
    for (let index = 0; index < width; index += 1) {
      const column = this.#signalColumns[index] as number;
      device.values[offset + index] = this.#valueOf(cells[column] as string, index, line, column);
    }
    device.rows += 1;
  }

  #valueOf(cell: string, index: number, line: number, column: number): number {
    const digits = cell.trim();
    const value = Number(digits);
    if (!number.test(digits) || !Number.isFinite(value))
      throw failSignals('E1533', {
        message: `line ${line}, column ${column + 1}: "${digits.slice(0, 40)}" is no finite number`,
        at: { file: this.#file, line },
      });
    const { scale, offset } = this.#map.signals[index] ?? {};
    if (scale === undefined && offset === undefined) return value;
    return value * (scale ?? 1) + (offset ?? 0);
  }

  #unitName(cell: string, line: number): string {
    const text = cell.trim();
    const name = /^[0-9]+$/.test(text) ? text.padStart(this.#map.units?.digits ?? 1, '0') : text;
    if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(name)) return name;
    throw failSignals('E1536', {
      message: `line ${line}: "${text.slice(0, 40)}" can't name a device; 1 to 40 of a-z A-Z 0-9 . _ - can`,
      at: { file: this.#file, line },
    });
  }

  #deviceOf(name: string, line: number): RecordedRows {
    const known = this.devices.get(name);
    if (known !== undefined) return known;
    if (this.devices.size >= this.#limits.devices)
      throw failSignals('E1531', { message: `more than ${this.#limits.devices} devices at line ${line}`, at: { file: this.#file, line } });
    const device = { name, rows: 0, values: new Float64Array(0) };
    this.devices.set(name, device);
    return device;
  }
}

function grown(values: Float64Array, least: number): Float64Array {
  const larger = new Float64Array(Math.max(least, values.length * 2, 256));
  larger.set(values);
  return larger;
}
