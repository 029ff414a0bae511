/**
 * A gateway device and its sub-devices written from docs/PROTOCOL.md and the .proto files alone: ws, protobufjs that reads the schema at run time,
 * and node:crypto. Nothing of ours is imported here, on purpose: what this file needs to know, the page must say.
 */
import { createHash, createHmac, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { resolve } from 'node:path';
import protobuf from 'protobufjs';
import { WebSocket } from 'ws';
import { PageFirmware } from './protocol-only-update.ts';

const root = new protobuf.Root();
const schemas = resolve(import.meta.dirname, '../../proto');
root.resolvePath = (_origin, target) => resolve(schemas, target);
root.loadSync('seatrial/v1/frame.proto');
const deviceFrame = root.lookupType('seatrial.v1.DeviceFrame');
const fleetFrame = root.lookupType('seatrial.v1.FleetFrame');
const profileDefinition = root.lookupType('seatrial.v1.ProfileDefinition');
const number = (type: string, name: string): number => root.lookupEnum(`seatrial.v1.${type}`).values[name] ?? Number.NaN;

/** "Profiles": what has its default value is left out, wake_plan and the member of a Value are always written. */
const definition = {
  name: 'page-sensor',
  title: 'Written from the page',
  signals: [
    {
      id: 1,
      name: 'waterTempC',
      unit: 'Cel',
      title: 'Water',
      minimum: -5,
      maximum: 95,
      category: number('DataCategory', 'DATA_CATEGORY_TECHNICAL'),
      durable: true,
    },
    {
      id: 7,
      name: 'flowLps',
      unit: 'L/s',
      title: 'Flow',
      maximum: 20,
      category: number('DataCategory', 'DATA_CATEGORY_TECHNICAL'),
      durable: true,
    },
  ],
  wakePlan: {},
  settings: [{ key: 'limitC', defaultValue: { number: 40 }, minimum: 5, maximum: 90 }],
  commands: ['flush'],
};
const canonical = profileDefinition.encode(definition).finish();
const digest = createHash('sha256').update(canonical).digest();

type Body = Record<string, unknown>;

/** What the fleet said to one channel. */
export interface Heard {
  readonly type: string;
  readonly body: Body;
}

/** A numbered frame that is kept until it is acknowledged. */
interface Kept {
  readonly boot: number;
  readonly sequence: number;
  readonly frame: Body;
}

/** One unit: identity, numbers and store. It lives on whatever channel it was given. */
export class PageUnit {
  readonly id: string;
  readonly heard: Heard[] = [];
  /** What it must still deliver, as it was first made. */
  readonly kept: Kept[] = [];
  limitC = 40;
  configurationVersion = 0;
  flushed = 0;
  boot = 1;
  connection = 0;
  sequence = 0;
  isEnrolled = false;
  isWelcomed = false;
  channel = 0;
  socket: PageSocket | undefined;
  readonly profile = definition.name;
  readonly firmware = new PageFirmware(this);
  readonly #key: KeyObject;
  readonly #publicKey: Buffer;
  readonly #answers = new Map<string, Body>();

  constructor(id: string) {
    this.id = id;
    // "Keys are 32 raw bytes": Node wants them in PKCS 8 and gives them in SPKI.
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), randomBytes(32)]);
    this.#key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    this.#publicKey = createPublicKey(this.#key).export({ format: 'der', type: 'spki' }).subarray(-32);
  }

  say(body: Body): void {
    this.socket?.send({ channel: this.channel, ...body });
  }

  /** Readings of both signals. They are durable: kept, and sent when there is a session. */
  measure(waterTempC: number, flowLps: number): void {
    this.sequence += 1;
    const telemetry = {
      boot: this.boot,
      sequence: this.sequence,
      baseTimeMs: Date.now(),
      signalIds: [1, 7],
      values: [waterTempC, flowLps],
    };
    this.#keep({ telemetry });
  }

  happen(name: string, message: string): void {
    this.sequence += 1;
    const kind = number('EventKind', 'EVENT_KIND_APPLICATION');
    this.#keep({
      event: { boot: this.boot, sequence: this.sequence, timeMs: Date.now(), kind, name, message, values: { limitC: this.limitC } },
    });
  }

  #keep(frame: Body): void {
    this.kept.push({ boot: this.boot, sequence: this.sequence, frame });
    if (this.isWelcomed) this.say(frame);
  }

  /** The link or channel is gone: what is not acknowledged stays. */
  lost(): void {
    this.isWelcomed = false;
  }

  hear({ type, body }: Heard, token: string): void {
    this.heard.push({ type, body });
    if (type === 'challenge') this.#answer(body.nonce as Uint8Array, token);
    else if (type === 'welcome') this.#welcomed(body);
    else if (type === 'acknowledge') this.#forget(Number(body.boot), Number(body.sequence));
    else if (type === 'reject')
      this.kept.splice(0, this.kept.length, ...this.kept.filter((one) => one.boot !== body.boot || one.sequence !== body.sequence));
    else if (type === 'command') this.#do(body);
    else if (type === 'desiredConfiguration') this.#configure(body);
    else if (type === 'refusal') this.lost();
    this.firmware.hear(type, body);
  }

  /** Restarts with a goodbye: a new boot, whose numbers begin again. Whoever owns the unit dials again. */
  restart(): void {
    this.socket?.close(4002);
    this.lost();
    this.boot += 1;
    this.connection = 0;
    this.sequence = 0;
    this.firmware.booted();
  }

  #answer(nonce: Uint8Array, token: string): void {
    // A second Challenge after the claim means that it was accepted.
    const claims = this.heard.filter(({ type }) => type === 'challenge').length;
    if (!this.isEnrolled && claims === 1) {
      const [tokenId = '', secret = ''] = [token.slice(0, token.indexOf(':')), token.slice(token.indexOf(':') + 1)];
      const bytes = Buffer.concat([Buffer.from('seatrial.v1 claim\n'), nonce, this.#publicKey, Buffer.from(this.id)]);
      const tokenProof = createHmac('sha256', createHash('sha256').update(secret).digest()).update(bytes).digest();
      const signature = sign(null, bytes, this.#key);
      this.say({ claim: { tokenId, tokenProof, deviceId: this.id, publicKey: this.#publicKey, signature, profile: definition.name } });
      return;
    }
    this.isEnrolled = true;
    this.connection += 1;
    const bytes = Buffer.concat([Buffer.from('seatrial.v1 hello\n'), nonce, Buffer.from(`${this.id}\n${this.boot}\n${this.connection}`)]);
    this.say({
      hello: {
        deviceId: this.id,
        signature: sign(null, bytes, this.#key),
        boot: this.boot,
        connection: this.connection,
        deviceTimeMs: Date.now(),
        profileDigest: digest,
        firmwareVersion: this.firmware.version,
        imageDigest: this.firmware.digest,
        imageConfirmed: this.firmware.isConfirmed,
        resetReason: number('ResetReason', this.firmware.resetReason),
        configurationVersion: this.configurationVersion,
      },
    });
  }

  /** "After Welcome: forget what is stored, then send the rest again, oldest first, with its old numbers, before anything new." */
  #welcomed(body: Body): void {
    this.isWelcomed = true;
    if (body.profileWanted === true) this.say({ profileDefinition: definition });
    this.#forget(Number(body.storedBoot ?? 0), Number(body.storedSequence ?? 0));
    for (const { frame } of this.kept) this.say(frame);
    this.say({ heartbeat: { batteryPercent: 100 } });
  }

  #forget(boot: number, sequence: number): void {
    while (this.kept[0] !== undefined && (this.kept[0].boot < boot || (this.kept[0].boot === boot && this.kept[0].sequence <= sequence)))
      this.kept.shift();
  }

  #do({ commandId, name }: Body): void {
    const id = String(commandId);
    const outcome = (word: string): Body => ({ commandId: id, outcome: number('CommandOutcome', `COMMAND_OUTCOME_${word}`) });
    let answer = this.#answers.get(id);
    if (answer === undefined) {
      if (name === 'flush') this.flushed += 1;
      answer = outcome(name === 'flush' || name === 'identify' ? 'DONE' : 'UNKNOWN');
      this.#answers.set(id, answer);
    }
    this.say({ commandResult: answer });
  }

  #configure({ version, settings }: Body): void {
    if (version !== this.configurationVersion) {
      const limit = (settings as Record<string, { number?: number }> | undefined)?.limitC;
      this.limitC = limit?.number ?? 40;
      this.configurationVersion = Number(version);
    }
    this.say({ configurationReport: { version: this.configurationVersion, settings: { limitC: { number: this.limitC } } } });
  }
}

/** The gateway's socket with the units on its channels. */
export class PageSocket {
  closed: number | undefined;
  readonly #webSocket: WebSocket;
  readonly #units = new Map<number, PageUnit>();

  /** @param owner the device that dials: channel 0 */
  constructor(url: string, owner: PageUnit, token: string) {
    this.#webSocket = new WebSocket(url, 'seatrial.v1', { perMessageDeflate: false });
    this.#units.set(0, owner);
    owner.socket = this;
    owner.channel = 0;
    this.#webSocket.on('error', () => undefined);
    this.#webSocket.on('message', (data: Buffer) => {
      const { channel = 0, ...rest } = fleetFrame.toObject(fleetFrame.decode(data), { defaults: false }) as { channel?: number } & Body;
      const [type, body] = Object.entries(rest)[0] ?? ['unknown', {}];
      const unit = this.#units.get(channel);
      unit?.hear({ type, body: body as Body }, token);
      // "Pending and Refusal free the channel; the socket stays."
      if (channel !== 0 && (type === 'refusal' || type === 'pending')) this.#units.delete(channel);
    });
    this.#webSocket.on('close', (code) => {
      this.closed = code;
      for (const unit of this.#units.values()) unit.lost();
    });
  }

  send(frame: Body): void {
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.send(deviceFrame.encode(frame).finish());
  }

  /** Takes a unit in on a free channel. */
  attach(unit: PageUnit, channel: number): void {
    unit.socket = this;
    unit.channel = channel;
    this.#units.set(channel, unit);
    this.send({ channel, attach: {} });
  }

  /** Gives the channel of a unit back. */
  detach(unit: PageUnit): void {
    this.#units.delete(unit.channel);
    this.send({ channel: unit.channel, detach: {} });
    unit.lost();
  }

  close(code: number): void {
    this.#webSocket.close(code);
  }

  /** The line breaks. */
  cut(): void {
    this.#webSocket.terminate();
  }
}
