import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { imageHeadBytes, imageLimits } from '#proto/image/index.js';
import { messageOf } from '#proto/kit/index.js';
import { fail } from './host-errors.ts';
import { codeOf, readIfThere, writeWhole } from './whole-file.ts';

/** Bytes of contents that one process of a population keeps, 4 GiB: as much as ten thousand devices with images of their own would hold. */
const mostContentBytes = 4_294_967_296;
/** Bytes of one: none is larger than an image. */
const mostFileBytes = imageHeadBytes + imageLimits.contentBytes;

/**
 * Contents of flashes of a population, each in a file that is called by its SHA-256: devices that hold the same image keep it once, and a file that
 * was changed shows by its name. Processes of one population write here at the same time: who comes second finds it there.
 */
export class ContentShelf {
  readonly path: string;
  readonly #limitBytes: number;
  /** Digests that are here, whole. */
  readonly #whole = new Set<string>();
  #bytes = 0;

  /** @param folder of the population */
  constructor(folder: string, limitBytes = mostContentBytes) {
    this.path = join(folder, 'firmware');
    this.#limitBytes = limitBytes;
  }

  /** Digests that were put or found whole. */
  get digests(): readonly string[] {
    return [...this.#whole];
  }

  /** Keeps contents by their digest. @throws E2109 it can not be written, or there is no more room for it */
  put(contents: ReadonlyMap<string, Uint8Array>): void {
    for (const [digest, bytes] of contents) {
      if (this.#whole.has(digest)) continue;
      if (this.#bytes + bytes.length > this.#limitBytes) {
        const message = `${this.path}: contents of firmware have more than ${this.#limitBytes} bytes, the limit of a process`;
        throw fail('E2109', { message, at: { file: this.path }, next: 'more --processes, or fewer devices with different images' });
      }
      if (this.#problemOf(digest) !== undefined) this.#write(digest, bytes);
      this.#whole.add(digest);
      this.#bytes += bytes.length;
    }
  }

  /** The content of a digest; undefined when it is missing or damaged, which problemOf says before. */
  read(digest: string): Uint8Array | undefined {
    const bytes = readIfThere(join(this.path, digest), mostFileBytes);
    return bytes !== undefined && sha256(bytes) === digest ? bytes : undefined;
  }

  /** What is wrong with the first of these contents, with its file; undefined when all are there, whole. */
  problemOf(digests: Iterable<string>): { readonly path: string; readonly what: string } | undefined {
    for (const digest of digests) {
      if (this.#whole.has(digest)) continue;
      const what = this.#problemOf(digest);
      if (what !== undefined) return { path: join(this.path, digest), what };
      this.#whole.add(digest);
    }
    return undefined;
  }

  /** Takes away all contents but these, and what a kill left half written. */
  removeBut(digests: ReadonlySet<string>): void {
    for (const file of this.#files()) if (!digests.has(file)) rmSync(join(this.path, file), { force: true });
  }

  #problemOf(digest: string): string | undefined {
    try {
      const bytes = readIfThere(join(this.path, digest), mostFileBytes);
      const found = bytes && sha256(bytes);
      if (found === undefined) return 'is missing';
      return found === digest ? undefined : `has the digest ${found}`;
    } catch (error) {
      return `can not be read: ${messageOf(error)}`;
    }
  }

  #write(digest: string, bytes: Uint8Array): void {
    const path = join(this.path, digest);
    try {
      writeWhole(path, [bytes], `${path}.${process.pid}.new`);
    } catch (error) {
      throw fail('E2109', { message: `${path}: ${messageOf(error)}`, at: { file: path }, cause: error });
    }
  }

  #files(): string[] {
    try {
      return readdirSync(this.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
