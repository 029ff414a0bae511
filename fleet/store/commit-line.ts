/**
 * Runs commits one after the other. When one fails, those that waited for it fail with it: their rows may follow lost ones of the same
 * device, and their marks would pass over the loss.
 */
export class CommitLine {
  #last: Promise<void> = Promise.resolve();
  #failures = 0;
  #failure: unknown;

  /** Runs work after the commits before it. */
  run(work: () => Promise<void>): Promise<void> {
    const failuresSeen = this.#failures;
    const result = this.#last.then(async () => {
      if (this.#failures !== failuresSeen) throw this.#failure;
      try {
        await work();
      } catch (error) {
        this.#failures += 1;
        this.#failure = error;
        throw error;
      }
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when all commits so far are over. */
  idle(): Promise<void> {
    return this.#last;
  }
}
