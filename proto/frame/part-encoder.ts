import { seatrial } from '#proto/gen/index.js';
import { varintBytes, writeVarint } from './telemetry-encoder.ts';

/** Tag of the part in the envelope. */
export const partTag = 0x6a;
/** Tag of the attempt's identifier in a part. */
const attemptTag = 0x0a;
/** Tag of the bytes in a part, which stand last in it. */
const bytesTag = 0x32;

/**
 * Encodes one FleetFrame with PiecePart, byte for byte as protobufjs does, up to its bytes, which stand last: these are sent from where they are,
 * since thousands of devices take the same ones at once.
 * @param channel 0 to 65,535
 * @param part its ranges are the caller's
 */
export function encodePartHead(channel: number, part: seatrial.v1.PiecePart.$Properties): Uint8Array {
  const attemptId = part.attemptId ?? '';
  const piece = part.piece ?? 0;
  if (piece < 0 || !isAscii(attemptId)) return encodeRareHead(channel, part);
  const version = part.version ?? 0;
  const offset = part.offset ?? 0;
  const totalBytes = part.totalBytes ?? 0;
  const idBytes = attemptId.length === 0 ? 0 : 1 + varintBytes(attemptId.length) + attemptId.length;
  const front = idBytes + numberBytes(piece) + numberBytes(version) + numberBytes(offset) + numberBytes(totalBytes);
  const { bytes, at: start } = beginHead(channel, front, part.bytes?.length ?? 0);
  let at = start;
  if (idBytes > 0) {
    bytes[at] = attemptTag;
    at = writeVarint(bytes, at + 1, attemptId.length);
    for (let index = 0; index < attemptId.length; index += 1) bytes[at++] = attemptId.charCodeAt(index);
  }
  at = writeNumber(bytes, at, 0x10, piece);
  at = writeNumber(bytes, at, 0x18, version);
  at = writeNumber(bytes, at, 0x20, offset);
  at = writeNumber(bytes, at, 0x28, totalBytes);
  endHead(bytes, at, part.bytes?.length ?? 0);
  return bytes;
}

/** What no manager of ours makes, as protobufjs writes it. */
function encodeRareHead(channel: number, { bytes: content, ...head }: seatrial.v1.PiecePart.$Properties): Uint8Array {
  const front = seatrial.v1.PiecePart.encode(head).finish();
  const { bytes, at } = beginHead(channel, front.length, content?.length ?? 0);
  bytes.set(front, at);
  endHead(bytes, at + front.length, content?.length ?? 0);
  return bytes;
}

/** Room for a head, with all that stands before the fields of the part. */
function beginHead(channel: number, front: number, length: number): { readonly bytes: Uint8Array; readonly at: number } {
  const body = front + (length === 0 ? 0 : 1 + varintBytes(length) + length);
  const total = (channel === 0 ? 0 : 1 + varintBytes(channel)) + 1 + varintBytes(body) + body;
  const bytes: Uint8Array = Buffer.allocUnsafe(total - length);
  let at = 0;
  if (channel !== 0) {
    bytes[at] = 0x08;
    at = writeVarint(bytes, at + 1, channel);
  }
  bytes[at] = partTag;
  return { bytes, at: writeVarint(bytes, at + 1, body) };
}

function endHead(bytes: Uint8Array, at: number, length: number): void {
  if (length === 0) return;
  bytes[at] = bytesTag;
  writeVarint(bytes, at + 1, length);
}

/** Bytes of a field with its tag; 0 is not written. */
function numberBytes(value: number): number {
  return value === 0 ? 0 : 1 + varintBytes(value);
}

function writeNumber(bytes: Uint8Array, at: number, tag: number, value: number): number {
  if (value === 0) return at;
  bytes[at] = tag;
  return writeVarint(bytes, at + 1, value);
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** The same with the bytes, in one piece. */
export function encodePiecePart(channel: number, part: seatrial.v1.PiecePart.$Properties): Uint8Array {
  const head = encodePartHead(channel, part);
  return part.bytes === undefined || part.bytes === null ? head : Buffer.concat([head, part.bytes]);
}

/** True when a frame of the fleet begins as encodePartHead() makes it. */
export function isPart(bytes: Uint8Array): boolean {
  let at = 0;
  if (bytes[0] === 0x08) {
    at = 1;
    while (((bytes[at] ?? 0) & 0x80) !== 0) at += 1;
    at += 1;
  }
  return bytes[at] === partTag;
}
