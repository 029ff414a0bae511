/** For tests of this folder: a toy kind of device, and a scripted fleet behind a stub of a link. */

import type { SignalModel } from '#firmware/signals/index.js';
import {
  type DeviceFrame,
  DeviceFrameDecoder,
  encodeAcknowledge,
  encodeFleetFrame,
  type FleetFrame,
  type RefusalReason,
  refusalReasons,
} from '#proto/frame/index.js';
import type { Application } from '#proto/image/index.js';
import { silentLog, VirtualClock } from '#proto/kit/index.js';
import type { Dialer, Link, LinkHandler } from '#proto/link/index.js';
import { defaultFlashPlan, type Profile } from '#proto/profile/index.js';
import type { DeviceEnvironment, DeviceOptions } from './device.ts';
import { DeviceCounters } from './device-counters.ts';
import { DeviceKind } from './device-kind.ts';
import { createDevice } from './index.ts';
import { seatrialDialect } from './seatrial-dialect.ts';

/** 2026-01-01T00:00Z. */
export const startWallMs = 1_767_225_600_000;

/** A tank that fills by 1 l/s while its pump runs; level is read without noise, noise reads noise alone. */
export const toyModel: SignalModel = {
  name: 'toy',
  outputs: ['levelL', 'noiseV'],
  actuators: ['pump'],
  truth: ['trueLevelL'],
  parameters: {},
  faults: { leak: 'loses 0.5 l/s at severity 1' },
  stateLength: 1,
  initialise: (state) => {
    state[0] = 0;
  },
  step: (state, dtMs, _wallMs, inputs, faults) => {
    state[0] = (state[0] ?? 0) + (((inputs[0] ?? 0) - 0.5 * (faults.get('leak') ?? 0)) * dtMs) / 1_000;
  },
  read: (state, _inputs, _faults, _parameters, noise, outputs) => {
    outputs[0] = state[0] ?? 0;
    outputs[1] = noise(1);
  },
  readTruth: (state, _parameters, truth) => {
    truth[0] = state[0] ?? 0;
  },
};

/** Samples both signals every second. */
export const samplingApplication: Application = {
  id: 'toy',
  initial: 'on',
  context: {},
  states: {
    on: {
      entry: [{ type: 'sample', params: { signals: ['levelL', 'noiseV'], everyMs: 1_000 } }],
      meta: { final: 'samples for ever' },
    },
  },
};

/** A profile of the toy. */
export function toyProfile(changes: Partial<Profile> = {}, application: Application = samplingApplication): Profile {
  return {
    name: 'toy',
    title: 'Toy',
    signals: [
      { id: 1, name: 'levelL', unit: 'L', title: '', minimum: 0, maximum: 50, category: 'technical', durable: true },
      { id: 2, name: 'noiseV', unit: 'V', title: '', minimum: -1, maximum: 1, category: 'technical', durable: false },
    ],
    wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
    settings: [
      { key: 'limitL', defaultValue: 10, minimum: 0, maximum: 50 },
      { key: 'title', defaultValue: 'tank' },
    ],
    commands: ['drain'],
    hardwareRevisions: ['a'],
    power: { source: 'mains' },
    linkPreset: 'lab',
    reconnect: { baseMs: 1_000, maximumMs: 64_000, stableMs: 20_000 },
    clockDriftPpm: 0,
    storeBytes: 65_536,
    bootMs: 500,
    shapes: {},
    subDevices: [],
    memoryBytes: 262_144,
    watchdogMs: 4_000,
    flash: defaultFlashPlan,
    model: 'toy',
    parameters: {},
    actuators: { pump: 0 },
    truth: ['trueLevelL'],
    factoryImage: { version: '1.0.0', application },
    ...changes,
  };
}

/** A link in memory that hands over at once and keeps what was sent. */
export class StubLink implements Link {
  readonly remote = 'stub';
  isOpen = false;
  queuedBytes = 0;
  owner: unknown;
  /** Code of the device's goodbye; 1006 when it cut. */
  closedByDevice: number | undefined;
  readonly handler: LinkHandler;
  readonly #fleet: FakeFleet;

  constructor(handler: LinkHandler, fleet: FakeFleet) {
    this.handler = handler;
    this.#fleet = fleet;
  }

  send(frame: Uint8Array): void {
    if (this.isOpen) this.#fleet.receive(this, frame);
  }

  pause(): void {}

  resume(): void {}

  close(code: number, _reason?: string): void {
    this.isOpen = false;
    this.closedByDevice ??= code;
  }

  terminate(): void {
    this.close(1006);
  }

  /** The fleet breaks it. */
  break(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.handler.onClose(this, 1006, '');
  }
}

/** One telemetry frame or event as the fleet saw it. */
export interface Received {
  readonly boot: number;
  readonly sequence: number;
  readonly atMs: number;
  readonly signalIds: readonly number[];
  readonly values: readonly number[];
  /** Name of the event; undefined for telemetry. */
  readonly event: string | undefined;
}

type BodyType = Exclude<DeviceFrame['type'], 'unknown'>;
type BodyOf<Type extends BodyType> = Extract<DeviceFrame, { readonly type: Type }>['body'];

/** Plays the fleet. Its switches are the script of a test. */
export class FakeFleet implements Dialer {
  readonly clock: VirtualClock;
  readonly links: StubLink[] = [];
  readonly frames: Extract<DeviceFrame, { readonly type: BodyType }>[] = [];
  readonly received: Received[] = [];
  /** When each dial came, ms. */
  readonly dials: number[] = [];
  /** Answer to a claim or a hello in place of the good one. */
  answer: FleetFrame | undefined;
  isReachable = true;
  /** False: says nothing after the link is open. */
  isSpeaking = true;
  isAcknowledging = true;
  welcome = { heartbeatMs: 60_000, profileWanted: false, framesPerSecond: 1_000_000, windowFrames: 1_000 };
  /** What is stored for good. */
  stored = { boot: 0, sequence: 0 };
  /** Error of the fleet's clock, ms. */
  clockErrorMs = 0;
  /** Hears every frame that is no telemetry. */
  heard: ((frame: FakeFleet['frames'][number]) => void) | undefined;
  readonly #decoder = new DeviceFrameDecoder();

  constructor(clock: VirtualClock) {
    this.clock = clock;
  }

  /** The newest link. */
  get link(): StubLink {
    const link = this.links.at(-1);
    if (link === undefined) throw new Error('nobody dialled');
    return link;
  }

  dial(handler: LinkHandler): Link {
    const link = new StubLink(handler, this);
    this.links.push(link);
    this.dials.push(this.clock.nowMs());
    this.clock.setTimeout(() => {
      if (link.closedByDevice !== undefined) return;
      if (!this.isReachable) return handler.onClose(link, 1006, 'unreachable');
      link.isOpen = true;
      handler.onOpen(link);
      if (this.isSpeaking) this.say(this.#challenge());
    }, 1);
    return link;
  }

  /** Sends a frame to the device. */
  say(frame: FleetFrame): void {
    this.link.handler.onFrame(this.link, encodeFleetFrame(frame));
  }

  refuse(reason: RefusalReason, retryAfterMs: number): FleetFrame {
    const fleetTimeMs = this.#timeMs();
    return { channel: 0, type: 'refusal', body: { code: refusalReasons.codeOf(reason), message: 'script', retryAfterMs, fleetTimeMs } };
  }

  acknowledge(boot: number, sequence: number): void {
    this.stored = { boot, sequence };
    this.link.handler.onFrame(this.link, encodeAcknowledge(0, boot, sequence));
  }

  receive(link: StubLink, bytes: Uint8Array): void {
    const frame = this.#decoder.decode(bytes);
    if (frame.type === 'telemetry') {
      const { boot, sequence, count } = frame;
      this.received.push({
        boot,
        sequence,
        atMs: frame.atMs[0] ?? 0,
        signalIds: [...frame.signalIds.subarray(0, count)],
        values: [...frame.values.subarray(0, count)],
        event: undefined,
      });
      this.#stored(link, boot, sequence);
      return;
    }
    if (frame.type === 'unknown' || frame.type === 'invalid') throw new Error(`the device sent a frame that is ${frame.type}`);
    this.frames.push(frame);
    this.heard?.(frame);
    if (frame.type === 'event') {
      const { boot = 0, sequence = 0, timeMs = 0, name = '' } = frame.body;
      this.received.push({ boot, sequence, atMs: timeMs, signalIds: [], values: [], event: name });
      this.#stored(link, boot, sequence);
    } else if (frame.type === 'heartbeat' && this.isSpeaking) this.#later(() => this.say(this.#time()));
    else if (frame.type === 'claim') this.#later(() => this.say(this.answer ?? this.#challenge()));
    else if (frame.type === 'hello') this.#later(() => this.say(this.answer ?? this.#welcomeFrame()));
  }

  /** Bodies of one type, oldest first. */
  bodies<Type extends BodyType>(type: Type): BodyOf<Type>[] {
    const bodies: BodyOf<Type>[] = [];
    for (const frame of this.frames) if (frame.type === type) bodies.push(frame.body as BodyOf<Type>);
    return bodies;
  }

  #stored(link: StubLink, boot: number, sequence: number): void {
    if (this.isAcknowledging) this.#later(() => link.isOpen && this.acknowledge(boot, sequence));
  }

  #later(callback: () => void): void {
    this.clock.setTimeout(callback, 1);
  }

  #timeMs(): number {
    return this.clock.wallMs() + this.clockErrorMs;
  }

  #challenge(): FleetFrame {
    const nonce = new Uint8Array(32).fill(7);
    return { channel: 0, type: 'challenge', body: { nonce, fleetTimeMs: this.#timeMs(), answerWithinMs: 10_000 } };
  }

  #time(): FleetFrame {
    return { channel: 0, type: 'time', body: { fleetTimeMs: this.#timeMs() } };
  }

  #welcomeFrame(): FleetFrame {
    const { boot, sequence } = this.stored;
    const body = { ...this.welcome, deviceId: 'toy-1', fleetTimeMs: this.#timeMs(), storedBoot: boot, storedSequence: sequence };
    return { channel: 0, type: 'welcome', body };
  }
}

/** A device of the toy on virtual time, with its fleet. */
export function setUp(
  profile: Profile = toyProfile(),
  changes: Partial<DeviceOptions> = {},
  environmentChanges: Partial<DeviceEnvironment> = {},
) {
  const clock = new VirtualClock(startWallMs);
  const fleet = new FakeFleet(clock);
  const counters = new DeviceCounters();
  const environment = { clock, applicationClock: clock, counters, log: silentLog, dialect: seatrialDialect, ...environmentChanges };
  const kind = new DeviceKind(profile, toyModel);
  const options: DeviceOptions = { id: 'toy-1', index: 0, kind, environment, seed: 'test', dialer: fleet, ...changes };
  return { clock, fleet, counters, environment, kind, options, device: createDevice(options) };
}
