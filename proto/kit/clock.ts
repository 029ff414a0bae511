/**
 * Time is an argument: whoever needs it is handed a Clock. Only this folder reads the machine's clock or sets its timers.
 */

/** Something that happens once at a point of time. The owner keeps it and may schedule it again: re-arming allocates nothing. */
export abstract class TimerTask {
  /** Place in the clock's heap, -1 while not scheduled. Belongs to the clock. */
  heapIndex = -1;
  /** When it fires, ms of Clock.nowMs(). Belongs to the clock. */
  dueMs = 0;
  /** Order among tasks of the same instant: first scheduled, first fired. Belongs to the clock. */
  order = 0;

  /** Called once when due. Errors thrown here are bugs and end the process. */
  abstract fire(nowMs: number): void;
}

/** What setTimeout gives back: opaque, for clearTimeout alone. */
export type TimeoutHandle = TimerTask;

/** A source of time and of timers. The setTimeout and clearTimeout pair is what XState's `clock` option takes. */
export interface Clock {
  /** How much faster than the wall clock nowMs() runs: 1 but for a host that speeds its devices up. */
  readonly speed: number;
  /** Time since an arbitrary start, ms with fractions; never goes back. */
  nowMs(): number;
  /** Wall clock, ms since 1970-01-01T00:00Z, whole numbers; may be set by its holder. */
  wallMs(): number;
  /** Fires the task at dueMs of nowMs() (at once, but never inside this call, when that has passed). Moves it when already scheduled. */
  schedule(task: TimerTask, dueMs: number): void;
  /** Takes the task out; nothing happens when it is not scheduled. */
  cancel(task: TimerTask): void;
  setTimeout(callback: () => void, delayMs: number): TimeoutHandle;
  clearTimeout(handle: TimeoutHandle): void;
}

/** The task behind Clock.setTimeout. */
export class CallbackTask extends TimerTask {
  readonly #callback: () => void;
  constructor(callback: () => void) {
    super();
    this.#callback = callback;
  }
  override fire(): void {
    this.#callback();
  }
}
