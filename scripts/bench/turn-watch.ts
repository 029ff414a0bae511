const everyMs = 5;

/** The longest turn of this process's event loop: how late a timer of 5 ms came at worst. */
export class TurnWatch {
  #timer: NodeJS.Timeout | undefined;
  #lastMs = 0;
  #longestMs = 0;

  get longestMs(): number {
    return this.#longestMs;
  }

  /** Ends it: the process may end. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Begins anew. */
  start(): void {
    this.stop();
    this.#longestMs = 0;
    this.#lastMs = performance.now();
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      this.#longestMs = Math.max(this.#longestMs, nowMs - this.#lastMs - everyMs);
      this.#lastMs = nowMs;
    }, everyMs);
  }
}
