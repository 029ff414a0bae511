/**
 * Lets through ratePerSecond on average and burst at once. Ours, since it must take its time from the caller.
 */
export class TokenBucket {
  readonly #ratePerSecond: number;
  readonly #burst: number;
  #tokens: number;
  #filledAtMs: number;

  /**
   * @param ratePerSecond tokens a second, above 0
   * @param burst tokens at most, 1 or more; full at the start
   * @param nowMs time of the caller's clock, ms
   */
  constructor(ratePerSecond: number, burst: number, nowMs: number) {
    this.#ratePerSecond = ratePerSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAtMs = nowMs;
  }

  /** Takes count tokens when they are there. */
  take(count: number, nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  /** Time until count tokens are there, ms; 0 when they are. */
  waitMs(count: number, nowMs: number): number {
    this.#fill(nowMs);
    return this.#tokens >= count ? 0 : Math.ceil(((count - this.#tokens) * 1_000) / this.#ratePerSecond);
  }

  #fill(nowMs: number): void {
    if (nowMs <= this.#filledAtMs) return;
    this.#tokens = Math.min(this.#burst, this.#tokens + ((nowMs - this.#filledAtMs) * this.#ratePerSecond) / 1_000);
    this.#filledAtMs = nowMs;
  }
}
