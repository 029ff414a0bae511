import { createDevice, type Device, DeviceCounters, DeviceKind, flashOf, seatrialDialect } from '#firmware/device/index.js';
import type { Flash } from '#firmware/flash/index.js';
import { type SignalModel, signalModels } from '#firmware/signals/index.js';
import type { Image } from '#proto/image/index.js';
import { assert, silentLog, VirtualClock } from '#proto/kit/index.js';
import { createMemoryNetwork, type MemoryNetwork } from '#proto/link/index.js';
import type { Profile } from '#proto/profile/index.js';
import type { Assignment } from '#proto/trust/index.js';
import { AttackFleet, deviceId, type Offer, type Reported, said } from './attack-fleet.ts';
import { AttackRepository } from './attack-repository.ts';
import type { AttackSetting } from './attack-types.ts';

/** 2026-01-01T00:00Z. */
const startWallMs = Date.UTC(2026, 0, 1);
/** Longest wait for the end of an attempt, ms: two days of virtual time. */
const patienceMs = 172_800_000;
/** Longest wait for a session after power came, ms. */
const joinMs = 3_600_000;

/** How an offer differs from an honest one. */
export interface OfferChanges extends Partial<Omit<Assignment, 'attemptId'>> {
  readonly attemptId?: string;
  /** In place of what the director signs. */
  readonly assignment?: Uint8Array;
  /** The bytes that are served as the delta. */
  readonly deltaBytes?: Uint8Array;
}

/** One device, whole, and the fleet that attacks it, on a virtual clock of their own. */
export class AttackBench {
  readonly clock = new VirtualClock(startWallMs);
  readonly network: MemoryNetwork;
  readonly repository: AttackRepository;
  readonly fleet: AttackFleet;
  readonly device: Device;
  #attempts = 0;
  #newest: Image | undefined;
  #fetchedBefore = 0;

  constructor({ seed, profile, weakened }: AttackSetting) {
    this.repository = new AttackRepository(seed, this.clock, profile);
    this.fleet = new AttackFleet(this.clock, this.repository);
    this.network = createMemoryNetwork({ clock: this.clock, seed, handler: this.fleet });
    const environment = {
      clock: this.clock,
      applicationClock: this.clock,
      counters: new DeviceCounters(),
      log: silentLog,
      dialect: seatrialDialect,
      ...(weakened === undefined ? {} : { weakened }),
    };
    const dialer = this.network.dialer(deviceId);
    this.device = createDevice({ id: deviceId, index: 0, kind: kindOf(profile), environment, seed, dialer });
  }

  /** Digest of the image that the device said last that it runs, hex. */
  get runningDigest(): string {
    return this.fleet.greetings.at(-1)?.imageDigest ?? '';
  }

  /** Bytes of content or delta that were served since the last honest update. */
  get fetchedBytes(): number {
    return this.#served - this.#fetchedBefore;
  }

  get #served(): number {
    const { servedBytes } = this.fleet;
    return (servedBytes.get('content') ?? 0) + (servedBytes.get('delta') ?? 0);
  }

  /** The flash of the device, as somebody with a soldering iron has it. It has one of its own since its first update. */
  get flash(): Flash {
    const flash = flashOf(this.device);
    assert(flash !== undefined, 'the device has made no update yet');
    return flash;
  }

  /** The image of the last honest update, with which an attack begins. */
  get newest(): Image {
    assert(this.#newest !== undefined, 'nothing was offered yet');
    return this.#newest;
  }

  /** Gives power and waits for a session. @returns false when none came */
  start(): boolean {
    this.device.start();
    return this.until(() => this.fleet.isWelcomed, joinMs);
  }

  /** Lets time run until it holds. @returns false when it did not within the limit */
  until(holds: () => boolean, limitMs: number): boolean {
    const untilMs = this.clock.nowMs() + limitMs;
    while (!holds()) if (!this.clock.step(untilMs)) break;
    return holds();
  }

  /** Offers an image, honestly but for the changes. @returns the attempt */
  offer(image: Image, changes: OfferChanges = {}): string {
    this.#attempts += 1;
    const { assignment, deltaBytes, attemptId = `attempt-${this.#attempts}`, ...order } = changes;
    const offer: Offer = {
      attemptId,
      image,
      assignment: assignment ?? this.repository.assign({ deviceId, attemptId, ...order }, image),
      ...(deltaBytes === undefined ? {} : { delta: deltaBytes }),
    };
    this.fleet.makeOffer(offer);
    return attemptId;
  }

  /** Lets time run until the device has reported an end of the attempt; undefined when it never did. */
  end(attemptId: string, limitMs = patienceMs): Reported | undefined {
    this.until(() => this.fleet.endOf(attemptId) !== undefined, limitMs);
    return this.fleet.endOf(attemptId);
  }

  /** Publishes and offers a version with nothing wrong. @returns why it did not end confirmed; undefined when it did */
  honest(version: string, securityCounter: number): string | undefined {
    const end = this.tryHonest(version, securityCounter);
    return end?.state === 'confirmed' ? undefined : `the honest update to ${version} ended with ${said(end)}`;
  }

  /** The same, of which nobody knows how it ends. @returns the report that ended it */
  tryHonest(version: string, securityCounter: number): Reported | undefined {
    this.fleet.script = {};
    this.fleet.clockErrorMs = 0;
    const image = this.repository.image(version, { securityCounter });
    this.repository.publish([image]);
    const end = this.end(this.offer(image));
    if (end?.state === 'confirmed') this.#newest = image;
    this.#fetchedBefore = this.#served;
    return end;
  }

  /** Cuts the power, lets time pass and gives it back. @returns false when no session came */
  powerCycle(offMs = 1_000): boolean {
    this.device.powerOff();
    this.clock.advanceBy(offMs);
    const before = this.fleet.greetings.length;
    this.device.powerOn();
    return this.until(() => this.fleet.greetings.length > before && this.fleet.isWelcomed, joinMs);
  }
}

function kindOf(profile: Profile): DeviceKind {
  const model: SignalModel | undefined = signalModels.get(profile.model);
  assert(model !== undefined, `no model ${profile.model}`);
  return new DeviceKind(profile, model);
}
