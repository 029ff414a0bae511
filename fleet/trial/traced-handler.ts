import { assert, type Clock } from '#proto/kit/index.js';
import { type Link, type LinkHandler, wholeFrame } from '#proto/link/index.js';
import type { TraceHash } from './trace-hash.ts';

const none = new Uint8Array(0);
/** What an entry of the trace is. */
const kinds = { open: 1, received: 2, sent: 3, closed: 4, fault: 5 } as const;

/** Changes what goes over the links of a device: each frame becomes those that it answers, in their order; none when it is lost. */
export interface LinkTap {
  readonly toDevice?: (frame: Uint8Array) => readonly Uint8Array[];
  readonly fromDevice?: (frame: Uint8Array) => readonly Uint8Array[];
}

/**
 * Stands between the network and the manager and writes both directions into the trace: what really comes and goes.
 * @param taps by the name of the device
 * @param target the manager's handler; links are only offered while one runs
 */
export function tracedHandler(
  trace: TraceHash,
  clock: Clock,
  taps: ReadonlyMap<string, LinkTap>,
  target: () => LinkHandler | undefined,
): LinkHandler {
  const open = new WeakMap<Link, TracedLink>();
  const known = (link: Link): TracedLink => {
    const traced = open.get(link);
    assert(traced !== undefined, `no link ${link.remote} was opened`);
    return traced;
  };
  return {
    onOpen(link) {
      const handler = target();
      if (handler === undefined) return link.terminate();
      const traced = new TracedLink(link, handler, trace, clock, taps);
      open.set(link, traced);
      trace.add(clock.nowMs(), kinds.open, link.remote, none);
      handler.onOpen(traced);
    },
    onFrame(link, bytes) {
      const traced = known(link);
      const frames = taps.get(link.remote)?.fromDevice?.(bytes) ?? [bytes];
      for (const frame of frames) {
        trace.add(clock.nowMs(), kinds.received, link.remote, frame);
        traced.handler.onFrame(traced, frame);
      }
    },
    onFault(link, fault) {
      const traced = known(link);
      trace.add(clock.nowMs(), kinds.fault, link.remote, none);
      traced.handler.onFault(traced, fault);
    },
    onClose(link, code, reason) {
      const traced = open.get(link);
      trace.add(clock.nowMs(), kinds.closed, `${link.remote} ${code}`, none);
      // A manager that crashed hears nothing any more.
      if (traced !== undefined && traced.handler === target()) traced.handler.onClose(traced, code, reason);
    },
  };
}

/** A link whose sends are traced. */
class TracedLink implements Link {
  owner: unknown;
  readonly handler: LinkHandler;
  readonly #link: Link;
  readonly #trace: TraceHash;
  readonly #clock: Clock;
  readonly #taps: ReadonlyMap<string, LinkTap>;

  constructor(link: Link, handler: LinkHandler, trace: TraceHash, clock: Clock, taps: ReadonlyMap<string, LinkTap>) {
    this.#link = link;
    this.handler = handler;
    this.#trace = trace;
    this.#clock = clock;
    this.#taps = taps;
  }
  get remote(): string {
    return this.#link.remote;
  }
  get isOpen(): boolean {
    return this.#link.isOpen;
  }
  get queuedBytes(): number {
    return this.#link.queuedBytes;
  }
  send(frame: Uint8Array, rest?: Uint8Array): void {
    const whole = wholeFrame(frame, rest);
    for (const one of this.#taps.get(this.remote)?.toDevice?.(whole) ?? [whole]) {
      this.#trace.add(this.#clock.nowMs(), kinds.sent, this.remote, one);
      this.#link.send(one);
    }
  }
  pause(): void {
    this.#link.pause();
  }
  resume(): void {
    this.#link.resume();
  }
  close(code: number, reason: string): void {
    this.#link.close(code, reason);
  }
  terminate(): void {
    this.#link.terminate();
  }
}
