/** Most bytes of a frame that a cutter puts together by itself, its WebSocket header with them: one part of an image in its frame. */
const mostBytes = 33_792;
/** Buffers for frames of which a part came that are kept for the next one: 8 MiB, and as many as a manager lets take an image at once. */
const mostSpare = 256;
/** Most bytes that are handed on at once: a receiver that gets as many as it wants to hold asks for a pause. */
const mostAtOnce = 65_535;
/** First byte of a WebSocket frame that is the only one of its message, binary: what takes it is done with its bytes when it returns. */
const finalBinary = 0x82;

const spare: Buffer[] = [];

/** What a cutter hands bytes to. All are good until it returns. */
export interface FrameTaker {
  /**
   * The bytes of a message that came whole in one binary frame.
   * @returns false: it is to go the way of all other frames
   */
  takeMessage(message: Buffer): boolean;
  /** @param bytes of whole frames, or a copy */
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
  /** A message came in pieces: from then on its receiver alone knows what fits together. */
  #isPieced = false;

  constructor(taker: FrameTaker) {
    this.#taker = taker;
  }

  /** Takes what was read, bytes up to `end`; they may change when it returns. */
  take(read: Buffer, end = read.length): void {
    let at = 0;
    while (at < end) {
      if (this.#passing > 0) at += this.#pass(read, at, end);
      else if (this.#begun !== undefined) at += this.#goOn(this.#begun, read, at, end);
      else at += this.#whole(read, at, end);
    }
  }

  /** Hands on the whole frames from a place on, or begins one. Returns how many bytes that were. */
  #whole(read: Buffer, from: number, end: number): number {
    let to = from;
    for (let length = messageLength(read, to, end); length > 0; length = messageLength(read, to, end)) {
      if (!this.#takeMessage(read, to, length)) break;
      to += length;
    }
    if (to > from) return to - from;
    for (let length = messageLength(read, to, end); length > 0 && to + length - from <= mostAtOnce; length = messageLength(read, to, end)) {
      to += length;
    }
    if (to > from) {
      this.#taker.takeFrames(read.subarray(from, to));
      return to - from;
    }
    if (((read[from] as number) & 0x80) === 0) this.#isPieced = true;
    const length = frameLength(read, from, end);
    if (length === undefined || (length <= mostBytes && from + length > end)) return this.#begin(read, from, end);
    this.#passing = length;
    return 0;
  }

  /** Hands on the message of a frame, unless its receiver has to look at the frame itself. */
  #takeMessage(bytes: Buffer, at: number, length: number): boolean {
    const second = bytes[at + 1] as number;
    if (this.#isPieced || second > 0x7f) return false;
    const head = second < 126 ? 2 : second === 126 ? 4 : 10;
    return this.#taker.takeMessage(bytes.subarray(at + head, at + length));
  }

  #pass(read: Buffer, at: number, end: number): number {
    const bytes = Math.min(this.#passing, end - at);
    this.#passing -= bytes;
    this.#taker.takeFrames(Buffer.from(read.subarray(at, at + bytes)));
    return bytes;
  }

  #begin(read: Buffer, at: number, end: number): number {
    const bytes = spare.pop() ?? Buffer.allocUnsafeSlow(mostBytes);
    this.#begun = { bytes, length: read.copy(bytes, 0, at, end) };
    return end - at;
  }

  /** Adds to a frame that was begun. Returns how many bytes it took. */
  #goOn(begun: Begun, read: Buffer, at: number, end: number): number {
    const { bytes } = begun;
    const wanted = frameLength(bytes, 0, begun.length);
    // One byte at a time until the header says how long the frame is.
    const full = wanted === undefined ? begun.length + 1 : Math.min(wanted, mostBytes);
    const taken = read.copy(bytes, begun.length, at, Math.min(end, at + full - begun.length));
    begun.length += taken;
    const length = frameLength(bytes, 0, begun.length);
    if (length === undefined) return taken;
    if (length > mostBytes) this.#passing = length - begun.length;
    else if (begun.length < length) return taken;
    this.#begun = undefined;
    if (bytes[0] !== finalBinary || length > mostBytes) this.#taker.takeFrames(Buffer.from(bytes.subarray(0, begun.length)));
    else if (!this.#takeMessage(bytes, 0, length)) this.#taker.takeFrames(bytes.subarray(0, length));
    if (spare.length < mostSpare) spare.push(bytes);
    return taken;
  }
}

/** Length of the frame of a whole binary message at a place; 0 when none begins there, or not all of it is there. */
function messageLength(bytes: Buffer, at: number, end: number): number {
  if (at >= end || bytes[at] !== finalBinary) return 0;
  const length = frameLength(bytes, at, end);
  return length === undefined || at + length > end || length > mostAtOnce ? 0 : length;
}

/** Length of the frame that begins at a place, header and mask with it; undefined when too few bytes of the header are there. */
function frameLength(bytes: Buffer, at: number, end: number): number | undefined {
  const left = end - at;
  if (left < 2) return undefined;
  const second = bytes[at + 1] as number;
  const mask = second & 0x80 ? 4 : 0;
  const short = second & 0x7f;
  if (short < 126) return 2 + mask + short;
  if (short === 126) return left < 4 ? undefined : 4 + mask + bytes.readUInt16BE(at + 2);
  return left < 10 ? undefined : 10 + mask + bytes.readUInt32BE(at + 2) * 0x1_0000_0000 + bytes.readUInt32BE(at + 6);
}
