import { closeSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { messageOf } from '#proto/kit/index.js';
import { type KeptDevice, keptDeviceOf, plainOf } from './kept-device.ts';

/** Bytes of a flash file that are read at a time. */
const readBytes = 1_048_576;

/** Something is wrong with a line: what, to be read after its place, and the line's number from 1. */
export class LineDamage extends Error {
  readonly line: number;
  constructor(line: number, what: string, cause?: unknown) {
    super(what, { cause });
    this.line = line;
  }
}

/** A device as a line of a flash file, with the checksum of the rest of the line as its last key. */
export function flashLineOf(device: KeptDevice): string {
  const text = JSON.stringify(plainOf(device));
  return `${text.slice(0, -1)},"crc32":"${checksum(text)}"}\n`;
}

/**
 * The device of a line.
 * @param wantsChecksum whether a line without one is damaged
 * @throws LineDamage
 */
export function keptOfLine(text: string, line: number, wantsChecksum: boolean): KeptDevice {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LineDamage(line, `is not JSON: ${messageOf(error)}`, error);
  }
  const [tail, told] = /,"crc32":"([0-9a-f]{8})"\}$/.exec(text) ?? [];
  if (tail !== undefined) {
    const found = checksum(`${text.slice(0, -tail.length)}}`);
    if (found !== told) throw new LineDamage(line, `has checksum ${found}, ${told} was written`);
  } else if (wantsChecksum) throw new LineDamage(line, 'has no checksum');
  const kept = keptDeviceOf(value);
  if (kept === undefined) throw new LineDamage(line, 'is no kept device');
  return kept;
}

/**
 * Lines of an open file, which is closed afterwards. Piece by piece: what 100,000 devices keep is longer than a string may be.
 * @throws LineDamage when the last line has no end
 */
export function* linesOf(descriptor: number): Generator<string> {
  try {
    const buffer = Buffer.allocUnsafe(readBytes);
    let pieces: Buffer[] = [];
    let line = 1;
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
      const piece = buffer.subarray(0, length);
      let from = 0;
      for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
        const bytes = piece.subarray(from, end);
        yield (pieces.length === 0 ? bytes : Buffer.concat([...pieces, bytes])).toString('utf8');
        pieces = [];
        from = end + 1;
        line += 1;
      }
      if (from < length) pieces.push(Buffer.from(piece.subarray(from)));
    }
    if (pieces.length > 0) throw new LineDamage(line, 'is cut short');
  } finally {
    closeSync(descriptor);
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
