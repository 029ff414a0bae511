/** What the owner of a socket must know of frames that are not its own: where they go, and how a frame is spoken for another channel. */
import { assert } from '#proto/kit/index.js';
import { frameLimits } from './frame-limits.ts';

/** Bytes that a channel number takes in front of a frame at most: so much shorter a frame must be that is to go out on a channel. */
export const channelBytes = 4;

const channelTag = 0x08;
const pendingField = 4;
const refusalField = 5;

/** The outer fields of a frame from the fleet. One object serves many frames. */
export class FleetFrameHead {
  /** 0 to 65,535. */
  channel = 0;
  /** True for Pending and Refusal: after them the fleet holds the channel free. */
  isEnd = false;
  #at = 0;

  /** Looks at a frame without decoding its body. False when the bytes are no frame, or its channel is out of range. */
  read(bytes: Uint8Array): boolean {
    this.channel = 0;
    this.isEnd = false;
    this.#at = 0;
    while (this.#at < bytes.length) if (!this.#readField(bytes)) return false;
    return this.#at === bytes.length && this.channel <= 0xff_ff;
  }

  #readField(bytes: Uint8Array): boolean {
    const tag = this.#varint(bytes);
    const field = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0: {
        const value = this.#varint(bytes);
        if (field === 1) this.channel = value;
        break;
      }
      case 1:
        this.#at += 8;
        break;
      case 2: {
        const length = this.#varint(bytes);
        // Of two bodies the last one counts.
        if (field > 1) this.isEnd = field === pendingField || field === refusalField;
        this.#at += length;
        break;
      }
      case 5:
        this.#at += 4;
        break;
      default:
        return false;
    }
    return field > 0 && this.#at <= bytes.length;
  }

  /** The next number; what is left of a broken one makes read() fail, since it ends behind the bytes. */
  #varint(bytes: Uint8Array): number {
    let value = 0;
    let unit = 1;
    for (let count = 0; count < 10; count += 1) {
      const byte = bytes[this.#at++] ?? 0x80;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 128;
    }
    this.#at = Number.POSITIVE_INFINITY;
    return 0;
  }
}

/**
 * A frame that was encoded for channel 0, spoken for the unit on another. So frames are kept without a channel, and a unit may come back on
 * any.
 * @param channel 1 to 65,535
 */
export function onChannel(frame: Uint8Array, channel: number): Uint8Array {
  const length = channel < 0x80 ? 2 : channel < 0x40_00 ? 3 : channelBytes;
  assert(frame.length + length <= frameLimits.frameBytes, `a frame of ${frame.length} bytes has no room for a channel`);
  const bytes: Uint8Array = Buffer.allocUnsafe(length + frame.length);
  bytes[0] = channelTag;
  let rest = channel;
  for (let at = 1; at < length; at += 1) {
    bytes[at] = at === length - 1 ? rest : (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes.set(frame, length);
  return bytes;
}
