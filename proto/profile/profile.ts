import type { Application, SettingValue } from '#proto/image/index.js';
import type { FlashPlan } from './flash-plan.ts';

/** Kinds of data, by what they tell about people: DataCategory of the wire. */
export type DataCategory = 'technical' | 'environment' | 'usage' | 'location' | 'health' | 'consumption' | 'security';

/** One signal that devices of a profile can sample. */
export interface SignalDefinition {
  /** 1 to 65,535, unique in the profile, never reused. */
  readonly id: number;
  /** camelCase with the unit last, unique in the profile. */
  readonly name: string;
  /** UCUM. */
  readonly unit: string;
  readonly title: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly category: DataCategory;
  /** Kept by the device until acknowledged. */
  readonly durable: boolean;
}

/** One setting that the fleet may want. */
export interface SettingDefinition {
  readonly key: string;
  readonly defaultValue: SettingValue;
  /** Only for numbers. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/** When a unit can be heard. */
export interface WakePlan {
  /** 0 when always on. */
  readonly wakeEveryMs: number;
  readonly awakeMs: number;
}

/** The public half: what the fleet must know. Its canonical bytes have the digest that devices show. */
export interface PublicProfile {
  readonly name: string;
  readonly title: string;
  /** By growing id. */
  readonly signals: readonly SignalDefinition[];
  readonly wakePlan: WakePlan;
  readonly settings: readonly SettingDefinition[];
  /** Beside reboot and identify. */
  readonly commands: readonly string[];
}

/** Supply of a device. */
export interface PowerPlan {
  readonly source: 'mains' | 'battery';
  /** Only for batteries: charge when full, mAh. */
  readonly capacityMah?: number;
  /** Draw while awake, mA; while asleep, mA; a frame sent, microampere-hours. Only for batteries. */
  readonly awakeMa?: number;
  readonly asleepMa?: number;
  readonly frameUah?: number;
}

/** How a device comes back after its link broke: random(0, min(base 2^attempt, max)). */
export interface ReconnectPlan {
  readonly baseMs: number;
  readonly maximumMs: number;
  /** A link that held so long forgets the failed attempts, ms. */
  readonly stableMs: number;
}

/** How the model `synthetic` makes one signal. All in the signal's unit; what is left out is 0. */
export interface SignalShape {
  readonly mean: number;
  /** Units differ from the mean by up to this, either way. */
  readonly unitSpread: number;
  /** Height of a cosine around the mean. */
  readonly swing: number;
  /** Of the cosine, 1 to 31,536,000,000 (a day when left out), and when it is highest, counted from midnight UTC of 1 January 1970. */
  readonly periodMs: number;
  readonly peakMs: number;
  /** Height of a slow wander of hours and days, each unit its own. */
  readonly wander: number;
  /** The sensor is off by up to this, either way, at random. */
  readonly noise: number;
  readonly driftPerDay: number;
  /** The smallest step that the sensor shows, above 0 (0.001 when left out). */
  readonly resolution: number;
  /** The signal follows an actuator of the profile: by gain a unit of it, to 63 % after timeConstantMs (1 to 31,536,000,000). */
  readonly actuator?: { readonly name: string; readonly gain: number; readonly timeConstantMs: number };
}

/** Units that a device of the profile carries on its own socket, each a device with a profile, identity and life of its own. */
export interface SubDevicePlan {
  /** Name of a shipped profile, or a YAML file by its path, relative to the file that names it. */
  readonly profile: string;
  /** 1 to 4,096; all plans of a profile together too: the channels that a fleet gives one socket by default. */
  readonly count: number;
}

/** A profile as its YAML file says it, checked and completed. */
export interface Profile extends PublicProfile {
  readonly hardwareRevisions: readonly string[];
  readonly power: PowerPlan;
  /** Name of a network preset of proto/link: lab, office-wifi, farm-nbiot, factory-ethernet, hostile. */
  readonly linkPreset: string;
  /** What its Hello says of its link; left out: nothing. */
  readonly link?: { readonly kind: 'wired' | 'wifi' | 'cellular' | 'low-power' };
  readonly reconnect: ReconnectPlan;
  /** Clock error, parts per million, -20,000 to 20,000: the device's own is drawn within plus and minus this. */
  readonly clockDriftPpm: number;
  /** Store and forward: bytes of encoded frames kept until acknowledged, 1,024 to 16,777,216. */
  readonly storeBytes: number;
  /** Memory that the application may allocate, bytes, 1,024 to 1,073,741,824: one more and it crashes. */
  readonly memoryBytes: number;
  /** From power-on to the application's start, ms. */
  readonly bootMs: number;
  /** Watchdog: time without the application feeding it, ms. */
  readonly watchdogMs: number;
  readonly flash: FlashPlan;
  /** Name of the signal model in firmware/signals, with numbers it takes. */
  readonly model: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** By signal; empty unless the model is `synthetic`. */
  readonly shapes: Readonly<Record<string, SignalShape>>;
  /** Names of actuators that the application may drive, with their value at boot. */
  readonly actuators: Readonly<Record<string, number>>;
  /** Hidden truth that the model keeps beside the signals: names in the model's order. */
  readonly truth: readonly string[];
  /** Empty when the device is no gateway. */
  readonly subDevices: readonly SubDevicePlan[];
  /** Version and statechart of the image that a new device of this profile runs. */
  readonly factoryImage: { readonly version: string; readonly application: Application };
}
