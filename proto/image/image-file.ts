/**
 * Image files. All numbers little-endian:
 *
 *   bytes 0 to 7    "SEATRIAL"
 *   bytes 8 to 11   format, 1
 *   bytes 12 to 15  bytes of the header
 *   header          seatrial.v1.ImageHeader; its SHA-256 is the image's digest
 *   content         the application (JSON, UTF-8, sorted keys), then the payload; cut into chunks whose digests stand in the header
 *
 * The same input gives the same bytes: nothing of time, machine or order gets in.
 */
import { createHash } from 'node:crypto';
import { seatrial } from '#proto/gen/index.js';
import { messageOf } from '#proto/kit/index.js';
import type { Application } from './application.ts';
import { canonicalJson } from './canonical-json.ts';
import { type FileKind, makePrefix, readParts } from './file-prefix.ts';
import { failImage } from './image-errors.ts';
import { headerBreak, type ImageFacts, type ImageHeader, imageLimits } from './image-header.ts';

const imageFile: FileKind = { magic: 'SEATRIAL', prefixBytes: 16, otherwise: 'E1540' };

/** An image that was read: its layout and header are right, its content is checked by verifyContent. */
export interface Image {
  readonly header: ImageHeader;
  /** As they stand in the file: what is signed. */
  readonly headerBytes: Uint8Array;
  /** SHA-256 of headerBytes, hex. */
  readonly digest: string;
  readonly content: Uint8Array;
}

/**
 * Builds an image file.
 * @param application checked by loadApplication before; undefined: the device keeps that of its profile
 * @throws E1543 when a fact is out of its range, E1545 when the content is too large
 */
export function buildImage(facts: ImageFacts, application: Application | undefined, payload: Uint8Array): Uint8Array {
  const json = application === undefined ? new Uint8Array(0) : Buffer.from(canonicalJson(application));
  const contentBytes = json.length + payload.length;
  if (contentBytes > imageLimits.contentBytes) {
    throw failImage('E1545', { message: `the content has ${contentBytes} bytes, the limit is ${imageLimits.contentBytes}` });
  }
  const content = Buffer.concat([json, payload]);
  const header: ImageHeader = {
    ...facts,
    chunkBytes: imageLimits.chunkBytes,
    chunkDigests: chunksOf(content, imageLimits.chunkBytes).map(sha256),
    applicationBytes: json.length,
    payloadBytes: payload.length,
  };
  refuse(headerBreak(header), undefined);
  const headerBytes = seatrial.v1.ImageHeader.encode({
    ...header,
    profiles: [...header.profiles],
    hardwareRevisions: [...header.hardwareRevisions],
    chunkDigests: [...header.chunkDigests],
  }).finish();
  return Buffer.concat([makePrefix(imageFile, headerBytes.length), headerBytes, content]);
}

/**
 * Reads an image file: layout, header and sizes. The chunks are not looked at.
 * @param file for messages
 * @throws E1540 no image, E1541 of a newer format, E1542 cut or too long, E1543 header out of its rules, E1545 too large
 */
export function readImage(bytes: Uint8Array, file?: string): Image {
  const { header, headerBytes, digest, contentFrom } = readImageHead(bytes, bytes.length, file);
  return { header, headerBytes, digest, content: bytes.subarray(contentFrom) };
}

/** Bytes of a file from its start that are sure to hold its whole header. */
export const imageHeadBytes = imageFile.prefixBytes + imageLimits.headerBytes;

/** An image file whose content is elsewhere: too large for the memory. */
export interface ImageHead {
  readonly header: ImageHeader;
  readonly headerBytes: Uint8Array;
  /** SHA-256 of headerBytes, hex. */
  readonly digest: string;
  /** Where the content begins in the file. */
  readonly contentFrom: number;
}

/**
 * Reads what an image file begins with, and judges its size.
 * @param head its first imageHeadBytes, or all of it
 * @param fileBytes of the whole file
 * @param file for messages
 * @throws E1540 no image, E1541 of a newer format, E1542 cut or too long, E1543 header out of its rules, E1545 too large
 */
export function readImageHead(head: Uint8Array, fileBytes: number, file?: string): ImageHead {
  const { headerBytes } = readParts(imageFile, head, file);
  const header = parseImageHeader(headerBytes, file);
  const contentFrom = imageFile.prefixBytes + headerBytes.length;
  const wanted = header.applicationBytes + header.payloadBytes;
  if (fileBytes - contentFrom !== wanted) {
    throw failImage('E1542', {
      message: `its content has ${fileBytes - contentFrom} bytes, its header says ${wanted}`,
      ...(file === undefined ? {} : { at: { file } }),
    });
  }
  return { header, headerBytes, digest: Buffer.from(sha256(headerBytes)).toString('hex'), contentFrom };
}

/**
 * Checks one chunk of a content.
 * @throws E1544 when it does not have its digest
 */
export function verifyChunk(header: ImageHeader, index: number, bytes: Uint8Array, file?: string): void {
  if (isChunk(header, index, bytes)) return;
  const from = index * header.chunkBytes;
  throw failImage('E1544', {
    message: `chunk ${index} of ${header.chunkDigests.length} (content from byte ${from}) does not have the digest of the header`,
    ...(file === undefined ? {} : { at: { file } }),
  });
}

/**
 * Reads a header, as a device gets it before the content.
 * @throws E1543
 */
export function parseImageHeader(headerBytes: Uint8Array, file?: string): ImageHeader {
  let header: ImageHeader;
  try {
    const decoded = seatrial.v1.ImageHeader.decode(headerBytes);
    header = {
      name: decoded.name ?? '',
      version: decoded.version ?? '',
      profiles: decoded.profiles ?? [],
      hardwareRevisions: decoded.hardwareRevisions ?? [],
      securityCounter: decoded.securityCounter ?? 0,
      minimumVersion: decoded.minimumVersion ?? '',
      mustPassThrough: decoded.mustPassThrough ?? false,
      chunkBytes: decoded.chunkBytes ?? 0,
      chunkDigests: decoded.chunkDigests ?? [],
      applicationBytes: decoded.applicationBytes ?? 0,
      payloadBytes: decoded.payloadBytes ?? 0,
    };
  } catch (error) {
    throw failImage('E1543', {
      message: `its header can't be decoded: ${messageOf(error)}`,
      ...(file === undefined ? {} : { at: { file } }),
      cause: error,
    });
  }
  refuse(headerBreak(header), file);
  return header;
}

/** Chunk `index` of a content, by the header's cut. */
export function chunkOf({ header, content }: Pick<Image, 'header' | 'content'>, index: number): Uint8Array {
  return content.subarray(index * header.chunkBytes, (index + 1) * header.chunkBytes);
}

/** True when the bytes are those of the chunk by its digest. */
export function isChunk({ chunkDigests }: ImageHeader, index: number, bytes: Uint8Array): boolean {
  const digest = chunkDigests[index];
  return digest !== undefined && Buffer.compare(digest, sha256(bytes)) === 0;
}

/**
 * Checks every chunk of the content against its digest.
 * @throws E1544 naming the first wrong one
 */
export function verifyContent(image: Image, file?: string): void {
  for (let index = 0; index < image.header.chunkDigests.length; index += 1) {
    verifyChunk(image.header, index, chunkOf(image, index), file);
  }
}

/**
 * The application of an image as plain data, not checked; undefined when the image has none.
 * @throws E1543 when it is no JSON
 */
export function applicationOf(
  { header, content }: { readonly header: Pick<ImageHeader, 'applicationBytes'>; readonly content: Uint8Array },
  file?: string,
): unknown {
  if (header.applicationBytes === 0) return undefined;
  const text = Buffer.from(content.subarray(0, header.applicationBytes)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw failImage('E1543', {
      message: `its application is no JSON: ${messageOf(error)}`,
      ...(file === undefined ? {} : { at: { file } }),
      cause: error,
    });
  }
}

function chunksOf(content: Uint8Array, chunkBytes: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(content.length / chunkBytes) }, (_, index) =>
    content.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function refuse(message: string | undefined, file: string | undefined): void {
  if (message !== undefined) throw failImage('E1543', { message, ...(file === undefined ? {} : { at: { file } }) });
}
