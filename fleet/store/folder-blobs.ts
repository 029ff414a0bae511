import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, statfsSync, statSync, unlinkSync } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobFacts, BlobStore, UploadFacts } from '#fleet/domain/index.js';
import { assert, isSeatrialError, messageOf, type SeatrialError } from '#proto/kit/index.js';
import { BlobPages } from './blob-pages.ts';
import { storeFailure } from './store-errors.ts';

/** Files are read by pages of this size; eight parts of an image lie in one. */
const pageBytes = 262_144;
/** Read at a time when a digest is taken. */
const hashBytes = 1_048_576;

/** What a folder of files is opened with. */
export interface FolderBlobsOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** Memory of the cache that all readers share, bytes; at least one page of 262,144 is kept. */
  readonly cacheBytes: number;
}

/**
 * Opens a folder: `blobs/` has the complete files, `uploads/` what is not complete. An upload is renamed when its digest is right and its
 * bytes are on the disk, so that a file in `blobs/` is whole, however the process ended.
 * @throws E1613 when the folder can not be used
 */
export function openFolderBlobs(options: FolderBlobsOptions): BlobStore {
  return new FolderBlobs(options);
}

/** An upload with its open file. */
interface OpenUpload {
  receivedBytes: number;
  handle: FileHandle | undefined;
}

class FolderBlobs implements BlobStore {
  readonly #blobs: string;
  readonly #uploadFolder: string;
  readonly #pages: BlobPages;
  /** Bytes by digest. */
  readonly #sizes = new Map<string, number>();
  readonly #uploads = new Map<string, OpenUpload>();
  #puts = 0;

  constructor({ folder, cacheBytes }: FolderBlobsOptions) {
    this.#blobs = join(folder, 'blobs');
    this.#uploadFolder = join(folder, 'uploads');
    this.#pages = new BlobPages(Math.max(1, Math.floor(cacheBytes / pageBytes)));
    try {
      for (const path of [this.#blobs, this.#uploadFolder]) mkdirSync(path, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(this.#blobs)) {
        if (/^[0-9a-f]{64}$/.test(name)) this.#sizes.set(name, statSync(join(this.#blobs, name)).size);
      }
      for (const name of readdirSync(this.#uploadFolder)) {
        const path = join(this.#uploadFolder, name);
        // A file that put() had not finished: whoever asked for it heard nothing.
        if (name.startsWith('.')) unlinkSync(path);
        else this.#uploads.set(name, { receivedBytes: statSync(path).size, handle: undefined });
      }
    } catch (error) {
      throw failureOf(folder, error);
    }
  }

  get(digest: string): BlobFacts | undefined {
    const bytes = this.#sizes.get(digest);
    return bytes === undefined ? undefined : { digest, bytes };
  }

  list(): BlobFacts[] {
    return [...this.#sizes].map(([digest, bytes]) => ({ digest, bytes })).sort((a, b) => (a.digest < b.digest ? -1 : 1));
  }

  peek(digest: string, offset: number, bytes: number): Uint8Array | undefined {
    const size = this.#sizes.get(digest);
    if (size === undefined) return undefined;
    checkRange(offset, bytes, size);
    if (bytes > 0 && Math.floor(offset / pageBytes) === Math.floor((offset + bytes - 1) / pageBytes)) {
      const page = this.#pages.peek(`${digest} ${Math.floor(offset / pageBytes)}`);
      return page?.subarray(offset % pageBytes, (offset % pageBytes) + bytes);
    }
    // Thousands of devices ask for the same parts, and those of an image begin behind its header: one that goes over the end of a page is put together once.
    const joined = bytes <= pageBytes ? `${digest} ${offset}+${bytes}` : '';
    const known = joined === '' ? undefined : this.#pages.peek(joined);
    if (known !== undefined) return known;
    const pages: Uint8Array[] = [];
    for (const number of pagesOf(offset, bytes)) {
      const page = this.#pages.peek(`${digest} ${number}`);
      if (page === undefined) return undefined;
      pages.push(page);
    }
    if (joined === '') return cut(pages, offset, bytes);
    const within = offset % pageBytes;
    const part = Uint8Array.from(Buffer.concat(pages).subarray(within, within + bytes));
    this.#pages.hold(joined, part);
    return part;
  }

  async read(digest: string, offset: number, bytes: number): Promise<Uint8Array> {
    const size = this.#sizes.get(digest);
    if (size === undefined) throw storeFailure('E1618', { message: `there is no file ${digest.slice(0, 16)}…` });
    checkRange(offset, bytes, size);
    const load = (number: number): Promise<Uint8Array> =>
      this.#pages.get(`${digest} ${number}`, () => this.#readPage(digest, number, size));
    return cut(await Promise.all(pagesOf(offset, bytes).map(load)), offset, bytes);
  }

  async put(bytes: Uint8Array): Promise<BlobFacts> {
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (this.#sizes.has(digest)) return { digest, bytes: bytes.length };
    this.#puts += 1;
    const path = join(this.#uploadFolder, `.put-${this.#puts}`);
    try {
      const handle = await open(path, 'w', 0o600);
      try {
        await writeAll(handle, bytes, 0);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await this.#keep(path, digest, bytes.length);
    } catch (error) {
      await unlink(path).catch(() => undefined);
      throw failureOf(path, error);
    }
    return { digest, bytes: bytes.length };
  }

  async delete(digest: string): Promise<void> {
    if (!this.#sizes.delete(digest)) return;
    this.#pages.drop(`${digest} `);
    await removeFile(join(this.#blobs, digest));
  }

  freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.#blobs);
    return bavail * bsize;
  }

  uploads(): UploadFacts[] {
    return [...this.#uploads].map(([id, { receivedBytes }]) => ({ id, receivedBytes }));
  }

  upload(id: string): UploadFacts | undefined {
    const upload = this.#uploads.get(id);
    return upload && { id, receivedBytes: upload.receivedBytes };
  }

  async begin(id: string): Promise<void> {
    assert(/^[a-z0-9-]{1,64}$/.test(id) && !this.#uploads.has(id), `upload ${id} is there already, or its id is none`);
    const path = join(this.#uploadFolder, id);
    try {
      this.#uploads.set(id, { receivedBytes: 0, handle: await open(path, 'wx+', 0o600) });
      await syncFolder(this.#uploadFolder);
    } catch (error) {
      throw failureOf(path, error);
    }
  }

  async append(id: string, offset: number, bytes: Uint8Array): Promise<number> {
    const upload = this.#need(id);
    const end = upload.receivedBytes;
    if (offset !== end) throw storeFailure('E1616', { message: `upload ${id} has ${end} bytes, these are for byte ${offset}` });
    const path = join(this.#uploadFolder, id);
    try {
      upload.handle ??= await open(path, 'r+', 0o600);
      await writeAll(upload.handle, bytes, end);
    } catch (error) {
      // What a full disk took of these bytes goes again: the end stays where it was.
      await upload.handle?.truncate(end).catch(() => undefined);
      throw failureOf(path, error);
    }
    upload.receivedBytes = end + bytes.length;
    return upload.receivedBytes;
  }

  async complete(id: string, digest: string): Promise<BlobFacts> {
    const upload = this.#need(id);
    const path = join(this.#uploadFolder, id);
    try {
      upload.handle ??= await open(path, 'r+', 0o600);
      await upload.handle.sync();
      const found = await digestOf(upload.handle, upload.receivedBytes);
      if (found !== digest) throw storeFailure('E1617', { message: `upload ${id} has the digest ${found}, announced was ${digest}` });
      await upload.handle.close();
      upload.handle = undefined;
      await this.#keep(path, digest, upload.receivedBytes);
    } catch (error) {
      throw failureOf(path, error);
    }
    this.#uploads.delete(id);
    return { digest, bytes: upload.receivedBytes };
  }

  async discard(id: string): Promise<void> {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return;
    this.#uploads.delete(id);
    await upload.handle?.close();
    await removeFile(join(this.#uploadFolder, id));
  }

  async close(): Promise<void> {
    for (const upload of this.#uploads.values()) {
      await upload.handle?.close();
      upload.handle = undefined;
    }
  }

  async #keep(path: string, digest: string, bytes: number): Promise<void> {
    await rename(path, join(this.#blobs, digest));
    await syncFolder(this.#blobs);
    this.#sizes.set(digest, bytes);
  }

  async #readPage(digest: string, number: number, size: number): Promise<Uint8Array> {
    const path = join(this.#blobs, digest);
    const from = number * pageBytes;
    const page = Buffer.allocUnsafeSlow(Math.min(pageBytes, size - from));
    try {
      const handle = await open(path, 'r');
      try {
        await readAll(handle, page, from);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw failureOf(path, error);
    }
    return page;
  }

  #need(id: string): OpenUpload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw storeFailure('E1618', { message: `there is no upload ${id.slice(0, 80)}` });
    return upload;
  }
}

function checkRange(offset: number, bytes: number, size: number): void {
  // The text is made for a fault alone: parts come by here ten thousand times a second.
  if (offset >= 0 && bytes >= 0 && offset + bytes <= size) return;
  assert(false, `bytes ${offset} to ${offset + bytes} of a file of ${size}`);
}

/** Numbers of the pages that a range touches. */
function pagesOf(offset: number, bytes: number): number[] {
  const first = Math.floor(offset / pageBytes);
  const last = Math.floor((offset + Math.max(1, bytes) - 1) / pageBytes);
  return bytes === 0 ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** A range out of its pages: a view where one page has it all. */
function cut(pages: readonly Uint8Array[], offset: number, bytes: number): Uint8Array {
  const within = offset % pageBytes;
  const all = pages.length === 1 ? (pages[0] as Uint8Array) : Buffer.concat(pages);
  return all.subarray(within, within + bytes);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function readAll(handle: FileHandle, into: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new Error(`it ends at byte ${position + done}`);
    done += bytesRead;
  }
}

/** Read piece by piece: others have their turn in between. */
async function digestOf(handle: FileHandle, size: number): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafeSlow(Math.min(hashBytes, Math.max(1, size)));
  for (let done = 0; done < size; done += piece.length) {
    const view = piece.subarray(0, Math.min(piece.length, size - done));
    await readAll(handle, view, done);
    hash.update(view);
  }
  return hash.digest('hex');
}

/** Makes the names in a folder last. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeFile(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw failureOf(path, error);
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What an error of the file system means for us; errors that are ours come back as they are. */
function failureOf(path: string, error: unknown): SeatrialError | unknown {
  if (isSeatrialError(error)) return error;
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return storeFailure('E1615', { message: `${path} has no room to grow: ${messageOf(error)}`, cause: error, retryAfterMs: 10_000 });
  }
  if (error instanceof Error && (code !== '' || error.message.startsWith('it ends'))) {
    return storeFailure('E1613', { message: `${path} can not be used: ${messageOf(error)}`, cause: error });
  }
  return error;
}
