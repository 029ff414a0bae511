import type { Clock } from '#proto/kit/index.js';
import { type Dialer, Gate, type MemoryNetwork, type NetworkModel } from '#proto/link/index.js';

/** What can be done to the links of devices while they run. Ids that have no link of their own do nothing. */
export interface LinkFaults {
  /** False for a sub-device: it speaks over the link of its gateway. */
  knows(id: string): boolean;
  /** Breaks the links that are there: both ends hear of it. */
  cut(id: string): void;
  /** On: the links that are there lose their other end and nobody hears of it. Off: they end at both sides. */
  halfOpen(id: string, on: boolean): void;
  /** On: nothing arrives and dials fail. Off: what was held back arrives. */
  block(id: string, on: boolean): void;
  /** Another network; the one of the beginning when undefined. Where the link was a bare socket, it begins anew. */
  setModel(id: string, model: NetworkModel | undefined): void;
}

/** Devices on bare sockets: each behind a gate, and on a network in memory only while a fault wants one. */
export class GatedLinks implements LinkFaults {
  readonly #clock: Clock;
  readonly #networkOf: (at: number) => MemoryNetwork;
  readonly #gates = new Map<string, { readonly gate: Gate; readonly at: number }>();

  /** @param networkOf the network in memory before the n-th address, made when first asked for */
  constructor(clock: Clock, networkOf: (at: number) => MemoryNetwork) {
    this.#clock = clock;
    this.#networkOf = networkOf;
  }

  /** The gated way of a device over a socket to the n-th address. */
  add(id: string, socket: Dialer, at: number): Dialer {
    const gate = new Gate(socket, this.#clock);
    this.#gates.set(id, { gate, at });
    return gate;
  }

  knows(id: string): boolean {
    return this.#gates.has(id);
  }

  cut(id: string): void {
    this.#gates.get(id)?.gate.cut();
  }

  halfOpen(id: string, on: boolean): void {
    this.#gates.get(id)?.gate.halfOpen(on);
  }

  block(id: string, on: boolean): void {
    this.#gates.get(id)?.gate.block(on);
  }

  setModel(id: string, model: NetworkModel | undefined): void {
    const gated = this.#gates.get(id);
    if (gated === undefined) return;
    gated.gate.lead(model === undefined ? undefined : this.#networkOf(gated.at).dialer(id, model));
  }
}

/** Devices on a network in memory from the beginning. */
export class NetworkedLinks implements LinkFaults {
  readonly #devices = new Map<string, { readonly network: MemoryNetwork; readonly model: NetworkModel }>();

  /** The way of a device through its network. */
  add(id: string, network: MemoryNetwork, model: NetworkModel): Dialer {
    this.#devices.set(id, { network, model });
    return network.dialer(id, model);
  }

  knows(id: string): boolean {
    return this.#devices.has(id);
  }

  cut(id: string): void {
    this.#devices.get(id)?.network.cut(id);
  }

  halfOpen(id: string, on: boolean): void {
    this.#devices.get(id)?.network.halfOpen(id, on);
  }

  block(id: string, on: boolean): void {
    this.#devices.get(id)?.network.block(id, on);
  }

  setModel(id: string, model: NetworkModel | undefined): void {
    const device = this.#devices.get(id);
    device?.network.setModel(id, model ?? device.model);
  }
}

/** Several sorts of links as one: a device is known to one of them at most. */
export function joinLinks(parts: readonly LinkFaults[]): LinkFaults {
  return {
    knows: (id) => parts.some((part) => part.knows(id)),
    cut: (id) => {
      for (const part of parts) part.cut(id);
    },
    halfOpen: (id, on) => {
      for (const part of parts) part.halfOpen(id, on);
    },
    block: (id, on) => {
      for (const part of parts) part.block(id, on);
    },
    setModel: (id, model) => {
      for (const part of parts) part.setModel(id, model);
    },
  };
}
