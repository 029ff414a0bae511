import { TaskTracker } from '#proto/kit/index.js';

/**
 * Measures how long turns of rollouts decide, from their begin until they wait for the Store or are done: in time of this thread's processor, so that
 * what else the machine does is left out, and in time of the clock. Nothing else runs between.
 */
export class TurnTracker extends TaskTracker {
  readonly name = 'rollout.turn';
  #longestMs = 0;
  #longestClockMs = 0;
  #totalMs = 0;
  #count = 0;
  /** The turn that decides now. */
  #begun: { readonly clockMs: number; readonly cpuMs: number } | undefined;

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
    this.#begun = { clockMs: performance.now(), cpuMs: threadCpuMs() };
    return super.run(name, work).finally(() => this.waits());
  }

  /** The Store is asked for something: what a turn decides is decided then. */
  waits(): void {
    if (this.#begun === undefined) return;
    const spanMs = threadCpuMs() - this.#begun.cpuMs;
    this.#longestClockMs = Math.max(this.#longestClockMs, performance.now() - this.#begun.clockMs);
    this.#longestMs = Math.max(this.#longestMs, spanMs);
    this.#totalMs += spanMs;
    this.#count += 1;
    this.#begun = undefined;
  }
}

/** Time of a processor that this thread took so far, ms. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
