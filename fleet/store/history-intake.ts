import type { DeviceEventRow, ReadingColumns } from '#fleet/domain/index.js';
import { HistoryDictionary, type SignalKeys } from './history-dictionary.ts';
import { HistoryBatch, storedTimeMs } from './history-stage.ts';
import { storeFailure } from './store-errors.ts';

/** The half of a history that all drivers share: the open batch, and the names behind its numbers. */
export class HistoryIntake {
  readonly dictionary = new HistoryDictionary();
  readonly #mostRows: number;
  #open: HistoryBatch;
  /** The other buffer, while no commit writes it. */
  #spare: HistoryBatch;
  #lastSignals: SignalKeys | undefined;

  /** @param mostRows readings and events in one batch, 1 or more */
  constructor(mostRows: number) {
    this.#mostRows = mostRows;
    this.#open = new HistoryBatch(mostRows);
    this.#spare = new HistoryBatch(mostRows);
  }

  get open(): HistoryBatch {
    return this.#open;
  }

  appendReadings(deviceKey: number, profileDigest: string, readings: ReadingColumns): void {
    this.#demandRoom(readings.count);
    let signals = this.#lastSignals;
    if (signals === undefined || signals.digest !== profileDigest) {
      signals = this.dictionary.signalsOf(profileDigest);
      this.#lastSignals = signals;
    }
    this.#open.readings.append(deviceKey, readings, signals);
  }

  appendEvent(event: DeviceEventRow): void {
    this.#demandRoom(1);
    this.#open.events.push({ ...event, atMs: storedTimeMs(event.atMs), values: { ...event.values } });
  }

  mark(deviceKey: number, boot: number, sequence: number): void {
    this.#open.mark(deviceKey, boot, sequence);
  }

  /** Closes the open batch and opens the other buffer. Give it back by release() before the next call. */
  take(): HistoryBatch {
    const taken = this.#open;
    this.#open = this.#spare;
    return taken;
  }

  /** Drops the rows, events and marks of the open batch; names stay. */
  discard(): void {
    this.#open.clear();
  }

  /** The commit is done with it. */
  release(batch: HistoryBatch): void {
    batch.clear();
    this.#spare = batch;
  }

  #demandRoom(count: number): void {
    if (this.#open.canTake(count)) return;
    const message = `the open batch holds ${this.#open.rows} rows and ${count} more came, ${this.#mostRows} allowed`;
    throw storeFailure('E1605', { message, retryAfterMs: 1_000 });
  }
}
