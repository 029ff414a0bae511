import { defaultSettings, type Settings } from '#firmware/logic/index.js';
import { DeviceStepper } from '#firmware/machines/index.js';
import type { SignalModel } from '#firmware/signals/index.js';
import { type Image, type LoadedApplication, loadApplication, readImage } from '#proto/image/index.js';
import { noiseAt } from '#proto/kit/index.js';
import { factoryImageOf, type Profile, type PublicProfile, profileDigest, publicProfileOf, surroundingsOf } from '#proto/profile/index.js';
import { deviceError } from './device-errors.ts';

/** The firmware that a device runs. */
export interface RunningImage {
  readonly firmwareVersion: string;
  /** SHA-256 of the header, 32 bytes; all zero in recovery. */
  readonly imageDigest: Uint8Array;
  /** Undefined when none runs: in recovery, and when the one of the image does not load. */
  readonly application: LoadedApplication | undefined;
  /** Why the application does not load; empty when it does. */
  readonly problem: string;
}

/** Signals that are sampled together: everything the sampler needs, worked out once. */
export interface SamplePlan {
  /** Readings of one set. */
  readonly count: number;
  /** Index of each signal in the model's outputs. */
  readonly outputs: readonly number[];
  /** Signal ids of one set. */
  readonly ids: Uint32Array;
  readonly minimum: readonly number[];
  readonly maximum: readonly number[];
  /** True when one of the signals is durable: then the whole frame is. */
  readonly isDurable: boolean;
  /** Ids of so many sets in a row, made when first asked for. */
  repeatedIds(sets: number): Uint32Array;
}

/**
 * All that devices of one profile and image share. The scratch columns are filled and read within one call of one device: devices of a process
 * run one after the other.
 */
export class DeviceKind {
  readonly profile: Profile;
  readonly publicProfile: PublicProfile;
  readonly profileDigest: Uint8Array;
  readonly model: SignalModel;
  readonly application: LoadedApplication;
  readonly firmwareVersion: string;
  /** What a new device of this kind has in its slot A. */
  readonly factoryImage: Image;
  /** SHA-256 of the factory image's header. */
  readonly imageDigest: Uint8Array;
  /** The factory image as it runs. */
  readonly factory: RunningImage;
  /** Steps the machine of each of them. */
  readonly stepper: DeviceStepper;
  /** Settings of a unit that was never told any. */
  readonly defaultSettings: Settings;
  /** Actuator values at boot in the order of the model's inputs. */
  readonly initialInputs: readonly number[];
  /** Index of each signal of the profile in the model's outputs; missing when only a recording gives it. */
  readonly outputIndex: ReadonlyMap<string, number>;
  /** The model's outputs of the device that was read last. */
  readonly outputs: number[];
  /** Values of one reading set. */
  readonly values: number[];
  /** Set before the model reads: names the device and the instant of the noise. */
  noiseKey = 0;
  noiseTick = 0;
  /** One function for all devices: noiseAt would need a closure a reading otherwise. */
  readonly noise: (index: number) => number;
  readonly #plans = new Map<string, SamplePlan>();

  constructor(profile: Profile, given: SignalModel) {
    if (given.name !== profile.model) {
      throw deviceError('E2203', { message: `profile ${profile.name} names the model ${profile.model}, got ${given.name}` });
    }
    const model = given.forProfile?.(profile) ?? given;
    this.profile = profile;
    this.publicProfile = publicProfileOf(profile);
    this.profileDigest = Buffer.from(profileDigest(this.publicProfile), 'hex');
    this.model = model;
    this.application = this.load(profile.factoryImage.application);
    this.firmwareVersion = profile.factoryImage.version;
    this.factoryImage = readImage(factoryImageOf(profile));
    this.imageDigest = Buffer.from(this.factoryImage.digest, 'hex');
    const { firmwareVersion, imageDigest, application } = this;
    this.factory = { firmwareVersion, imageDigest, application, problem: '' };
    this.stepper = new DeviceStepper(profile.reconnect);
    this.defaultSettings = defaultSettings(profile.settings);
    const names = new Set(profile.signals.map((signal) => signal.name));
    const missing = model.outputs.filter((name) => !names.has(name));
    if (missing.length > 0) {
      throw deviceError('E2203', { message: `profile ${profile.name} defines no signal for ${missing.join(', ')} of model ${model.name}` });
    }
    this.initialInputs = model.actuators.map((name) => profile.actuators[name] ?? 0);
    this.outputIndex = new Map(model.outputs.map((name, index) => [name, index]));
    this.outputs = model.outputs.map(() => 0);
    this.values = profile.signals.map(() => 0);
    this.noise = (index) => noiseAt((this.noiseKey ^ Math.imul(index + 1, 0x9e3779b1)) | 0, this.noiseTick);
  }

  /**
   * Loads an application as devices of this kind do.
   * @throws SeatrialError when it does not fit them
   */
  load(application: unknown): LoadedApplication {
    return loadApplication(application, surroundingsOf(this.profile));
  }

  /** The plan for sampling these signals; those that the model does not give are left out. */
  planOf(signals: readonly string[]): SamplePlan {
    const key = signals.join(' ');
    let plan = this.#plans.get(key);
    if (plan === undefined) {
      plan = this.#plan(signals);
      this.#plans.set(key, plan);
    }
    return plan;
  }

  #plan(signals: readonly string[]): SamplePlan {
    const sampled = this.profile.signals.filter((signal) => signals.includes(signal.name) && this.outputIndex.has(signal.name));
    const ids = Uint32Array.from(sampled, (signal) => signal.id);
    let repeated = ids;
    return {
      count: sampled.length,
      outputs: sampled.map((signal) => this.outputIndex.get(signal.name) as number),
      ids,
      minimum: sampled.map((signal) => signal.minimum),
      maximum: sampled.map((signal) => signal.maximum),
      isDurable: sampled.some((signal) => signal.durable),
      repeatedIds(sets) {
        if (repeated.length < sets * ids.length) {
          repeated = new Uint32Array(sets * ids.length);
          for (let set = 0; set < sets; set += 1) repeated.set(ids, set * ids.length);
        }
        return repeated;
      },
    };
  }
}
