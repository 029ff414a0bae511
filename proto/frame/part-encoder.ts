import { seatrial } from '#proto/gen/index.js';
import { varintBytes, writeVarint } from './telemetry-encoder.ts';

/** Tag of the part in the envelope. */
export const partTag = 0x6a;
/** Tag of the bytes in a part, which stand last in it. */
const bytesTag = 0x32;

/**
 * Encodes one FleetFrame with PiecePart, byte for byte as protobufjs does, up to its bytes, which stand last: these are sent from where they are,
 * since thousands of devices take the same ones at once.
 * @param channel 0 to 65,535
 * @param part its ranges are the caller's
 */
export function encodePartHead(channel: number, part: seatrial.v1.PiecePart.$Properties): Uint8Array {
  const { bytes: content, ...head } = part;
  const front = seatrial.v1.PiecePart.encode(head).finish();
  const length = content?.length ?? 0;
  const body = front.length + (length === 0 ? 0 : 1 + varintBytes(length) + length);
  const total = (channel === 0 ? 0 : 1 + varintBytes(channel)) + 1 + varintBytes(body) + body;
  const bytes: Uint8Array = Buffer.allocUnsafe(total - length);
  let at = 0;
  if (channel !== 0) {
    bytes[at++] = 0x08;
    at = writeVarint(bytes, at, channel);
  }
  bytes[at++] = partTag;
  at = writeVarint(bytes, at, body);
  bytes.set(front, at);
  at += front.length;
  if (length === 0) return bytes;
  bytes[at++] = bytesTag;
  writeVarint(bytes, at, length);
  return bytes;
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
