import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type Image, imageError, imageLimits, readImage, verifyContent } from '#proto/image/index.js';
import { messageOf } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';

/** Largest file that is read: an image at its limits. */
const mostBytes = imageLimits.contentBytes + imageLimits.headerBytes + 16;

/** Reads a file as it is. @throws E2011 when it can't be read or is larger than an image can be */
export function readBytes(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    if (size <= mostBytes) return readFileSync(file);
    throw cliError('E2011', { message: `${file} has ${size} bytes, an image has ${mostBytes} at most`, at: { file } });
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

/** Writes a file. @throws E2011 */
export function writeBytes(file: string, bytes: Uint8Array | string): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw cliError('E2011', { message: `${file} cannot be written: ${messageOf(error)}`, at: { file }, cause: error });
  }
}
