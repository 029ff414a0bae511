import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  createDevice,
  type Device,
  DeviceCounters,
  type DeviceEnvironment,
  type DeviceFlash,
  type DeviceKind,
  type DeviceState,
  type EnrolmentToken,
  type ReplayOptions,
  seatrialDialect,
} from '#firmware/device/index.js';
import { type Clock, type Log, TimerTask } from '#proto/kit/index.js';
import type { Dialer } from '#proto/link/index.js';
import { collectGarbage } from './garbage.ts';
import type { KeptDevice } from './kept-device.ts';

/** From the ramp's end to its collection, ms. */
const collectDelayMs = 3_000;

/** Devices of one process. */
export interface HostOptions {
  readonly kind: DeviceKind;
  /** Ids, one a device, in the order in which they start. */
  readonly ids: readonly string[];
  /** Number of the first device in its population. */
  readonly firstIndex: number;
  readonly seed: string;
  readonly token: EnrolmentToken | undefined;
  /** The way of a device to its manager. */
  readonly dialerOf: (id: string, index: number) => Dialer;
  /** Links, boots and wall clocks run on it. */
  readonly clock: Clock;
  /** Sampling, application and physics run on it. */
  readonly applicationClock: Clock;
  readonly log: Log;
  /** The devices start evenly spread over this time, ms. */
  readonly rampMs: number;
  /** Boots that every device has behind it at least. */
  readonly bootFloor: number;
  /** What devices kept when they were stopped, by id. */
  readonly flash: ReadonlyMap<string, DeviceFlash>;
  readonly replayOf?: (id: string) => ReplayOptions | undefined;
  /** A collection when the ramp is over. */
  readonly collectAfterRamp: boolean;
}

/** Figures of a host since its start. All counts are exact. */
export interface HostReport {
  readonly devices: number;
  readonly started: number;
  readonly elapsedMs: number;
  readonly counters: DeviceCounters;
  /** Readings sampled and frames acknowledged a second, over the time since the report before. */
  readonly offeredReadingsPerSecond: number;
  readonly acknowledgedFramesPerSecond: number;
  /** Delay of the event loop since the report before, ms: 99th percentile and longest. It is how late samples were. */
  readonly lateP99Ms: number;
  readonly lateMaximumMs: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Highest boot number of a device. */
  readonly maximumBoot: number;
  /** Devices whose recording was delivered and acknowledged to its end. */
  readonly replayed: number;
}

/** Runs the devices of one process: starts them over the ramp, counts, ends them. */
export class Host {
  readonly counters = new DeviceCounters();
  readonly devices: readonly Device[];
  readonly #options: HostOptions;
  readonly #delay = monitorEventLoopDelay({ resolution: 10 });
  readonly #ramp: RampTask;
  readonly #startedAtMs: number;
  #maximumBoot: number;
  #replayed = 0;
  #lastAtMs: number;
  #lastReadings = 0;
  #lastAcknowledged = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#maximumBoot = options.bootFloor;
    const environment: DeviceEnvironment = {
      clock: options.clock,
      applicationClock: options.applicationClock,
      counters: this.counters,
      log: options.log,
      dialect: seatrialDialect,
      hooks: {
        changed: (_device, what) => {
          if (what === 'replayed') this.#replayed += 1;
        },
        frameMade: (_device, boot) => {
          if (boot > this.#maximumBoot) this.#maximumBoot = boot;
        },
      },
    };
    this.devices = options.ids.map((id, index) => this.#create(id, index, environment));
    this.#startedAtMs = options.clock.nowMs();
    this.#lastAtMs = this.#startedAtMs;
    this.#ramp = new RampTask(options, this.devices);
  }

  /** Starts the ramp. Resolves when the last device was started, not when it is connected. */
  start(): Promise<void> {
    this.#delay.enable();
    return this.#ramp.begin();
  }

  /** Figures; the rates are over the time since the last call. */
  report(): HostReport {
    const { clock } = this.#options;
    const nowMs = clock.nowMs();
    const seconds = Math.max(0.001, (nowMs - this.#lastAtMs) / 1_000);
    const report: HostReport = {
      devices: this.devices.length,
      started: this.#ramp.started,
      elapsedMs: nowMs - this.#startedAtMs,
      counters: { ...this.counters, refused: { ...this.counters.refused } },
      offeredReadingsPerSecond: (this.counters.readingsSampled - this.#lastReadings) / seconds,
      acknowledgedFramesPerSecond: (this.counters.framesAcknowledged - this.#lastAcknowledged) / seconds,
      lateP99Ms: this.#delay.percentile(99) / 1e6,
      lateMaximumMs: this.#delay.max / 1e6,
      rssBytes: process.memoryUsage.rss(),
      heapBytes: process.memoryUsage().heapUsed,
      maximumBoot: this.#maximumBoot,
      replayed: this.#replayed,
    };
    this.#lastAtMs = nowMs;
    this.#lastReadings = this.counters.readingsSampled;
    this.#lastAcknowledged = this.counters.framesAcknowledged;
    this.#delay.reset();
    return report;
  }

  /** Ends all devices in good order: what is not acknowledged stays in their flash. */
  stop(): void {
    this.#ramp.cancel();
    for (const device of this.devices) device.stop();
    this.#delay.disable();
  }

  /** What every device keeps, after stop(). */
  *kept(): Generator<KeptDevice> {
    for (const device of this.devices) yield { id: device.id, flash: device.snapshotFlash() };
  }

  /** States of the devices. */
  *states(): Generator<DeviceState> {
    for (const device of this.devices) yield device.state;
  }

  #create(id: string, index: number, environment: DeviceEnvironment): Device {
    const { kind, seed, dialerOf, token, firstIndex, flash, bootFloor, replayOf } = this.#options;
    const replay = replayOf?.(id);
    const kept = flash.get(id) ?? (bootFloor > 0 ? newFlash(bootFloor) : undefined);
    const skipRows = kept?.replayRows ?? 0;
    return createDevice({
      id,
      index: firstIndex + index,
      kind,
      environment,
      seed,
      dialer: dialerOf(id, index),
      ...(token === undefined ? {} : { token }),
      ...(kept === undefined ? {} : { flash: kept }),
      ...(replay === undefined ? {} : { replay: { ...replay, skipRows } }),
    });
  }
}

/** A new device whose boot counter does not begin at 0. */
function newFlash(boot: number): DeviceFlash {
  return {
    boot,
    droppedFrames: 0,
    isEnrolled: false,
    configurationVersion: 0,
    settings: {},
    frames: [],
    replayRows: 0,
    physics: undefined,
    chargeMah: undefined,
  };
}

/** Starts devices one by one over the ramp. */
class RampTask extends TimerTask {
  started = 0;
  readonly #options: HostOptions;
  readonly #devices: readonly Device[];
  #beganAtMs = 0;
  #done: () => void = () => undefined;

  constructor(options: HostOptions, devices: readonly Device[]) {
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
    if (collectAfterRamp) clock.setTimeout(collectGarbage, collectDelayMs);
    this.#done();
  }
}
