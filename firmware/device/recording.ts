import type { ReplayCursor } from '#firmware/signals/index.js';
import type { DeviceCounters } from './device-counters.ts';
import type { DeviceKind } from './device-kind.ts';
import type { ReadingSink } from './sampler.ts';

/** A clock that was set back by less than this does not set the rows back, ms: a row never shares its time with another. */
const heldBackMs = 60_000;
/** Bytes that a frame of readings takes at most beside its readings, and for each of them. */
const frameBytes = 48;
const readingBytes = 11;

/** What drives a device instead of its model. */
export interface ReplayOptions {
  readonly cursor: ReplayCursor;
  /** Names of the profile's signals, in the order in which the cursor fills them. */
  readonly signals: readonly string[];
  /** A row every so many ms of the application clock, 1 or more. */
  readonly everyMs: number;
  /** Rows that the device took before it was saved (DeviceFlash.replayRows): they are skipped. 0 when left out. */
  readonly skipRows?: number;
}

/** Where its frames are kept: Outbox. */
export interface RecordingStore {
  hasRoom(bytes: number): boolean;
}

/** Takes its readings, and hears of its end. */
export interface RecordingSink extends ReadingSink {
  recordingEnded(): void;
}

/**
 * Drives a device from recorded rows: one row a frame, unclipped, durable whatever the profile says. It can wait, and so loses nothing:
 * while the store has no room for a frame, the next row stays where it is. Rows follow each other in time, 1 ms apart at least.
 */
export class Recording {
  readonly #options: ReplayOptions;
  readonly #counters: DeviceCounters;
  readonly #sink: RecordingSink;
  readonly #store: RecordingStore;
  readonly #ids: Uint32Array;
  /** Values of the newest row; empty before the first. */
  #values: number[] = [];
  #rows = 0;
  #dueMs = Number.POSITIVE_INFINITY;
  /** Time of the newest row. */
  #stampMs = Number.NEGATIVE_INFINITY;
  #isDone = false;

  constructor(options: ReplayOptions, kind: DeviceKind, counters: DeviceCounters, sink: RecordingSink, store: RecordingStore) {
    this.#options = options;
    this.#counters = counters;
    this.#sink = sink;
    this.#store = store;
    this.#ids = Uint32Array.from(options.signals, (name) => kind.profile.signals.find((signal) => signal.name === name)?.id ?? 0);
    for (let row = 0; row < (options.skipRows ?? 0) && !this.#isDone; row += 1) {
      this.#isDone = !options.cursor.next(this.#values);
      this.#rows += 1;
    }
  }

  /** When the next row is due, ms of the application clock; infinity before start() and after the end. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** Rows taken. */
  get rows(): number {
    return this.#rows;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** The device runs: the first row comes after everyMs. */
  start(nowMs: number): void {
    if (!this.#isDone) this.#dueMs = nowMs + this.#options.everyMs;
  }

  halt(): void {
    this.#dueMs = Number.POSITIVE_INFINITY;
  }

  /** The newest value of a signal; undefined when the recording does not have it, NaN before its first row. */
  newest(signal: string): number | undefined {
    const index = this.#options.signals.indexOf(signal);
    return index < 0 ? undefined : (this.#values[index] ?? Number.NaN);
  }

  /** Takes the row that is due, or waits another period for room. */
  run(nowMs: number, stampMs: number): void {
    if (!this.#store.hasRoom(frameBytes + readingBytes * this.#ids.length)) {
      this.#dueMs = nowMs + this.#options.everyMs;
      return;
    }
    // The pace holds on average, also when a host is late; after a long wait it does not hurry.
    this.#dueMs = Math.max(this.#dueMs, nowMs - this.#options.everyMs) + this.#options.everyMs;
    if (!this.#options.cursor.next(this.#values)) {
      this.#isDone = true;
      this.#dueMs = Number.POSITIVE_INFINITY;
      this.#sink.recordingEnded();
      return;
    }
    this.#rows += 1;
    this.#counters.replayRows += 1;
    this.#counters.readingsSampled += this.#ids.length;
    this.#stampMs = this.#stampMs - stampMs < heldBackMs ? Math.max(stampMs, this.#stampMs + 1) : stampMs;
    this.#sink.takeReadings(true, this.#stampMs, this.#ids.length, this.#ids, undefined, this.#values);
  }
}
