import type {
  DeviceEventRow,
  ExportFile,
  ExportRequest,
  History,
  HistoryFootprint,
  HistoryHealth,
  QueryResult,
  Series,
  SeriesRequest,
  UpkeepStep,
  Watermark,
} from '#fleet/domain/index.js';
import { CommitLine } from './commit-line.ts';
import { MemoryDisk, type MemoryHistoryOptions, type StoredReading } from './memory-disk.ts';
import { memorySeries } from './memory-series.ts';
import { StagedHistory } from './staged-history.ts';
import { storeFailure } from './store-errors.ts';

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
  return new MemoryHistoryDriver(new MemoryDisk(options));
}

const never = new Promise<never>(() => undefined);

class MemoryHistoryDriver extends StagedHistory implements MemoryHistory {
  readonly #disk: MemoryDisk;
  readonly #commits = new CommitLine();
  #state: 'open' | 'closed' | 'crashed' = 'open';

  constructor(disk: MemoryDisk) {
    super(disk.stagingRows);
    this.#disk = disk;
    this.intake.dictionary.restore(disk.devices.values(), disk.signals.values());
  }

  commit(): Promise<void> {
    return this.#commits.run(() => this.#commitNow());
  }

  async watermarks(): Promise<Watermark[]> {
    await this.#enter();
    return [...this.#disk.marks.values()];
  }

  showLive(): void {
    // It has no SQL.
  }

  async query(_sql: string, _options: { readonly maxRows: number; readonly timeoutMs: number }): Promise<QueryResult> {
    throw storeFailure('E1606', {
      message: 'the memory history of a simulation has no SQL',
      next: 'Read it by readings() and events(), or run in real time with a data folder.',
    });
  }

  async export(_request: ExportRequest): Promise<ExportFile> {
    throw storeFailure('E1606', {
      message: 'the memory history of a simulation writes no files',
      next: 'Read it by readings() and events(), or run in real time with a data folder.',
    });
  }

  async series(request: SeriesRequest): Promise<Series> {
    await this.#enter();
    return memorySeries(this.#disk, request);
  }

  async upkeep(): Promise<UpkeepStep | undefined> {
    await this.#enter();
    return this.#disk.upkeep();
  }

  footprint(): HistoryFootprint {
    return this.#disk.footprint();
  }

  health(): HistoryHealth {
    const { committedReadings, committedEvents, fullReason } = this.#disk;
    return {
      writable: fullReason === '' && this.#state === 'open',
      reason: this.#state === 'open' ? fullReason : 'closed',
      bytes: this.#disk.bytes,
      committedReadings,
      committedEvents,
    };
  }

  async close(): Promise<void> {
    await this.#commits.idle();
    if (this.#state === 'crashed') await never;
    this.#state = 'closed';
  }

  readings(deviceKey: number): StoredReading[] {
    return this.#disk.readingsOf(deviceKey);
  }

  events(deviceKey?: number): DeviceEventRow[] {
    return this.#disk.events.flatMap(({ event }) => event).filter((event) => deviceKey === undefined || event.deviceKey === deviceKey);
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
    const batch = this.intake.take();
    const names = this.intake.dictionary.takeNew();
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
      this.intake.dictionary.giveBack(names);
    }
    this.intake.release(batch);
    if (reason !== '') throw storeFailure('E1604', { message: reason });
  }
}
