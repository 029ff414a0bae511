import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type ErrorDetail, messageOf } from './errors.ts';

/** Read at a time of what says no size. */
const pieceBytes = 1_048_576;

/** How often a pipe that has nothing yet is looked at, ms. */
const lookMs = 20;

/** How long a pipe is waited for, ms. */
export interface PipePatience {
  /** Until somebody has it open for writing, and says something. */
  readonly writerMs: number;
  /** From one piece to the next, of somebody who has it open: a person may have to type a pass phrase there. */
  readonly silenceMs: number;
}

/**
 * Reads a file that somebody named, or a pipe or device to its end: these say no size, and some never end.
 * @param most bytes; no more than that, and a piece, is ever held
 * @param fail makes the error of the area: what can't be read is told with the system's words, what is too large with its bytes and the limit
 * @throws what fail makes
 */
export function readBounded(
  file: string,
  most: number,
  fail: (detail: ErrorDetail, isTooLarge: boolean) => Error,
  patience: PipePatience = { writerMs: 10_000, silenceMs: 300_000 },
): Buffer {
  let bytes: Buffer | string;
  try {
    bytes = readUpTo(file, most, patience);
  } catch (error) {
    throw fail({ message: `${file}: ${messageOf(error)}`, at: { file }, cause: error }, false);
  }
  if (typeof bytes !== 'string') return bytes;
  throw fail({ message: `${file} has ${bytes}, the limit is ${most}`, at: { file } }, true);
}

/** The bytes; when they are more than the limit, how many in words. */
function readUpTo(file: string, most: number, patience: PipePatience): Buffer | string {
  // Else opening a pipe waits, for ever, for somebody who writes.
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = fstatSync(handle);
    if (facts.size > most) return `${facts.size} bytes`;
    const pieces: Buffer[] = [];
    for (let bytes = 0; ; ) {
      const piece = Buffer.allocUnsafe(Math.max(facts.size - bytes, pieceBytes));
      const read = readPiece(handle, piece, facts.isFIFO() && bytes === 0, patience);
      if (read === 0) return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      pieces.push(piece.subarray(0, read));
      bytes += read;
      if (bytes > most) return `${bytes} bytes or more`;
    }
  } finally {
    closeSync(handle);
  }
}

/** @param mayWait whether no bytes mean that nobody has begun to write, not that this is the end */
function readPiece(handle: number, piece: Buffer, mayWait: boolean, { writerMs, silenceMs }: PipePatience): number {
  for (let waitedMs = 0; ; waitedMs += lookMs) {
    const read = readNow(handle, piece);
    if (read !== undefined && (read > 0 || !mayWait)) return read;
    const limitMs = read === undefined ? silenceMs : writerMs;
    if (waitedMs >= limitMs) throw new Error(`nothing came out of the pipe for ${limitMs / 1_000} s`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookMs);
  }
}

/** Bytes read, 0 at the end or where nobody writes; undefined when somebody may and has not. */
function readNow(handle: number, piece: Buffer): number | undefined {
  try {
    return readSync(handle, piece);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined;
    throw error;
  }
}
