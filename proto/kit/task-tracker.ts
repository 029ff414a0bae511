/**
 * Counts handlers that have begun and not ended. The world settles on it: virtual time moves only while none is open.
 */
export class TaskTracker {
  readonly #open = new Map<number, string>();
  #next = 0;

  /** Handlers that are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Names of the open handlers, for the message of a world that does not settle. */
  names(): string[] {
    return [...this.#open.values()];
  }

  /** Runs work and counts it as open until it settles. Its rejection is a bug of the handler and reaches the caller. */
  async run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const key = this.#next++;
    this.#open.set(key, name);
    try {
      return await work();
    } finally {
      this.#open.delete(key);
    }
  }
}
