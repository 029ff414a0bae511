/** A manager with SQLite and a fleet without sockets: devices are records, each with a link that answers the challenge and counts what it is offered. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { loadShippedProfile, loadShippedRelease } from '#firmware/profiles/index.js';
import { type AssembledManager, assembleManager, defaultLimits } from '#fleet/app/index.js';
import type { Actor, Manager, Store } from '#fleet/domain/index.js';
import { createMemoryKeyring } from '#fleet/ota/index.js';
import { createMemoryHistory, openFolderBlobs, openSqliteStore } from '#fleet/store/index.js';
import {
  type DecodeCounters,
  decodeFleetFrame,
  encodeDeviceFrame,
  encodeTelemetry,
  resetReasons,
  supplies,
  type UpdateStateName,
  updateStates,
} from '#proto/frame/index.js';
import { createRandom, SystemClock, silentLog, systemRandomBytes, systemSeed } from '#proto/kit/index.js';
import type { LinkHandler } from '#proto/link/index.js';
import { factoryImageOf, type PublicProfile, profileDefinitionOf, profileDigest, releaseImageOf } from '#proto/profile/index.js';
import { BenchDevice, BenchLink } from './rollout-devices.ts';
import { TurnTracker, watchedStore } from './turn-tracker.ts';

const actor: Actor = { name: 'bench', role: 'admin', reason: 'bench' };
const profileName = 'thermostat';
const signalName = 'roomTempC';
/** Devices of one request, and of one turn of the event loop. */
const importedAtOnce = 1_000;
const openedAtOnce = 50;

/** What a release is made of, and what its image reads as. */
interface BenchRelease {
  readonly id: string;
  readonly digest: string;
}

/** @see the head of this file */
export class RolloutFleet {
  readonly tracker: TurnTracker;
  readonly devices: BenchDevice[] = [];
  /** Offers that came. */
  offers = 0;
  /** Devices that were told of an attempt: what the manager counts as attempted. */
  told = 0;
  /** Devices that were offered something since the last call of takeOffered(). */
  #offered: BenchDevice[] = [];
  readonly #folder: string;
  #assembled: AssembledManager;
  readonly #assemble: () => AssembledManager;
  readonly #store: Store;
  readonly #undo: () => Promise<void>;
  readonly #counters: DecodeCounters = { unknownFrames: 0, unknownFields: 0 };
  readonly #profile: PublicProfile = loadShippedProfile(profileName);
  readonly #signalId: number;
  #factory: BenchRelease | undefined;
  #target: BenchRelease | undefined;

  private constructor(
    folder: string,
    parts: { tracker: TurnTracker; assembled: AssembledManager; assemble: () => AssembledManager; store: Store; undo: () => Promise<void> },
  ) {
    this.#folder = folder;
    this.tracker = parts.tracker;
    this.#assembled = parts.assembled;
    this.#assemble = parts.assemble;
    this.#store = parts.store;
    this.#undo = parts.undo;
    this.#signalId = this.#profile.signals.find(({ name }) => name === signalName)?.id ?? 1;
  }

  static async start(): Promise<RolloutFleet> {
    const folder = mkdtempSync(join(tmpdir(), 'seatrial-rollout-bench-'));
    const clock = new SystemClock();
    const log = silentLog;
    const store = await openSqliteStore({ folder, clock, log, yieldTurn });
    const blobs = openFolderBlobs({ folder: join(folder, 'files'), cacheBytes: 67_108_864 });
    const tracker = new TurnTracker();
    const startedAtMs = clock.wallMs();
    const history = createMemoryHistory({ clock });
    const keyring = createMemoryKeyring((length) => randomBytes(length));
    const parts: Parameters<typeof assembleManager>[0] = {
      clock,
      store: watchedStore(store, tracker),
      history,
      keyring,
      blobs,
      random: createRandom(systemSeed(), 'bench', 'manager'),
      randomBytes: systemRandomBytes,
      log,
      tasks: tracker,
      // All come at once, and none says more than it is asked to.
      limits: {
        ...defaultLimits,
        handshakesPerSecond: 1_000_000,
        openHandshakes: 1_000_000,
        heartbeatMs: 86_400_000,
        openAttempts: 1_000_000,
      },
      hooks: { sender: { send: () => () => undefined }, externalUrl: 'http://bench.example' },
      yieldTurn: () => {
        tracker.waits();
        return yieldTurn();
      },
      facts: () => ({ version: 'bench', startedAtMs, eventLoopDelayMs: 0, dataFolder: folder, freeDiskBytes: 2 ** 40 }),
    };
    const assemble = (): AssembledManager => assembleManager(parts);
    const assembled = assemble();
    await assembled.start();
    const fleet = new RolloutFleet(folder, { tracker, assembled, assemble, store, undo: () => blobs.close() });
    fleet.#factory = await fleet.#publish(factoryImageOf(loadShippedProfile(profileName)));
    fleet.#target = await fleet.#publish(releaseImageOf(loadShippedRelease(`${profileName}/1.1.0`), new Uint8Array(0)));
    return fleet;
  }

  get manager(): Manager {
    return this.#assembled.manager;
  }

  get handler(): LinkHandler {
    return this.#assembled.handler;
  }

  get target(): BenchRelease {
    return this.#target as BenchRelease;
  }

  /** Identities as operators bring them: three hardware revisions, two regions. */
  async importDevices(count: number): Promise<void> {
    for (let from = 0; from < count; from += importedAtOnce) {
      const made = Array.from({ length: Math.min(importedAtOnce, count - from) }, (_, index) => new BenchDevice(nameOf(from + index)));
      const identities = made.map((device, index) => ({
        id: device.id,
        publicKey: device.publicKey,
        profile: profileName,
        hardwareRevision: 'ABC'.charAt(index % 3),
        labels: { region: index % 2 === 0 ? 'north' : 'south' },
        status: 'active' as const,
      }));
      await this.manager.provisioning.importIdentities(identities, false, actor);
      this.devices.push(...made);
    }
  }

  /** All devices say Hello with what they run from the factory, confirmed, and measure once. */
  async connectAll(): Promise<void> {
    const digest = Buffer.from((this.#factory as BenchRelease).digest, 'hex');
    for (const [index, device] of this.devices.entries()) {
      this.#connect(device, digest);
      if (index % openedAtOnce === 0) await yieldTurn();
    }
    await this.settled();
    for (const [index, device] of this.devices.entries()) {
      const value = 20 + (index % 10) / 10;
      this.#say(device, encodeTelemetry(0, device.boot, 1, Date.now(), 1, [this.#signalId], undefined, [value]));
      if (index % openedAtOnce === 0) await yieldTurn();
    }
    await this.settled();
  }

  /** Devices come back from their reboot with the target, confirmed. */
  async updateAll(devices: readonly BenchDevice[]): Promise<void> {
    const digest = Buffer.from(this.target.digest, 'hex');
    for (const [index, device] of devices.entries()) {
      device.link?.terminate();
      this.#connect(device, digest);
      if (index % openedAtOnce === 0) await yieldTurn();
    }
  }

  /** One report of each device, so many in one turn of the event loop. */
  async report(devices: readonly BenchDevice[], state: UpdateStateName): Promise<void> {
    for (const [index, device] of devices.entries()) {
      device.sequence += 1;
      const body = {
        attemptId: device.attemptId,
        sequence: device.sequence,
        state: updateStates.codeOf(state),
        boot: device.boot,
        runningDigest: Buffer.from((this.#factory as BenchRelease).digest, 'hex'),
        isConfirmed: true,
        takesDelta: false,
        rootVersion: 1,
      };
      this.#say(device, encodeDeviceFrame({ channel: 0, type: 'updateReport', body }));
      if (index % openedAtOnce === 0) await yieldTurn();
    }
  }

  /** A heartbeat of each device, with a battery that lost one percent. */
  beat(devices: readonly BenchDevice[]): void {
    for (const device of devices) {
      device.batteryPercent = device.batteryPercent > 50 ? device.batteryPercent - 1 : 100;
      const body = { batteryPercent: device.batteryPercent, bufferedBytes: 0, droppedFrames: 0, supply: supplies.codeOf('battery') };
      this.#say(device, encodeDeviceFrame({ channel: 0, type: 'heartbeat', body }));
    }
  }

  /** Devices that were offered something since it was asked last. */
  takeOffered(): BenchDevice[] {
    const offered = this.#offered;
    this.#offered = [];
    return offered;
  }

  /** Waits until no handler of the manager is open. */
  async settled(): Promise<void> {
    while (this.tracker.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Another manager takes over what is stored; no device is connected then. */
  async restart(): Promise<void> {
    await this.#assembled.stop();
    this.#assembled = this.#assemble();
  }

  /** What was not started by start(): the manager after a restart. */
  async begin(): Promise<void> {
    await this.#assembled.start();
  }

  async stop(): Promise<void> {
    await this.#assembled.stop();
    await this.#undo();
    await this.#store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What a device is sent. */
  heard(link: BenchLink, device: BenchDevice, imageDigest: Uint8Array, frame: Uint8Array): void {
    const told = decodeFleetFrame(frame, this.#counters);
    if (told.type === 'challenge') this.#answer(link, device, imageDigest, told.body.nonce ?? new Uint8Array(32));
    else if (told.type === 'welcome' && told.body.profileWanted === true) {
      this.#say(device, encodeDeviceFrame({ channel: 0, type: 'profileDefinition', body: profileDefinitionOf(this.#profile) }));
    } else if (told.type === 'updateOffer') {
      this.offers += 1;
      device.attemptId = told.body.attemptId ?? '';
      this.#offered.push(device);
      this.#tell(device);
    } else if (told.type === 'updateCancel') this.#tell(device);
  }

  #tell(device: BenchDevice): void {
    if (!device.isTold) this.told += 1;
    device.isTold = true;
  }

  #connect(device: BenchDevice, imageDigest: Uint8Array): void {
    device.boot += 1;
    device.sequence = 0;
    device.link = new BenchLink(this, device, imageDigest);
    this.handler.onOpen(device.link);
  }

  #answer(link: BenchLink, device: BenchDevice, imageDigest: Uint8Array, nonce: Uint8Array): void {
    const body = {
      deviceId: device.id,
      signature: device.signHello(nonce),
      boot: device.boot,
      connection: 1,
      deviceTimeMs: Date.now(),
      profileDigest: Buffer.from(profileDigest(this.#profile), 'hex'),
      firmwareVersion: device.boot === 1 ? '1.0.0' : '1.1.0',
      imageDigest,
      imageConfirmed: true,
      resetReason: resetReasons.codeOf(device.boot === 1 ? 'power-on' : 'update'),
    };
    queueMicrotask(() => this.handler.onFrame(link, encodeDeviceFrame({ channel: 0, type: 'hello', body })));
  }

  #say(device: BenchDevice, bytes: Uint8Array): void {
    if (device.link !== undefined) this.handler.onFrame(device.link, bytes);
  }

  async #publish(file: Uint8Array): Promise<BenchRelease> {
    const { uploads, releases } = this.manager;
    const { id } = await uploads.begin({ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') }, actor);
    await uploads.write(id, 0, Readable.from([file]));
    const { release } = await releases.create({ uploadId: id, notes: '' }, actor);
    await releases.publish(release.id, {}, actor);
    return { id: release.id, digest: release.digest };
  }
}

const yieldTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const nameOf = (index: number): string => `unit-${String(index).padStart(6, '0')}`;
