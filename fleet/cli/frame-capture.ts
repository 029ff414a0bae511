/** Capture files: frames of one device with what is needed to read them without a manager. docs/FRAMES.md has the format. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { messageOf, readBounded } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { Item } from './field-paths.ts';

const format = 'seatrial-frames';
/** Version that this program writes, and the newest that it reads. */
const version = 1;
/** Of one file: what a command writes and reads at most. */
export const captureLimits = { frames: 100_000, bytes: 268_435_456 } as const;

/** Whose frames they are, and what its signal ids mean. */
export interface CaptureHead {
  readonly device: string;
  readonly profile: string;
  readonly signals: readonly { readonly id: number; readonly name: string; readonly unit: string }[];
}

/** One frame of a file. */
export interface CapturedFrame {
  readonly number: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly direction: 'in' | 'out';
  /** Length on the wire; more than there are bytes when it was cut. */
  readonly frameBytes: number;
  readonly bytes: Uint8Array;
}

/** Writes a new capture file that its owner alone can read: frames hold what devices tell about people. */
export class CaptureWriter {
  readonly #file: string;
  readonly #descriptor: number;
  #written = 0;
  frames = 0;

  /** @throws E2011 when the file is there already or can't be opened */
  constructor(file: string) {
    this.#file = file;
    try {
      this.#descriptor = openSync(file, 'wx', 0o600);
    } catch (error) {
      throw cliError('E2011', {
        message: `can't write ${file}: ${messageOf(error)}`,
        next: 'another FILE, one that is not there yet',
        cause: error,
      });
    }
  }

  /** No more fits: the frame that came last is in it. */
  get isFull(): boolean {
    return this.frames >= captureLimits.frames || this.#written >= captureLimits.bytes - 200_000;
  }

  /** First of all. @param source the API's answer or first event @throws E2011 */
  head(source: Item): void {
    const { id: device, profile, signals } = source;
    this.#line({ format, version, device, profile, signals });
  }

  /** @param item a Frame of the API @throws E2011 */
  frame({ number, at, direction, frameBytes, bytes }: Item): void {
    this.#line({ number, at, direction, frameBytes, bytes });
    this.frames += 1;
  }

  /** Writes the last line; a file without it is known to be cut. @throws E2011 */
  finish(): void {
    this.#line({ end: true, frames: this.frames });
    fsyncSync(this.#descriptor);
  }

  /** Ends the file after a failure: what is in it stays readable; one with nothing in it goes away. */
  abandon(): void {
    try {
      if (this.#written === 0) rmSync(this.#file, { force: true });
      else this.finish();
    } catch {
      // The disk is full or gone: the file is known to be cut, and the failure that led here is told.
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #line(value: Item): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      for (let at = 0; at < line.length; ) at += writeSync(this.#descriptor, line, at);
    } catch (error) {
      throw cliError('E2011', {
        message: `can't write ${this.#file}: ${messageOf(error)}; it is cut after frame ${this.frames}`,
        cause: error,
      });
    }
    this.#written += line.length;
  }
}

/** Reads a capture file whole. @throws E2011, E2060 to E2063 */
export function readCapture(file: string): { readonly head: CaptureHead; readonly frames: readonly CapturedFrame[] } {
  const lines = textOf(file).split('\n');
  const head = headOf(parse(lines[0] ?? ''), file);
  const frames: CapturedFrame[] = [];
  for (const [index, text] of lines.entries()) {
    if (index === 0) continue;
    const line = index + 1;
    const value = parse(text);
    // What breaks off within a line has nothing behind it.
    if (value === undefined && index === lines.length - 1) break;
    if (value === undefined) throw cliError('E2063', { message: `line ${line} of ${file} is no JSON object`, at: { file, line } });
    if (value.end === true) {
      checkEnd(value, frames.length, lines.slice(index + 1), file, line);
      return { head, frames };
    }
    if (frames.length === captureLimits.frames) {
      throw cliError('E2063', { message: `${file} has more than ${captureLimits.frames} frames`, at: { file, line } });
    }
    frames.push(frameOf(value, file, line));
  }
  const message = `${file} has no last line: it breaks off after frame ${frames.length}, in line ${lines.length}`;
  throw cliError('E2062', { message, at: { file, line: lines.length } });
}

function textOf(file: string): string {
  return readBounded(file, captureLimits.bytes, (detail) => cliError('E2011', detail)).toString('utf8');
}

function parse(text: string): Item | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Item) : undefined;
  } catch {
    return undefined;
  }
}

function headOf(value: Item | undefined, file: string): CaptureHead {
  if (value === undefined || value.format !== format) {
    throw cliError('E2060', { message: `${file} does not begin with {"format":"${format}", …}`, at: { file, line: 1 } });
  }
  if (typeof value.version === 'number' && value.version > version) {
    const message = `${file} is a capture of version ${value.version}, this program reads versions 1 to ${version}`;
    throw cliError('E2061', { message, at: { file, line: 1 } });
  }
  const { device, profile, signals } = value;
  const isList =
    Array.isArray(signals) &&
    signals.every((one: Item | null) => typeof one?.id === 'number' && typeof one.name === 'string' && typeof one.unit === 'string');
  if (value.version !== version || typeof device !== 'string' || typeof profile !== 'string' || !isList) {
    throw cliError('E2063', { message: `line 1 of ${file} lacks version, device, profile or signals`, at: { file, line: 1 } });
  }
  return { device, profile, signals: signals as CaptureHead['signals'] };
}

function frameOf(value: Item, file: string, line: number): CapturedFrame {
  const { number, at, direction, frameBytes, bytes } = value;
  const wrong = (what: string) => cliError('E2063', { message: `line ${line} of ${file} has ${what}`, at: { file, line } });
  if (!Number.isSafeInteger(number)) throw wrong('no number');
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) throw wrong('no time in `at`');
  if (direction !== 'in' && direction !== 'out') throw wrong('a direction that is not in or out');
  if (typeof bytes !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(bytes) || bytes.length % 4 !== 0) throw wrong('bytes that are no base64');
  const content = Buffer.from(bytes, 'base64');
  if (!Number.isSafeInteger(frameBytes) || Number(frameBytes) < content.length) {
    throw wrong(`frameBytes ${String(frameBytes)} for ${content.length} bytes`);
  }
  return { number: Number(number), at, direction, frameBytes: Number(frameBytes), bytes: content };
}

function checkEnd(value: Item, frames: number, rest: readonly string[], file: string, line: number): void {
  if (value.frames !== frames) {
    const message = `line ${line} of ${file} says ${String(value.frames)} frames, and there are ${frames}`;
    throw cliError('E2063', { message, at: { file, line } });
  }
  if (rest.some((text) => text.trim() !== '')) {
    throw cliError('E2063', { message: `${file} goes on behind its last line, ${line}`, at: { file, line: line + 1 } });
  }
}
