import { crc32 } from 'node:zlib';
import { assert } from '#proto/kit/index.js';
import { ContentBlob, wholeOf } from './content-pool.ts';
import type { Flash } from './flash.ts';
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
/** Contents whose checksum was right: their bytes never change, so it is not worked out again at each of the many looks at a copy. */
const checked = new WeakSet<ContentBlob>();

interface Copy {
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/**
 * A few bytes that survive every power cut: two copies with checksum and counter, each in blocks of its own. The copy that counts is never touched
 * before the other one is written and read back, and then it follows, so that the loss of either one loses nothing.
 */
export class TwoCopies {
  readonly #flash: Flash;
  readonly #regions: readonly [Region, Region];
  readonly #usesTwo: boolean;

  /** @param usesTwo false only in tests and proofs, which must see it fail */
  constructor(flash: Flash, copies: readonly [Region, Region], usesTwo = true) {
    this.#flash = flash;
    this.#regions = copies;
    this.#usesTwo = usesTwo;
  }

  /** The newest payload and how many copies say so; undefined when none is whole. */
  read(): { readonly payload: Uint8Array; readonly copies: number } | undefined {
    const [left, right] = this.#both();
    const best = newer(left, right);
    if (best === undefined) return undefined;
    return { payload: best.payload, copies: [left, right].filter((copy) => copy?.sequence === best.sequence).length };
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
    for (const place of this.#places(region)) {
      const known = this.#checkedAt(region, place);
      if (known !== undefined) return copyOf(known);
      this.#flash.read(region, place, head);
      const length = head.readUInt32LE(8);
      if (head.readUInt32LE(0) !== magic || length > largestPayload) continue;
      const whole = Buffer.allocUnsafe(frameBytes + length);
      this.#flash.read(region, place, whole);
      if (whole.readUInt32LE(12) !== checksum(whole)) continue;
      const held = this.#blobAt(region, place);
      if (held?.bytes.length === whole.length) checked.add(held);
      return copyOf(whole);
    }
    return undefined;
  }

  /** The content that stands at a place with all of its bytes. */
  #blobAt(region: Region, place: number): ContentBlob | undefined {
    const held = this.#flash.refAt(region, place, frameBytes);
    const isWhole = held?.offset === 0 && this.#flash.refAt(region, place, held.blob.bytes.length) !== undefined;
    return isWhole ? held.blob : undefined;
  }

  #checkedAt(region: Region, place: number): Uint8Array | undefined {
    const held = this.#blobAt(region, place);
    return held !== undefined && checked.has(held) ? held.bytes : undefined;
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
    return [0, half]
      .filter((first) => ![...bad].some((block) => block >= first && block < first + half))
      .map((block) => block * this.#flash.geometry.plan.eraseBlockBytes);
  }
}

/** @param whole frame whose checksum is right */
function copyOf(whole: Uint8Array): Copy {
  const sequence = new DataView(whole.buffer, whole.byteOffset).getUint32(4, true);
  return { sequence, payload: whole.subarray(frameBytes) };
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
