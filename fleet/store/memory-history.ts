import type {
  DeviceEventRow,
  History,
  HistoryHealth,
  QueryResult,
  ReadingColumns,
  Series,
  SeriesRequest,
  Watermark,
} from '#fleet/domain/index.js';
import { CommitLine } from './commit-line.ts';
import type { DeviceRow, SignalRow } from './history-dictionary.ts';
import { HistoryIntake } from './history-intake.ts';
import { type HistoryBatch, ReadingStage } from './history-stage.ts';
import { memorySeries } from './memory-series.ts';
import { storeFailure } from './store-errors.ts';

/** Limits of a memory history. */
export interface MemoryHistoryOptions {
  /** Readings and events in one batch, 1 or more; 2,000,000 when left out. */
  readonly stagingRows?: number;
  /** Readings kept in all, 1 or more; 20,000,000 (28 bytes each) when left out. At the limit commits reject with E1604, as on a full disk. */
  readonly keepReadings?: number;
}

/** A committed reading. */
export interface StoredReading {
  readonly deviceKey: number;
  readonly profileDigest: string;
  readonly signalId: number;
  /** As defineProfile named it; "signal-ID" when it did not. */
  readonly signal: string;
  readonly unit: string;
  readonly atMs: number;
  readonly value: number;
}

/** A History in memory, for simulations and tests: commits on microtasks, so a run is the same every time. */
export interface MemoryHistory extends History {
  /** Committed readings of a device, in the order of their commit. */
  readings(deviceKey: number): StoredReading[];
  /** Committed events of a device, in the order of their commit; of all devices when left out. */
  events(deviceKey?: number): DeviceEventRow[];
  /**
   * Kills the process that used it, so to speak: what was not committed is gone, and this object never answers again (its open calls
   * never settle, as those of a killed process). Returns the history as the next process finds it.
   */
  crash(): MemoryHistory;
  /** While set, commit() rejects with E1604 and health() says why; undefined: room again. */
  setFull(reason: string | undefined): void;
}

/** Opens an empty one. */
export function createMemoryHistory(options: MemoryHistoryOptions = {}): MemoryHistory {
  return new MemoryHistoryDriver(new Disk(options.stagingRows ?? 2_000_000, options.keepReadings ?? 20_000_000));
}

/** What survives a crash. */
class Disk {
  readonly stagingRows: number;
  readonly keepReadings: number;
  readonly readings: ReadingStage;
  /** Row before it of the same device, -1 when it is the first: a device's readings are found without looking at all. */
  previousRows: Int32Array = new Int32Array(0);
  readonly lastRows = new Map<number, number>();
  readonly events: DeviceEventRow[] = [];
  readonly marks = new Map<number, Watermark>();
  readonly devices = new Map<number, DeviceRow>();
  readonly signals = new Map<number, SignalRow>();
  fullReason = '';

  constructor(stagingRows: number, keepReadings: number) {
    this.stagingRows = stagingRows;
    this.keepReadings = keepReadings;
    this.readings = new ReadingStage(keepReadings);
  }

  write(batch: HistoryBatch): void {
    const firstRow = this.readings.count;
    this.readings.appendStage(batch.readings);
    this.#link(firstRow);
    for (const event of batch.events) this.events.push(event);
    for (const [deviceKey, { boot, sequence }] of batch.marks) this.marks.set(deviceKey, { deviceKey, boot, sequence });
  }

  #link(firstRow: number): void {
    const capacity = this.readings.values.length;
    if (this.previousRows.length < capacity) {
      const previousRows = new Int32Array(capacity);
      previousRows.set(this.previousRows);
      this.previousRows = previousRows;
    }
    for (let row = firstRow; row < this.readings.count; row += 1) {
      const deviceKey = this.readings.deviceKeys[row] as number;
      this.previousRows[row] = this.lastRows.get(deviceKey) ?? -1;
      this.lastRows.set(deviceKey, row);
    }
  }
}

const never = new Promise<never>(() => undefined);
const bytesPerReading = 28;

class MemoryHistoryDriver implements MemoryHistory {
  readonly #disk: Disk;
  readonly #intake: HistoryIntake;
  readonly #commits = new CommitLine();
  #state: 'open' | 'closed' | 'crashed' = 'open';

  constructor(disk: Disk) {
    this.#disk = disk;
    this.#intake = new HistoryIntake(disk.stagingRows);
    this.#intake.dictionary.restore(disk.devices.values(), disk.signals.values());
  }

  defineDevice(key: number, id: string, profileDigest: string): void {
    this.#intake.dictionary.defineDevice(key, id, profileDigest);
  }

  defineProfile(
    digest: string,
    profile: string,
    signals: readonly { readonly id: number; readonly name: string; readonly unit: string; readonly category: string }[],
  ): void {
    this.#intake.dictionary.defineProfile(digest, profile, signals);
  }

  appendReadings(deviceKey: number, profileDigest: string, readings: ReadingColumns): void {
    this.#intake.appendReadings(deviceKey, profileDigest, readings);
  }

  appendEvent(event: DeviceEventRow): void {
    this.#intake.appendEvent(event);
  }

  mark(deviceKey: number, boot: number, sequence: number): void {
    this.#intake.mark(deviceKey, boot, sequence);
  }

  canAppend(count: number): boolean {
    return this.#intake.open.canTake(count);
  }

  get openRows(): number {
    return this.#intake.open.rows;
  }

  commit(): Promise<void> {
    return this.#commits.run(() => this.#commitNow());
  }

  discard(): void {
    this.#intake.discard();
  }

  async watermarks(): Promise<Watermark[]> {
    await this.#enter();
    return [...this.#disk.marks.values()];
  }

  async query(_sql: string, _options: { readonly maxRows: number; readonly timeoutMs: number }): Promise<QueryResult> {
    throw storeFailure('E1606', {
      message: 'the memory history of a simulation has no SQL',
      next: 'Read it by readings() and events(), or run in real time with a data folder.',
    });
  }

  async series(request: SeriesRequest): Promise<Series> {
    await this.#enter();
    return memorySeries(this.readings(request.deviceKey), request);
  }

  health(): HistoryHealth {
    const { readings, events, fullReason } = this.#disk;
    return {
      writable: fullReason === '' && this.#state === 'open',
      reason: this.#state === 'open' ? fullReason : 'closed',
      bytes: readings.count * bytesPerReading,
      committedReadings: readings.count,
      committedEvents: events.length,
    };
  }

  async close(): Promise<void> {
    await this.#commits.idle();
    if (this.#state === 'crashed') await never;
    this.#state = 'closed';
  }

  readings(deviceKey: number): StoredReading[] {
    const { readings, previousRows, lastRows } = this.#disk;
    const found: StoredReading[] = [];
    for (let row = lastRows.get(deviceKey) ?? -1; row >= 0; row = previousRows[row] as number) {
      const signal = this.#disk.signals.get(readings.signalKeys[row] as number) as SignalRow;
      found.push({
        deviceKey,
        profileDigest: signal.digest,
        signalId: signal.id,
        signal: signal.name,
        unit: signal.unit,
        atMs: readings.atMs(row),
        value: readings.values[row] as number,
      });
    }
    return found.reverse();
  }

  events(deviceKey?: number): DeviceEventRow[] {
    return this.#disk.events.filter((event) => deviceKey === undefined || event.deviceKey === deviceKey);
  }

  crash(): MemoryHistory {
    this.#state = 'crashed';
    return new MemoryHistoryDriver(this.#disk);
  }

  setFull(reason: string | undefined): void {
    this.#disk.fullReason = reason ?? '';
  }

  async #enter(): Promise<void> {
    if (this.#state === 'crashed') await never;
    if (this.#state === 'closed') throw storeFailure('E1612', { message: 'the history was closed before this call' });
  }

  async #commitNow(): Promise<void> {
    await this.#enter();
    const batch = this.#intake.take();
    const names = this.#intake.dictionary.takeNew();
    // A microtask between closing the batch and writing it: rows of that time go to the next batch, and a crash loses this one whole.
    await Promise.resolve();
    if (this.#state === 'crashed') await never;
    const disk = this.#disk;
    let reason = disk.fullReason;
    if (reason === '' && !disk.readings.canTake(batch.readings.count)) {
      reason = `${disk.readings.count} readings are kept and ${batch.readings.count} more came, ${disk.keepReadings} allowed`;
    }
    if (reason === '') {
      for (const [key, row] of names.devices) disk.devices.set(key, row);
      for (const [key, row] of names.signals) disk.signals.set(key, row);
      disk.write(batch);
    } else {
      this.#intake.dictionary.giveBack(names);
    }
    this.#intake.release(batch);
    if (reason !== '') throw storeFailure('E1604', { message: reason });
  }
}
