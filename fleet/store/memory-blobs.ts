import { createHash } from 'node:crypto';
import type { BlobFacts, BlobStore, UploadFacts } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { storeFailure } from './store-errors.ts';

/** Files in memory, for simulations and tests: all is done inside the call, no turn of the event loop, no thread. */
export interface MemoryBlobs extends BlobStore {
  /** As a process that is killed: this object never answers again. Returns the files as the next process finds them. */
  crash(): MemoryBlobs;
  /** Room for so many bytes in all. */
  setRoom(bytes: number): void;
}

/** Opens an empty one with room for 1 GiB. */
export function createMemoryBlobs(): MemoryBlobs {
  return new MemoryBlobsDriver({ files: new Map(), uploads: new Map(), room: 1_073_741_824 });
}

/** What survives a crash. */
interface Disk {
  readonly files: Map<string, Uint8Array>;
  /** Pieces in the order in which they came. */
  readonly uploads: Map<string, Uint8Array[]>;
  room: number;
}

const never = new Promise<never>(() => undefined);

class MemoryBlobsDriver implements MemoryBlobs {
  readonly #disk: Disk;
  #isCrashed = false;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  get(digest: string): BlobFacts | undefined {
    const bytes = this.#disk.files.get(digest);
    return bytes && { digest, bytes: bytes.length };
  }

  list(): BlobFacts[] {
    const all = [...this.#disk.files].map(([digest, { length }]) => ({ digest, bytes: length }));
    return all.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  }

  peek(digest: string, offset: number, bytes: number): Uint8Array | undefined {
    const file = this.#disk.files.get(digest);
    if (file === undefined) return undefined;
    assert(offset >= 0 && bytes >= 0 && offset + bytes <= file.length, `bytes ${offset} to ${offset + bytes} of a file of ${file.length}`);
    return file.subarray(offset, offset + bytes);
  }

  async read(digest: string, offset: number, bytes: number): Promise<Uint8Array> {
    if (this.#isCrashed) await never;
    const found = this.peek(digest, offset, bytes);
    if (found === undefined) throw storeFailure('E1618', { message: `there is no file ${digest.slice(0, 16)}…` });
    return found;
  }

  async put(bytes: Uint8Array): Promise<BlobFacts> {
    if (this.#isCrashed) await never;
    const digest = sha256([bytes]);
    if (!this.#disk.files.has(digest)) {
      this.#needRoom(bytes.length);
      this.#disk.files.set(digest, Uint8Array.from(bytes));
    }
    return { digest, bytes: bytes.length };
  }

  async delete(digest: string): Promise<void> {
    if (this.#isCrashed) await never;
    this.#disk.files.delete(digest);
  }

  freeBytes(): number {
    let used = 0;
    for (const file of this.#disk.files.values()) used += file.length;
    for (const pieces of this.#disk.uploads.values()) used += sumOf(pieces);
    return Math.max(0, this.#disk.room - used);
  }

  uploads(): UploadFacts[] {
    return [...this.#disk.uploads].map(([id, pieces]) => ({ id, receivedBytes: sumOf(pieces) }));
  }

  upload(id: string): UploadFacts | undefined {
    const pieces = this.#disk.uploads.get(id);
    return pieces && { id, receivedBytes: sumOf(pieces) };
  }

  async begin(id: string): Promise<void> {
    if (this.#isCrashed) await never;
    assert(!this.#disk.uploads.has(id), `there is an upload ${id} already`);
    this.#disk.uploads.set(id, []);
  }

  async append(id: string, offset: number, bytes: Uint8Array): Promise<number> {
    if (this.#isCrashed) await never;
    const pieces = this.#need(id);
    const end = sumOf(pieces);
    if (offset !== end) throw storeFailure('E1616', { message: `upload ${id} has ${end} bytes, these are for byte ${offset}` });
    this.#needRoom(bytes.length);
    pieces.push(Uint8Array.from(bytes));
    return end + bytes.length;
  }

  async complete(id: string, digest: string): Promise<BlobFacts> {
    if (this.#isCrashed) await never;
    const pieces = this.#need(id);
    const found = sha256(pieces);
    if (found !== digest) throw storeFailure('E1617', { message: `upload ${id} has the digest ${found}, announced was ${digest}` });
    this.#disk.uploads.delete(id);
    const bytes = Buffer.concat(pieces);
    if (!this.#disk.files.has(digest)) this.#disk.files.set(digest, bytes);
    return { digest, bytes: bytes.length };
  }

  async discard(id: string): Promise<void> {
    if (this.#isCrashed) await never;
    this.#disk.uploads.delete(id);
  }

  async close(): Promise<void> {
    if (this.#isCrashed) await never;
  }

  crash(): MemoryBlobs {
    this.#isCrashed = true;
    return new MemoryBlobsDriver(this.#disk);
  }

  setRoom(bytes: number): void {
    this.#disk.room = bytes;
  }

  #need(id: string): Uint8Array[] {
    const pieces = this.#disk.uploads.get(id);
    if (pieces === undefined) throw storeFailure('E1618', { message: `there is no upload ${id}` });
    return pieces;
  }

  #needRoom(bytes: number): void {
    const free = this.freeBytes();
    if (bytes <= free) return;
    throw storeFailure('E1615', { message: `${bytes} bytes are to be written, ${free} are free`, retryAfterMs: 10_000 });
  }
}

function sumOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function sha256(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
