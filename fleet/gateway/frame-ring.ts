/** What the ring must know of the unit that a frame belongs to; a Session is one. */
export interface FrameUnit {
  /** 0 until it is known who it is. */
  deviceKey: number;
  /** Its newest frame while deviceKey was 0: number (0: none) and place. */
  frameNumber: number;
  frameOffset: number;
}

/** A frame as it stands in the ring. */
export interface RingFrame {
  readonly number: number;
  readonly isOut: boolean;
  /** Wall clock, ms. */
  readonly atMs: number;
  /** Length on the wire. */
  readonly frameBytes: number;
  /** A copy of what was kept. */
  readonly bytes: Uint8Array;
}

/** Where a walk stands. */
export interface RingPlace {
  readonly number: number;
  readonly offset: number;
}

/** Bytes in front of each frame: see the words below. */
const headerBytes = 32;
// Words of 32 bits within the header; the first two are the time as a double.
const keyWord = 2;
const frameBytesWord = 3;
/** Bytes kept, and the direction in the highest bit. */
const keptWord = 4;
/** The frame before of a unit that is not known yet: its place in words of 64 bits, and how much smaller its number is; 0: none. */
const earlierPlaceWord = 5;
const earlierStepWord = 6;
const outBit = 0x80_00_00_00;
const keptMask = 0x7f_ff_ff_ff;
/** A frame takes this part of the ring at most; the rest of it is cut. */
const parts = 16;
/** Frames of one handshake that are given to the device it turns out to be. */
const handshakeFrames = 64;

/**
 * The newest frames in one buffer of fixed size, which is allocated once: appending copies the frame in, overwrites the oldest ones and allocates
 * nothing. A frame never goes over the end of the buffer: what does not fit there begins at the start.
 */
export class FrameRing {
  readonly #capacityBytes: number;
  readonly #mostBytes: number;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #times: Float64Array;
  /** Place of the oldest frame, and its number. */
  #start = 0;
  #first = 1;
  /** Where the next frame goes, and its number. */
  #end = 0;
  #next = 1;
  /** Where the frames behind #start end and go on at 0; -1 when all stand in one piece. */
  #wrapAt = -1;

  /** @param capacityBytes 65,536 or more; used in whole words of 64 bits */
  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes - (capacityBytes % 8);
    this.#mostBytes = Math.floor(this.#capacityBytes / parts) - headerBytes;
    // Not zeroed: the system hands out its memory as the ring fills for the first time.
    const { buffer } = Buffer.allocUnsafeSlow(this.#capacityBytes);
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#times = new Float64Array(buffer);
  }

  /** Number of the oldest frame that is there; that of the next one when there is none. */
  get first(): number {
    return this.#first;
  }

  /** Number of the next frame. */
  get next(): number {
    return this.#next;
  }

  /**
   * Takes a frame. Its bytes are the caller's again afterwards.
   * @param restBytes what it had behind these bytes, which is not kept
   */
  append(unit: FrameUnit, isOut: boolean, bytes: Uint8Array, atMs: number, restBytes = 0): void {
    const kept = Math.min(bytes.length, this.#mostBytes);
    const at = this.#makeRoom(headerBytes + padded(kept));
    const word = at >>> 2;
    const words = this.#words;
    this.#times[at >>> 3] = atMs;
    words[word + keyWord] = unit.deviceKey;
    words[word + frameBytesWord] = bytes.length + restBytes;
    words[word + keptWord] = isOut ? kept | outBit : kept;
    words[word + earlierStepWord] = 0;
    // Only a frame that is cut costs a view of its beginning.
    this.#bytes.set(kept === bytes.length ? bytes : bytes.subarray(0, kept), at + headerBytes);
    if (unit.deviceKey === 0) this.#link(unit, at, word);
    this.#next += 1;
  }

  #link(unit: FrameUnit, at: number, word: number): void {
    if (unit.frameNumber >= this.#first) {
      this.#words[word + earlierPlaceWord] = unit.frameOffset >>> 3;
      this.#words[word + earlierStepWord] = this.#next - unit.frameNumber;
    }
    unit.frameNumber = this.#next;
    unit.frameOffset = at;
  }

  /** Gives the frames of a unit from before it was known to its device. @returns their places, oldest first */
  claim(unit: FrameUnit): RingPlace[] {
    const places: RingPlace[] = [];
    let offset = unit.frameOffset;
    let number = unit.frameNumber;
    unit.frameNumber = 0;
    while (number >= this.#first && places.length < handshakeFrames) {
      places.push({ number, offset });
      const word = offset >>> 2;
      this.#words[word + keyWord] = unit.deviceKey;
      const step = this.#words[word + earlierStepWord] as number;
      if (step === 0) break;
      offset = (this.#words[word + earlierPlaceWord] as number) * 8;
      number -= step;
    }
    return places.reverse();
  }

  /**
   * Looks at frames in the order of their numbers, at `most` of them, and stops before number `end`.
   * @param from where an earlier walk stopped; undefined, or overwritten since: the oldest frame
   * @returns where to go on; undefined when all were seen
   */
  walk(
    from: RingPlace | undefined,
    end: number,
    most: number,
    visit: (deviceKey: number, isOut: boolean, number: number, offset: number) => void,
  ): RingPlace | undefined {
    let { number, offset } = from === undefined || from.number < this.#first ? { number: this.#first, offset: this.#start } : from;
    const stop = Math.min(end, this.#next);
    for (let left = most; number < stop && left > 0; left -= 1) {
      const word = offset >>> 2;
      const kept = this.#words[word + keptWord] as number;
      visit(this.#words[word + keyWord] as number, (kept & outBit) !== 0, number, offset);
      offset += headerBytes + padded(kept & keptMask);
      number += 1;
      if (offset === this.#wrapAt) offset = 0;
    }
    return number < stop ? { number, offset } : undefined;
  }

  /** The frame at a place; undefined when it was overwritten. */
  frameAt({ number, offset }: RingPlace): RingFrame | undefined {
    if (number < this.#first) return undefined;
    const word = offset >>> 2;
    const kept = this.#words[word + keptWord] as number;
    const from = offset + headerBytes;
    return {
      number,
      isOut: (kept & outBit) !== 0,
      atMs: this.#times[offset >>> 3] as number,
      frameBytes: this.#words[word + frameBytesWord] as number,
      bytes: this.#bytes.slice(from, from + (kept & keptMask)),
    };
  }

  /** Drops the oldest frames until there are so many bytes in one piece; gives their place. */
  #makeRoom(needBytes: number): number {
    let at = this.#end;
    if (at + needBytes > this.#capacityBytes) {
      while (this.#first < this.#next && this.#start >= at) this.#drop();
      if (this.#first < this.#next) this.#wrapAt = at;
      at = 0;
    }
    const end = at + needBytes;
    while (this.#first < this.#next && this.#start >= at && this.#start < end) this.#drop();
    if (this.#first === this.#next) {
      this.#start = at;
      this.#wrapAt = -1;
    }
    this.#end = end;
    return at;
  }

  #drop(): void {
    const kept = (this.#words[(this.#start >>> 2) + keptWord] as number) & keptMask;
    this.#start += headerBytes + padded(kept);
    this.#first += 1;
    if (this.#start !== this.#wrapAt) return;
    this.#start = 0;
    this.#wrapAt = -1;
  }
}

/** Frames begin at whole words of 64 bits. */
function padded(bytes: number): number {
  return (bytes + 7) & ~7;
}
