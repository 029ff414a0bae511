import { closeSync, existsSync, fstatSync, openSync, readSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Image, imageError, imageLimits, readImage, verifyContent } from '#proto/image/index.js';
import { messageOf } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';

/** Largest file that is read: an image at its limits. */
const mostBytes = imageLimits.contentBytes + imageLimits.headerBytes + 16;

/** Read at a time of what says no size. */
const pieceBytes = 1_048_576;

/**
 * Reads a file, or a pipe or device to its end: these say no size, and some never end.
 * @returns the bytes; when they are more than the limit, how many at least
 */
export function readBounded(file: string, most: number): Uint8Array | number {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size > most) return size;
    const pieces: Buffer[] = [];
    for (let bytes = 0; bytes <= most; ) {
      const piece = Buffer.allocUnsafe(Math.max(size - bytes, pieceBytes));
      const read = readSync(handle, piece);
      if (read === 0) return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      pieces.push(piece.subarray(0, read));
      bytes += read;
      if (bytes > most) return bytes;
    }
    return most + 1;
  } finally {
    closeSync(handle);
  }
}

/** Reads a file as it is. @throws E2011 when it can't be read or is larger than an image can be */
export function readBytes(file: string): Uint8Array {
  try {
    const bytes = readBounded(file, mostBytes);
    if (typeof bytes !== 'number') return bytes;
    throw cliError('E2011', { message: `${file} has ${bytes} bytes or more, an image has ${mostBytes} at most`, at: { file } });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'E2011') throw error;
    throw cliError('E2011', { message: `${file}: ${messageOf(error)}`, at: { file }, cause: error });
  }
}

/** Reads a payload; none is empty. @throws E1545 when it is larger than a content may be, before it is read; E2011 */
export function readPayload(file: string | undefined): Uint8Array {
  if (file === undefined) return new Uint8Array(0);
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= imageLimits.contentBytes) return readBytes(file);
  throw imageError('E1545', { message: `${file} has ${bytes} bytes, a content has ${imageLimits.contentBytes} at most`, at: { file } });
}

/** Reads an image and checks every chunk. @throws E2011, E1540 to E1545 */
export function readWholeImage(file: string): Image {
  const image = readImage(readBytes(file), file);
  verifyContent(image, file);
  return image;
}

/** Refuses to write over a file. @throws E2011 */
export function refuseExisting(file: string, force: boolean): void {
  if (!force && existsSync(file))
    throw cliError('E2011', { message: `${file} is there already`, next: 'another --out, or --force', at: { file } });
}

/** Writes a file: all of it, or what was there before stays, also on a full disk. @throws E2011 */
export function writeBytes(file: string, bytes: Uint8Array | string): void {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    // A device or a pipe is written to, never replaced.
    if (there !== undefined && !there.isFile()) writeFileSync(file, bytes);
    else writeWhole(there === undefined ? file : realpathSync(file), bytes);
  } catch (error) {
    throw cliError('E2011', { message: `${file} cannot be written: ${messageOf(error)}`, at: { file }, cause: error });
  }
}

function writeWhole(file: string, bytes: Uint8Array | string): void {
  const unfinished = join(dirname(file), `.${basename(file)}.unfinished`);
  try {
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
