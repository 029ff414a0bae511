import { type Clock, createRandom, type Random } from '#proto/kit/index.js';
import type { Dialer, Link, LinkHandler } from './link.ts';
import { numberInRange } from './link-errors.ts';
import { type MemoryLine, MemoryLink } from './memory-link.ts';
import type { MemoryPath } from './memory-path.ts';
import { checkedModel, type NetworkModel, networkPresets } from './network-model.ts';

/** How a network in memory is made. */
export interface MemoryNetworkOptions {
  readonly clock: Clock;
  /** Each device draws from its own stream (seed, name, "network"), so that one more device does not move the others. */
  readonly seed: string;
  /** The fleet manager's side; undefined while nobody listens. */
  readonly handler: LinkHandler | undefined;
  /** Links at once, 1 to 1,000,000; one more is refused. 1,000,000 when left out. */
  readonly maximumLinks?: number;
  /** Time after which a dial that nobody answers fails, ms, 1 to 300,000; 10,000 when left out. */
  readonly dialTimeoutMs?: number;
}

/** A network in memory between devices and one fleet manager, with faults by the device's name. Names that are not known do nothing. */
export interface MemoryNetwork {
  /** The way of one device; the model stays until it is set again, lab when left out. */
  dialer(name: string, model?: NetworkModel): Dialer;
  /** Sets who listens. undefined: dials fail at once; links that are open stay. */
  listen(handler: LinkHandler | undefined): void;
  /** Breaks the device's links: both ends get 1006 at once, what was under way is lost. */
  cut(name: string): void;
  /** Breaks all links, as when the manager's machine loses power. */
  cutAll(): void;
  /**
   * On: the links that the device has now lose their other end, and neither side hears of it; what they send is swallowed, closes too. New
   * dials get through. Off: links lost in this way end with 1006 at both sides.
   */
  halfOpen(name: string, on: boolean): void;
  /** On: nothing arrives, either way, and dials fail after the timeout. Off: what was stalled arrives in order. */
  block(name: string, on: boolean): void;
  setModel(name: string, model: NetworkModel): void;
  /** Links that are open or opening. */
  readonly linkCount: number;
}

/**
 * Makes a network in memory.
 * @throws E1202 for a number out of its range
 */
export function createMemoryNetwork(options: MemoryNetworkOptions): MemoryNetwork {
  return new Network(options);
}

class Network implements MemoryNetwork {
  readonly clock: Clock;
  readonly seed: string;
  readonly dialTimeoutMs: number;
  readonly #maximumLinks: number;
  readonly #lines = new Map<string, Line>();
  handler: LinkHandler | undefined;
  linkCount = 0;

  constructor(options: MemoryNetworkOptions) {
    this.clock = options.clock;
    this.seed = options.seed;
    this.handler = options.handler;
    this.#maximumLinks = numberInRange('maximumLinks', options.maximumLinks ?? 1_000_000, 1, 1_000_000);
    this.dialTimeoutMs = numberInRange('dialTimeoutMs', options.dialTimeoutMs ?? 10_000, 1, 300_000);
  }

  get isListening(): boolean {
    return this.handler !== undefined && this.linkCount < this.#maximumLinks;
  }

  dialer(name: string, model?: NetworkModel): Dialer {
    let line = this.#lines.get(name);
    if (line === undefined) {
      line = new Line(this, name);
      this.#lines.set(name, line);
    }
    if (model !== undefined) line.model = checkedModel(model);
    return line;
  }

  listen(handler: LinkHandler | undefined): void {
    this.handler = handler;
  }

  cut(name: string): void {
    this.#lines.get(name)?.cut();
  }

  cutAll(): void {
    for (const line of this.#lines.values()) line.cut();
  }

  halfOpen(name: string, on: boolean): void {
    this.#lines.get(name)?.halfOpen(on);
  }

  block(name: string, on: boolean): void {
    this.#lines.get(name)?.block(on);
  }

  setModel(name: string, model: NetworkModel): void {
    const line = this.#lines.get(name);
    if (line !== undefined) line.model = checkedModel(model);
  }
}

/** The way between one device and the manager. */
class Line implements MemoryLine, Dialer {
  readonly clock: Clock;
  model: NetworkModel = networkPresets.lab;
  isBlocked = false;
  readonly #network: Network;
  readonly #name: string;
  /** Ends that are not closed, of both sides. */
  readonly #links: MemoryLink[] = [];
  #lost: MemoryLink[] | undefined;
  #random: Random | undefined;

  constructor(network: Network, name: string) {
    this.#network = network;
    this.#name = name;
    this.clock = network.clock;
  }

  dial(handler: LinkHandler): Link {
    const network = this.#network;
    const near = new MemoryLink(this, 'fleet', false, handler);
    this.#links.push(near);
    if (this.isBlocked) {
      this.clock.setTimeout(() => near.failToOpen(), network.dialTimeoutMs);
      return near;
    }
    const nowMs = this.clock.nowMs();
    const { latencyMs } = this.model;
    if (network.handler === undefined || !network.isListening) {
      // There and back: the refusal of the other machine.
      this.clock.setTimeout(() => near.failToOpen(), 2 * latencyMs);
      return near;
    }
    const far = new MemoryLink(this, this.#name, true, network.handler);
    this.#links.push(far);
    network.linkCount += 1;
    // Three ways until the upgrade request is there (TCP first), one more until its answer is back.
    far.connect(near, nowMs + 3 * latencyMs);
    near.connect(far, nowMs + 4 * latencyMs);
    return near;
  }

  readonly #chance = (): Random => {
    this.#random ??= createRandom(this.#network.seed, this.#name, 'network');
    return this.#random;
  };

  arrivalMs(path: MemoryPath, bytes: number): number {
    return path.arrivalMs(this.model, this.#chance, bytes, this.clock.nowMs());
  }

  forget(link: MemoryLink): void {
    const index = this.#links.indexOf(link);
    if (index >= 0) this.#links.splice(index, 1);
    if (link.isFleetSide) this.#network.linkCount -= 1;
  }

  cut(): void {
    for (const link of [...this.#links]) link.cut();
  }

  halfOpen(on: boolean): void {
    if (on) {
      this.#lost = [...this.#links];
      for (const link of this.#lost) link.lose();
    } else {
      for (const link of this.#lost ?? []) link.cut();
      this.#lost = undefined;
    }
  }

  block(on: boolean): void {
    this.isBlocked = on;
    for (const link of [...this.#links]) {
      link.rearm();
      if (on && !link.isFleetSide) this.clock.setTimeout(() => link.failToOpen(), this.#network.dialTimeoutMs);
    }
  }
}
