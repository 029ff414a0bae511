import { type Clock, type TimeoutHandle, TimerTask } from '#proto/kit/index.js';
import { closeCodes, type Link, type LinkFault, type LinkHandler, maximumFrameBytes } from './link.ts';
import { clipReason, closeOfFault, wholeFrame } from './link-logic.ts';
import { MemoryPath } from './memory-path.ts';
import type { NetworkModel } from './network-model.ts';

/** What a link asks the network of its device. One object a device, shared by both ends. */
export interface MemoryLine {
  readonly clock: Clock;
  readonly model: NetworkModel;
  /** Partitioned: nothing arrives until this is over. */
  readonly isBlocked: boolean;
  /** When a frame of so many bytes that leaves now arrives, ms. */
  arrivalMs(path: MemoryPath, bytes: number): number;
  /** A link of this line is gone for both ends. */
  forget(link: MemoryLink): void;
}

/** Time that the other side has to answer a close, ms. */
const closeTimeoutMs = 5_000;
const firstSlots = 4;

/** Life of a link, in its order. */
const linkStates = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

/**
 * One end of a link in memory. It is its own timer: one task drains all that is due, and re-arming allocates nothing. Frames wait in a
 * ring, by reference. The end that receives holds the queue; the end that sends looks at it for its queuedBytes.
 */
export class MemoryLink extends TimerTask implements Link {
  readonly remote: string;
  readonly isFleetSide: boolean;
  owner: unknown = undefined;
  readonly #line: MemoryLine;
  readonly #handler: LinkHandler;
  #peer: MemoryLink | undefined;
  #state: (typeof linkStates)[keyof typeof linkStates] = linkStates.connecting;
  /** When it opens, ms; Infinity when nobody will answer. */
  #opensAtMs = Number.POSITIVE_INFINITY;
  readonly #path = new MemoryPath();
  /** Ring of what comes, oldest at #head: a frame, or the end of the link (undefined). */
  #frames: (Uint8Array | undefined)[] = new Array(firstSlots);
  #arrivals: number[] = new Array(firstSlots).fill(0);
  #head = 0;
  #count = 0;
  #lastArrivalMs = 0;
  /** Bytes of the frames in the ring. */
  #waitingBytes = 0;
  #isPaused = false;
  /** The handler hears of a fault now; the link closes with the fault's code. */
  #isFaulty = false;
  /** What goes out is swallowed and what comes in too: the network lost the other end. */
  #isHalfOpen = false;
  /** The other side's goodbye, once its mark is in the ring. */
  #farewellCode: number = closeCodes.abnormal;
  #farewellReason = '';
  /** How this end ends once its timer fires, whatever waits. */
  #endCode: number | undefined;
  #endReason = '';
  #closeTimer: TimeoutHandle | undefined;

  constructor(line: MemoryLine, remote: string, isFleetSide: boolean, handler: LinkHandler) {
    super();
    this.#line = line;
    this.remote = remote;
    this.isFleetSide = isFleetSide;
    this.#handler = handler;
  }

  get isOpen(): boolean {
    return this.#state === linkStates.open;
  }

  get queuedBytes(): number {
    const peer = this.#peer;
    return peer === undefined ? 0 : Math.max(0, peer.#waitingBytes - this.#line.model.bufferBytes);
  }

  /** Sets the other end and the time at which this one opens. */
  connect(peer: MemoryLink, opensAtMs: number): void {
    this.#peer = peer;
    this.#opensAtMs = opensAtMs;
    this.rearm();
  }

  send(frame: Uint8Array, rest?: Uint8Array): void {
    const peer = this.#peer;
    if (this.#state !== linkStates.open || this.#isHalfOpen || peer === undefined) return;
    const whole = wholeFrame(frame, rest);
    peer.#push(whole, this.#line.arrivalMs(this.#path, whole.length));
    if (peer.#waitingBytes > this.#line.model.maximumQueuedBytes) this.cut();
  }

  pause(): void {
    this.#isPaused = true;
    if (this.#state === linkStates.open && this.#endCode === undefined) this.#line.clock.cancel(this);
  }

  resume(): void {
    this.#isPaused = false;
    this.rearm();
  }

  close(code: number, reason: string): void {
    if (this.#state === linkStates.connecting) this.terminate();
    if (this.#state !== linkStates.open || this.#isFaulty) return;
    this.#state = linkStates.closing;
    this.#isPaused = false;
    this.#sendFarewell(code, clipReason(reason));
    this.#closeTimer = this.#line.clock.setTimeout(() => this.terminate(), closeTimeoutMs);
    this.rearm();
  }

  terminate(): void {
    if (this.#state === linkStates.closed || this.#endCode !== undefined) return;
    this.#sendFarewell(closeCodes.abnormal, '');
    this.#endAt(closeCodes.abnormal, '');
  }

  /** The dial comes to nothing, unless it did meanwhile. */
  failToOpen(): void {
    if (this.#state === linkStates.connecting) this.terminate();
  }

  /** The network breaks: both ends hear of it at once, and what was under way is lost. */
  cut(): void {
    this.#endAt(closeCodes.abnormal, '');
    if (this.#peer !== undefined) this.#peer.#endAt(closeCodes.abnormal, '');
  }

  /** From here this end hears nothing of the other; what was under way to it is lost. */
  lose(): void {
    this.#isHalfOpen = true;
    while (this.#count > 0) this.#shift();
    this.rearm();
  }

  /** Sets the timer by the state and by what waits; after a pause, a partition, or a new head of the queue. */
  rearm(): void {
    const { clock, isBlocked } = this.#line;
    if (this.#endCode !== undefined) clock.schedule(this, clock.nowMs());
    else if (isBlocked || this.#state === linkStates.closed) clock.cancel(this);
    else if (this.#state === linkStates.connecting) {
      if (this.#opensAtMs !== Number.POSITIVE_INFINITY) clock.schedule(this, this.#opensAtMs);
    } else if (this.#count === 0 || this.#isPaused) clock.cancel(this);
    else clock.schedule(this, this.#arrivals[this.#head] as number);
  }

  override fire(nowMs: number): void {
    if (this.#endCode !== undefined) this.#end(this.#endCode, this.#endReason);
    else {
      if (this.#state === linkStates.connecting) {
        this.#state = linkStates.open;
        this.#handler.onOpen(this);
      }
      this.#drain(nowMs);
      // What the handler did may have set the timer already.
      if (this.heapIndex < 0) this.rearm();
    }
  }

  #drain(nowMs: number): void {
    while (this.#count > 0 && !this.#isPaused && this.#endCode === undefined && (this.#arrivals[this.#head] as number) <= nowMs) {
      const frame = this.#shift();
      if (frame === undefined) this.#bidFarewell();
      else if (this.#state === linkStates.open) this.#deliver(frame);
    }
  }

  #deliver(frame: Uint8Array): void {
    if (frame.length <= maximumFrameBytes) {
      this.#handler.onFrame(this, frame);
      return;
    }
    const fault: LinkFault = 'tooLarge';
    const { code, reason } = closeOfFault(fault);
    this.#isFaulty = true;
    this.#handler.onFault(this, fault);
    if (this.#endCode !== undefined) return;
    this.#state = linkStates.closing;
    this.#sendFarewell(code, reason);
    this.#endAt(code, reason);
  }

  /** The other side's goodbye is here: answer it when it was the first, and end. */
  #bidFarewell(): void {
    if (this.#state === linkStates.open && this.#farewellCode !== closeCodes.abnormal)
      this.#sendFarewell(this.#farewellCode, this.#farewellReason);
    this.#end(this.#farewellCode, this.#farewellReason);
  }

  #sendFarewell(code: number, reason: string): void {
    const peer = this.#peer;
    if (peer === undefined || this.#isHalfOpen || peer.#state === linkStates.closed || peer.#endCode !== undefined) return;
    peer.#farewellCode = code;
    peer.#farewellReason = reason;
    peer.#push(undefined, this.#line.arrivalMs(this.#path, 8));
  }

  #endAt(code: number, reason: string): void {
    if (this.#state === linkStates.closed || this.#endCode !== undefined) return;
    this.#endCode = code;
    this.#endReason = reason;
    if (this.#state === linkStates.open) this.#state = linkStates.closing;
    this.rearm();
  }

  #end(code: number, reason: string): void {
    if (this.#state === linkStates.closed) return;
    this.#state = linkStates.closed;
    const { clock } = this.#line;
    clock.cancel(this);
    if (this.#closeTimer !== undefined) clock.clearTimeout(this.#closeTimer);
    this.#frames = [];
    this.#arrivals = [];
    this.#count = 0;
    this.#waitingBytes = 0;
    this.#line.forget(this);
    this.#handler.onClose(this, code, reason);
  }

  #push(frame: Uint8Array | undefined, arrivalMs: number): void {
    if (this.#state === linkStates.closed || this.#endCode !== undefined) return;
    if (this.#count === this.#frames.length) this.#grow();
    const slot = (this.#head + this.#count) & (this.#frames.length - 1);
    // In order: nothing overtakes what was sent before it.
    if (arrivalMs > this.#lastArrivalMs) this.#lastArrivalMs = arrivalMs;
    this.#frames[slot] = frame;
    this.#arrivals[slot] = this.#lastArrivalMs;
    this.#count += 1;
    if (frame !== undefined) this.#waitingBytes += frame.length;
    if (this.#count === 1) this.rearm();
  }

  #shift(): Uint8Array | undefined {
    const slot = this.#head;
    const frame = this.#frames[slot];
    this.#frames[slot] = undefined;
    this.#head = (slot + 1) & (this.#frames.length - 1);
    this.#count -= 1;
    if (frame !== undefined) this.#waitingBytes -= frame.length;
    return frame;
  }

  #grow(): void {
    const { length } = this.#frames;
    const frames = new Array<Uint8Array | undefined>(length * 2);
    const arrivals = new Array<number>(length * 2).fill(0);
    for (let index = 0; index < this.#count; index += 1) {
      const slot = (this.#head + index) & (length - 1);
      frames[index] = this.#frames[slot];
      arrivals[index] = this.#arrivals[slot] as number;
    }
    this.#frames = frames;
    this.#arrivals = arrivals;
    this.#head = 0;
  }
}
