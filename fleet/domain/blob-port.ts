/** A file that is complete. */
export interface BlobFacts {
  /** SHA-256 of its bytes, hex: its name. */
  readonly digest: string;
  readonly bytes: number;
}

/** A file that is not complete yet. */
export interface UploadFacts {
  /** 1 to 64 of a-z 0-9 -. */
  readonly id: string;
  /** What is there: the offset of the next byte. */
  readonly receivedBytes: number;
}

/**
 * Files of images and deltas, each named by the SHA-256 of its bytes. What a promise resolved for is there after kill -9. Calls that write
 * one and the same upload come one after the other; all others may overlap.
 */
export interface BlobStore {
  get(digest: string): BlobFacts | undefined;
  /** All that are complete, by digest. */
  list(): BlobFacts[];
  /**
   * Bytes that are in memory: the cache, which all readers share. undefined: read() brings them there. Not to be written to.
   * @param offset from 0; offset + bytes is at most the file's size, else AssertionError
   */
  peek(digest: string, offset: number, bytes: number): Uint8Array | undefined;
  /** Bytes of a file, as peek gives them. Throws E1618 (no such file), E1613 (the disk failed). */
  read(digest: string, offset: number, bytes: number): Promise<Uint8Array>;
  /** Keeps a file that was made here. Nothing happens when it is there. Throws E1615 (no room), E1613. */
  put(bytes: Uint8Array): Promise<BlobFacts>;
  /** Nothing happens when it is not there. */
  delete(digest: string): Promise<void>;
  /** Room of the file system, bytes. */
  freeBytes(): number;

  uploads(): UploadFacts[];
  upload(id: string): UploadFacts | undefined;
  /** Begins an empty one; the id is new. Throws E1615, E1613. */
  begin(id: string): Promise<void>;
  /**
   * Adds bytes at the end. Resolves with the bytes that are there then.
   * Throws E1616 (the offset is not the end: nothing was written), E1618 (no such upload), E1615 (no room: nothing of these bytes stays), E1613.
   */
  append(id: string, offset: number, bytes: Uint8Array): Promise<number>;
  /**
   * Makes it a file. Throws E1617 (its bytes have another digest: the upload stays as it is), E1618, E1615, E1613.
   * @param digest SHA-256 that its bytes must have, hex
   */
  complete(id: string, digest: string): Promise<BlobFacts>;
  /** Drops an upload; nothing happens when it is not there. */
  discard(id: string): Promise<void>;
  close(): Promise<void>;
}
