/** Most bytes of a frame that a cutter puts together by itself, its WebSocket header with them: one part of an image in its frame. */
const mostBytes = 33_792;
/** Buffers for frames of which a part came that are kept for the next one: 8 MiB, and as many as a manager lets take an image at once. */
const mostSpare = 256;
/** Most bytes that are handed on at once: a receiver that gets as many as it wants to hold asks for a pause. */
const mostAtOnce = 65_535;
/** First byte of a WebSocket frame that is the only one of its message, binary: what takes it is done with its bytes when it returns. */
const finalBinary = 0x82;

const spare: Buffer[] = [];

/** What a cutter hands bytes to. */
export interface FrameTaker {
  /** @param bytes of whole frames, or a copy; good until it returns */
  takeFrames(bytes: Buffer): void;
}

/** A frame of which a part came. */
interface Begun {
  readonly bytes: Buffer;
  length: number;
}

/**
 * Cuts what a socket reads into whole WebSocket frames (RFC 6455, 5.2), so that the memory into which it was read can be used again at once: a
 * message that is whole and binary is handed on where it stands, everything else as a copy. It looks at lengths alone; what a frame may be is for
 * its receiver to judge.
 */
export class FrameCutter {
  readonly #taker: FrameTaker;
  #begun: Begun | undefined;
  /** Bytes of a frame that is too long to be put together here: they go on as copies as they come. */
  #passing = 0;

  constructor(taker: FrameTaker) {
    this.#taker = taker;
  }

  /** Takes what was read; the bytes may change when it returns. */
  take(read: Buffer): void {
    let at = 0;
    while (at < read.length) {
      if (this.#passing > 0) at += this.#pass(read.subarray(at));
      else if (this.#begun !== undefined) at += this.#goOn(this.#begun, read.subarray(at));
      else at += this.#whole(read, at);
    }
  }

  /** Hands on the whole frames from a place on, or begins one. Returns how many bytes that were. */
  #whole(read: Buffer, from: number): number {
    let to = from;
    while (read[to] === finalBinary) {
      const length = frameLength(read, to);
      if (length === undefined || to + length > read.length || to + length - from > mostAtOnce) break;
      to += length;
    }
    if (to > from) {
      this.#taker.takeFrames(read.subarray(from, to));
      return to - from;
    }
    const length = frameLength(read, from);
    if (length === undefined || (length <= mostBytes && from + length > read.length)) return this.#begin(read.subarray(from));
    this.#passing = length;
    return 0;
  }

  #pass(read: Buffer): number {
    const bytes = Math.min(this.#passing, read.length);
    this.#passing -= bytes;
    this.#taker.takeFrames(Buffer.from(read.subarray(0, bytes)));
    return bytes;
  }

  #begin(read: Buffer): number {
    const bytes = spare.pop() ?? Buffer.allocUnsafeSlow(mostBytes);
    bytes.set(read);
    this.#begun = { bytes, length: read.length };
    return read.length;
  }

  /** Adds to a frame that was begun. Returns how many bytes it took. */
  #goOn(begun: Begun, read: Buffer): number {
    const { bytes } = begun;
    const wanted = frameLength(bytes.subarray(0, begun.length), 0);
    // One byte at a time until the header says how long the frame is.
    const end = wanted === undefined ? begun.length + 1 : Math.min(wanted, mostBytes);
    const taken = Math.min(end - begun.length, read.length);
    bytes.set(read.subarray(0, taken), begun.length);
    begun.length += taken;
    const length = frameLength(bytes.subarray(0, begun.length), 0);
    if (length === undefined) return taken;
    if (length > mostBytes) this.#passing = length - begun.length;
    else if (begun.length < length) return taken;
    this.#begun = undefined;
    const isShared = bytes[0] === finalBinary && length <= mostBytes;
    const frame = bytes.subarray(0, begun.length);
    this.#taker.takeFrames(isShared ? frame : Buffer.from(frame));
    if (spare.length < mostSpare) spare.push(bytes);
    return taken;
  }
}

/** Length of the frame that begins at a place, header and mask with it; undefined when too few bytes of the header are there. */
function frameLength(bytes: Buffer, at: number): number | undefined {
  const left = bytes.length - at;
  if (left < 2) return undefined;
  const second = bytes[at + 1] as number;
  const mask = second & 0x80 ? 4 : 0;
  const short = second & 0x7f;
  if (short < 126) return 2 + mask + short;
  if (short === 126) return left < 4 ? undefined : 4 + mask + bytes.readUInt16BE(at + 2);
  return left < 10 ? undefined : 10 + mask + bytes.readUInt32BE(at + 2) * 0x1_0000_0000 + bytes.readUInt32BE(at + 6);
}
