import { CallbackTask, type Clock } from '#proto/kit/index.js';
import { closeCodes, type Dialer, type Link, type LinkFault, type LinkHandler } from './link.ts';

/** Bytes that may wait on the far side before the near one is paused. */
const highWaterBytes = 262_144;
/** How often a paused bridge looks whether it may go on, ms. */
const lookEveryMs = 20;

/**
 * Joins a network in memory to real links: every link that opens in memory is dialled on, and frames and goodbyes pass both ways. So a device
 * on real sockets has the network of its model, with the same faults as in virtual time.
 * @param dialer where links lead
 */
export function createBridge(dialer: Dialer, clock: Clock): LinkHandler {
  const spanOf = (near: Link): Span | undefined => near.owner as Span | undefined;
  return {
    onOpen: (near) => {
      near.owner = new Span(near, dialer, clock);
    },
    onFrame: (near, bytes) => spanOf(near)?.pass(bytes),
    onFault: (near) => spanOf(near)?.far.terminate(),
    onClose: (near, code, reason) => spanOf(near)?.nearClosed(code, reason),
  };
}

/** A link in memory and the real one behind it. */
class Span implements LinkHandler {
  readonly near: Link;
  readonly far: Link;
  readonly #clock: Clock;
  readonly #look: CallbackTask;
  #isNearClosed = false;

  constructor(near: Link, dialer: Dialer, clock: Clock) {
    this.near = near;
    this.#clock = clock;
    this.#look = new CallbackTask(() => this.#resume());
    this.far = dialer.dial(this);
  }

  /** A frame of the device goes on. Until the far link is open there is none: the fleet speaks first. */
  pass(bytes: Uint8Array): void {
    this.far.send(bytes);
    if (this.far.queuedBytes <= highWaterBytes) return;
    this.near.pause();
    this.#clock.schedule(this.#look, this.#clock.nowMs() + lookEveryMs);
  }

  nearClosed(code: number, reason: string): void {
    this.#isNearClosed = true;
    this.#clock.cancel(this.#look);
    if (code === closeCodes.abnormal) this.far.terminate();
    else this.far.close(code, reason);
  }

  onOpen(): void {
    // The fleet's first frame tells the device.
  }

  onFrame(_far: Link, bytes: Uint8Array): void {
    // The frame waits in memory for its time, and the driver may reuse its bytes meanwhile.
    this.near.send(Uint8Array.from(bytes));
  }

  onFault(_far: Link, _fault: LinkFault): void {
    this.near.terminate();
  }

  onClose(_far: Link, code: number, reason: string): void {
    this.#clock.cancel(this.#look);
    if (this.#isNearClosed) return;
    if (code === closeCodes.normal || code === closeCodes.goingAway || code >= closeCodes.refused) this.near.close(code, reason);
    else this.near.terminate();
  }

  #resume(): void {
    if (this.far.queuedBytes > highWaterBytes) this.#clock.schedule(this.#look, this.#clock.nowMs() + lookEveryMs);
    else this.near.resume();
  }
}
