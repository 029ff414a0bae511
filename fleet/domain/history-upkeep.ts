/** How long history is kept and how much of the disk it may take. What is oldest goes first. */
export interface HistoryRetention {
  /** Raw readings are kept this long after they came, ms, 1 minute or more; they go a whole file at a time, up to segmentMs later. */
  readonly rawMs: number;
  /** Quarters of an hour and events are kept this long, ms, rawMs or more; they go a calendar month (UTC) at a time. */
  readonly partsMs: number;
  /** Share of the file system that history may take, above 0 to 1. */
  readonly diskShare: number;
  /** Bytes that history may take, whatever the share allows; 0: no such limit. */
  readonly diskBytes: number;
  /** Bytes of the file system that history leaves free for others. */
  readonly freeBytes: number;
  /** Longest time that one file of raw readings is written, ms. */
  readonly segmentMs: number;
}

/** One step of upkeep: what was done. */
export interface UpkeepStep {
  /** sealed: a file of raw readings takes no more; summed: its quarters of an hour are stored; dropped: it, or a month of parts, is gone. */
  readonly type: 'sealed' | 'summed' | 'dropped';
  /** What it was done to: "raw 12", "parts 2026-01". */
  readonly what: string;
  /** Why a file was dropped; age for other steps. */
  readonly cause: DropCause;
  /** Rows concerned: readings of a raw file, quarters of a month. */
  readonly rows: number;
  readonly bytes: number;
  /** Time the step took, ms; 0 in virtual time. */
  readonly elapsedMs: number;
}

/** age: past its time; disk: the share of the disk was used up. */
export type DropCause = 'age' | 'disk';

/** What was dropped since start. */
export interface Dropped {
  readonly readings: number;
  readonly parts: number;
  readonly events: number;
  readonly bytes: number;
}

/** What history takes and how long that goes well. */
export interface HistoryFootprint {
  readonly rawBytes: number;
  /** Quarters of an hour and events of files that are summed. */
  readonly partsBytes: number;
  /** Bytes that history may take now: its share, or what the disk has left. */
  readonly budgetBytes: number;
  readonly rawReadings: number;
  readonly parts: number;
  /** When the oldest file of raw readings was begun, ms; 0 when there is none. */
  readonly oldestRawMs: number;
  /** Oldest quarter of an hour that is stored, ms; 0 when there is none. */
  readonly oldestPartMs: number;
  /**
   * Time until the disk share is used up and what is oldest goes before its time, ms, by the growth of the last day.
   * unknown: less than an hour was measured; never: it levels off below.
   */
  readonly fullInMs: number | 'unknown' | 'never';
  readonly dropped: Readonly<Record<DropCause, Dropped>>;
}
