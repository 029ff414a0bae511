/**
 * The hot path: telemetry and acknowledgements read by hand. Taken is the shape that every sender in practice writes (each field once, columns
 * packed, known fields); all else is left to protobufjs.
 */
import { frameLimits } from './frame-limits.ts';
import { readDouble, readDoubles } from './wire-doubles.ts';

/** What readNumber found: the value, and where it ends. One object serves all. */
export const numberAt = { value: 0, end: 0 };

/** Reads a varint of 32 bits into numberAt. False when it is cut off or larger. */
export function readNumber(bytes: Uint8Array, start: number): boolean {
  let value = 0;
  for (let at = start, shift = 0; at < bytes.length && shift < 35; at += 1, shift += 7) {
    const byte = bytes[at] as number;
    if (shift === 28 && byte > 0x0f) return false;
    value = (value | ((byte & 0x7f) << shift)) >>> 0;
    if (byte < 0x80) {
      numberAt.value = value;
      numberAt.end = at + 1;
      return true;
    }
  }
  return false;
}

/**
 * Reads an acknowledgement of the shape that encodeAcknowledge writes, boot and sequence from 1. undefined for all else: protobufjs then
 * has the word.
 */
export function parseAcknowledge(
  bytes: Uint8Array,
): { readonly channel: number; readonly boot: number; readonly sequence: number } | undefined {
  let at = 0;
  let channel = 0;
  if (bytes[0] === 0x08) {
    if (!readNumber(bytes, 1)) return undefined;
    channel = numberAt.value;
    at = numberAt.end;
  }
  if (bytes[at] !== 0x32 || bytes[at + 1] !== bytes.length - at - 2 || bytes[at + 2] !== 0x08 || !readNumber(bytes, at + 3))
    return undefined;
  const boot = numberAt.value;
  if (bytes[numberAt.end] !== 0x10 || !readNumber(bytes, numberAt.end + 1) || numberAt.end !== bytes.length) return undefined;
  const sequence = numberAt.value;
  return boot === 0 || sequence === 0 || channel > frameLimits.channel ? undefined : { channel, boot, sequence };
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
    readDoubles(bytes, this.#at, this.values, count);
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
