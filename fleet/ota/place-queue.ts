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

interface Entry extends WaitingDemand {
  readonly sinceMs: number;
}

/**
 * Requests for images that found no place, in the order in which they came: a place that becomes free is taken at once, where a unit that was sent
 * away would come too late or too early. Who has waited for twenty seconds is given back to be told when to come again.
 */
export class PlaceQueue extends TimerTask {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #onLate: (waiting: WaitingDemand) => void;
  /** By device, which takes one image at a time; the first has waited longest. */
  readonly #entries = new Map<number, Entry>();

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
    if (known === undefined && this.#entries.size >= this.#limit) return false;
    const nowMs = this.#clock.nowMs();
    this.#entries.set(deviceKey, { deviceKey, demand, sinceMs: known?.sinceMs ?? nowMs });
    if (this.heapIndex < 0) this.#clock.schedule(this, nowMs + waitMs);
    return true;
  }

  /** Takes out the one that has waited longest. */
  take(): WaitingDemand | undefined {
    const [first] = this.#entries.values();
    if (first !== undefined) this.remove(first.deviceKey);
    return first;
  }

  /** Its unit is gone, or its attempt is over. */
  remove(deviceKey: number): void {
    this.#entries.delete(deviceKey);
    if (this.#entries.size === 0) this.#clock.cancel(this);
  }

  override fire(): void {
    const nowMs = this.#clock.nowMs();
    let late = 0;
    for (const [deviceKey, entry] of this.#entries) {
      const dueMs = entry.sinceMs + waitMs;
      if (dueMs > nowMs) return this.#clock.schedule(this, dueMs);
      if (late === latePerTurn) return this.#clock.schedule(this, nowMs);
      late += 1;
      this.#entries.delete(deviceKey);
      this.#onLate(entry);
    }
  }

  /** Forgets all. */
  stop(): void {
    this.#entries.clear();
    this.#clock.cancel(this);
  }
}
