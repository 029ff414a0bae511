/**
 * The hot path: telemetry and acknowledgements by hand. Bytes are those that protobufjs writes for the same message; the parser takes the
 * shape that every sender in practice writes (each field once, columns packed, known fields) and leaves all else to protobufjs.
 */
import { frameError } from './frame-errors.ts';
import { frameLimits } from './frame-limits.ts';

/** One double seen as bytes: reads and writes at any alignment without a DataView a frame. */
const oneDouble = new Float64Array(1);
const eightBytes = new Uint8Array(oneDouble.buffer);
/** Doubles of the wire are little-endian; where the machine is not, byte i of the wire is byte 7 - i here. */
const swap = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 7;

function varintBytes(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}

function writeVarint(bytes: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

function writeDouble(bytes: Uint8Array, offset: number, value: number): number {
  oneDouble[0] = value;
  for (let index = 0; index < 8; index += 1) bytes[offset + index] = eightBytes[index ^ swap] as number;
  return offset + 8;
}

function readDouble(bytes: Uint8Array, offset: number): number {
  for (let index = 0; index < 8; index += 1) eightBytes[index ^ swap] = bytes[offset + index] as number;
  return oneDouble[0] as number;
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
  for (let index = 0; index < count; index += 1) at = writeDouble(bytes, at, values[index] as number);
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

/**
 * Finds the parts of one plain telemetry frame. One object serves all frames: its fields hold until the next parse.
 */
export class TelemetryParser {
  channel = 0;
  boot = 0;
  sequence = 0;
  baseTimeMs = 0;
  /** Lengths of the columns. */
  idCount = 0;
  offsetCount = 0;
  valueCount = 0;
  signalIds = new Uint32Array(64);
  offsetsMs = new Uint32Array(64);
  values = new Float64Array(64);
  /** Where readVarint stands; -1 after a varint that is cut off or longer than 5 bytes. */
  #at = 0;

  /**
   * Fills the fields from a frame. False for all that is not plain telemetry, broken bytes included: protobufjs then has the word.
   * Columns over 4,096 are counted no further than one past it.
   */
  parse(bytes: Uint8Array): boolean {
    const end = bytes.length;
    this.#at = 0;
    this.channel = 0;
    if (bytes[0] === 0x08) {
      this.#at = 1;
      this.channel = this.#varint(bytes, end);
    }
    if (this.#at < 0 || bytes[this.#at] !== 0x22) return false;
    this.#at += 1;
    const length = this.#varint(bytes, end);
    if (this.#at < 0 || this.#at + length !== end) return false;
    return this.#body(bytes, end);
  }

  #body(bytes: Uint8Array, end: number): boolean {
    this.boot = 0;
    this.sequence = 0;
    this.baseTimeMs = 0;
    this.idCount = 0;
    this.offsetCount = 0;
    this.valueCount = 0;
    while (this.#at < end) {
      const tag = bytes[this.#at++];
      if (tag === 0x08) this.boot = this.#varint(bytes, end);
      else if (tag === 0x10) this.sequence = this.#varint(bytes, end);
      else if (tag === 0x19) {
        if (this.#at + 8 > end) return false;
        this.baseTimeMs = readDouble(bytes, this.#at);
        this.#at += 8;
      } else if (tag === 0x22 && this.idCount === 0) {
        if (!this.#column(bytes, end, true)) return false;
      } else if (tag === 0x2a && this.offsetCount === 0) {
        if (!this.#column(bytes, end, false)) return false;
      } else if (tag === 0x32 && this.valueCount === 0) {
        if (!this.#doubles(bytes, end)) return false;
      } else return false;
      if (this.#at < 0) return false;
    }
    return true;
  }

  #column(bytes: Uint8Array, limit: number, isIds: boolean): boolean {
    const length = this.#varint(bytes, limit);
    if (this.#at < 0) return false;
    const end = this.#at + length;
    if (end > limit) return false;
    let column = isIds ? this.signalIds : this.offsetsMs;
    // Each number takes a byte or more, so length bounds the count before anything is allocated.
    if (length > column.length) column = this.#grow(Math.min(length, frameLimits.readings + 1), isIds);
    let count = 0;
    while (this.#at < end) {
      if (count > frameLimits.readings) return false;
      const first = bytes[this.#at] as number;
      if (first < 0x80) {
        column[count++] = first;
        this.#at += 1;
      } else {
        column[count++] = this.#varint(bytes, end);
        if (this.#at < 0) return false;
      }
    }
    if (isIds) this.idCount = count;
    else this.offsetCount = count;
    return true;
  }

  #grow(length: number, isIds: boolean): Uint32Array<ArrayBuffer> {
    const column = new Uint32Array(length);
    if (isIds) this.signalIds = column;
    else this.offsetsMs = column;
    return column;
  }

  #doubles(bytes: Uint8Array, limit: number): boolean {
    const length = this.#varint(bytes, limit);
    if (this.#at < 0) return false;
    const end = this.#at + length;
    if (end > limit || (length & 7) !== 0) return false;
    const count = length >>> 3;
    if (count > frameLimits.readings) return false;
    if (count > this.values.length) this.values = new Float64Array(count);
    const values = this.values;
    for (let index = 0, at = this.#at; index < count; index += 1, at += 8) values[index] = readDouble(bytes, at);
    this.#at = end;
    this.valueCount = count;
    return true;
  }

  #varint(bytes: Uint8Array, limit: number): number {
    let at = this.#at;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (at >= limit) break;
      const byte = bytes[at++] as number;
      // What stands above 32 bits is left to protobufjs, which cuts it as protobuf demands.
      if (shift === 28 && byte > 0x0f) break;
      value = (value | ((byte & 0x7f) << shift)) >>> 0;
      if (byte < 0x80) {
        this.#at = at;
        return value;
      }
    }
    this.#at = -1;
    return 0;
  }
}
