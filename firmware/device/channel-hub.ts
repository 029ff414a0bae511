import { closeCodes, type Dialer, type Link, type LinkHandler } from '#proto/link/index.js';
import { ChannelLink, Lane, type LaneOwner } from './channel-link.ts';
import type { DeviceOptions } from './device.ts';
import { deviceError } from './device-errors.ts';
import type { ChannelDialect } from './dialect.ts';

/** Channel numbers run from 1 to this. */
const mostChannels = 65_535;

/**
 * The channels of one gateway device: what its sub-devices dial. A dial waits for the gateway's welcome, since nothing can be attached before; all
 * channels end with its session. A sub-device lives by itself, with its own power, store, identity and backoff.
 */
export class ChannelHub implements Dialer, LaneOwner {
  readonly dialect: ChannelDialect;
  /** Bytes that the link was handed since it is there. */
  sentBytes = 0;
  /** The gateway device's link, while it is welcomed. */
  #trunk: Link | undefined;
  readonly #links = new Map<number, ChannelLink>();
  /** Dialled, and to be attached as soon as the gateway device is welcomed. */
  readonly #waiting = new Set<ChannelLink>();
  /**
   * Number of the next channel. All others are used first before one is used again: what the fleet still says to a unit that left is not
   * taken by the next one.
   */
  #next = 1;

  constructor(dialect: ChannelDialect) {
    this.dialect = dialect;
  }

  get remote(): string {
    return this.#trunk?.remote ?? '';
  }

  get queuedBytes(): number {
    return this.#trunk?.queuedBytes ?? 0;
  }

  /** Units that share the link, the gateway device included. */
  get units(): number {
    return this.#links.size + 1;
  }

  dial(handler: LinkHandler): Link {
    const link = new ChannelLink(this, handler);
    if (this.#trunk === undefined) this.#waiting.add(link);
    else this.#attach(link);
    return link;
  }

  /** The gateway device was welcomed on this link. Returns its own share of it. */
  open(trunk: Link): Lane {
    this.#trunk = trunk;
    this.sentBytes = trunk.queuedBytes;
    return new Lane(this);
  }

  /** Attaches the units that wait. */
  attachWaiting(): void {
    for (const link of this.#waiting) {
      this.#waiting.delete(link);
      this.#attach(link);
    }
  }

  /** The gateway device's session is over, however that came. */
  close(): void {
    this.#trunk = undefined;
    const links = [...this.#links.values()];
    this.#links.clear();
    for (const link of links) end(link, closeCodes.abnormal, 'the link of the gateway device ended');
  }

  /** Takes a frame that came over the gateway device's link. False when it is the gateway's own, or no frame: that is its business. */
  take(bytes: Uint8Array): boolean {
    const { head } = this.dialect;
    if (!head.read(bytes) || head.channel === 0) return false;
    const { channel, isEnd } = head;
    const link = this.#links.get(channel);
    // Nobody: an answer on a channel that was given back.
    if (link === undefined) return true;
    if (isEnd) {
      this.#links.delete(channel);
      link.state = 'freed';
    }
    link.handler.onFrame(link, bytes);
    if (isEnd) end(link, closeCodes.refused, 'the fleet freed the channel');
    return true;
  }

  /** Hands bytes to the link; where they end in all that it was handed. */
  pass(bytes: Uint8Array): number {
    this.#trunk?.send(bytes);
    this.sentBytes += bytes.length;
    return this.sentBytes;
  }

  /** A sub-device leaves its channel. */
  release(link: ChannelLink, code: number, reason: string): void {
    this.#waiting.delete(link);
    // What the fleet or the socket ended is given back already.
    if (this.#links.get(link.channel) === link) {
      this.#links.delete(link.channel);
      this.pass(this.dialect.detach(link.channel));
    }
    end(link, code, reason);
  }

  #attach(link: ChannelLink): void {
    if (this.#links.size >= mostChannels) {
      end(link, closeCodes.abnormal, `all ${mostChannels} channels are in use`);
      return;
    }
    while (this.#links.has(this.#next)) this.#step();
    link.channel = this.#next;
    this.#step();
    link.state = 'open';
    this.#links.set(link.channel, link);
    this.pass(this.dialect.attach(link.channel));
    link.handler.onOpen(link);
  }

  #step(): void {
    this.#next = (this.#next % mostChannels) + 1;
  }
}

/** Tells the unit that its channel is gone, once. */
function end(link: ChannelLink, code: number, reason: string): void {
  if (link.state === 'ended') return;
  link.state = 'ended';
  link.handler.onClose(link, code, reason);
}

/** @throws E2206 when the dialect has no channels, or the device is on a channel itself */
export function createHub({ id, dialer, environment }: DeviceOptions): ChannelHub {
  const { channels, name } = environment.dialect;
  if (channels === undefined) throw deviceError('E2206', { message: `${id} speaks ${name}, which has no channels` });
  if (dialer instanceof ChannelHub) throw deviceError('E2206', { message: `${id} is a sub-device itself` });
  return new ChannelHub(channels);
}
