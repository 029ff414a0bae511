import type { ExportFile, ExportRequest, Series, SeriesRequest } from './history-reads.ts';
import type { HistoryFootprint, UpkeepStep } from './history-upkeep.ts';
import type { LiveState } from './live-state.ts';

/** Readings in columns, for one device. Arrays may be longer than count and may be reused after the call. */
export interface ReadingColumns {
  readonly count: number;
  /** Ids of the profile's signals. */
  readonly signalIds: ArrayLike<number>;
  /** ms since 1970-01-01T00:00Z. */
  readonly atMs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** An event of a device. */
export interface DeviceEventRow {
  readonly deviceKey: number;
  readonly boot: number;
  readonly sequence: number;
  readonly atMs: number;
  /** Name of the EventKind in lower case: "boot". */
  readonly kind: string;
  readonly name: string;
  readonly message: string;
  readonly values: Readonly<Record<string, number>>;
}

/** All frames of a device up to and with (boot, sequence) are stored. */
export interface Watermark {
  readonly deviceKey: number;
  readonly boot: number;
  readonly sequence: number;
}

/** Answer to a query: values are null, boolean, number, string (times as ISO 8601, big integers as text). */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (null | boolean | number | string)[])[];
  /** True when maxRows cut it. */
  readonly truncated: boolean;
  readonly elapsedMs: number;
}

/** How history stands. */
export interface HistoryHealth {
  /** False: ingest is refused with a code until it reopened. */
  readonly writable: boolean;
  /** Why not. */
  readonly reason: string;
  readonly bytes: number;
  readonly committedReadings: number;
  readonly committedEvents: number;
}

/**
 * Telemetry for good. One open batch collects rows; commit() writes them and the watermarks in one explicit transaction, so after
 * kill -9 both are there or neither. Queries see the views readings, readings_15min, events, devices, signals and alarms.
 */
export interface History {
  /** Names a device key for views; again with the same key and id does nothing. */
  defineDevice(key: number, id: string, profileDigest: string): void;
  /** Names the signals of a profile digest for views. */
  defineProfile(
    digest: string,
    profile: string,
    signals: readonly { readonly id: number; readonly name: string; readonly unit: string; readonly category: string }[],
  ): void;
  /** Adds rows to the open batch; copied before it returns. Throws E1605 when the batch is at its limit: ask canAppend first. */
  appendReadings(deviceKey: number, profileDigest: string, readings: ReadingColumns): void;
  appendEvent(event: DeviceEventRow): void;
  /** The newest call a device wins within a batch. */
  mark(deviceKey: number, boot: number, sequence: number): void;
  /** Room for count more readings in the open batch. */
  canAppend(count: number): boolean;
  /** Rows in the open batch. */
  readonly openRows: number;
  /**
   * Writes the open batch; rows that come meanwhile go to the next one. Only one commit runs at a time: a second call waits for the first.
   * Rejects with E1604 (disk full or closed): the batch is gone, nothing of it is stored, and it was never acknowledged.
   */
  commit(): Promise<void>;
  /**
   * Drops the open batch: rows, events and marks, not a commit under way. After a commit failed, what came meanwhile from the same devices
   * must not be stored: its marks would pass over what was lost.
   */
  discard(): void;
  /** All watermarks as committed. */
  watermarks(): Promise<Watermark[]>;
  /** What queries see in the views devices and alarms, copied when a query names them, 2 s old at most. Once, before the first query. */
  showLive(state: LiveState): void;
  /**
   * Runs one read-only statement. Throws E1606 (not read-only or wrong SQL), E1607 (out of time).
   * `isOwn`: a short read of the manager's own, which does not wait behind the statements of people.
   */
  query(sql: string, options: { readonly maxRows: number; readonly timeoutMs: number; readonly isOwn?: boolean }): Promise<QueryResult>;
  /** Reads one signal of one device. Limits as query; throws E1607, E1610, E1604. */
  series(request: SeriesRequest): Promise<Series>;
  /** Makes a file of telemetry, one at a time. Throws E1614 too many rows, E1607 out of time, E1610 another one is made, E1604 no room. */
  export(request: ExportRequest): Promise<ExportFile>;
  /**
   * Does one step of what retention asks for now: begins a new file, sums one, drops one. Resolves with what was done, undefined when
   * nothing is due. Rows go on being taken meanwhile. Rejects with E1604 when the disk refuses; history then reopens by itself.
   */
  upkeep(): Promise<UpkeepStep | undefined>;
  footprint(): HistoryFootprint;
  health(): HistoryHealth;
  close(): Promise<void>;
}
