import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import type { Store } from '#fleet/domain/index.js';
import { TaskTracker } from '#proto/kit/index.js';

/** How long turns took, ms. */
export interface TurnFigures {
  /** Of this thread's processor, without pauses of its collector, while that does not go through the whole heap. */
  readonly longestMs: number;
  /** The same with all that the collector does, also while it goes through the whole heap: a third of a second each time, in which all is slow. */
  readonly longestCollectedMs: number;
  /** By the clock, with all that the machine did meanwhile. */
  readonly longestClockMs: number;
  readonly meanMs: number;
  readonly count: number;
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

interface Turn extends Span {
  readonly cpuMs: number;
}

/** Shorter turns are not kept: none of them is the longest. */
const keptMs = 5;

/**
 * Measures how long turns of rollouts decide, from their begin until they wait for the Store, give others their turn, or are done: in time of this thread's
 * processor, so that what else the machine does is left out, and in time of the clock. Nothing else runs between but the collector, which comes when the
 * whole process has made enough garbage.
 */
export class TurnTracker extends TaskTracker {
  readonly name = 'rollout.turn';
  readonly #pauses: Span[] = [];
  /** In which the collector went through the whole heap. */
  readonly #markings: Span[] = [];
  /** Since when it does; undefined: it does not. */
  #markingSinceMs: number | undefined;
  readonly #observer = new PerformanceObserver((list) => this.#notePauses(list.getEntries()));
  #turns: Turn[] = [];
  #totalMs = 0;
  #count = 0;
  /** The turn that decides now. */
  #begun: { readonly clockMs: number; readonly cpuMs: number } | undefined;

  constructor() {
    super();
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  get figures(): TurnFigures {
    this.#notePauses(this.#observer.takeRecords());
    const most = (of: (turn: Turn) => number): number => this.#turns.reduce((longest, turn) => Math.max(longest, of(turn)), 0);
    return {
      longestMs: most((turn) => (this.#isMarkedIn(turn) ? 0 : turn.cpuMs - this.#pausedIn(turn))),
      longestCollectedMs: most(({ cpuMs }) => cpuMs),
      longestClockMs: most(({ startMs, endMs }) => endMs - startMs),
      meanMs: this.#totalMs / Math.max(1, this.#count),
      count: this.#count,
    };
  }

  /** Begins anew. */
  reset(): void {
    this.#turns = [];
    this.#pauses.length = 0;
    this.#markings.length = 0;
    this.#totalMs = 0;
    this.#count = 0;
  }

  override run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    if (name !== this.name) return super.run(name, work);
    this.#begun = { clockMs: performance.now(), cpuMs: threadCpuMs() };
    return super.run(name, work).finally(() => this.waits());
  }

  /** The Store is asked for something, or others have their turn: what a turn decides is decided then. */
  waits(): void {
    if (this.#begun === undefined) return;
    const turn = { startMs: this.#begun.clockMs, endMs: performance.now(), cpuMs: threadCpuMs() - this.#begun.cpuMs };
    if (turn.cpuMs >= keptMs || this.#turns.length === 0) this.#turns.push(turn);
    this.#totalMs += turn.cpuMs;
    this.#count += 1;
    this.#begun = undefined;
  }

  /** Pauses of the collector in a turn, ms. The collector's other threads are not this thread's. */
  #pausedIn({ startMs, endMs }: Turn): number {
    return this.#pauses.reduce((sum, pause) => sum + Math.max(0, Math.min(endMs, pause.endMs) - Math.max(startMs, pause.startMs)), 0);
  }

  #isMarkedIn({ startMs, endMs }: Turn): boolean {
    if (endMs > (this.#markingSinceMs ?? Number.POSITIVE_INFINITY)) return true;
    return this.#markings.some((marking) => startMs < marking.endMs && endMs > marking.startMs);
  }

  #notePauses(entries: readonly PerformanceEntry[]): void {
    for (const entry of entries) {
      const { startTime: startMs, duration } = entry;
      const endMs = startMs + duration;
      const kind = kindOf(entry);
      this.#pauses.push({ startMs, endMs });
      if (kind === constants.NODE_PERFORMANCE_GC_INCREMENTAL) this.#markingSinceMs = startMs;
      if (kind !== constants.NODE_PERFORMANCE_GC_MAJOR) continue;
      this.#markings.push({ startMs: this.#markingSinceMs ?? startMs, endMs });
      this.#markingSinceMs = undefined;
    }
  }
}

/** The same store, that tells a tracker when something is written. */
export function watchedStore(store: Store, tracker: TurnTracker): Store {
  return new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (key === 'apply') tracker.waits();
        return Reflect.apply(value, target, args);
      };
    },
  });
}

/** One of constants.NODE_PERFORMANCE_GC_…. */
function kindOf(entry: PerformanceEntry): number {
  // Entries of the collector have it; the types name a class for it that Node does not export.
  return (entry as PerformanceEntry & { readonly detail: { readonly kind: number } }).detail.kind;
}

/** Time of a processor that this thread took so far, ms. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
