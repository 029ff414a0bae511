import { createHash, createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import {
  claimBytes,
  type DeviceFrame,
  decodeFleetFrame,
  encodeDeviceFrame,
  type FleetFrame,
  helloBytes,
  type RefusalReason,
  refusalReasonOf,
} from '#proto/frame/index.js';
import type { Link, LinkHandler, MemoryNetwork } from '#proto/link/index.js';
import { type Profile, profileDigest, publicProfileOf } from '#proto/profile/index.js';

/** What stands before the 32 bytes of an Ed25519 private key in PKCS 8 (RFC 8410). */
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
/** What stands before the 32 bytes of an Ed25519 public key in SPKI (RFC 8410). */
const publicKeyPrefixBytes = 12;

type KnownFrame = Exclude<FleetFrame, { readonly type: 'unknown' }>;
type BodyOf<Type extends KnownFrame['type']> = Extract<KnownFrame, { readonly type: Type }>['body'];

/** What an intruder pretends to be. */
export interface Pretence {
  readonly deviceId: string;
  /** 32 bytes of an Ed25519 private key: stolen, or its own. */
  readonly identitySeed: Uint8Array;
  readonly profile: Profile;
}

/** What may differ from an honest Hello. */
interface HelloChanges {
  readonly channel?: number;
  /** Added to the true time, ms. */
  readonly clockErrorMs?: number;
  /** Another name than its own. */
  readonly deviceId?: string;
}

/** Somebody who speaks the protocol and is no device: says what it likes, and keeps what it hears. */
export class Intruder implements LinkHandler {
  readonly pretence: Pretence;
  readonly #network: MemoryNetwork;
  readonly #wallMs: () => number;
  readonly #heard: FleetFrame[] = [];
  readonly #privateKey: KeyObject;
  readonly #name: string;
  #link: Link | undefined;
  /** Frames as they were sent, so that they can be sent again. */
  readonly sent: Uint8Array[] = [];

  constructor(name: string, pretence: Pretence, network: MemoryNetwork, wallMs: () => number) {
    this.#name = name;
    this.pretence = pretence;
    this.#network = network;
    this.#wallMs = wallMs;
    const der = Buffer.concat([privateKeyPrefix, pretence.identitySeed]);
    this.#privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  }

  /** Opens a link of its own. */
  dial(): void {
    this.#network.dialer(this.#name).dial(this);
  }

  onOpen(link: Link): void {
    this.#link = link;
  }
  onFrame(_link: Link, bytes: Uint8Array): void {
    this.#heard.push(decodeFleetFrame(Uint8Array.from(bytes), { unknownFrames: 0, unknownFields: 0 }));
  }
  onFault(): void {}
  onClose(): void {
    this.#link = undefined;
  }

  /** Bodies of a type that came, oldest first. */
  heard<Type extends KnownFrame['type']>(type: Type): BodyOf<Type>[] {
    return this.#heard.flatMap((frame) => (frame.type === type ? [frame.body as BodyOf<Type>] : []));
  }

  /** Why it was refused last. */
  get refusal(): RefusalReason | undefined {
    return refusalReasonOf(this.heard('refusal').at(-1)?.code);
  }

  /** Sends a frame. */
  say(frame: DeviceFrame): void {
    this.sayAgain(encodeDeviceFrame(frame));
  }

  /** Sends bytes that were sent before. */
  sayAgain(bytes: Uint8Array): void {
    this.sent.push(bytes);
    this.#link?.send(bytes);
  }

  /** Says Hello to the last challenge. */
  hello(boot: number, connection: number, options: HelloChanges = {}): void {
    const { profile } = this.pretence;
    const { channel = 0, clockErrorMs = 0, deviceId = this.pretence.deviceId } = options;
    const body = {
      deviceId,
      signature: sign(null, helloBytes(this.#nonce(), deviceId, boot, connection), this.#privateKey),
      boot,
      connection,
      deviceTimeMs: this.#wallMs() + clockErrorMs,
      profileDigest: Buffer.from(profileDigest(publicProfileOf(profile)), 'hex'),
      firmwareVersion: profile.factoryImage.version,
      imageDigest: new Uint8Array(32).fill(1),
      imageConfirmed: true,
      resetReason: 1,
    };
    this.say({ channel, type: 'hello', body });
  }

  /** Claims its name with a token, to the last challenge. @param token `<id>:<secret>` */
  claim(token: string): void {
    const { deviceId, profile } = this.pretence;
    const [tokenId = '', secret = ''] = token.split(':');
    const publicKey = createPublicKey(this.#privateKey).export({ type: 'spki', format: 'der' }).subarray(publicKeyPrefixBytes);
    const bytes = claimBytes(this.#nonce(), publicKey, deviceId);
    const key = createHash('sha256').update(secret).digest();
    const tokenProof = createHmac('sha256', key).update(bytes).digest();
    const signature = sign(null, bytes, this.#privateKey);
    const [hardwareRevision = 'a'] = profile.hardwareRevisions;
    this.say({
      channel: 0,
      type: 'claim',
      body: { tokenId, tokenProof, deviceId, publicKey, signature, profile: profile.name, hardwareRevision },
    });
  }

  #nonce(): Uint8Array {
    return this.heard('challenge').at(-1)?.nonce ?? new Uint8Array(32);
  }
}
