/** Devices without sockets: records that can say Hello, each with a link that tells whoever speaks for it what came. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { helloBytes } from '#proto/frame/index.js';
import type { Link, LinkHandler } from '#proto/link/index.js';

const derHead = Buffer.from('302e020100300506032b657004220420', 'hex');

/** One device: what it needs to say Hello, and its link. */
export class BenchDevice {
  readonly id: string;
  readonly #privateKey: KeyObject;
  boot = 0;
  link: BenchLink | undefined;
  /** Of its newest offer. */
  attemptId = '';
  /** It was told of an attempt, be it that it was taken back before it was offered. */
  isTold = false;
  sequence = 0;
  batteryPercent = 100;

  constructor(id: string) {
    this.id = id;
    const seed = createHash('sha256').update(id).digest();
    this.#privateKey = createPrivateKey({ key: Buffer.concat([derHead, seed]), format: 'der', type: 'pkcs8' });
  }

  get publicKey(): string {
    return createPublicKey(this.#privateKey).export({ format: 'der', type: 'spki' }).subarray(12).toString('base64url');
  }

  signHello(nonce: Uint8Array): Uint8Array {
    return sign(null, helloBytes(nonce, this.id, this.boot, 1), this.#privateKey);
  }
}

/** Whoever speaks for the devices. */
export interface BenchEnd {
  /** What a device is sent. @param imageDigest of what it runs */
  heard(link: BenchLink, device: BenchDevice, imageDigest: Uint8Array, frame: Uint8Array): void;
  readonly handler: LinkHandler;
}

/** The fleet's end of a link; the device at the other end says at once what it has to. */
export class BenchLink implements Link {
  readonly remote = 'memory';
  isOpen = true;
  readonly queuedBytes = 0;
  owner: unknown = undefined;
  readonly #fleet: BenchEnd;
  readonly #device: BenchDevice;
  readonly #imageDigest: Uint8Array;

  constructor(fleet: BenchEnd, device: BenchDevice, imageDigest: Uint8Array) {
    this.#fleet = fleet;
    this.#device = device;
    this.#imageDigest = imageDigest;
  }

  send(frame: Uint8Array): void {
    this.#fleet.heard(this, this.#device, this.#imageDigest, frame);
  }

  pause(): void {}
  resume(): void {}

  close(code: number): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#fleet.handler.onClose(this, code, '');
  }

  terminate(): void {
    this.close(1_006);
  }
}
