import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Length of a window, ms. */
const windowMs = 60_000;
/** Period of the probe, ms: Node's histogram holds it too, so it is taken off. */
const resolutionMs = 10;

/** The longest delay of the event loop in the window that runs and in the whole one before it: a stall at the start is forgotten in time. */
export class EventLoopDelay {
  readonly #probe = monitorEventLoopDelay({ resolution: resolutionMs });
  readonly #timer: NodeJS.Timeout;
  #beforeMs = 0;

  constructor() {
    this.#probe.enable();
    this.#timer = setInterval(() => this.turn(), windowMs);
    this.#timer.unref();
  }

  /** 0 or more, in tenths of a millisecond. */
  get longestMs(): number {
    return Math.max(this.#beforeMs, this.#currentMs);
  }

  /** Begins a new window. The timer does it. */
  turn(): void {
    this.#beforeMs = this.#currentMs;
    this.#probe.reset();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#probe.disable();
  }

  get #currentMs(): number {
    // Without a sample the histogram says 0 at most and its largest number at least: nothing was late.
    if (this.#probe.count === 0) return 0;
    return Math.max(0, Math.round((this.#probe.max / 1e6 - resolutionMs) * 10) / 10);
  }
}
