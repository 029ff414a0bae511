/** Runs work one after the other: who writes through it has one write under way at a time, so it always knows each document's revision. */
export class Serial {
  #tail: Promise<unknown> = Promise.resolve();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(work, work);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
