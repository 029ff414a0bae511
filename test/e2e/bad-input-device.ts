import { createHash, createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import {
  claimBytes,
  type DeviceFrame,
  decodeFleetFrame,
  encodeDeviceFrame,
  encodeTelemetry,
  type FleetFrame,
  helloBytes,
  refusalReasonOf,
} from '#proto/frame/index.js';
import { subprotocol } from '#proto/link/index.js';
import { type PublicProfile, profileDefinitionOf, profileDigest } from '#proto/profile/index.js';
import { eventually, type ManagerProcess } from './bad-input-manager.ts';

type KnownFrame = Exclude<FleetFrame, { type: 'unknown' }>;
type BodyOf<Type extends KnownFrame['type']> = Extract<KnownFrame, { type: Type }>['body'];

/** Two signals, a text setting as long as settings may be, sixty times: one configuration fills a frame. */
export const probe: PublicProfile = {
  name: 'probe',
  title: 'Probe',
  signals: [
    { id: 1, name: 'roomTempC', unit: 'Cel', title: 'Room', minimum: -20, maximum: 1e9, category: 'environment', durable: true },
    { id: 2, name: 'wallTempC', unit: 'Cel', title: 'Wall', minimum: -20, maximum: 1e9, category: 'environment', durable: true },
  ],
  wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
  settings: Array.from({ length: 60 }, (_, index) => ({ key: `text${String(index + 10)}`, defaultValue: '' })),
  commands: ['boost'],
};

/** Numbers of an identity: what a Hello proves. */
export interface HelloChange {
  readonly boot?: number;
  readonly connection?: number;
  readonly deviceTimeMs?: number;
  readonly profileDigest?: Uint8Array;
  /** Signs something else. */
  readonly isForged?: boolean;
}

/** A device of nothing but keys and a WebSocket, so that it can say whatever a test wants, as PROTOCOL.md has it or not. */
export class RawDevice {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: Uint8Array;
  profile = probe;
  boot = 1;
  connection = 0;
  /** Of the newest telemetry frame. */
  sequence = 0;
  /** Newest sequence that the fleet acknowledged. */
  acknowledged = 0;
  /** All that came over the newest socket; acknowledgements only as `acknowledged`. */
  frames: FleetFrame[] = [];
  /** Close code of the newest socket. */
  closed: number | undefined;
  /** Sockets that closed. */
  closes = 0;
  webSocket: WebSocket | undefined;
  /** Below the newest WebSocket. */
  #socket: Socket | undefined;

  constructor(id: string, keySeed = id) {
    this.id = id;
    const seed = createHash('sha256').update(keySeed).digest();
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    this.privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.privateKey).export({ format: 'der', type: 'spki' }).subarray(12);
  }

  /** Opens a socket and waits for the Challenge, or for the end of the socket. */
  async open(manager: ManagerProcess): Promise<void> {
    this.frames = [];
    this.closed = undefined;
    const webSocket = new WebSocket(manager.deviceUrl, subprotocol, { perMessageDeflate: false });
    this.webSocket = webSocket;
    webSocket.on('error', () => undefined);
    webSocket.on('upgrade', ({ socket }) => {
      this.#socket = socket;
    });
    webSocket.on('close', (code) => {
      this.closes += 1;
      if (this.webSocket === webSocket) this.closed = code;
    });
    webSocket.on('message', (data: Buffer) => this.#hear(decodeFleetFrame(data, { unknownFrames: 0, unknownFields: 0 })));
    await this.until('a Challenge', () => this.of('challenge').length > 0 || this.closed !== undefined);
  }

  /** Claims with a token and greets; resolves when the fleet has welcomed, refused or put it off. */
  async enrol(manager: ManagerProcess, token: string): Promise<void> {
    await this.open(manager);
    this.claim(token);
    await this.until('an answer to the Claim', () => this.of('challenge').length > 1 || this.isAnswered);
    if (this.of('challenge').length > 1) await this.greet();
  }

  /** Opens a socket and says Hello. */
  async reconnect(manager: ManagerProcess, change: HelloChange = {}): Promise<void> {
    await this.open(manager);
    await this.greet(change);
  }

  /** Says Hello, gives its profile when it is wanted, and waits for the answer. */
  async greet(change: HelloChange = {}): Promise<void> {
    this.hello(change);
    await this.until('an answer to the Hello', () => this.of('welcome').length > 0 || this.isAnswered);
    const welcome = this.of('welcome')[0];
    if (welcome === undefined) return;
    this.acknowledged = welcome.storedBoot === this.boot ? (welcome.storedSequence ?? 0) : 0;
    if (welcome.profileWanted === true) this.define();
  }

  claim(token: string, more: { readonly profile?: string; readonly isForged?: boolean; readonly channel?: number } = {}): void {
    const channel = more.channel ?? 0;
    const message = claimBytes(this.nonce(channel), this.publicKey, this.id);
    const [tokenId = '', secret = ''] = token.split(':');
    const key = createHash('sha256').update(secret).digest();
    this.say({
      channel,
      type: 'claim',
      body: {
        tokenId,
        tokenProof: createHmac('sha256', key).update(message).digest(),
        deviceId: this.id,
        publicKey: this.publicKey,
        signature: sign(null, more.isForged === true ? message.slice(1) : message, this.privateKey),
        profile: more.profile ?? this.profile.name,
        hardwareRevision: 'A',
      },
    });
  }

  hello(change: HelloChange = {}, channel = 0): void {
    this.connection += 1;
    const boot = change.boot ?? this.boot;
    const connection = change.connection ?? this.connection;
    const message = helloBytes(this.nonce(channel), this.id, boot, connection);
    this.say({
      channel,
      type: 'hello',
      body: {
        deviceId: this.id,
        signature: sign(null, change.isForged === true ? message.slice(1) : message, this.privateKey),
        boot,
        connection,
        deviceTimeMs: change.deviceTimeMs ?? Date.now(),
        profileDigest: change.profileDigest ?? Buffer.from(profileDigest(this.profile), 'hex'),
        firmwareVersion: '1.0.0',
        imageDigest: new Uint8Array(32),
        imageConfirmed: true,
        resetReason: 1,
      },
    });
  }

  define(profile = this.profile): void {
    this.say({ channel: 0, type: 'profileDefinition', body: profileDefinitionOf(profile) });
  }

  say(frame: DeviceFrame): void {
    this.send(encodeDeviceFrame(frame));
  }

  send(bytes: Uint8Array): void {
    this.webSocket?.send(bytes);
  }

  /** One frame of four readings, each with the sequence as its value, at a time that no other frame has. */
  telemetry(): void {
    this.sequence += 1;
    this.send(this.readings(this.sequence));
  }

  /** Telemetry frames in one write, so that they come together however busy the machine is. */
  burst(frames: number): void {
    this.#socket?.cork();
    for (let sent = 0; sent < frames; sent += 1) this.telemetry();
    this.#socket?.uncork();
  }

  readings(
    sequence: number,
    more: { readonly boot?: number; readonly ids?: number[]; readonly values?: number[]; readonly atMs?: number } = {},
  ) {
    const ids = more.ids ?? [1, 1, 2, 2];
    const values = more.values ?? ids.map(() => sequence);
    const atMs = more.atMs ?? 1_760_000_000_000 + sequence * 10;
    return encodeTelemetry(0, more.boot ?? this.boot, sequence, atMs, ids.length, ids, [0, 1, 0, 1].slice(0, ids.length), values);
  }

  /** Bodies of one type, oldest first. */
  of<Type extends KnownFrame['type']>(type: Type, channel = 0): BodyOf<Type>[] {
    return this.frames.flatMap((frame) => (frame.type === type && frame.channel === channel ? [frame.body as BodyOf<Type>] : []));
  }

  /** Refusals on a channel, oldest first. */
  refusals(channel = 0): string[] {
    return this.of('refusal', channel).map(({ code }) => refusalReasonOf(code) ?? `code ${code}`);
  }

  get isWelcomed(): boolean {
    return this.closed === undefined && this.of('welcome').length > 0;
  }

  get isAnswered(): boolean {
    return this.closed !== undefined;
  }

  nonce(channel = 0): Uint8Array {
    return this.of('challenge', channel).at(-1)?.nonce ?? new Uint8Array(32);
  }

  until(what: string, holds: () => boolean): Promise<void> {
    const story = () => `${this.id}: ${what}; it has ${JSON.stringify(this.frames.map(({ type }) => type))}, closed ${this.closed}`;
    return eventually(story, holds);
  }

  /** Waits until the fleet closed the socket. */
  untilClosed(): Promise<void> {
    return this.until('the fleet closes', () => this.closed !== undefined);
  }

  /** Leaves without a word. */
  cut(): void {
    this.webSocket?.terminate();
  }

  /** Says goodbye and waits until it is over. */
  async leave(): Promise<void> {
    if (this.closed !== undefined || this.webSocket === undefined) return;
    this.webSocket.close(1_000);
    await this.until('the goodbye is answered', () => this.closed !== undefined);
  }

  #hear(frame: FleetFrame): void {
    if (frame.type !== 'acknowledge') this.frames.push(frame);
    else if (frame.body.boot === this.boot) this.acknowledged = Math.max(this.acknowledged, frame.body.sequence ?? 0);
  }
}

/**
 * The neighbour that behaves: it sends a frame every 25 ms all the time, and can prove that nobody else's mistakes reached it.
 */
export class SteadyDevice extends RawDevice {
  #timer: NodeJS.Timeout | undefined;

  async begin(manager: ManagerProcess, token: string): Promise<void> {
    await this.enrol(manager, token);
    if (!this.isWelcomed) throw new Error(`the steady device was refused: ${this.refusals()}`);
    this.#timer = setInterval(() => this.telemetry(), 25);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** Sends one more frame, waits until it is acknowledged, and reads back all that ever was. Returns what is wrong; undefined when nothing. */
  async complaint(manager: ManagerProcess): Promise<string | undefined> {
    if (this.closes > 0 || !this.isWelcomed) return `it lost its connection: ${this.refusals()} ${this.closed}`;
    this.telemetry();
    const wanted = this.sequence;
    await this.until(`frame ${wanted} is acknowledged`, () => this.acknowledged >= wanted);
    return missing(manager, this.id, this.acknowledged);
  }
}

/** Compares history with frames 1 to `frames` of a device, four readings each, each once. */
export async function missing(manager: ManagerProcess, id: string, frames: number): Promise<string | undefined> {
  const sql = `SELECT count(*), count(DISTINCT (signal, time)), coalesce(min(n), 0), coalesce(max(n), 0)
    FROM (SELECT *, count(*) OVER (PARTITION BY value) AS n FROM readings WHERE device = '${id}' AND value <= ${frames})`;
  const found = JSON.stringify((await manager.query(sql))[0]?.map(Number));
  const expected = JSON.stringify(frames === 0 ? [0, 0, 0, 0] : [4 * frames, 4 * frames, 4, 4]);
  return found === expected ? undefined : `history has ${found} of ${id}, expected ${expected}`;
}
