import type { DeviceEventRow, ReadingColumns } from '#fleet/domain/index.js';
import type { SignalKeys } from './history-dictionary.ts';

const firstRows = 16_384;
const twoTo32 = 4_294_967_296;
/** Years 0001 to 9999. A time beyond them would make casts in other people's queries fail. */
const earliestMs = -62_135_596_800_000;
const latestMs = 253_402_300_799_999;

/** A device's time as it is stored: whole ms within the years 0001 to 9999; what is no number is 1970. */
export function storedTimeMs(atMs: number): number {
  if (atMs >= earliestMs && atMs <= latestMs) return Math.floor(atMs);
  return Number.isNaN(atMs) ? 0 : Math.min(latestMs, Math.max(earliestMs, atMs));
}

/** Columns of readings that grow by doubling. Times are 64-bit integers in halves (low, high), as DuckDB lays them out. */
export class ReadingStage {
  count = 0;
  deviceKeys: Uint32Array;
  signalKeys: Uint32Array;
  /** ms since 1970-01-01T00:00Z: row n is at 2n (low half) and 2n + 1 (high half). */
  atHalves: Int32Array;
  values: Float64Array;
  readonly #mostRows: number;

  /** @param mostRows rows it may grow to, 1 or more */
  constructor(mostRows: number) {
    this.#mostRows = mostRows;
    const rows = Math.min(firstRows, mostRows);
    this.deviceKeys = new Uint32Array(rows);
    this.signalKeys = new Uint32Array(rows);
    this.atHalves = new Int32Array(2 * rows);
    this.values = new Float64Array(rows);
  }

  /** Room for count more rows. */
  canTake(count: number): boolean {
    return this.count + count <= this.#mostRows;
  }

  /** Copies rows in; there must be room. signalKeys holds the key of each signal id, 0 when it has none yet. */
  append(deviceKey: number, readings: ReadingColumns, signalKeys: SignalKeys): void {
    const { count, signalIds, atMs, values } = readings;
    const start = this.count;
    if (start + count > this.values.length) this.#grow(start + count);
    this.deviceKeys.fill(deviceKey, start, start + count);
    for (let index = 0; index < count; index += 1) {
      const row = start + index;
      this.signalKeys[row] = signalKeys.keyOf(signalIds[index] as number);
      const at = storedTimeMs(atMs[index] as number);
      const high = Math.floor(at / twoTo32);
      this.atHalves[2 * row] = at - high * twoTo32;
      this.atHalves[2 * row + 1] = high;
      this.values[row] = values[index] as number;
    }
    this.count = start + count;
  }

  /** Time of a row, ms since 1970-01-01T00:00Z. */
  atMs(row: number): number {
    return (this.atHalves[2 * row + 1] as number) * twoTo32 + ((this.atHalves[2 * row] as number) >>> 0);
  }

  /** Copies all rows of another stage to the end; there must be room. */
  appendStage(other: ReadingStage): void {
    const start = this.count;
    if (start + other.count > this.values.length) this.#grow(start + other.count);
    this.deviceKeys.set(other.deviceKeys.subarray(0, other.count), start);
    this.signalKeys.set(other.signalKeys.subarray(0, other.count), start);
    this.atHalves.set(other.atHalves.subarray(0, 2 * other.count), 2 * start);
    this.values.set(other.values.subarray(0, other.count), start);
    this.count = start + other.count;
  }

  /** Forgets the first rows; the others move up. */
  dropFirst(rows: number): void {
    this.deviceKeys.copyWithin(0, rows, this.count);
    this.signalKeys.copyWithin(0, rows, this.count);
    this.atHalves.copyWithin(0, 2 * rows, 2 * this.count);
    this.values.copyWithin(0, rows, this.count);
    this.count -= rows;
  }

  #grow(rows: number): void {
    let capacity = this.values.length;
    while (capacity < rows) capacity *= 2;
    capacity = Math.min(capacity, this.#mostRows);
    this.deviceKeys = grown(this.deviceKeys, new Uint32Array(capacity));
    this.signalKeys = grown(this.signalKeys, new Uint32Array(capacity));
    this.atHalves = grown(this.atHalves, new Int32Array(2 * capacity));
    this.values = grown(this.values, new Float64Array(capacity));
  }
}

function grown<Column extends Uint32Array | Int32Array | Float64Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/** A watermark that moves while its batch is open. */
export interface Mark {
  boot: number;
  sequence: number;
}

/** What one commit writes. */
export class HistoryBatch {
  readonly readings: ReadingStage;
  events: DeviceEventRow[] = [];
  readonly marks = new Map<number, Mark>();
  readonly #mostRows: number;

  /** @param mostRows readings and events it may hold */
  constructor(mostRows: number) {
    this.readings = new ReadingStage(mostRows);
    this.#mostRows = mostRows;
  }

  get rows(): number {
    return this.readings.count + this.events.length;
  }

  get isEmpty(): boolean {
    return this.rows === 0 && this.marks.size === 0;
  }

  canTake(count: number): boolean {
    return this.rows + count <= this.#mostRows;
  }

  /** Moves a device's mark: the newest call wins. */
  mark(deviceKey: number, boot: number, sequence: number): void {
    const mark = this.marks.get(deviceKey);
    if (mark === undefined) {
      this.marks.set(deviceKey, { boot, sequence });
      return;
    }
    mark.boot = boot;
    mark.sequence = sequence;
  }

  /** Ready for the next rows; columns keep their size. */
  clear(): void {
    this.readings.count = 0;
    this.events = [];
    this.marks.clear();
  }
}
