import { TaskTracker } from '#proto/kit/index.js';

/**
 * Measures how long turns of rollouts keep the event loop, from their begin until it goes on with something else: in time of this thread's processor,
 * so that what else the machine does is left out, and in time of the clock.
 */
export class TurnTracker extends TaskTracker {
  readonly name = 'rollout.turn';
  #longestMs = 0;
  #longestClockMs = 0;
  #totalMs = 0;
  #count = 0;

  get figures(): { readonly longestMs: number; readonly longestClockMs: number; readonly meanMs: number; readonly count: number } {
    const meanMs = this.#totalMs / Math.max(1, this.#count);
    return { longestMs: this.#longestMs, longestClockMs: this.#longestClockMs, meanMs, count: this.#count };
  }

  /** Begins anew. */
  reset(): void {
    this.#longestMs = 0;
    this.#longestClockMs = 0;
    this.#totalMs = 0;
    this.#count = 0;
  }

  override run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    if (name !== this.name) return super.run(name, work);
    const startMs = performance.now();
    const startCpuMs = threadCpuMs();
    setImmediate(() => {
      const spanMs = threadCpuMs() - startCpuMs;
      this.#longestClockMs = Math.max(this.#longestClockMs, performance.now() - startMs);
      this.#longestMs = Math.max(this.#longestMs, spanMs);
      this.#totalMs += spanMs;
      this.#count += 1;
    });
    return super.run(name, work);
  }
}

/** Time of a processor that this thread took so far, ms. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
