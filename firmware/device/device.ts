import type { SafetyRules } from '#firmware/flash/index.js';
import type { Settings } from '#firmware/logic/index.js';
import type { Clock, Log } from '#proto/kit/index.js';
import type { Dialer } from '#proto/link/index.js';
import type { DeviceCounters } from './device-counters.ts';
import type { DeviceKind } from './device-kind.ts';
import type { Dialect } from './dialect.ts';
import type { EnrolmentToken } from './identity.ts';
import type { SavedFrame } from './outbox.ts';
import type { ReplayOptions } from './recording.ts';
import type { ReportPlan } from './sampler.ts';
import type { TrustChecks } from './trust-checks.ts';
import type { SavedFirmware } from './update-record.ts';

/** What all devices of a host share. */
export interface DeviceEnvironment {
  /** Links, boot, duty and the devices' wall clocks run on it. */
  readonly clock: Clock;
  /** Sampling, delays of applications, batteries and physics run on it: the same clock, or one that runs faster. */
  readonly applicationClock: Clock;
  readonly counters: DeviceCounters;
  readonly log: Log;
  /** seatrialDialect, or how a device speaks to a backend of the user's own. */
  readonly dialect: Dialect;
  /** Left out but in tests that show that a proof notices. */
  readonly weakened?: WeakenedRules;
  readonly hooks?: DeviceHooks;
}

/** Devices that lack a rule of safety or trust: what is left out is as it should be. */
export interface WeakenedRules {
  readonly trustChecks?: TrustChecks;
  readonly safetyRules?: SafetyRules;
}

/** A ledger can follow every frame. Hooks are called on the hot path and must be quick. */
export interface DeviceHooks {
  /**
   * @param readings 0 for an event
   * @param baseTimeMs of the readings or the event by the device's clock, ms since 1970-01-01T00:00Z
   * @param signalIds of the readings, valid during the call; undefined for an event
   * @param offsetsMs of each reading from baseTimeMs, valid during the call; undefined when there are none
   */
  readonly frameMade?: (
    device: Device,
    boot: number,
    sequence: number,
    isDurable: boolean,
    readings: number,
    baseTimeMs: number,
    signalIds: ArrayLike<number> | undefined,
    offsetsMs: ArrayLike<number> | undefined,
  ) => void;
  /** A frame was handed to a link, for the first time or again. */
  readonly frameSent?: (device: Device, boot: number, sequence: number) => void;
  /** The fleet will never store a frame. */
  readonly frameRejected?: (device: Device, boot: number, sequence: number) => void;
  /** A durable frame is lost for good: the store was full. */
  readonly frameDropped?: (device: Device, boot: number, sequence: number) => void;
  /** All frames up to and with (boot, sequence) are acknowledged. */
  readonly acknowledged?: (device: Device, boot: number, sequence: number) => void;
  /** The device started, was welcomed, refused, went to sleep, crashed, or all of its recording was acknowledged. */
  readonly changed?: (device: Device, what: DeviceChange, detail: string) => void;
}

/** What DeviceHooks.changed tells. */
export type DeviceChange = 'booted' | 'welcomed' | 'pending' | 'refused' | 'slept' | 'crashed' | 'replayed';

/** What one device is made of. */
export interface DeviceOptions {
  /** 1 to 64 of a-z 0-9 . _ -. */
  readonly id: string;
  /** Its number in its population, from 0. */
  readonly index: number;
  readonly kind: DeviceKind;
  readonly environment: DeviceEnvironment;
  /** Everything by chance follows from (seed, id). */
  readonly seed: string;
  readonly dialer: Dialer;
  /** 32 bytes of an Ed25519 private key; derived from (seed, id) when left out. */
  readonly identitySeed?: Uint8Array;
  /** To claim an identity with; without one the device is taken to be enrolled. */
  readonly token?: EnrolmentToken;
  /** What its flash held when it was saved; a new device when left out. */
  readonly flash?: DeviceFlash;
  /** Gives contents that its flash names by SHA-256, hex: Device.firmwareBlobs() of the one that was saved. Left out: those that the process still has. */
  readonly blobs?: (digest: string) => Uint8Array | undefined;
  /** TUF root that it trusts from the factory on; left out: the first one that the fleet gives it. */
  readonly root?: Uint8Array;
  /** When it reports its sampled signals; by its application when left out. */
  readonly report?: ReportPlan;
  /** Readings come from a recording. */
  readonly replay?: ReplayOptions;
}

/** What outlives a power cycle, and the hidden truth with it, so that a unit that comes back is the same unit. */
export interface DeviceFlash {
  /** Boots in its life, 0 or more. */
  readonly boot: number;
  /** Durable frames dropped in its life. */
  readonly droppedFrames: number;
  readonly isEnrolled: boolean;
  /** Desired configuration that it runs; version 0 when none. */
  readonly configurationVersion: number;
  readonly settings: Settings;
  /** Frames that are not acknowledged, by growing (boot, sequence). */
  readonly frames: readonly SavedFrame[];
  /** Rows that its recording gave. */
  readonly replayRows: number;
  /** State of its signal model; undefined before the first boot. */
  readonly physics: readonly number[] | undefined;
  /** Charge of its battery, mAh; undefined on mains. */
  readonly chargeMah: number | undefined;
  /** Slots, trust and the newest attempt, when it ever had an update; contents are named by digest, see Device.firmwareBlobs. */
  readonly firmware?: SavedFirmware | undefined;
}

/** What a list of devices shows. */
export interface DeviceState {
  readonly id: string;
  readonly profile: string;
  /** off, booting, running, crashed or recovery. */
  readonly power: string;
  /** readingRecord, verifying or starting; empty when it does not boot. */
  readonly bootStep: string;
  /** State of the link region of the device machine: "waiting", "open.welcomed". */
  readonly link: string;
  /** idle, awake, goingToSleep or asleep. */
  readonly duty: string;
  /** Path of the application's state; undefined while none runs. */
  readonly application: string | undefined;
  /** Version of the image that runs, and whether it is confirmed. */
  readonly firmwareVersion: string;
  readonly isConfirmed: boolean;
  /** State of the update region: "idle", "downloading.asking". */
  readonly update: string;
  readonly boot: number;
  readonly connection: number;
  readonly bufferedFrames: number;
  readonly bufferedBytes: number;
  readonly droppedFrames: number;
  readonly batteryPercent: number;
  readonly faults: Readonly<Record<string, number>>;
  /** True when its recording is at its end and everything of it was acknowledged. */
  readonly isReplayed: boolean;
  /** Why the fleet will never have it; empty when it may. */
  readonly refusal: string;
}

/** One virtual device. */
export interface Device {
  readonly id: string;
  readonly index: number;
  readonly kind: DeviceKind;
  readonly state: DeviceState;
  /** Frames that wait for an acknowledgement: state has it too, at a higher cost. */
  readonly bufferedFrames: number;
  /**
   * What its sub-devices dial: each of their links is a channel of this device's link, from its welcome to the end of its session.
   * @throws E2206 when it can't carry any
   */
  readonly channels: Dialer;
  /** Gives it power. */
  start(): void;
  /** Ends in good order: unfinished frames go to the store, the link gets its goodbye. start() begins again. */
  stop(): void;
  /** Cuts the power: memory is lost, flash stays, the link breaks without a goodbye. It stays off, also through start(), until powerOn(). */
  powerOff(): void;
  powerOn(): void;
  /** On: it has no power, whoever gives it some. Off: it has what powerOff() and powerOn() left it with. */
  holdOff(on: boolean): void;
  /** It makes no readings and events of its application any more; what it made is still delivered. Until its next boot. */
  quiesce(): void;
  /** Restarts in good order, as a reboot command does. */
  reboot(): void;
  /**
   * Makes something go wrong: one of deviceFaults, or a fault of its signal model. It is not kept: a device that comes back from its flash has none.
   * @param severity 0 (takes it away) to 1
   * @param detail for stuck-sensor the signal that sticks; for flash-cut the operation and the kind, `12:torn`; for flash-fail `records` or `slots`
   * @throws E2201 unknown fault, E2202 severity out of range, E2205 it does not fit the device
   */
  inject(fault: string, severity: number, detail?: string): void;
  /** What flash holds now. */
  snapshotFlash(): DeviceFlash;
  /** The contents that snapshotFlash().firmware names, by digest: shared with all devices that hold the same. Empty when it names none. */
  firmwareBlobs(): ReadonlyMap<string, Uint8Array>;
  /** The hidden truth beside the readings, by name. */
  truth(): Readonly<Record<string, number>>;
  /** Values and settings of the application; undefined while none runs. */
  applicationContext(): Readonly<Record<string, number | string | boolean>> | undefined;
}
