import { deviceError } from './device-errors.ts';

/** A frame as flash keeps it. */
export interface SavedFrame {
  readonly boot: number;
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** One frame of the store. */
export interface OutboxFrame {
  readonly boot: number;
  readonly sequence: number;
  readonly isDurable: boolean;
  /** undefined once it was handed to the link and is not kept: its place in the window stays. */
  bytes: Uint8Array | undefined;
  /** True when an earlier link had it. */
  wasSent: boolean;
}

/** Told of each frame on its way. */
export interface OutboxOwner {
  /** Handed to the link. */
  frameTaken(boot: number, sequence: number): void;
  /** A durable frame is lost for good. */
  frameDropped(boot: number, sequence: number): void;
}

/**
 * Store and forward: frames in the order of (boot, sequence) until they are acknowledged. Durable ones are kept in at most storeBytes,
 * oldest dropped first (or, where the oldest are worth more, the newest); others only live as long as the link that they were handed to.
 * The first `inFlight` frames are under way. Nothing is allocated while it is empty.
 */
export class Outbox {
  readonly #storeBytes: number;
  #frames: OutboxFrame[] = [];
  /** Index of the oldest frame: taking the oldest moves nothing. */
  #head = 0;
  #inFlight = 0;
  #bytes = 0;
  readonly #owner: OutboxOwner;
  readonly #keepsOldest: boolean;

  /**
   * @param storeBytes most bytes of frames kept, 1,024 to 16,777,216
   * @param keepsOldest true: a frame that finds no room is dropped itself
   */
  constructor(storeBytes: number, owner: OutboxOwner, keepsOldest = false) {
    this.#storeBytes = storeBytes;
    this.#owner = owner;
    this.#keepsOldest = keepsOldest;
  }

  /** Bytes of the frames that it holds. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Frames that it holds or that are under way. */
  get size(): number {
    return this.#frames.length - this.#head;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** True when frames wait to be handed to a link. */
  get hasUnsent(): boolean {
    return this.size > this.#inFlight;
  }

  /** Room for a frame of so many bytes without dropping. */
  hasRoom(bytes: number): boolean {
    return this.#bytes + bytes <= this.#storeBytes;
  }

  /** Takes the newest frame; drops the oldest until all fit, or the frame. A frame longer than the store is dropped itself. */
  push(boot: number, sequence: number, bytes: Uint8Array, isDurable: boolean): void {
    if (this.#keepsOldest && !this.hasRoom(bytes.length)) {
      this.#owner.frameDropped(boot, sequence);
      return;
    }
    this.#frames.push({ boot, sequence, isDurable, bytes, wasSent: false });
    this.#bytes += bytes.length;
    if (this.#bytes > this.#storeBytes) this.#shrink();
  }

  /** The next frame to hand to the link, its bytes once: it counts as under way from here on. undefined when none waits. */
  take(): OutboxFrame | undefined {
    const frame = this.#frames[this.#head + this.#inFlight];
    if (frame === undefined) return undefined;
    this.#inFlight += 1;
    if (frame.bytes !== undefined) this.#owner.frameTaken(frame.boot, frame.sequence);
    return frame;
  }

  /** Lets go of the bytes of a frame that take() gave and that will not be sent again. */
  release(frame: OutboxFrame): void {
    this.#bytes -= frame.bytes?.length ?? 0;
    frame.bytes = undefined;
  }

  /** Forgets all up to and with (boot, sequence). Returns how many frames that were. */
  acknowledge(boot: number, sequence: number): number {
    let count = 0;
    for (let frame = this.#frames[this.#head]; frame !== undefined && isUpTo(frame, boot, sequence); frame = this.#frames[this.#head]) {
      this.#removeHead(frame);
      count += 1;
    }
    this.#compact();
    return count;
  }

  /** Forgets one frame. False when it is not there. */
  reject(boot: number, sequence: number): boolean {
    for (let index = this.#head; index < this.#frames.length; index += 1) {
      const frame = this.#frames[index] as OutboxFrame;
      if (frame.boot !== boot || frame.sequence !== sequence) continue;
      this.#bytes -= frame.bytes?.length ?? 0;
      if (index - this.#head < this.#inFlight) this.#inFlight -= 1;
      this.#frames.splice(index, 1);
      this.#compact();
      return true;
    }
    return false;
  }

  /**
   * The link is gone: nothing is under way any more, and frames without bytes are lost. Returns how many frames that are not durable went.
   */
  rewind(): number {
    const kept: OutboxFrame[] = [];
    let unsure = 0;
    for (let index = this.#head; index < this.#frames.length; index += 1) {
      const frame = this.#frames[index] as OutboxFrame;
      if (index - this.#head < this.#inFlight) frame.wasSent = true;
      if (!frame.isDurable) {
        unsure += 1;
        this.#bytes -= frame.bytes?.length ?? 0;
      } else kept.push(frame);
    }
    this.#frames = kept;
    this.#head = 0;
    this.#inFlight = 0;
    return unsure;
  }

  /** After rewind() and the acknowledgement of what the fleet has: frames that were dropped while they were under way are lost for good. */
  settle(): void {
    let write = 0;
    for (let index = this.#head; index < this.#frames.length; index += 1) {
      const frame = this.#frames[index] as OutboxFrame;
      if (frame.bytes === undefined) this.#owner.frameDropped(frame.boot, frame.sequence);
      else this.#frames[write++] = frame;
    }
    this.#frames.length = write;
    this.#head = 0;
  }

  /** True while it holds (boot, sequence) or a frame before it. */
  holdsUpTo(boot: number, sequence: number): boolean {
    const oldest = this.#frames[this.#head];
    return oldest !== undefined && isUpTo(oldest, boot, sequence);
  }

  /** The durable frames, oldest first: what flash holds. */
  save(): SavedFrame[] {
    const saved: SavedFrame[] = [];
    for (let index = this.#head; index < this.#frames.length; index += 1) {
      const { boot, sequence, bytes, isDurable } = this.#frames[index] as OutboxFrame;
      if (isDurable && bytes !== undefined) saved.push({ boot, sequence, bytes });
    }
    return saved;
  }

  /**
   * Takes back what save() gave, into an empty outbox.
   * @throws E2204 when the frames are not in order
   */
  restore(frames: readonly SavedFrame[]): void {
    let before: SavedFrame | undefined;
    for (const frame of frames) {
      if (before !== undefined && isUpTo(frame, before.boot, before.sequence)) {
        throw deviceError('E2204', {
          message: `frame ${frame.boot}.${frame.sequence} stands after ${before.boot}.${before.sequence} in a saved store`,
        });
      }
      this.push(frame.boot, frame.sequence, frame.bytes, true);
      before = frame;
    }
  }

  #shrink(): void {
    // A frame under way may be stored already: its bytes go, its place stays, and whether it was lost shows at the next welcome.
    for (let index = 0; index < this.size && this.#bytes > this.#storeBytes; index += 1) {
      const frame = this.#frames[this.#head + index] as OutboxFrame;
      if (frame.bytes === undefined) continue;
      if (index < this.#inFlight) this.release(frame);
      else {
        this.#frames.splice(this.#head + index, 1);
        this.#bytes -= frame.bytes.length;
        index -= 1;
        this.#owner.frameDropped(frame.boot, frame.sequence);
      }
    }
  }

  #removeHead(frame: OutboxFrame): void {
    this.#bytes -= frame.bytes?.length ?? 0;
    this.#head += 1;
    if (this.#inFlight > 0) this.#inFlight -= 1;
  }

  #compact(): void {
    if (this.#head === this.#frames.length) {
      if (this.#head > 16) this.#frames = [];
      else this.#frames.length = 0;
      this.#head = 0;
    } else if (this.#head > 64 && this.#head * 2 > this.#frames.length) {
      this.#frames = this.#frames.slice(this.#head);
      this.#head = 0;
    }
  }
}

function isUpTo(frame: { readonly boot: number; readonly sequence: number }, boot: number, sequence: number): boolean {
  return frame.boot < boot || (frame.boot === boot && frame.sequence <= sequence);
}
