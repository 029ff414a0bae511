import { CallbackTask, type Clock, type TimeoutHandle, type TimerTask } from './clock.ts';
import { TimerHeap } from './timer-heap.ts';

/** Time spent firing tasks before sockets get their turn, ms. */
const turnBudgetMs = 8;
/** Longest sleep of the one machine timer, ms: setTimeout takes 31 bits. */
const longestSleepMs = 1_000_000_000;

/** Options of a SystemClock. */
export interface SystemClockOptions {
  /** How much faster than the machine's time this clock runs, 0.001 to 1,000,000; 1 when left out. */
  readonly speed?: number;
}

/**
 * The machine's time. All timers of one clock stand in one heap behind one machine timer, so that 100,000 of them cost what one costs;
 * when many are due, the event loop gets a turn every 8 ms.
 */
export class SystemClock implements Clock {
  readonly #heap = new TimerHeap();
  readonly speed: number;
  readonly #originMs = performance.now();
  readonly #originWallMs = Date.now();
  #timer: NodeJS.Timeout | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;
  #immediate: NodeJS.Immediate | undefined;

  constructor(options: SystemClockOptions = {}) {
    this.speed = options.speed ?? 1;
    if (!(this.speed >= 0.001 && this.speed <= 1_000_000)) throw new RangeError(`speed ${this.speed} is not in 0.001..1,000,000`);
  }

  nowMs(): number {
    return (performance.now() - this.#originMs) * this.speed;
  }

  wallMs(): number {
    return this.speed === 1 ? Date.now() : Math.floor(this.#originWallMs + this.nowMs());
  }

  /** Tasks that wait. */
  get pending(): number {
    return this.#heap.size;
  }

  schedule(task: TimerTask, dueMs: number): void {
    this.#heap.schedule(task, dueMs);
    if (dueMs < this.#timerDueMs && this.#immediate === undefined) this.#arm();
  }

  cancel(task: TimerTask): void {
    this.#heap.cancel(task);
    if (this.#heap.size === 0) this.#disarm();
  }

  setTimeout(callback: () => void, delayMs: number): TimeoutHandle {
    const task = new CallbackTask(callback);
    this.schedule(task, this.nowMs() + delayMs);
    return task;
  }

  clearTimeout(handle: TimeoutHandle): void {
    this.cancel(handle);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerDueMs = Number.POSITIVE_INFINITY;
    clearImmediate(this.#immediate);
    this.#immediate = undefined;
  }

  #arm(): void {
    const next = this.#heap.peek();
    if (next === undefined) return this.#disarm();
    clearTimeout(this.#timer);
    this.#timerDueMs = next.dueMs;
    const sleepMs = (next.dueMs - this.nowMs()) / this.speed;
    // What is due now waits for the sockets' turn alone: a timer of Node takes a millisecond at least, in which nothing would be done.
    if (sleepMs > 0) this.#timer = setTimeout(this.#run, Math.min(Math.ceil(sleepMs), longestSleepMs));
    else this.#immediate = setImmediate(this.#run);
  }

  readonly #run = (): void => {
    this.#timer = undefined;
    this.#immediate = undefined;
    // While tasks fire, schedule() must not set machine timers of its own: the end of this turn does it once.
    this.#timerDueMs = Number.NEGATIVE_INFINITY;
    const stopAtMs = performance.now() + turnBudgetMs;
    let nowMs = this.nowMs();
    for (let task = this.#heap.peek(); task !== undefined && task.dueMs <= nowMs; task = this.#heap.peek()) {
      this.#heap.cancel(task);
      task.fire(nowMs);
      nowMs = this.nowMs();
      if (performance.now() > stopAtMs) {
        this.#immediate = setImmediate(this.#run);
        return;
      }
    }
    this.#timerDueMs = Number.POSITIVE_INFINITY;
    this.#arm();
  };
}
