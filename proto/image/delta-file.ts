/**
 * Delta files: the content of one image as a zstd frame whose dictionary is the content of another. All numbers little-endian:
 *
 *   bytes 0 to 7    "SEATDLTA"
 *   bytes 8 to 11   format, 1
 *   bytes 12 to 15  bytes of the target's header
 *   bytes 16 to 47  digest of the base image, 32 bytes
 *   header          of the target, as in its image file
 *   frame           zstd (RFC 8878) of the target's content with the base's content as raw dictionary, with a checksum
 *
 * The target that comes out is checked against its own header, so that a delta can do no more than a download can.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, type ZstdOptions, zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from 'node:zlib';
import { assert, messageOf } from '#proto/kit/index.js';
import { type FileKind, makePrefix, readParts } from './file-prefix.ts';
import { failImage } from './image-errors.ts';
import { type Image, parseImageHeader, verifyContent } from './image-file.ts';

const deltaFile: FileKind = { magic: 'SEATDLTA', prefixBytes: 48, otherwise: 'E1546' };
/** Above this level the time grows and the gain does not. */
const level = 9;
/** zstd's own bounds of a window, logarithms. */
const [smallestLog, largestLog] = [17, 27];

/** A delta that was read; whether it fits a base shows when it is applied. */
export interface Delta {
  /** SHA-256 of the base's header, hex. */
  readonly baseDigest: string;
  /** Digest of the target, hex. */
  readonly targetDigest: string;
  readonly headerBytes: Uint8Array;
  readonly frame: Uint8Array;
}

/** Builds a delta file. The same images give the same bytes with the same zstd. */
export function buildDelta(base: Image, target: Image): Uint8Array {
  return deltaOf(base, target, zstdCompressSync(target.content, frameOptions(base, target)));
}

/**
 * The same in a thread of Node's pool, for a process that has others to serve meanwhile; unpacked again and compared. At 16 MiB it takes some 0.4 GiB of
 * memory while it runs, at 32 MiB 0.8.
 */
export async function buildDeltaApart(base: Image, target: Image): Promise<Uint8Array> {
  const frame = await promisify(zstdCompress)(target.content, frameOptions(base, target));
  const unpacked = await promisify(zstdDecompress)(frame, {
    dictionary: base.content,
    maxOutputLength: Math.max(1, target.content.length),
    params: { [constants.ZSTD_d_windowLogMax]: largestLog },
  });
  assert(unpacked.equals(target.content), `a delta of ${target.digest} does not unpack to it`);
  return deltaOf(base, target, frame);
}

function frameOptions(base: Image, target: Image): ZstdOptions {
  const reach = Math.ceil(Math.log2(Math.max(2, base.content.length + target.content.length)));
  const log = Math.min(largestLog, Math.max(smallestLog, reach));
  return {
    dictionary: base.content,
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      // The usual tables are too small to find what stands megabytes away.
      [constants.ZSTD_c_windowLog]: log,
      [constants.ZSTD_c_hashLog]: Math.min(26, log),
      [constants.ZSTD_c_chainLog]: Math.min(26, log),
      // Without it a wrong base gives garbage without a word.
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  };
}

function deltaOf(base: Image, target: Image, frame: Uint8Array): Uint8Array {
  const prefix = makePrefix(deltaFile, target.headerBytes.length);
  Buffer.from(base.digest, 'hex').copy(prefix, 16);
  return Buffer.concat([prefix, target.headerBytes, frame]);
}

/**
 * Reads a delta file.
 * @param file for messages
 * @throws E1541 of a newer format, E1542 cut, E1543 header out of its rules, E1545 too large, E1546 no delta
 */
export function readDelta(bytes: Uint8Array, file?: string): Delta {
  const { prefix, headerBytes, rest: frame } = readParts(deltaFile, bytes, file);
  parseImageHeader(headerBytes, file);
  return {
    baseDigest: prefix.toString('hex', 16, 48),
    targetDigest: createHash('sha256').update(headerBytes).digest('hex'),
    headerBytes,
    frame,
  };
}

/**
 * Makes the target of a delta: every chunk is checked.
 * @throws E1547 another base is needed: nothing was unpacked; E1544 and E1548 what came out is not the target
 */
export function applyDelta(base: Image, delta: Delta): Image {
  if (base.digest !== delta.baseDigest) {
    throw failImage('E1547', {
      message: `the delta is for the image ${delta.baseDigest.slice(0, 16)}…, this one is ${base.digest.slice(0, 16)}…`,
    });
  }
  const header = parseImageHeader(delta.headerBytes);
  const contentBytes = header.applicationBytes + header.payloadBytes;
  const target: Image = {
    header,
    headerBytes: delta.headerBytes,
    digest: delta.targetDigest,
    content: unpack(base, delta.frame, contentBytes),
  };
  verifyContent(target);
  return target;
}

function unpack(base: Image, frame: Uint8Array, contentBytes: number): Uint8Array {
  let content: Uint8Array;
  try {
    content = zstdDecompressSync(frame, {
      dictionary: base.content,
      maxOutputLength: contentBytes,
      params: { [constants.ZSTD_d_windowLogMax]: largestLog },
    });
  } catch (error) {
    throw failImage('E1548', { message: `its zstd frame does not unpack to ${contentBytes} bytes: ${messageOf(error)}`, cause: error });
  }
  if (content.length === contentBytes) return content;
  throw failImage('E1548', { message: `its zstd frame unpacks to ${content.length} bytes, the header says ${contentBytes}` });
}
