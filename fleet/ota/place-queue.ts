import type { PieceDemand } from '#fleet/domain/index.js';
import { type Clock, TimerTask } from '#proto/kit/index.js';

/** How long a request waits for a place, ms: well below the time after which a unit asks again, and below what its floor of the speed bears. */
const waitMs = 20_000;

/** Requests that one turn of the process gives back: some milliseconds. */
const latePerTurn = 64;

/** A request that waits. */
export interface WaitingDemand {
  readonly deviceKey: number;
  readonly demand: PieceDemand;
}

interface Entry {
  readonly deviceKey: number;
  demand: PieceDemand;
  readonly sinceMs: number;
  /** Taken, removed or given back. */
  isGone: boolean;
}

/** Entries that are gone and still stand in the order, beside as many as wait. */
const mostGone = 1_024;

/**
 * Requests for images that found no place, in the order in which they came: a place that becomes free is taken at once, where a unit that was sent
 * away would come too late or too early. Who has waited for twenty seconds is given back to be told when to come again.
 */
export class PlaceQueue extends TimerTask {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #onLate: (waiting: WaitingDemand) => void;
  /** By device, which takes one image at a time. */
  readonly #entries = new Map<number, Entry>();
  /** The same in their order from `#first` on, with some that are gone: a map looks at all that went before it finds its first one. */
  #order: Entry[] = [];
  #first = 0;

  /** @param limit requests that wait, 1 or more */
  constructor(clock: Clock, limit: number, onLate: (waiting: WaitingDemand) => void) {
    super();
    this.#clock = clock;
    this.#limit = limit;
    this.#onLate = onLate;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Takes a request; a newer one of the same unit keeps its place. False when too many wait. */
  add(deviceKey: number, demand: PieceDemand): boolean {
    const known = this.#entries.get(deviceKey);
    if (known !== undefined) {
      known.demand = demand;
      return true;
    }
    if (this.#entries.size >= this.#limit) return false;
    const nowMs = this.#clock.nowMs();
    const entry = { deviceKey, demand, sinceMs: nowMs, isGone: false };
    this.#entries.set(deviceKey, entry);
    this.#order.push(entry);
    if (this.#order.length > 2 * this.#entries.size + mostGone) this.#tidy();
    if (this.heapIndex < 0) this.#clock.schedule(this, nowMs + waitMs);
    return true;
  }

  /** Takes out the one that has waited longest. */
  take(): WaitingDemand | undefined {
    const oldest = this.#oldest();
    if (oldest !== undefined) this.remove(oldest.deviceKey);
    return oldest;
  }

  /** Its unit is gone, or its attempt is over. */
  remove(deviceKey: number): void {
    const entry = this.#entries.get(deviceKey);
    if (entry === undefined) return;
    entry.isGone = true;
    this.#entries.delete(deviceKey);
    if (this.#entries.size === 0) this.stop();
  }

  override fire(): void {
    const nowMs = this.#clock.nowMs();
    for (let late = 0; ; late += 1) {
      const oldest = this.#oldest();
      if (oldest === undefined) return;
      const dueMs = oldest.sinceMs + waitMs;
      if (dueMs > nowMs) return this.#clock.schedule(this, dueMs);
      if (late === latePerTurn) return this.#clock.schedule(this, nowMs);
      this.remove(oldest.deviceKey);
      this.#onLate(oldest);
    }
  }

  /** Forgets all. */
  stop(): void {
    this.#entries.clear();
    this.#order = [];
    this.#first = 0;
    this.#clock.cancel(this);
  }

  #oldest(): Entry | undefined {
    while (this.#order[this.#first]?.isGone === true) this.#first += 1;
    return this.#order[this.#first];
  }

  /** Cuts off what is gone. */
  #tidy(): void {
    this.#order = this.#order.filter(({ isGone }) => !isGone);
    this.#first = 0;
  }
}
