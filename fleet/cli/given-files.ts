import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Image, imageError, imageLimits, readImage, verifyContent } from '#proto/image/index.js';
import { messageOf, readBounded } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';

/** Largest file that is read: an image at its limits. */
const mostBytes = imageLimits.contentBytes + imageLimits.headerBytes + 16;

/** Reads a file as it is. @throws E2011 when it can't be read or is larger than that, without a limit than an image can be */
export function readBytes(file: string, most: number = mostBytes): Uint8Array {
  return readBounded(file, most, (detail) => cliError('E2011', detail));
}

/** Reads a payload; none is empty. @throws E1545 when it is larger than a content may be; E2011 */
export function readPayload(file: string | undefined): Uint8Array {
  if (file === undefined) return new Uint8Array(0);
  const most = imageLimits.contentBytes;
  return readBounded(file, most, (detail, isTooLarge) => (isTooLarge ? imageError('E1545', detail) : cliError('E2011', detail)));
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
