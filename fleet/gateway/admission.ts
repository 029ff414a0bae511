import { type Random, TokenBucket } from '#proto/kit/index.js';

/** What admission is made of. */
export interface AdmissionLimits {
  readonly handshakesPerSecond: number;
  readonly openHandshakes: number;
  readonly longestRetryMs: number;
}

/**
 * Decides whether a handshake may begin. Whoever is turned away gets a place in a queue of times, as many a second as handshakes can be checked:
 * a storm comes back spread out, not in one more storm.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #random: Random;
  readonly #bucket: TokenBucket;
  #nextPlaceMs = 0;
  /** Handshakes under way. */
  open = 0;

  constructor(limits: AdmissionLimits, random: Random, nowMs: number) {
    this.#limits = limits;
    this.#random = random;
    this.#bucket = new TokenBucket(limits.handshakesPerSecond, Math.max(1, limits.handshakesPerSecond), nowMs);
  }

  /** Why a handshake can't begin now, measured against the limit; undefined when it may. */
  refusal(nowMs: number): string | undefined {
    const { openHandshakes, handshakesPerSecond } = this.#limits;
    if (this.open >= openHandshakes) return `${this.open} handshakes are under way, the limit is ${openHandshakes}`;
    if (!this.#bucket.take(1, nowMs)) return `more than ${handshakesPerSecond} handshakes a second`;
    return undefined;
  }

  /** When the next one that is turned away may come, from now, ms: leastMs or later. */
  retryAfterMs(nowMs: number, leastMs: number): number {
    const { handshakesPerSecond, longestRetryMs } = this.#limits;
    this.#nextPlaceMs = Math.max(this.#nextPlaceMs, nowMs + leastMs) + 1_000 / handshakesPerSecond;
    const waitMs = this.#nextPlaceMs - nowMs;
    // Beyond the longest time there are no places any more: the latter half of it is shared by chance.
    if (waitMs >= longestRetryMs) return Math.ceil(longestRetryMs * (0.5 + this.#random.float() / 2));
    return Math.ceil(waitMs);
  }
}
