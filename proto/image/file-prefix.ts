/**
 * What image and delta files begin with, all numbers little-endian:
 *
 *   bytes 0 to 7    eight letters that say what the file is
 *   bytes 8 to 11   format, 1
 *   bytes 12 to 15  bytes of the header
 *   then            what else the kind of file has in its prefix, and the header
 */
import { failImage } from './image-errors.ts';
import { imageLimits } from './image-header.ts';

/** The one format there is. */
const format = 1;

/** One kind of file. */
export interface FileKind {
  /** Eight letters. */
  readonly magic: string;
  /** All before the header, 16 or more. */
  readonly prefixBytes: number;
  /** What a file that begins otherwise is refused with. */
  readonly otherwise: 'E1540' | 'E1546';
}

/** A file in its three parts. Views of what was read. */
export interface FileParts {
  readonly prefix: Buffer;
  readonly headerBytes: Uint8Array;
  /** All behind the header. */
  readonly rest: Uint8Array;
}

/** A prefix; its bytes from 16 on are zero. */
export function makePrefix({ magic, prefixBytes }: FileKind, headerBytes: number): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.write(magic, 'latin1');
  prefix.writeUInt32LE(format, 8);
  prefix.writeUInt32LE(headerBytes, 12);
  return prefix;
}

/**
 * Takes a file apart. Nothing but the prefix is looked at.
 * @param file for messages
 * @throws E1540 or E1546 another kind of file, E1541 of a newer format, E1542 cut, E1545 its header is too large
 */
export function readParts({ magic, prefixBytes, otherwise }: FileKind, bytes: Uint8Array, file?: string): FileParts {
  const at = file === undefined ? {} : { at: { file } };
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.toString('latin1', 0, magic.length) !== magic) {
    throw failImage(otherwise, { message: `${file ?? 'it'} does not begin with "${magic}"`, ...at });
  }
  if (view.length < prefixBytes) {
    throw failImage('E1542', { message: `it has ${view.length} bytes, the prefix alone has ${prefixBytes}`, ...at });
  }
  const found = view.readUInt32LE(8);
  if (found !== format) throw failImage('E1541', { message: `it has format ${found}, this program reads format ${format}`, ...at });
  const length = view.readUInt32LE(12);
  if (length > imageLimits.headerBytes) {
    throw failImage('E1545', { message: `its header has ${length} bytes, the limit is ${imageLimits.headerBytes}`, ...at });
  }
  const headerBytes = view.subarray(prefixBytes, prefixBytes + length);
  if (headerBytes.length < length) {
    throw failImage('E1542', { message: `its header has ${headerBytes.length} of ${length} bytes`, ...at });
  }
  return { prefix: view.subarray(0, prefixBytes), headerBytes, rest: view.subarray(prefixBytes + length) };
}
