import type { Flash } from './flash.ts';
import type { Kept, TwoCopies } from './two-copies.ts';

/** A value that two copies hold: worked out of its bytes once, as long as these are the same. */
export class KeptValue<Value> {
  readonly #copies: TwoCopies;
  readonly #decode: (payload: Uint8Array) => Value | undefined;
  #payload: Uint8Array | undefined;
  #value: Value | undefined;

  /** @param decode undefined: the bytes are of another make */
  constructor(copies: TwoCopies, decode: (payload: Uint8Array) => Value | undefined) {
    this.#copies = copies;
    this.#decode = decode;
  }

  /** The same value in a fork of the flash. */
  fork(flash: Flash): KeptValue<Value> {
    const fork = new KeptValue(this.#copies.fork(flash), this.#decode);
    fork.#payload = this.#payload;
    fork.#value = this.#value;
    return fork;
  }

  /** The newest value; undefined when no copy is whole, or it is of another make. */
  read(): Value | undefined {
    return this.#valueOf(this.#copies.read());
  }

  /** Copies that hold the newest value, 0 to 2. */
  get copies(): number {
    return this.#copies.read()?.copies ?? 0;
  }

  /**
   * Writes its bytes, 0 to 4,080.
   * @returns false when the flash fails: then the old value stands
   * @throws PowerCut
   */
  write(payload: Uint8Array): boolean {
    return this.#copies.write(payload);
  }

  /**
   * Makes both copies the same again.
   * @throws PowerCut
   */
  repair(): void {
    this.#copies.repair();
  }

  #valueOf(kept: Kept | undefined): Value | undefined {
    if (kept === undefined) return undefined;
    if (kept.payload !== this.#payload) {
      this.#payload = kept.payload;
      this.#value = this.#decode(kept.payload);
    }
    return this.#value;
  }
}
