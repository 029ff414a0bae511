import type { Device } from '#firmware/device/index.js';
import { type Clock, type TimeoutHandle, TimerTask } from '#proto/kit/index.js';
import { collectGarbage } from './garbage.ts';

/** From the ramp's end to its collection, ms. */
const collectDelayMs = 3_000;

/** How devices get power. */
export interface RampOptions {
  readonly clock: Clock;
  /** They start evenly spread over this time, ms. */
  readonly rampMs: number;
  /** A collection when the ramp is over. */
  readonly collectAfterRamp: boolean;
}

/** Starts devices one by one over the ramp. */
export class RampTask extends TimerTask {
  started = 0;
  readonly #options: RampOptions;
  readonly #devices: readonly Device[];
  #beganAtMs = 0;
  #done: () => void = () => undefined;
  #collection: TimeoutHandle | undefined;

  constructor(options: RampOptions, devices: readonly Device[]) {
    super();
    this.#options = options;
    this.#devices = devices;
  }

  begin(): Promise<void> {
    this.#beganAtMs = this.#options.clock.nowMs();
    this.#options.clock.schedule(this, this.#beganAtMs);
    return new Promise((resolve) => {
      this.#done = resolve;
    });
  }

  cancel(): void {
    this.#options.clock.cancel(this);
    if (this.#collection !== undefined) this.#options.clock.clearTimeout(this.#collection);
    this.#done();
  }

  override fire(nowMs: number): void {
    const { rampMs, clock, collectAfterRamp } = this.#options;
    const count = this.#devices.length;
    const due = rampMs === 0 ? count : Math.min(count, Math.ceil(((nowMs - this.#beganAtMs) / rampMs) * count));
    while (this.started < due) {
      this.#devices[this.started]?.start();
      this.started += 1;
    }
    if (this.started < count) {
      clock.schedule(this, this.#beganAtMs + ((this.started + 1) / count) * rampMs);
      return;
    }
    // The last handshakes need a moment: what they leave behind is to go as well.
    if (collectAfterRamp) this.#collection = clock.setTimeout(collectGarbage, collectDelayMs);
    this.#done();
  }
}
