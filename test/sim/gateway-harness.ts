/**
 * A gateway and a registry on virtual time with a memory store, devices as bare keys, and links that only record: for tests that look at every frame.
 * Ingest is a stand-in that says what the test wants.
 */
import { createHash, createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Acquisition, Actor, DeviceEventRow, IngestVerdict, ReadingColumns, Store } from '#fleet/domain/index.js';
import { compileSelector } from '#fleet/expr/index.js';
import { createGateway, type Gateway, type GatewayLimits } from '#fleet/gateway/index.js';
import { createRegistry, type Registry, type RegistryLimits } from '#fleet/registry/index.js';
import { createJournal, createMemoryStore, type JournalService } from '#fleet/store/index.js';
import {
  claimBytes,
  type DecodeCounters,
  type DeviceFrame,
  decodeFleetFrame,
  encodeDeviceFrame,
  encodeTelemetry,
  type FleetFrame,
  helloBytes,
  refusalReasonOf,
} from '#proto/frame/index.js';
import { createRandom, MemoryLog, TaskTracker, VirtualClock } from '#proto/kit/index.js';
import type { Link } from '#proto/link/index.js';
import { type PublicProfile, profileDefinitionOf, profileDigest } from '#proto/profile/index.js';

type KnownFrame = Exclude<FleetFrame, { type: 'unknown' }>;
type BodyOf<Type extends KnownFrame['type']> = Extract<KnownFrame, { type: Type }>['body'];

/** Wall clock at the start of every test: 2026-01-01T00:00Z. */
export const startWallMs = 1_767_225_600_000;
export const operator: Actor = { name: 'olga', role: 'admin', reason: 'test' };

export const thermostat: PublicProfile = {
  name: 'thermostat',
  title: 'Thermostat',
  signals: [
    { id: 1, name: 'roomTempC', unit: 'Cel', title: 'Room', minimum: -20, maximum: 60, category: 'environment', durable: true },
    { id: 2, name: 'humidityPercent', unit: '%', title: 'Humidity', minimum: 0, maximum: 100, category: 'environment', durable: true },
  ],
  wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
  settings: [
    { key: 'ecoMode', defaultValue: false },
    { key: 'setpointC', defaultValue: 20, minimum: 5, maximum: 30 },
  ],
  commands: ['boost'],
};
export const sleeper: PublicProfile = { ...thermostat, name: 'soil-sensor', wakePlan: { wakeEveryMs: 600_000, awakeMs: 10_000 } };

/** The fleet's end of a link, as the gateway sees it. */
export class FakeLink implements Link {
  readonly remote: string;
  isOpen = true;
  queuedBytes = 0;
  owner: unknown = undefined;
  isPaused = false;
  readonly frames: FleetFrame[] = [];
  readonly decodeCounters: DecodeCounters = { unknownFrames: 0, unknownFields: 0 };
  closedWith: number | undefined;
  readonly #harness: Harness;

  constructor(harness: Harness, remote: string) {
    this.#harness = harness;
    this.remote = remote;
  }
  send(frame: Uint8Array, rest: Uint8Array = new Uint8Array(0)): void {
    if (this.isOpen) this.frames.push(decodeFleetFrame(Buffer.concat([frame, rest]), this.decodeCounters));
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  close(code: number): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.closedWith = code;
    this.#harness.gateway.handler.onClose(this, code, '');
  }
  terminate(): void {
    this.close(1006);
  }

  /** Bytes from the device. */
  receive(bytes: Uint8Array): void {
    if (this.isOpen) this.#harness.gateway.handler.onFrame(this, bytes);
  }
  /** A frame from the device. */
  say(frame: DeviceFrame): void {
    this.receive(encodeDeviceFrame(frame));
  }
  telemetry(boot: number, sequence: number, options: { channel?: number; atMs?: number; ids?: number[]; values?: number[] } = {}): void {
    const ids = options.ids ?? [1];
    const values = options.values ?? ids.map(() => 21.5);
    this.receive(encodeTelemetry(options.channel ?? 0, boot, sequence, options.atMs ?? startWallMs, ids.length, ids, undefined, values));
  }
  /** The device cuts the line. */
  drop(): void {
    this.close(1006);
  }

  /** Bodies of one type that came, oldest first; of one channel when given. */
  all<Type extends KnownFrame['type']>(type: Type, channel?: number): BodyOf<Type>[] {
    return this.frames.flatMap((frame) =>
      frame.type === type && (channel === undefined || frame.channel === channel) ? [frame.body as BodyOf<Type>] : [],
    );
  }
  /** Names of the refusals that came. */
  refusals(channel?: number): (string | undefined)[] {
    return this.all('refusal', channel).map((body) => refusalReasonOf(body.code));
  }
  nonce(channel = 0): Uint8Array {
    return this.all('challenge', channel).at(-1)?.nonce ?? new Uint8Array(32);
  }
}

/** A device's identity: keys from a seed, and the frames that prove them. */
export class Unit {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: Uint8Array;
  profile: PublicProfile = thermostat;
  boot = 1;
  connection = 0;

  constructor(id: string, keySeed = id) {
    this.id = id;
    const seed = createHash('sha256').update(keySeed).digest();
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    this.privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.privateKey).export({ format: 'der', type: 'spki' }).subarray(12);
  }

  claim(nonce: Uint8Array, token: string, channel = 0): DeviceFrame {
    const message = claimBytes(nonce, this.publicKey, this.id);
    const [tokenId = '', secret = ''] = token.split(':');
    const key = createHash('sha256').update(secret).digest();
    return {
      channel,
      type: 'claim',
      body: {
        tokenId,
        tokenProof: createHmac('sha256', key).update(message).digest(),
        deviceId: this.id,
        publicKey: this.publicKey,
        signature: sign(null, message, this.privateKey),
        profile: this.profile.name,
        hardwareRevision: 'B',
      },
    };
  }

  hello(nonce: Uint8Array, wallMs: number, channel = 0): DeviceFrame & { readonly type: 'hello' } {
    this.connection += 1;
    return {
      channel,
      type: 'hello',
      body: {
        deviceId: this.id,
        signature: sign(null, helloBytes(nonce, this.id, this.boot, this.connection), this.privateKey),
        boot: this.boot,
        connection: this.connection,
        deviceTimeMs: wallMs,
        profileDigest: Buffer.from(profileDigest(this.profile), 'hex'),
        firmwareVersion: '1.0.0',
        imageDigest: new Uint8Array(32),
        imageConfirmed: true,
        resetReason: 1,
      },
    };
  }
}

/** Ingest that answers `verdict`, and remembers what it took. */
class FakeAcquisition implements Acquisition {
  verdict: IngestVerdict = 'accepted';
  readonly taken: { deviceKey: number; boot: number; sequence: number; kind: 'telemetry' | 'event' | 'skip'; readings: number }[] = [];
  readonly stored = new Map<number, { boot: number; sequence: number }>();
  committed: (deviceKey: number, boot: number, sequence: number) => void = () => undefined;
  lost: (deviceKeys: readonly number[]) => void = () => undefined;
  room: () => void = () => undefined;

  open(device: { readonly key: number }): { readonly boot: number; readonly sequence: number } {
    return this.stored.get(device.key) ?? { boot: 0, sequence: 0 };
  }
  telemetry(deviceKey: number, boot: number, sequence: number, readings: ReadingColumns): IngestVerdict {
    return this.#take(deviceKey, boot, sequence, 'telemetry', readings.count);
  }
  event(event: DeviceEventRow): IngestVerdict {
    return this.#take(event.deviceKey, event.boot, event.sequence, 'event', 0);
  }
  skip(deviceKey: number, boot: number, sequence: number): IngestVerdict {
    return this.#take(deviceKey, boot, sequence, 'skip', 0);
  }
  async restart(deviceKey: number): Promise<void> {
    if (this.verdict === 'unavailable') throw new Error('history does not store');
    this.stored.delete(deviceKey);
  }
  onCommitted(listener: FakeAcquisition['committed']): void {
    this.committed = listener;
  }
  onLost(listener: FakeAcquisition['lost']): void {
    this.lost = listener;
  }
  onRoom(listener: FakeAcquisition['room']): void {
    this.room = listener;
  }
  #take(deviceKey: number, boot: number, sequence: number, kind: 'telemetry' | 'event' | 'skip', readings: number): IngestVerdict {
    if (this.verdict === 'accepted') this.taken.push({ deviceKey, boot, sequence, kind, readings });
    return this.verdict;
  }
}

/** What a test may set. */
export interface HarnessOptions {
  readonly store?: Store;
  readonly clock?: VirtualClock;
  readonly gateway?: Partial<GatewayLimits>;
  readonly registry?: Partial<RegistryLimits>;
}

/** All of it. */
export class Harness {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly tasks = new TaskTracker();
  readonly log = new MemoryLog();
  readonly acquisition = new FakeAcquisition();
  readonly defined: string[] = [];
  /** Devices whose alarms were closed. */
  readonly closed: string[] = [];
  /** Devices whose updates were ended. */
  readonly gone: string[] = [];
  readonly journal: JournalService;
  readonly registry: Registry;
  readonly gateway: Gateway;
  #links = 0;

  private constructor(options: HarnessOptions) {
    this.clock = options.clock ?? new VirtualClock(startWallMs);
    this.store = options.store ?? createMemoryStore();
    const { clock, store, log, tasks } = this;
    this.journal = createJournal({ store, clock, log, limits: { timelineKeep: 10_000 } });
    const random = createRandom('seed', 'gateway', 'test');
    const randomBytes = (length: number) => random.bytes(length);
    this.registry = createRegistry({
      store,
      journal: this.journal,
      clock,
      log,
      limits: options.registry ?? {},
      random,
      randomBytes,
      tasks,
      connections: () => this.gateway.connections,
      openAlarmsOf: () => 0,
      updates: () => {
        throw new Error('this harness has no updates');
      },
      onDeviceGone: (id) => void this.gone.push(id),
      closeAlarmsOf: (_key, id) => void this.closed.push(id),
      restartDevice: (key) => this.acquisition.restart(key),
      onDeviceDefined: (key, id, digest) => this.defined.push(`${key} ${id} ${digest.slice(0, 8)}`),
      onProfile: (digest) => this.defined.push(`profile ${digest.slice(0, 8)}`),
      compileSelector,
    });
    this.gateway = createGateway({
      clock,
      directory: this.registry.directory,
      acquisition: this.acquisition,
      updates: { opened: () => undefined, closed: () => undefined, demand: () => undefined, report: () => undefined },
      journal: this.journal,
      log,
      limits: options.gateway ?? {},
      random,
      randomBytes,
      tasks,
    });
  }

  static async start(options: HarnessOptions = {}): Promise<Harness> {
    const harness = new Harness(options);
    await harness.journal.start();
    await harness.registry.start();
    return harness;
  }

  /** Opens a link: the Challenge is there afterwards. */
  open(remote = `10.0.0.${++this.#links % 250}:${1_000 + this.#links}`): FakeLink {
    const link = new FakeLink(this, remote);
    this.gateway.handler.onOpen(link);
    return link;
  }

  /** Lets handlers end. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20 || this.tasks.size > 0; turn += 1) await Promise.resolve();
  }

  /** Moves time, with handlers ending between. */
  async pass(spanMs: number): Promise<void> {
    const toMs = this.clock.nowMs() + spanMs;
    while (this.clock.step(toMs)) await this.settle();
    this.clock.advanceTo(toMs);
    await this.settle();
  }

  /** An enrolment token, as a device writes it. */
  async token(options: Partial<Parameters<Registry['devices']['createToken']>[0]> = {}): Promise<string> {
    const request = { title: 'test', uses: 1_000, lifetimeMs: 3_600_000, profiles: [], approve: true, labels: {}, ...options };
    const { token, secret } = await this.registry.devices.createToken(request, operator);
    return `${token.id}:${secret}`;
  }

  /** Claims on a fresh link; answers with the link. */
  async claim(unit: Unit, token: string): Promise<FakeLink> {
    const link = this.open();
    link.say(unit.claim(link.nonce(), token));
    await this.settle();
    return link;
  }

  /** Says Hello on a link (a fresh one when left out). */
  hello(unit: Unit, link = this.open(), channel = 0): FakeLink {
    link.say(unit.hello(link.nonce(channel), this.clock.wallMs(), channel));
    return link;
  }

  /** Enrols, says Hello and sends the profile when it is wanted: a link that is welcomed. */
  async join(unit: Unit, token: string): Promise<FakeLink> {
    const link = await this.claim(unit, token);
    this.hello(unit, link);
    if (link.all('welcome').at(-1)?.profileWanted) {
      link.say({ channel: 0, type: 'profileDefinition', body: profileDefinitionOf(unit.profile) });
    }
    await this.settle();
    return link;
  }

  /** Actions of the audit with their subjects, oldest first. */
  async audit(): Promise<string[]> {
    await this.settle();
    const entries = await this.journal.readAudit({ limit: 10_000 });
    return entries.map(({ action, subject, detail }) => `${action} ${subject}${detail.code === undefined ? '' : ` ${detail.code}`}`);
  }

  refused(reason: string): number {
    return this.gateway.connections.counters.refused[reason] ?? 0;
  }

  key(id: string): number {
    return this.registry.devices.get(id)?.key ?? 0;
  }
}
