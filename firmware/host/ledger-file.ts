import { createReadStream } from 'node:fs';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { fail } from './host-errors.ts';
import { isCount, isRecord } from './kept-device.ts';

/** Characters of a line: a frame has at most 1 MiB. */
const mostLine = 8_388_608;

/** Frames of a ledger that are held at once when it is read. */
const mostFrames = 5_000_000;

/**
 * How a durable frame ended: stored for good by the word of the manager; never to be stored by its word; lost since the store of the device was
 * full; or kept in the device's flash for its next run.
 */
export type FrameEnd = 'acknowledged' | 'rejected' | 'dropped' | 'kept';
const frameEnds: ReadonlySet<unknown> = new Set(['acknowledged', 'rejected', 'dropped', 'kept'] satisfies FrameEnd[]);

/** One line of a ledger. Times are ms since 1970-01-01T00:00Z: of this machine, but timesMs, which the device stamped. */
export type LedgerLine =
  | { readonly type: 'run'; readonly population: string; readonly run: number; readonly process: number; readonly startedAtMs: number }
  | LedgerFrame
  | {
      readonly type: 'end';
      readonly population: string;
      readonly run: number;
      readonly process: number;
      /** Lines of frames of this process and run. */
      readonly frames: number;
      readonly endedAtMs: number;
    };

/** A frame at its end. */
export interface LedgerFrame {
  readonly type: 'frame';
  readonly device: string;
  readonly boot: number;
  readonly sequence: number;
  readonly end: FrameEnd;
  /** Null for a frame that was kept from the run before: that run's line has what is in it. */
  readonly madeAtMs: number | null;
  /** When it was first handed to a link; null when never in this run. */
  readonly sentAtMs: number | null;
  /** How often it was. */
  readonly sends: number;
  readonly endedAtMs: number;
  /** Signals times timesMs; 0 for an event, null as madeAtMs. */
  readonly readings: number | null;
  readonly signals: readonly string[];
  /** Of the readings, or of the event. */
  readonly timesMs: readonly number[];
}

/** What a ledger says of a frame in the end. */
export interface LedgerEntry {
  readonly boot: number;
  readonly sequence: number;
  end: FrameEnd;
  sends: number;
  /** Null when no run of this ledger made it. */
  readings: number | null;
  signals: readonly string[];
  timesMs: readonly number[];
}

/** A whole ledger: frames of each device by "boot.sequence"; of a frame with several lines the last one counts. */
export interface LedgerBook {
  readonly devices: ReadonlyMap<string, ReadonlyMap<string, LedgerEntry>>;
  readonly frames: number;
  /** Why it is not whole: a line that is cut off, or a run without an end; undefined when it is. */
  readonly gap: string | undefined;
}

/** Reads a ledger. @throws E2132 no ledger, damaged before its last line, or too large */
export async function readLedger(file: string): Promise<LedgerBook> {
  const devices = new Map<string, Map<string, LedgerEntry>>();
  const open = new Map<string, number>();
  let frames = 0;
  let gap: string | undefined;
  let number = 0;
  for await (const text of linesOf(file)) {
    number += 1;
    // Only the last line may be cut off: nothing is written after one that failed, but another process or run may have gone on.
    const line = lineOf(text);
    if (line === undefined) {
      if (number === 1) throw fail('E2132', { message: 'the first line is no line of a ledger', at: { file, line: 1 } });
      gap ??= `line ${number} is cut off`;
      continue;
    }
    if (line.type === 'frame') {
      if (takeFrame(devices, line)) frames += 1;
      if (frames > mostFrames) throw fail('E2132', { message: `it has more than ${mostFrames} frames`, at: { file, line: number } });
    } else if (line.type === 'run') open.set(keyOf(line), number);
    else open.delete(keyOf(line));
  }
  if (number === 0) throw fail('E2132', { message: 'the file is empty', at: { file } });
  const [unended] = open;
  if (unended !== undefined) gap ??= `${unended[0]}, begun in line ${unended[1]}, has no end: it goes on, or was killed`;
  return { devices, frames, gap };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() as string;
      if (rest.length > mostLine) throw new RangeError(`it has a line of ${rest.length} characters or more, the limit is ${mostLine}`);
      yield* lines;
    }
    if (rest !== '') yield rest;
  } catch (error) {
    if (isSeatrialError(error)) throw error;
    throw fail('E2132', { message: `${file} can not be read: ${messageOf(error)}`, at: { file }, cause: error });
  }
}

function keyOf({ population, run, process }: { population: string; run: number; process: number }): string {
  return `run ${run} of ${population}, process ${process}`;
}

/** False when it was there before. */
function takeFrame(devices: Map<string, Map<string, LedgerEntry>>, frame: LedgerFrame): boolean {
  const { device, boot, sequence, end, sends, readings, signals, timesMs } = frame;
  let entries = devices.get(device);
  if (entries === undefined) {
    entries = new Map();
    devices.set(device, entries);
  }
  const key = `${boot}.${sequence}`;
  const before = entries.get(key);
  if (before === undefined) {
    entries.set(key, { boot, sequence, end, sends, readings, signals, timesMs });
    return true;
  }
  before.end = end;
  before.sends += sends;
  if (readings !== null) Object.assign(before, { readings, signals, timesMs });
  return false;
}

/** Undefined for what no ledger has. */
function lineOf(text: string): LedgerLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  if (value.type === 'run' || value.type === 'end') {
    const isWhole = typeof value.population === 'string' && isCount(value.run) && isCount(value.process);
    // What was checked by hand here the checker can't follow.
    return isWhole ? (value as unknown as LedgerLine) : undefined;
  }
  const { device, boot, sequence, end, sends, readings, signals, timesMs } = value;
  const isFrame = value.type === 'frame' && typeof device === 'string' && isCount(boot) && isCount(sequence) && frameEnds.has(end);
  const hasContent = (readings === null || isCount(readings)) && Array.isArray(signals) && Array.isArray(timesMs) && isCount(sends);
  return isFrame && hasContent ? (value as unknown as LedgerLine) : undefined;
}
