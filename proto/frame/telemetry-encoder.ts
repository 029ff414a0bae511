/**
 * The hot path: telemetry and acknowledgements written by hand, byte for byte as protobufjs writes the same message.
 */
import { frameError } from './frame-errors.ts';
import { frameLimits } from './frame-limits.ts';
import { writeDouble, writeDoubles } from './wire-doubles.ts';

/** Bytes that a number takes as a varint, 0 to 4,294,967,295. */
export function varintBytes(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}

/** Writes a varint. @returns the offset behind it */
export function writeVarint(bytes: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

function isAllZero(numbers: ArrayLike<number>, count: number): boolean {
  for (let index = 0; index < count; index += 1) if (numbers[index] !== 0) return false;
  return true;
}

function columnBytes(numbers: ArrayLike<number>, count: number): number {
  let bytes = 0;
  for (let index = 0; index < count; index += 1) bytes += varintBytes((numbers[index] as number) >>> 0);
  return bytes;
}

function writeColumn(bytes: Uint8Array, offset: number, tag: number, numbers: ArrayLike<number>, count: number, length: number): number {
  bytes[offset] = tag;
  let at = writeVarint(bytes, offset + 1, length);
  for (let index = 0; index < count; index += 1) {
    const value = (numbers[index] as number) >>> 0;
    if (value < 0x80) bytes[at++] = value;
    else at = writeVarint(bytes, at, value);
  }
  return at;
}

/**
 * Encodes one DeviceFrame with Telemetry. Nothing is checked but the length: the caller keeps the ranges of telemetry.proto.
 * Columns may be longer than count. The bytes stand in a slab that small buffers share: who keeps a frame for long while its neighbours
 * go keeps a copy.
 *
 * @param channel 0 to 65,535
 * @param boot from 1
 * @param sequence from 1, shared with events
 * @param baseTimeMs ms since 1970-01-01T00:00Z
 * @param count readings, 1 to 4,096
 * @param signalIds 1 to 65,535 each
 * @param offsetsMs 0 to 86,400,000 each; not sent when undefined or all 0
 * @param values finite
 * @throws E1102 when the frame is longer than 65,536 bytes
 */
export function encodeTelemetry(
  channel: number,
  boot: number,
  sequence: number,
  baseTimeMs: number,
  count: number,
  signalIds: ArrayLike<number>,
  offsetsMs: ArrayLike<number> | undefined,
  values: ArrayLike<number>,
): Uint8Array {
  const offsets = offsetsMs === undefined || isAllZero(offsetsMs, count) ? undefined : offsetsMs;
  const hasBase = !Object.is(baseTimeMs, 0);
  const idBytes = columnBytes(signalIds, count);
  const offsetBytes = offsets === undefined ? 0 : columnBytes(offsets, count);
  const valueBytes = count * 8;
  let body = (boot === 0 ? 0 : 1 + varintBytes(boot)) + (sequence === 0 ? 0 : 1 + varintBytes(sequence)) + (hasBase ? 9 : 0);
  if (count > 0) body += 1 + varintBytes(idBytes) + idBytes + 1 + varintBytes(valueBytes) + valueBytes;
  if (offsets !== undefined) body += 1 + varintBytes(offsetBytes) + offsetBytes;
  const total = (channel === 0 ? 0 : 1 + varintBytes(channel)) + 1 + varintBytes(body) + body;
  if (total > frameLimits.frameBytes) {
    throw frameError('E1102', {
      message: `a telemetry frame of ${count} readings takes ${total} bytes, the limit is ${frameLimits.frameBytes}`,
    });
  }
  const bytes: Uint8Array = Buffer.allocUnsafe(total);
  let at = 0;
  if (channel !== 0) {
    bytes[at++] = 0x08;
    at = writeVarint(bytes, at, channel);
  }
  bytes[at++] = 0x22;
  at = writeVarint(bytes, at, body);
  if (boot !== 0) {
    bytes[at++] = 0x08;
    at = writeVarint(bytes, at, boot);
  }
  if (sequence !== 0) {
    bytes[at++] = 0x10;
    at = writeVarint(bytes, at, sequence);
  }
  if (hasBase) {
    bytes[at++] = 0x19;
    at = writeDouble(bytes, at, baseTimeMs);
  }
  if (count === 0) return bytes;
  at = writeColumn(bytes, at, 0x22, signalIds, count, idBytes);
  if (offsets !== undefined) at = writeColumn(bytes, at, 0x2a, offsets, count, offsetBytes);
  bytes[at++] = 0x32;
  at = writeVarint(bytes, at, valueBytes);
  writeDoubles(bytes, at, values, count);
  return bytes;
}

/**
 * Encodes one FleetFrame with Acknowledge.
 * @param channel 0 to 65,535
 * @param boot from 1
 * @param sequence from 1
 */
export function encodeAcknowledge(channel: number, boot: number, sequence: number): Uint8Array {
  const body = (boot === 0 ? 0 : 1 + varintBytes(boot)) + (sequence === 0 ? 0 : 1 + varintBytes(sequence));
  const bytes: Uint8Array = Buffer.allocUnsafe((channel === 0 ? 0 : 1 + varintBytes(channel)) + 2 + body);
  let at = 0;
  if (channel !== 0) {
    bytes[at++] = 0x08;
    at = writeVarint(bytes, at, channel);
  }
  bytes[at++] = 0x32;
  bytes[at++] = body;
  if (boot !== 0) {
    bytes[at++] = 0x08;
    at = writeVarint(bytes, at, boot);
  }
  if (sequence !== 0) {
    bytes[at++] = 0x10;
    writeVarint(bytes, at, sequence);
  }
  return bytes;
}
