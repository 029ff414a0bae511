/**
 * Lets through ratePerSecond on average and burst at once. Ours, since it must take its time from the caller.
 */
export class TokenBucket {
  readonly #ratePerSecond: number;
  /** Thousandths of tokens: of whole tokens a second and whole milliseconds nothing has to be rounded. */
  readonly #burst: number;
  #thousandths: number;
  #filledAtMs: number;

  /**
   * @param ratePerSecond tokens a second, above 0
   * @param burst tokens at most, 1 or more; full at the start
   * @param nowMs time of the caller's clock, ms
   */
  constructor(ratePerSecond: number, burst: number, nowMs: number) {
    this.#ratePerSecond = ratePerSecond;
    this.#burst = burst * 1_000;
    this.#thousandths = this.#burst;
    this.#filledAtMs = nowMs;
  }

  /** Takes count tokens when they are there. */
  take(count: number, nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#thousandths < count * 1_000) return false;
    this.#thousandths -= count * 1_000;
    return true;
  }

  /** Time until count tokens are there, ms; 0 when they are. */
  waitMs(count: number, nowMs: number): number {
    this.#fill(nowMs);
    const lacking = count * 1_000 - this.#thousandths;
    return lacking <= 0 ? 0 : Math.ceil(lacking / this.#ratePerSecond);
  }

  #fill(nowMs: number): void {
    if (nowMs <= this.#filledAtMs) return;
    this.#thousandths = Math.min(this.#burst, this.#thousandths + (nowMs - this.#filledAtMs) * this.#ratePerSecond);
    this.#filledAtMs = nowMs;
  }
}
