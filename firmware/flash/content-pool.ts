import { hash } from 'node:crypto';
import { HeaderCache } from './slot-header.ts';

/** Bytes that flashes hold by reference. Never changed. */
export class ContentBlob {
  readonly bytes: Uint8Array;
  /** True when a pool gave it out: then any number of flashes hold the same one. */
  readonly isShared: boolean;
  #digest: string | undefined;
  #ranges: Map<number, string> | undefined;

  /** @param digest when it is known already */
  constructor(bytes: Uint8Array, digest?: string, isShared = false) {
    this.bytes = bytes;
    this.#digest = digest;
    this.isShared = isShared;
  }

  /** SHA-256 of all of it, hex. */
  get digest(): string {
    this.#digest ??= sha256(this.bytes);
    return this.#digest;
  }

  /** SHA-256 of a part, hex; remembered for contents that are shared, so that ten thousand devices with one image hash it once. */
  digestOf(offset: number, length: number): string {
    if (offset === 0 && length === this.bytes.length) return this.digest;
    const key = offset * 0x1000_0000 + length;
    const known = this.#ranges?.get(key);
    if (known !== undefined) return known;
    const digest = sha256(this.bytes.subarray(offset, offset + length));
    if (this.isShared) {
      this.#ranges ??= new Map();
      this.#ranges.set(key, digest);
    }
    return digest;
  }
}

/** A part of a blob. */
export interface BlobRef {
  readonly blob: ContentBlob;
  readonly offset: number;
  readonly bytes: number;
}

/** All of a blob. */
export function wholeOf(blob: ContentBlob): BlobRef {
  return { blob, offset: 0, bytes: blob.bytes.length };
}

/**
 * Contents of a process, each once: devices that take the same image hold the same bytes. Bounded: beyond the limit the oldest are let go, but
 * those that were asked for since stay for another round; who holds one keeps it, and only a later equal one would be a second copy.
 */
export class ContentPool {
  readonly #limitBytes: number;
  /** By digest; the one that came last, or was to go and stays for another round, stands last. */
  readonly #blobs = new Map<string, { readonly blob: ContentBlob; isAsked: boolean }>();
  #bytes = 0;
  /** Headers of the images among them, parsed once. */
  readonly headers = new HeaderCache();

  /** @param limitBytes most bytes that it remembers, 0 to 2^40 */
  constructor(limitBytes = 268_435_456) {
    this.#limitBytes = limitBytes;
  }

  /** Bytes that it remembers. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Contents that it remembers. */
  get count(): number {
    return this.#blobs.size;
  }

  /**
   * The blob of these bytes, which are copied when they are new.
   * @param digest SHA-256 of them, hex, from whoever has just checked it
   */
  intern(bytes: Uint8Array, digest: string = sha256(bytes)): ContentBlob {
    const known = this.find(digest);
    if (known !== undefined) return known;
    const blob = new ContentBlob(Uint8Array.from(bytes), digest, true);
    this.#blobs.set(digest, { blob, isAsked: true });
    this.#bytes += bytes.length;
    this.#letGo();
    return blob;
  }

  /**
   * The blob of bytes that came for a digest; undefined when they do not have it. Bytes that are those of a blob whose digest was computed before
   * have that digest: comparing them costs a tenth of hashing them, and ten thousand devices take the same chunk.
   * @param digest SHA-256 that they must have, hex
   */
  verified(bytes: Uint8Array, digest: string): ContentBlob | undefined {
    const known = this.find(digest);
    if (known !== undefined && Buffer.compare(known.bytes, bytes) === 0) return known;
    return sha256(bytes) === digest ? this.intern(bytes, digest) : undefined;
  }

  /** The blob of a digest, when it is remembered. */
  find(digest: string): ContentBlob | undefined {
    const held = this.#blobs.get(digest);
    if (held === undefined) return undefined;
    held.isAsked = true;
    return held.blob;
  }

  #letGo(): void {
    for (const [oldest, held] of this.#blobs) {
      if (this.#bytes <= this.#limitBytes) break;
      this.#blobs.delete(oldest);
      // It stands last again, and goes when it comes to the front without being asked for.
      if (held.isAsked) this.#blobs.set(oldest, { blob: held.blob, isAsked: false });
      else this.#bytes -= held.blob.bytes.length;
    }
  }
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}
