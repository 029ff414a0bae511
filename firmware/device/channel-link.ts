import { closeCodes, type Link, type LinkHandler } from '#proto/link/index.js';
import type { ChannelDialect } from './dialect.ts';

/** What carries lanes: the link of a gateway device, and its channels. */
export interface LaneOwner {
  readonly dialect: ChannelDialect;
  readonly remote: string;
  /** Bytes that the link was handed since it is there, and those of them that wait. */
  readonly sentBytes: number;
  readonly queuedBytes: number;
  /** Units that share the link. */
  readonly units: number;
  /** Hands bytes to the link; sentBytes then. */
  pass(bytes: Uint8Array): number;
  release(link: ChannelLink, code: number, reason: string): void;
}

/**
 * One unit's share of a link's queue. A link tells only how much waits in all, so who would take all its room would starve the others: a
 * lane knows which of the waiting bytes are its own, and says how full the link were if every unit had as many there.
 */
export class Lane {
  protected readonly hub: LaneOwner;
  /** Bytes handed over since the last time that none of them waited. */
  #bytes = 0;
  /** Where the newest of them ends in all that the link was handed. */
  #endBytes = 0;

  constructor(hub: LaneOwner) {
    this.hub = hub;
  }

  /** As Link.queuedBytes, for this unit: a limit for a whole link is right for it. */
  get queuedBytes(): number {
    if (this.#bytes === 0) return 0;
    const { sentBytes, queuedBytes, units } = this.hub;
    if (this.#endBytes <= sentBytes - queuedBytes) this.#bytes = 0;
    return Math.min(this.#bytes, queuedBytes) * units;
  }

  /** Hands a frame of the gateway device itself to its link. */
  send(frame: Uint8Array): void {
    this.pass(frame);
  }

  protected pass(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#endBytes = this.hub.pass(bytes);
  }
}

/** The link of a sub-device: a channel of the gateway device's link. */
export class ChannelLink extends Lane implements Link {
  readonly handler: LinkHandler;
  owner: unknown = undefined;
  /** 1 to 65,535 from its attachment on; 0 before. */
  channel = 0;
  /** waiting for the gateway's welcome; open; freed by the fleet, which its unit is about to hear; ended. */
  state: 'waiting' | 'open' | 'freed' | 'ended' = 'waiting';

  constructor(hub: LaneOwner, handler: LinkHandler) {
    super(hub);
    this.handler = handler;
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  get remote(): string {
    return `${this.hub.remote} channel ${this.channel}`;
  }

  override send(frame: Uint8Array): void {
    if (this.isOpen) this.pass(this.hub.dialect.address(frame, this.channel));
  }

  /** Nothing: a channel can't wait without its siblings. */
  pause(): void {}

  resume(): void {}

  close(code: number, reason: string): void {
    this.hub.release(this, code, reason);
  }

  terminate(): void {
    this.hub.release(this, closeCodes.abnormal, '');
  }
}
