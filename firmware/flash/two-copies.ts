import { crc32 } from 'node:zlib';
import { assert } from '#proto/kit/index.js';
import { ContentBlob, wholeOf } from './content-pool.ts';
import type { Flash, RegionState } from './flash.ts';
import { journalBytes, type Region } from './flash-geometry.ts';

const magic = 0x31434253;
/** Magic, sequence, length, CRC32 of what stands around it. */
const frameBytes = 16;
/** A copy that fails to be written is tried again so often. */
const tries = 3;

/** Most bytes of a payload. */
const largestPayload = journalBytes - frameBytes;

/** Filled and read within one call. */
const head = Buffer.alloc(frameBytes);
const scratch = Buffer.alloc(journalBytes);

interface Copy {
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** What a region was when its copy was read, and the copy; undefined: none was whole. */
interface Seen {
  readonly state: RegionState;
  readonly copy: Copy | undefined;
}

/** What two copies hold together. */
export interface Kept {
  /** The newest payload: the same array as long as nothing was written. */
  readonly payload: Uint8Array;
  /** Copies that say so, 1 or 2. */
  readonly copies: number;
}

/**
 * A few bytes that survive every power cut: two copies with checksum and counter, each in blocks of its own. The copy that counts is never touched
 * before the other one is written and read back, and then it follows, so that the loss of either one loses nothing.
 */
export class TwoCopies {
  readonly #flash: Flash;
  readonly #regions: readonly [Region, Region];
  readonly #usesTwo: boolean;
  /** What a region holds never changes: while it is the same one, its copy need not be read again at each of the many looks. */
  #left: Seen | undefined;
  #right: Seen | undefined;

  /** @param usesTwo false only in tests and proofs, which must see it fail */
  constructor(flash: Flash, copies: readonly [Region, Region], usesTwo = true) {
    this.#flash = flash;
    this.#regions = copies;
    this.#usesTwo = usesTwo;
  }

  /** The same copies in a fork of the flash. */
  fork(flash: Flash): TwoCopies {
    const fork = new TwoCopies(flash, this.#regions, this.#usesTwo);
    fork.#left = this.#left;
    fork.#right = this.#right;
    return fork;
  }

  /** Undefined when neither copy is whole. */
  read(): Kept | undefined {
    const left = this.#readCopy(0);
    const right = this.#usesTwo ? this.#readCopy(1) : undefined;
    const best = newer(left, right);
    if (best === undefined) return undefined;
    return { payload: best.payload, copies: left !== undefined && left.sequence === right?.sequence ? 2 : 1 };
  }

  /**
   * Writes a payload, 0 to 4,080 bytes.
   * @returns false when the flash fails: then the old one stands
   * @throws PowerCut
   */
  write(payload: Uint8Array): boolean {
    assert(payload.length <= largestPayload, `${payload.length} bytes do not fit, the limit is ${largestPayload}`);
    const [left, right] = this.#both();
    const best = newer(left, right);
    const bytes = frame((best?.sequence ?? 0) + 1, payload);
    if (!this.#usesTwo) return this.#writeCopy(0, bytes);
    const older = best === right && right !== undefined ? 0 : 1;
    if (!this.#writeCopy(older, bytes)) return false;
    // The state has changed from here on: a second copy that can't be written leaves the device with one.
    this.#writeCopy(older === 0 ? 1 : 0, bytes);
    return true;
  }

  /**
   * Makes both copies the same again after a cut or a loss; a flash that is well is not touched.
   * @throws PowerCut
   */
  repair(): void {
    const [left, right] = this.#both();
    const best = newer(left, right);
    if (best === undefined || !this.#usesTwo || left?.sequence === right?.sequence) return;
    this.#writeCopy(best === left ? 1 : 0, frame(best.sequence, best.payload));
  }

  #both(): [Copy | undefined, Copy | undefined] {
    return [this.#readCopy(0), this.#usesTwo ? this.#readCopy(1) : undefined];
  }

  #readCopy(index: 0 | 1): Copy | undefined {
    const region = this.#regions[index];
    const state = this.#flash.stateOf(region);
    const seen = index === 0 ? this.#left : this.#right;
    if (seen?.state === state) return seen.copy;
    const copy = this.#readFlash(region);
    if (index === 0) this.#left = { state, copy };
    else this.#right = { state, copy };
    return copy;
  }

  #readFlash(region: Region): Copy | undefined {
    for (const place of this.#places(region)) {
      this.#flash.read(region, place, head);
      const length = head.readUInt32LE(8);
      if (head.readUInt32LE(0) !== magic || length > largestPayload) continue;
      const whole = scratch.subarray(0, frameBytes + length);
      this.#flash.read(region, place, whole);
      if (whole.readUInt32LE(12) !== checksum(whole)) continue;
      const held = this.#flash.refAt(region, place, whole.length);
      const bytes = held === undefined ? Uint8Array.from(whole) : held.blob.bytes.subarray(held.offset, held.offset + held.bytes);
      return { sequence: whole.readUInt32LE(4), payload: bytes.subarray(frameBytes) };
    }
    return undefined;
  }

  #writeCopy(index: 0 | 1, bytes: Uint8Array): boolean {
    const region = this.#regions[index];
    const { eraseBlockBytes } = this.#flash.geometry.plan;
    const blocks = Math.ceil(bytes.length / eraseBlockBytes);
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const [place] = this.#places(region);
      if (place === undefined) return false;
      const failed =
        this.#eraseAll(region, place / eraseBlockBytes, blocks) ?? this.#flash.program(region, place, wholeOf(new ContentBlob(bytes)));
      if (failed === undefined && this.#readCopy(index) !== undefined) return true;
      // The last place is never given up: a block may write again.
      if (failed !== undefined && attempt > 0 && this.#places(region).length > 1) this.#flash.markBad(region, failed);
    }
    return false;
  }

  #eraseAll(region: Region, first: number, blocks: number): number | undefined {
    for (let block = first; block < first + blocks; block += 1) if (!this.#flash.erase(region, block)) return block;
    return undefined;
  }

  /** Where a copy may stand: in the first or the second half of its region, whichever has no bad block. */
  #places(region: Region): number[] {
    const { bad } = this.#flash.stateOf(region);
    const half = (this.#flash.geometry.blocks[region] as number) / 2;
    if (bad.size === 0) return [0, half * this.#flash.geometry.plan.eraseBlockBytes];
    return [0, half]
      .filter((first) => ![...bad].some((block) => block >= first && block < first + half))
      .map((block) => block * this.#flash.geometry.plan.eraseBlockBytes);
  }
}

/** The copy that counts; the left one of two that are the same. */
function newer(left: Copy | undefined, right: Copy | undefined): Copy | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return right.sequence > left.sequence ? right : left;
}

function frame(sequence: number, payload: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(frameBytes + payload.length);
  bytes.writeUInt32LE(magic, 0);
  bytes.writeUInt32LE(sequence, 4);
  bytes.writeUInt32LE(payload.length, 8);
  bytes.set(payload, frameBytes);
  bytes.writeUInt32LE(checksum(bytes), 12);
  return bytes;
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(frameBytes), crc32(bytes.subarray(4, 12)));
}
