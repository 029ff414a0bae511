import { assert } from '#proto/kit/index.js';
import type { Held } from './trust-state.ts';

/** How much a cache holds. */
export interface TrustCacheLimits {
  /** Verified metadata, 1 or more. */
  readonly entries: number;
  /** Of all of it together, as it came. */
  readonly bytes: number;
}

/**
 * What was verified before in this process. A thousand devices get the same metadata: it is verified for the first, and the others get what the
 * first got, when their bytes and the root that says who may sign are the same; nothing else is ever found. The longest unused goes first.
 */
export class TrustCache {
  readonly #limits: TrustCacheLimits;
  readonly #entries = new Map<string, Held>();
  #bytes = 0;
  /** How often something was found, and how often it had to be verified. */
  readonly counters = { found: 0, verified: 0 };

  constructor(limits: TrustCacheLimits = { entries: 64, bytes: 16_777_216 }) {
    assert(limits.entries >= 1, 'a cache holds one entry or more');
    this.#limits = limits;
  }

  /** Entries that it holds. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * @param kind which check it is, so that a kind is never taken for another
   * @param digest SHA-256 of the bytes, hex
   * @param rootDigest SHA-256 of the root by which they are verified, hex
   * @param verify verifies for the first; what it throws is not kept
   */
  get<Kind extends Held>(kind: string, digest: string, rootDigest: string, verify: () => Kind): Kind {
    const key = `${kind} ${digest} ${rootDigest}`;
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.counters.found += 1;
      this.#entries.delete(key);
      this.#entries.set(key, known);
      // The key names the kind, and one kind has one type.
      return known as Kind;
    }
    this.counters.verified += 1;
    const held = verify();
    this.#entries.set(key, held);
    this.#bytes += held.bytes.length;
    for (const [oldest, { bytes }] of this.#entries) {
      if (this.#entries.size <= this.#limits.entries && this.#bytes <= this.#limits.bytes) break;
      this.#entries.delete(oldest);
      this.#bytes -= bytes.length;
    }
    return held;
  }
}
