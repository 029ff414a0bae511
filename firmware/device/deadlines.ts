import { type Clock, TimerTask } from '#proto/kit/index.js';

/** What a device waits for: one deadline each at most. */
export type DeadlineName = 'power' | 'link' | 'duty' | 'session' | 'update' | 'flash';

/** Who is told that a deadline came. */
export interface DeadlineOwner {
  onDeadline(name: DeadlineName, nowMs: number): void;
}

const never = Number.POSITIVE_INFINITY;

/**
 * All deadlines of one device behind one task of the clock. They are not XState's delayed events: those cost an object, a closure and an entry
 * in the actor system's maps each, and do not come back from a snapshot.
 */
export class Deadlines extends TimerTask {
  readonly #clock: Clock;
  readonly #owner: DeadlineOwner;
  #powerMs = never;
  #linkMs = never;
  #dutyMs = never;
  #sessionMs = never;
  #updateMs = never;
  #flashMs = never;

  constructor(clock: Clock, owner: DeadlineOwner) {
    super();
    this.#clock = clock;
    this.#owner = owner;
  }

  /** Sets one, in place of what it was. */
  arm(name: DeadlineName, dueMs: number): void {
    this.#set(name, dueMs);
    this.#schedule();
  }

  /** Takes one away. */
  disarm(name: DeadlineName): void {
    this.arm(name, never);
  }

  /** Takes all away. */
  clear(): void {
    this.#powerMs = never;
    this.#linkMs = never;
    this.#dutyMs = never;
    this.#sessionMs = never;
    this.#updateMs = never;
    this.#flashMs = never;
    this.#clock.cancel(this);
  }

  override fire(nowMs: number): void {
    if (this.#powerMs <= nowMs) this.#tell('power', nowMs);
    if (this.#linkMs <= nowMs) this.#tell('link', nowMs);
    if (this.#dutyMs <= nowMs) this.#tell('duty', nowMs);
    if (this.#sessionMs <= nowMs) this.#tell('session', nowMs);
    if (this.#flashMs <= nowMs) this.#tell('flash', nowMs);
    if (this.#updateMs <= nowMs) this.#tell('update', nowMs);
    this.#schedule();
  }

  #tell(name: DeadlineName, nowMs: number): void {
    this.#set(name, never);
    this.#owner.onDeadline(name, nowMs);
  }

  #set(name: DeadlineName, dueMs: number): void {
    if (name === 'power') this.#powerMs = dueMs;
    else if (name === 'link') this.#linkMs = dueMs;
    else if (name === 'duty') this.#dutyMs = dueMs;
    else if (name === 'session') this.#sessionMs = dueMs;
    else if (name === 'update') this.#updateMs = dueMs;
    else this.#flashMs = dueMs;
  }

  #schedule(): void {
    const dueMs = Math.min(this.#powerMs, this.#linkMs, this.#dutyMs, this.#sessionMs, this.#updateMs, this.#flashMs);
    if (dueMs === never) this.#clock.cancel(this);
    else if (this.heapIndex < 0 || this.dueMs !== dueMs) this.#clock.schedule(this, dueMs);
  }
}
