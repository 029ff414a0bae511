import { CallbackTask, type Clock, type TimeoutHandle, type TimerTask } from './clock.ts';
import { TimerHeap } from './timer-heap.ts';

/** Time that only moves when told: simulations and tests. XState's own SimulatedClock re-sorts all timers a firing and collapses beyond some thousand. */
export class VirtualClock implements Clock {
  readonly speed = 1;
  readonly #heap = new TimerHeap();
  readonly #startWallMs: number;
  #nowMs = 0;

  /** @param startWallMs wall clock at nowMs() 0, ms since 1970-01-01T00:00Z */
  constructor(startWallMs: number) {
    this.#startWallMs = startWallMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return Math.floor(this.#startWallMs + this.#nowMs);
  }

  /** Tasks that wait. */
  get pending(): number {
    return this.#heap.size;
  }

  /** When the next task is due, ms; undefined when none waits. */
  get nextDueMs(): number | undefined {
    return this.#heap.peek()?.dueMs;
  }

  schedule(task: TimerTask, dueMs: number): void {
    this.#heap.schedule(task, Math.max(dueMs, this.#nowMs));
  }

  cancel(task: TimerTask): void {
    this.#heap.cancel(task);
  }

  setTimeout(callback: () => void, delayMs: number): TimeoutHandle {
    const task = new CallbackTask(callback);
    this.schedule(task, this.#nowMs + delayMs);
    return task;
  }

  clearTimeout(handle: TimeoutHandle): void {
    this.cancel(handle);
  }

  /** Moves to the next task and fires it. False when none is due up to limitMs. */
  step(limitMs = Number.POSITIVE_INFINITY): boolean {
    const task = this.#heap.peek();
    if (task === undefined || task.dueMs > limitMs) return false;
    this.#heap.cancel(task);
    this.#nowMs = task.dueMs;
    task.fire(task.dueMs);
    return true;
  }

  /** Fires all that is due up to and with toMs, then stands at toMs. */
  advanceTo(toMs: number): void {
    while (this.step(toMs));
    if (toMs > this.#nowMs) this.#nowMs = toMs;
  }

  /** advanceTo, by a span. */
  advanceBy(spanMs: number): void {
    this.advanceTo(this.#nowMs + spanMs);
  }
}
