import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  type Device,
  DeviceCounters,
  type DeviceEnvironment,
  type DeviceFlash,
  type DeviceState,
  type EnrolmentToken,
  seatrialDialect,
} from '#firmware/device/index.js';
import type { Clock, Log, SeatrialError } from '#proto/kit/index.js';
import { type ChurnOptions, ChurnTask } from './churn-task.ts';
import type { KeptDevice } from './kept-device.ts';
import type { LedgerWriter } from './ledger-writer.ts';
import { RampTask } from './ramp-task.ts';
import { buildUnit, type HostUnit, type ReportTiming } from './unit-builder.ts';

/** Period of the event loop's probe, ms: Node's histogram holds it too, so it is taken off. */
const probeMs = 10;
/** Between two looks whether all is delivered, ms. */
const drainLookMs = 50;

type Delay = ReturnType<typeof monitorEventLoopDelay>;

/** Devices of one process. */
export interface HostOptions {
  /** In the order in which they start. */
  readonly units: readonly HostUnit[];
  readonly seed: string;
  readonly token: EnrolmentToken | undefined;
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
  /** A collection when the ramp is over. */
  readonly collectAfterRamp: boolean;
  /** Contents of firmware that their flash names, by SHA-256, hex. */
  readonly contentOf?: (digest: string) => Uint8Array | undefined;
  /** The firmware that a device kept does not fit its flash (E2231): it runs what the factory wrote. Left out: that is thrown. */
  readonly onDamagedFirmware?: (id: string, error: SeatrialError) => void;
  /** TUF root that every device trusts from the factory on; left out: the first one that its fleet gives it. */
  readonly root?: Uint8Array;
  /** 32 bytes of the private key of a device; undefined when it follows from (seed, id), as do all when left out. */
  readonly identitySeedOf?: (id: string) => Uint8Array | undefined;
  /** When devices report their sampled signals: as their applications say when left out. */
  readonly report?: ReportTiming;
  /** Devices lose power and come back; none do when left out. */
  readonly churn?: ChurnOptions;
  /** A device reached a boot number that none had before. */
  readonly onHighestBoot?: (boot: number) => void;
  /** Follows every frame. */
  readonly ledger?: LedgerWriter | undefined;
}

/** Figures of a host since its start. All counts are exact. */
export interface HostReport {
  /** Sub-devices included. */
  readonly devices: number;
  /** Of these, the ones on channels of another device's link. */
  readonly subDevices: number;
  readonly started: number;
  readonly elapsedMs: number;
  readonly counters: DeviceCounters;
  /** Rates are over the time since the report before; in the last one over all the time. */
  readonly offeredReadingsPerSecond: number;
  /** Frames made, telemetry and events: what the devices offer. */
  readonly offeredFramesPerSecond: number;
  /** What of it arrived. */
  readonly acknowledgedFramesPerSecond: number;
  /** Delay of the event loop over the same time, ms: 99th percentile and longest. It is how late samples were. */
  readonly lateP99Ms: number;
  readonly lateMaximumMs: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Highest boot number of a device. */
  readonly maximumBoot: number;
  /** Devices whose recording was delivered and acknowledged to its end. */
  readonly replayed: number;
  /** Times that a device lost power by churn. */
  readonly powerCuts: number;
  /** Devices that are without power by churn now. */
  readonly poweredOff: number;
  /** Frames that the devices had kept from the run before. */
  readonly framesRestored: number;
  /**
   * Frames that the devices keep for the next run; null but in the last report. There the frames add up:
   * framesRestored + framesMade = framesAcknowledged + framesDropped + framesRejected + framesUnsure + framesKept.
   */
  readonly framesKept: number | null;
}

/** Runs the devices of one process: starts them over the ramp, counts, ends them. */
export class Host {
  readonly counters = new DeviceCounters();
  readonly devices: readonly Device[];
  readonly #options: HostOptions;
  readonly #delay = monitorEventLoopDelay({ resolution: probeMs });
  readonly #delayOfAll = monitorEventLoopDelay({ resolution: probeMs });
  readonly #framesRestored: number;
  readonly #ramp: RampTask;
  readonly #churn: ChurnTask | undefined;
  readonly #startedAtMs: number;
  #maximumBoot: number;
  #replayed = 0;
  #lastAtMs: number;
  #last = { readings: 0, made: 0, acknowledged: 0 };

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
        ...options.ledger?.hooks,
        frameMade: (...made) => {
          options.ledger?.hooks.frameMade(...made);
          const [, boot] = made;
          if (boot <= this.#maximumBoot) return;
          this.#maximumBoot = boot;
          options.onHighestBoot?.(boot);
        },
      },
    };
    this.devices = options.units.flatMap((unit) => buildUnit(unit, { ...options, environment }));
    this.#framesRestored = this.devices.reduce((sum, { id }) => sum + (options.flash.get(id)?.frames.length ?? 0), 0);
    this.#startedAtMs = options.clock.nowMs();
    this.#lastAtMs = this.#startedAtMs;
    this.#ramp = new RampTask(options, this.devices);
    this.#churn = options.churn && new ChurnTask(options.churn, options.seed, options.clock, this.devices);
  }

  /** Starts the ramp. Resolves when the last device was started, not when it is connected. */
  start(): Promise<void> {
    this.#delay.enable();
    this.#delayOfAll.enable();
    this.#churn?.begin();
    return this.#ramp.begin();
  }

  /** Figures; the rates are over the time since the last call. */
  report(): HostReport {
    const nowMs = this.#options.clock.nowMs();
    const report = this.#figures(nowMs - this.#lastAtMs, this.#last, this.#delay);
    this.#lastAtMs = nowMs;
    const { readingsSampled, framesMade, framesAcknowledged } = this.counters;
    this.#last = { readings: readingsSampled, made: framesMade, acknowledged: framesAcknowledged };
    this.#delay.reset();
    return report;
  }

  /** Ends all devices in good order: what is not acknowledged stays in their flash. Returns the figures of all the time. */
  stop(): HostReport {
    // Before the end of thousands of devices holds up the event loop itself.
    const elapsedMs = this.#options.clock.nowMs() - this.#startedAtMs;
    const [p99Ms, maximumMs] = latenessOf(this.#delayOfAll);
    const poweredOff = this.#churn?.off ?? 0;
    this.#ramp.cancel();
    this.#churn?.cancel();
    for (const device of this.devices) device.stop();
    this.#delay.disable();
    this.#delayOfAll.disable();
    const framesKept = this.devices.reduce((sum, device) => sum + device.state.bufferedFrames, 0);
    const figures = this.#figures(elapsedMs, { readings: 0, made: 0, acknowledged: 0 }, this.#delayOfAll);
    return { ...figures, elapsedMs, lateP99Ms: p99Ms, lateMaximumMs: maximumMs, poweredOff, framesKept };
  }

  /**
   * The devices make nothing more and deliver what they have.
   * @returns whether all of it was delivered within so many ms
   */
  async drain(withinMs: number): Promise<boolean> {
    const { clock } = this.#options;
    this.#churn?.giveAllBack();
    const untilMs = clock.nowMs() + withinMs;
    const isDelivered = (): boolean => {
      // Who boots meanwhile says so, and makes nothing more either.
      for (const device of this.devices) device.quiesce();
      return this.devices.every((device) => device.bufferedFrames === 0);
    };
    while (!isDelivered() && clock.nowMs() < untilMs) {
      await new Promise<void>((resolve) => {
        clock.setTimeout(resolve, drainLookMs);
      });
    }
    return isDelivered();
  }

  /** What every device keeps, after stop(). */
  *kept(): Generator<KeptDevice> {
    for (const device of this.devices) yield { id: device.id, flash: device.snapshotFlash() };
  }

  /** States of the devices. */
  *states(): Generator<DeviceState> {
    for (const device of this.devices) yield device.state;
  }

  #figures(spanMs: number, before: { readings: number; made: number; acknowledged: number }, delay: Delay): HostReport {
    const { counters } = this;
    const perSecond = (count: number): number => count / Math.max(0.001, spanMs / 1_000);
    const [lateP99Ms, lateMaximumMs] = latenessOf(delay);
    return {
      devices: this.devices.length,
      subDevices: this.devices.length - this.#options.units.length,
      started: this.#ramp.started,
      elapsedMs: this.#options.clock.nowMs() - this.#startedAtMs,
      counters: { ...counters, refused: { ...counters.refused } },
      offeredReadingsPerSecond: perSecond(counters.readingsSampled - before.readings),
      offeredFramesPerSecond: perSecond(counters.framesMade - before.made),
      acknowledgedFramesPerSecond: perSecond(counters.framesAcknowledged - before.acknowledged),
      lateP99Ms,
      lateMaximumMs,
      rssBytes: process.memoryUsage.rss(),
      heapBytes: process.memoryUsage().heapUsed,
      maximumBoot: this.#maximumBoot,
      replayed: this.#replayed,
      powerCuts: this.#churn?.cuts ?? 0,
      poweredOff: this.#churn?.off ?? 0,
      framesRestored: this.#framesRestored,
      framesKept: null,
    };
  }
}

/** 99th percentile and longest, ms, 0 or more. */
function latenessOf(delay: Delay): [p99Ms: number, maximumMs: number] {
  // Without a sample the histogram says nonsense: nothing was late.
  if (delay.count === 0) return [0, 0];
  return [Math.max(0, delay.percentile(99) / 1e6 - probeMs), Math.max(0, delay.max / 1e6 - probeMs)];
}
