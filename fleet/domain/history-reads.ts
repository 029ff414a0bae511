import type { Readable } from 'node:stream';

/**
 * How finely a series is told: raw is each reading; 15min is one point a quarter of an hour, aligned to UTC; auto cuts the span into
 * maxPoints equal parts, so that a plot of any span is bounded and its peaks stay.
 */
export type SeriesResolution = 'raw' | '15min' | 'auto';

/** One signal of one device over time. */
export interface SeriesRequest {
  readonly deviceKey: number;
  /** Name of the signal, as its profile says it. */
  readonly signal: string;
  /** First ms since 1970-01-01T00:00Z that counts. */
  readonly fromMs: number;
  /** First ms that counts no more; after fromMs. */
  readonly toMs: number;
  readonly resolution: SeriesResolution;
  /** Points at most, 1 or more. */
  readonly maxPoints: number;
}

/** A reading, or what the readings of a part of the span have in common. */
export interface SeriesPoint {
  /** Time of the reading, or start of the part, ms. */
  readonly atMs: number;
  /** The reading, or the mean of the part. */
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Readings behind it, 1 or more. */
  readonly count: number;
}

/** Answer to a SeriesRequest. */
export interface Series {
  /** By time; parts without a reading have no point. */
  readonly points: readonly SeriesPoint[];
  /** True when there are more points than asked for: the rest begins after the last one. */
  readonly truncated: boolean;
}

/** Length of a stored part, ms: a quarter of an hour. */
export const partMs = 900_000;

/** Telemetry to be written to a file that other programs read. */
export interface ExportRequest {
  /** readings: raw ones; 15min: quarters of an hour; events: events of devices. */
  readonly view: 'readings' | '15min' | 'events';
  /** CSV and NDJSON have times as ISO 8601 in UTC, Parquet as UTC timestamps of microseconds. */
  readonly format: 'parquet' | 'csv' | 'ndjson';
  /** First ms since 1970-01-01T00:00Z that counts, by the device's time. */
  readonly fromMs: number;
  /** First ms that counts no more; after fromMs. */
  readonly toMs: number;
  /** Keys of the devices; undefined: all. */
  readonly deviceKeys?: readonly number[] | undefined;
  /** Names of signals; empty: all. Events have none. */
  readonly signals: readonly string[];
  /** Categories of signals; empty: all. Events have none. */
  readonly categories: readonly string[];
  /** Rows at most, 1 or more: more are refused before anything is written. */
  readonly maxRows: number;
  /** Longest time, ms. */
  readonly timeoutMs: number;
}

/** A file that was made: it is gone from the disk already, and with the stream its room. */
export interface ExportFile {
  readonly rows: number;
  readonly bytes: number;
  /** To be read or destroyed. */
  readonly stream: Readable;
}
