import { VirtualClock } from '#proto/kit/index.js';

/** Life of the devices in one turn of the event loop, ms. */
const longestTurnMs = 100;

/** The clock of devices that are first to be idle and then to be as busy as they can: it creeps while they start, and then runs as time does. */
export class HeldClock {
  readonly clock = new VirtualClock(Date.now());
  #timer: NodeJS.Timeout | undefined;

  /** Moves to `toMs` evenly over spanMs of real time: devices that start meanwhile sample at different instants later. */
  creep(toMs: number, spanMs: number): void {
    const fromMs = this.clock.nowMs();
    const startMs = performance.now();
    this.#every(50, () => {
      const part = Math.min(1, (performance.now() - startMs) / Math.max(1, spanMs));
      this.clock.advanceTo(fromMs + (toMs - fromMs) * part);
      if (part === 1) this.stop();
    });
  }

  /**
   * Runs as fast as time, or slower when the process can't follow: what is due waits, and the links are served in between. As with a clock that
   * is late, what is made in one turn leaves in one write a link.
   */
  run(): void {
    const startMs = performance.now() - this.clock.nowMs();
    this.#every(1, () => this.clock.advanceTo(Math.min(performance.now() - startMs, this.clock.nowMs() + longestTurnMs)));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #every(periodMs: number, act: () => void): void {
    this.stop();
    this.#timer = setInterval(act, periodMs);
  }
}
