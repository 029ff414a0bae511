import { createHash } from 'node:crypto';

/** Bytes gathered before they are hashed: a hash call a frame would cost more than the frame. */
const blockBytes = 65_536;

/** SHA-256 over everything that crosses the boundary between devices and manager, with its virtual time, in order. */
export class TraceHash {
  readonly #hash = createHash('sha256');
  readonly #block = new Uint8Array(blockBytes);
  readonly #view = new DataView(this.#block.buffer);
  #used = 0;
  #entries = 0;

  /** Entries so far. */
  get entries(): number {
    return this.#entries;
  }

  /**
   * @param kind small number that tells opens, frames, closes and notes apart
   * @param name whose link; hashed by its length and characters
   */
  add(nowMs: number, kind: number, name: string, bytes: Uint8Array): void {
    this.#entries += 1;
    const headBytes = 17 + name.length * 2;
    if (this.#used + headBytes + bytes.length > blockBytes) this.#flush();
    this.#view.setFloat64(this.#used, nowMs);
    this.#view.setUint8(this.#used + 8, kind);
    this.#view.setUint32(this.#used + 9, name.length);
    this.#view.setUint32(this.#used + 13, bytes.length);
    this.#used += 17;
    for (let index = 0; index < name.length; index += 1, this.#used += 2) this.#view.setUint16(this.#used, name.charCodeAt(index));
    if (bytes.length > blockBytes - this.#used) {
      this.#flush();
      this.#hash.update(bytes);
      return;
    }
    this.#block.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Hex of all so far; adding may go on. */
  digest(): string {
    this.#flush();
    return this.#hash.copy().digest('hex');
  }

  #flush(): void {
    if (this.#used > 0) this.#hash.update(this.#block.subarray(0, this.#used));
    this.#used = 0;
  }
}
