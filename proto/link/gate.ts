import type { Clock } from '#proto/kit/index.js';
import { closeCodes, type Dialer, type Link, type LinkFault, type LinkHandler } from './link.ts';
import { wholeFrame } from './link-logic.ts';

/** Time after which a dial into a partition fails, ms: that of the network in memory. */
const dialTimeoutMs = 10_000;
/** Bytes that a partition holds back for one link before it breaks. */
const mostHeldBytes = 1_048_576;
/** Stands for no links. */
const none: readonly GateLink[] = [];

/**
 * The way of one device to its manager, with a gate in it that can be cut, stalled or made half-open while the device runs. An open gate adds
 * one small object a link and one call a frame; it has no timer and holds no bytes.
 */
export class Gate implements Dialer {
  readonly clock: Clock;
  readonly #direct: Dialer;
  #way: Dialer;
  /** Links that are not over, replaced as a whole: a list that grows by itself would take room for many. */
  #links: readonly GateLink[] = none;
  #isBlocked = false;

  constructor(dialer: Dialer, clock: Clock) {
    this.clock = clock;
    this.#direct = dialer;
    this.#way = dialer;
  }

  dial(handler: LinkHandler): Link {
    const link = new GateLink(this, handler);
    this.#links = [...this.#links, link];
    link.begin(this.#isBlocked ? undefined : this.#way);
    return link;
  }

  forget(link: GateLink): void {
    const others = this.#links.filter((one) => one !== link);
    this.#links = others.length === 0 ? none : others;
  }

  /** Breaks the links: both ends get 1006. */
  cut(): void {
    for (const link of this.#links) link.break();
  }

  /** On: the links that are there lose their other end and nobody hears of it. Off: those end with 1006 at both sides. */
  halfOpen(on: boolean): void {
    for (const link of this.#links) {
      if (on) link.lose();
      else if (link.isLost) link.break();
    }
  }

  /** On: nothing arrives, either way, and dials fail after their timeout. Off: what was held back arrives in order. */
  block(on: boolean): void {
    if (this.#isBlocked === on) return;
    this.#isBlocked = on;
    for (const link of this.#links) {
      if (on) link.hold();
      else link.letGo();
    }
  }

  /** Leads new links another way, the one of the beginning when undefined; those that are there break, as when a device changes its network. */
  lead(dialer: Dialer | undefined): void {
    this.#way = dialer ?? this.#direct;
    this.cut();
  }
}

/** What a gate does with a link: lets all through, holds all back until the partition is over, or swallows all. */
type Passage = 'open' | 'held' | 'lost';

/** A link behind a gate, and the handler of the real one. */
class GateLink implements Link, LinkHandler {
  owner: unknown = undefined;
  readonly #gate: Gate;
  readonly #handler: LinkHandler;
  #inner: Link | undefined;
  #passage: Passage = 'open';
  /** The device closed it, or was told of its end: nothing is told any more. */
  #isOver = false;
  #wasOpened = false;
  #isPaused = false;
  /** Frames of the device that a partition holds back. */
  #held: Uint8Array[] | undefined;
  #heldBytes = 0;
  /** How the real link ended while nothing could be told. */
  #end: readonly [code: number, reason: string] | undefined;

  constructor(gate: Gate, handler: LinkHandler) {
    this.#gate = gate;
    this.#handler = handler;
  }

  get remote(): string {
    return this.#inner?.remote ?? 'nobody';
  }

  get isOpen(): boolean {
    return !this.#isOver && this.#wasOpened && (this.#passage !== 'open' || this.#inner?.isOpen === true);
  }

  get queuedBytes(): number {
    return this.#heldBytes + (this.#passage === 'lost' ? 0 : (this.#inner?.queuedBytes ?? 0));
  }

  get isLost(): boolean {
    return this.#passage === 'lost';
  }

  /** Dials on; into nothing without a way. */
  begin(way: Dialer | undefined): void {
    if (way !== undefined) {
      this.#inner = way.dial(this);
      return;
    }
    this.#passage = 'lost';
    this.#gate.clock.setTimeout(() => this.break(), dialTimeoutMs);
  }

  send(frame: Uint8Array, rest?: Uint8Array): void {
    if (this.#passage === 'open') this.#inner?.send(frame, rest);
    else if (this.#passage === 'held' && this.isOpen) {
      const whole = wholeFrame(frame, rest);
      this.#held ??= [];
      this.#held.push(whole);
      this.#heldBytes += whole.length;
      // Never inside of the device's own call.
      if (this.#heldBytes > mostHeldBytes) this.#gate.clock.setTimeout(() => this.break(), 0);
    }
  }

  pause(): void {
    this.#isPaused = true;
    this.#inner?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#passage === 'open') this.#inner?.resume();
  }

  close(code: number, reason: string): void {
    if (this.#passage === 'open') this.#inner?.close(code, reason);
    else this.#abandon();
  }

  terminate(): void {
    if (this.#passage === 'open') this.#inner?.terminate();
    else this.#abandon();
  }

  /** Both ends hear of its end at once. */
  break(): void {
    this.#passage = 'lost';
    this.#inner?.terminate();
    this.#tellEnd(closeCodes.abnormal, '');
  }

  lose(): void {
    if (!this.#wasOpened || this.#passage === 'lost') return;
    this.#passage = 'lost';
    this.#held = undefined;
    this.#heldBytes = 0;
    // What comes is swallowed: the manager must not see that nobody reads.
    this.#inner?.resume();
  }

  hold(): void {
    if (this.#passage !== 'open') return;
    this.#passage = 'held';
    this.#inner?.pause();
    if (!this.#wasOpened) this.#gate.clock.setTimeout(() => !this.#wasOpened && this.break(), dialTimeoutMs);
  }

  letGo(): void {
    if (this.#passage !== 'held') return;
    this.#passage = 'open';
    if (this.#isOver) {
      // The device gave it up meanwhile: the manager hears of that now.
      this.#inner?.terminate();
      this.#gate.forget(this);
      return;
    }
    for (const frame of this.#held ?? []) this.#inner?.send(frame);
    this.#held = undefined;
    this.#heldBytes = 0;
    if (!this.#isPaused) this.#inner?.resume();
    if (this.#end !== undefined) this.#tellEnd(...this.#end);
    else if (!this.#wasOpened && this.#inner?.isOpen === true) this.onOpen(this.#inner);
  }

  onOpen(link: Link): void {
    this.#inner = link;
    if (this.#passage !== 'open') return;
    this.#wasOpened = true;
    this.#handler.onOpen(this);
  }

  onFrame(_link: Link, bytes: Uint8Array): void {
    if (this.#passage === 'open' && !this.#isOver) this.#handler.onFrame(this, bytes);
  }

  onFault(_link: Link, fault: LinkFault): void {
    if (this.#passage === 'open' && !this.#isOver) this.#handler.onFault(this, fault);
  }

  onClose(_link: Link, code: number, reason: string, retryAfterMs?: number): void {
    if (this.#passage === 'open') this.#tellEnd(code, reason, retryAfterMs);
    else this.#end = [code, reason];
  }

  /** The device gives up a link whose other end can not hear of it: it is told of the end, and the real link stays until the gate opens. */
  #abandon(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#held = undefined;
    this.#heldBytes = 0;
    if (this.#inner === undefined) this.#gate.forget(this);
    this.#gate.clock.setTimeout(() => this.#handler.onClose(this, closeCodes.abnormal, ''), 0);
  }

  #tellEnd(code: number, reason: string, retryAfterMs?: number): void {
    this.#gate.forget(this);
    if (this.#isOver) return;
    this.#isOver = true;
    this.#held = undefined;
    this.#heldBytes = 0;
    this.#handler.onClose(this, code, reason, retryAfterMs);
  }
}
