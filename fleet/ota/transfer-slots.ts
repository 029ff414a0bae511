import type { Random } from '#proto/kit/index.js';

/** Before anything was measured: how long a transfer takes, ms. */
const firstGuessMs = 2_000;
const shortestRetryMs = 1_000;
const longestRetryMs = 600_000;

/**
 * How many devices take an image at once. Who finds no place is told when to come again, and these times are spread as places become free: so a
 * fleet that is offered an update at one instant does not come back at one instant.
 */
export class TransferSlots {
  readonly #limit: number;
  readonly #random: Random;
  readonly #sinceMs = new Map<string, number>();
  /** Mean time of a transfer, ms. */
  #meanMs = firstGuessMs;
  /** When the place that was promised last becomes free, ms of Clock.nowMs(). */
  #promisedMs = 0;

  constructor(limit: number, random: Random) {
    this.#limit = limit;
    this.#random = random;
  }

  /** Places that are taken. */
  get size(): number {
    return this.#sinceMs.size;
  }

  has(id: string): boolean {
    return this.#sinceMs.has(id);
  }

  /** True when a place is free. */
  get hasRoom(): boolean {
    return this.#sinceMs.size < this.#limit;
  }

  /** Takes a place, or keeps the one it has. False when all are taken. */
  take(id: string, nowMs: number): boolean {
    if (this.#sinceMs.has(id)) return true;
    if (!this.hasRoom) return false;
    this.#sinceMs.set(id, nowMs);
    return true;
  }

  /** When one that found no place is to come again, ms. */
  retryAfterMs(nowMs: number): number {
    this.#promisedMs = Math.max(this.#promisedMs, nowMs) + this.#meanMs / this.#limit;
    const waitMs = (this.#promisedMs - nowMs) * (0.75 + this.#random.float() / 2) + shortestRetryMs * (0.5 + this.#random.float());
    return Math.ceil(Math.min(longestRetryMs, Math.max(shortestRetryMs / 2, waitMs)));
  }

  /** Gives a place back. @param isWhole it took all of it: its time tells how long others will take */
  free(id: string, nowMs: number, isWhole: boolean): void {
    const sinceMs = this.#sinceMs.get(id);
    if (sinceMs === undefined) return;
    this.#sinceMs.delete(id);
    if (isWhole) this.#meanMs += (nowMs - sinceMs - this.#meanMs) / 16;
  }
}
