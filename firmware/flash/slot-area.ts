import { createHash } from 'node:crypto';
import { imageLimits } from '#proto/image/index.js';
import type { BlobRef, ContentPool } from './content-pool.ts';
import { wholeOf } from './content-pool.ts';
import type { Flash } from './flash.ts';
import { regions, type SlotIndex } from './flash-geometry.ts';
import type { SlotHeader } from './slot-header.ts';

/** What stands before the header in a slot: its length, little-endian, and as much nothing. */
const prefixBytes = 8;
/** Filled and read within one call. */
const head = Buffer.alloc(prefixBytes);

/** A chunk was written: the next one that is wanted. It is not the following one when a block went bad: then what stood in it is wanted again. */
export interface ChunkWritten {
  readonly next: number;
}

/** A part of a run of the slot: where it stands in the flash, and how far from the beginning of the run, bytes. */
interface Run {
  readonly at: number;
  readonly done: number;
  readonly length: number;
}

/**
 * One slot of a flash: the header in blocks of its own, then the content. Blocks are counted without the bad ones, so that a block that goes bad
 * moves all behind it: harmless, since a slot is written from its beginning to its end. A block is erased right before its first byte is written.
 */
export class SlotArea {
  readonly #flash: Flash;
  readonly #pool: ContentPool;
  readonly #region: typeof regions.slotA | typeof regions.slotB;

  constructor(flash: Flash, slot: SlotIndex, pool: ContentPool) {
    this.#flash = flash;
    this.#pool = pool;
    this.#region = slot === 0 ? regions.slotA : regions.slotB;
  }

  /** Room that an image needs, in bytes, and the room that good blocks give. */
  roomFor(headerLength: number, contentBytes: number): { readonly needed: number; readonly slot: number; readonly good: number } {
    const { eraseBlockBytes, slotBytes } = this.#flash.geometry.plan;
    const blocks = this.#headerBlocks(headerLength) + Math.ceil(contentBytes / eraseBlockBytes);
    const good = (this.#flash.geometry.blocks[this.#region] as number) - this.#flash.stateOf(this.#region).bad.size;
    return { needed: blocks * eraseBlockBytes, slot: slotBytes, good: good * eraseBlockBytes };
  }

  /**
   * Writes the header of an image.
   * @returns false when no good block is left for it
   * @throws PowerCut
   */
  writeHeader(headerBytes: Uint8Array): boolean {
    const bytes = Buffer.alloc(prefixBytes + headerBytes.length, 0);
    bytes.writeUInt32LE(headerBytes.length, 0);
    bytes.set(headerBytes, prefixBytes);
    const ref = wholeOf(this.#pool.intern(bytes));
    for (;;) {
      if (!this.#eraseBlocks(0, this.#headerBlocks(headerBytes.length))) return false;
      if (this.#program(0, ref) === undefined) return true;
    }
  }

  /**
   * Writes the chunk that is next.
   * @param ref the chunk, checked by whoever hands it over
   * @returns undefined when no good block is left for it
   * @throws PowerCut
   */
  writeChunk({ length }: SlotHeader, index: number, ref: BlobRef): ChunkWritten | undefined {
    const { eraseBlockBytes } = this.#flash.geometry.plan;
    const base = this.#headerBlocks(length) * eraseBlockBytes;
    const from = base + index * imageLimits.chunkBytes;
    const firstBlock = Math.ceil(from / eraseBlockBytes);
    if (!this.#eraseBlocks(firstBlock, Math.ceil((from + ref.bytes) / eraseBlockBytes))) return undefined;
    const failed = this.#program(from, ref);
    return { next: failed === undefined ? index + 1 : Math.floor((failed * eraseBlockBytes - base) / imageLimits.chunkBytes) };
  }

  /** Chunks that are whole, from the first on; those that share a block with one that is not do not count, since the block must be erased. */
  wholeChunks(slotHeader: SlotHeader): number {
    const { eraseBlockBytes } = this.#flash.geometry.plan;
    const { chunkDigests } = slotHeader;
    const broken = chunkDigests.findIndex((_digest, index) => !this.#isWhole(slotHeader, index));
    if (broken < 0) return chunkDigests.length;
    const chunksInBlock = Math.max(1, eraseBlockBytes / imageLimits.chunkBytes);
    return broken - (broken % chunksInBlock);
  }

  /** The header that stands in the slot, when its bytes have that digest. */
  headerOf(digest: string): SlotHeader | undefined {
    this.#read(0, head);
    const length = head.readUInt32LE(0);
    if (length < 1 || length > imageLimits.headerBytes || prefixBytes + length > this.#goodBytes()) return undefined;
    if (this.#digestAt(prefixBytes, length) !== digest) return undefined;
    const known = this.#pool.headers.find(digest);
    if (known !== undefined) return known;
    const bytes = new Uint8Array(length);
    this.#read(prefixBytes, bytes);
    return this.#pool.headers.headerOf(digest, bytes);
  }

  /** The header of the image of that digest, when header and every chunk are whole: this is the verification, at installation and at each boot. */
  verify(digest: string): SlotHeader | undefined {
    const slotHeader = this.headerOf(digest);
    if (slotHeader === undefined) return undefined;
    return slotHeader.chunkDigests.every((_digest, index) => this.#isWhole(slotHeader, index)) ? slotHeader : undefined;
  }

  /** Copies content out of the slot. */
  readContent({ length }: SlotHeader, offset: number, target: Uint8Array): void {
    this.#read(this.#headerBlocks(length) * this.#flash.geometry.plan.eraseBlockBytes + offset, target);
  }

  #isWhole({ length, contentBytes, chunkDigests }: SlotHeader, index: number): boolean {
    const offset = index * imageLimits.chunkBytes;
    const base = this.#headerBlocks(length) * this.#flash.geometry.plan.eraseBlockBytes;
    return this.#digestAt(base + offset, Math.min(imageLimits.chunkBytes, contentBytes - offset)) === chunkDigests[index];
  }

  #headerBlocks(headerLength: number): number {
    return Math.ceil((prefixBytes + headerLength) / this.#flash.geometry.plan.eraseBlockBytes);
  }

  #goodBytes(): number {
    return this.roomFor(0, 0).good;
  }

  /** Erases blocks of the slot, `to` not with them; what fails is marked bad and the next one takes its place. */
  #eraseBlocks(first: number, to: number): boolean {
    for (let block = first; block < to; ) {
      const physical = this.#physical(block);
      if (physical === undefined) return false;
      if (this.#flash.erase(this.#region, physical)) block += 1;
      else this.#flash.markBad(this.#region, physical);
    }
    return true;
  }

  /** Writes; on a failure marks the block bad and says which block of the slot it was. */
  #program(from: number, { blob, offset, bytes }: BlobRef): number | undefined {
    for (const { at, done, length } of this.#runs(from, bytes)) {
      const failed = this.#flash.program(this.#region, at, { blob, offset: offset + done, bytes: length });
      if (failed === undefined) continue;
      this.#flash.markBad(this.#region, failed);
      const { bad } = this.#flash.stateOf(this.#region);
      return failed - [...bad].filter((block) => block < failed).length;
    }
    return undefined;
  }

  /** The block of the flash for a block of the slot. */
  #physical(block: number): number | undefined {
    const { bad } = this.#flash.stateOf(this.#region);
    const blocks = this.#flash.geometry.blocks[this.#region] as number;
    if (bad.size === 0) return block < blocks ? block : undefined;
    let good = -1;
    for (let physical = 0; physical < blocks; physical += 1) {
      if (!bad.has(physical)) good += 1;
      if (good === block) return physical;
    }
    return undefined;
  }

  /** The runs of the flash that a run of the slot stands in. */
  #runs(from: number, bytes: number): readonly Run[] {
    if (this.#flash.stateOf(this.#region).bad.size === 0) return [{ at: from, done: 0, length: bytes }];
    const runs: Run[] = [];
    const { eraseBlockBytes } = this.#flash.geometry.plan;
    for (let done = 0; done < bytes; ) {
      const block = Math.floor((from + done) / eraseBlockBytes);
      const within = from + done - block * eraseBlockBytes;
      const length = Math.min(bytes - done, eraseBlockBytes - within);
      // A slot that lost blocks since has no end: what stood there reads as erased.
      const physical = this.#physical(block);
      if (physical === undefined) break;
      runs.push({ at: physical * eraseBlockBytes + within, done, length });
      done += length;
    }
    return runs;
  }

  #read(from: number, target: Uint8Array): void {
    const runs = this.#runs(from, target.length);
    const [first] = runs;
    if (first?.length === target.length) return this.#flash.read(this.#region, first.at, target);
    target.fill(0xff);
    for (const { at, done, length } of runs) this.#flash.read(this.#region, at, target.subarray(done, done + length));
  }

  /** SHA-256 of what stands there, hex: what is one part of a shared content has it remembered, all else is read and hashed. */
  #digestAt(from: number, bytes: number): string {
    const ref = this.#refAt(from, bytes);
    if (ref !== undefined) return ref.blob.digestOf(ref.offset, ref.bytes);
    const read = new Uint8Array(bytes);
    this.#read(from, read);
    return createHash('sha256').update(read).digest('hex');
  }

  #refAt(from: number, bytes: number): BlobRef | undefined {
    let whole: BlobRef | undefined;
    for (const { at, length } of this.#runs(from, bytes)) {
      const ref = this.#flash.refAt(this.#region, at, length);
      if (ref === undefined || (whole !== undefined && (ref.blob !== whole.blob || ref.offset !== whole.offset + whole.bytes)))
        return undefined;
      whole = { blob: ref.blob, offset: whole?.offset ?? ref.offset, bytes: (whole?.bytes ?? 0) + length };
    }
    return whole?.bytes === bytes ? whole : undefined;
  }
}
