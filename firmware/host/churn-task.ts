import type { Device } from '#firmware/device/index.js';
import { type Clock, createRandom, type Random, type TimeoutHandle, TimerTask } from '#proto/kit/index.js';

/** Devices that lose power and come back, for as long as a host runs. */
export interface ChurnOptions {
  /** Share of all devices that lose power each minute, above 0, to 100 percent: the mean of a Poisson process. */
  readonly percentPerMinute: number;
  /** Names the stream of chance, with the seed: the id of the host's first device. */
  readonly name: string;
}

/** A device is off for a time drawn evenly from these, ms. */
export const shortestOffMs = 10_000;
export const longestOffMs = 60_000;

const minuteMs = 60_000;
/** A pick that finds a device without power tries another one so often. */
const picks = 8;

/** Cuts the power of devices by chance and gives it back. */
export class ChurnTask extends TimerTask {
  /** Times that a device lost power by it. */
  cuts = 0;
  readonly #clock: Clock;
  readonly #devices: readonly Device[];
  readonly #random: Random;
  /** Mean time from cut to cut, ms. */
  readonly #gapMs: number;
  readonly #off = new Map<Device, TimeoutHandle>();

  constructor(options: ChurnOptions, seed: string, clock: Clock, devices: readonly Device[]) {
    super();
    this.#clock = clock;
    this.#devices = devices;
    this.#random = createRandom(seed, options.name, 'churn');
    this.#gapMs = minuteMs / ((devices.length * options.percentPerMinute) / 100);
  }

  /** Devices that are without power by it now. */
  get off(): number {
    return this.#off.size;
  }

  begin(): void {
    this.#clock.schedule(this, this.#clock.nowMs() + this.#nextGapMs());
  }

  /** Nothing happens any more; devices that are off stay off. */
  cancel(): void {
    this.#clock.cancel(this);
    for (const handle of this.#off.values()) this.#clock.clearTimeout(handle);
    this.#off.clear();
  }

  /** Nothing happens any more, and devices that are off get their power back now. */
  giveAllBack(): void {
    const devices = [...this.#off.keys()];
    this.cancel();
    for (const device of devices) device.powerOn();
  }

  override fire(): void {
    // By its own plan, not by when it came to run: a host that is late has as many cuts.
    const dueMs = this.dueMs;
    this.#cut();
    this.#clock.schedule(this, dueMs + this.#nextGapMs());
  }

  #cut(): void {
    for (let tries = 0; tries < picks; tries += 1) {
      const device = this.#devices[this.#random.integer(0, this.#devices.length - 1)] as Device;
      // Off already, by churn or by a fault, or not started yet.
      if (device.state.power === 'off') continue;
      this.cuts += 1;
      device.powerOff();
      const offMs = shortestOffMs + this.#random.float() * (longestOffMs - shortestOffMs);
      this.#off.set(
        device,
        this.#clock.setTimeout(() => this.#giveBack(device), offMs),
      );
      return;
    }
  }

  #giveBack(device: Device): void {
    this.#off.delete(device);
    device.powerOn();
  }

  #nextGapMs(): number {
    return -Math.log(1 - this.#random.float()) * this.#gapMs;
  }
}
