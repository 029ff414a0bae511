import type { Device } from '#firmware/device/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import { networkPreset } from '#proto/link/index.js';
import type { LinkFaults } from './fault-links.ts';
import type { FaultKind } from './fault-table.ts';

/** One fault as it is ordered for some devices. */
export interface FaultOrder {
  /** Names it until it is undone. */
  readonly id: string;
  readonly kind: FaultKind;
  /** Over 0 to 1. */
  readonly severity: number;
  /** Of stuck-sensor. */
  readonly signal: string | undefined;
  /** Of network: name of a preset. */
  readonly network: string | undefined;
  /** Of flash-cut and flash-fail: where. */
  readonly detail: string | undefined;
}

/** A device that could not have a fault. */
export interface FaultRefusal {
  readonly device: string;
  /** off: it has no power; no-link: it has none now, or none of its own; else the code of what it said. */
  readonly reason: string;
  readonly message: string;
}

/** What became of an order. */
export interface FaultOutcome {
  /** Ids of the devices that have it now, or had it. */
  readonly applied: readonly string[];
  readonly refused: readonly FaultRefusal[];
}

interface Held {
  readonly order: FaultOrder;
  readonly devices: ReadonlySet<string>;
}

/**
 * Makes faults in the devices of one process and takes them back. A device may be under several orders for the same thing: the newest counts, and
 * when it is undone the one before it does again. So undoing all leaves a device as it was, whatever the order of undoing.
 */
export class FaultDesk {
  readonly #deviceOf: (id: string) => Device | undefined;
  readonly #links: LinkFaults;
  /** Orders that last, oldest first. */
  #held: readonly Held[] = [];

  constructor(deviceOf: (id: string) => Device | undefined, links: LinkFaults) {
    this.#deviceOf = deviceOf;
    this.#links = links;
  }

  /** Makes the fault in these devices; ids of others are passed over. */
  inject(order: FaultOrder, ids: readonly string[]): FaultOutcome {
    const applied: string[] = [];
    const refused: FaultRefusal[] = [];
    for (const id of ids) {
      const device = this.#deviceOf(id);
      if (device === undefined) continue;
      const refusal = this.#refusalOf(order, device) ?? this.#attempt(order, device);
      if (refusal === undefined) applied.push(id);
      else refused.push(refusal);
    }
    if (order.kind.lasts && applied.length > 0) this.#held = [...this.#held, { order, devices: new Set(applied) }];
    return { applied, refused };
  }

  /** Takes an order back. Returns for how many devices. */
  undo(orderId: string): number {
    const undone = this.#held.find(({ order }) => order.id === orderId);
    if (undone === undefined) return 0;
    const { order, devices } = undone;
    const slot = slotOf(order);
    const ruled = new Set([...devices].filter((id) => this.#newestOf(id, slot) === order));
    this.#held = this.#held.filter((held) => held !== undone);
    for (const id of devices) {
      const device = this.#deviceOf(id);
      if (device === undefined) continue;
      const before = this.#newestOf(id, slot);
      if (before === undefined) this.#clear(order, device);
      else if (ruled.has(id) && !isSwitch(before.kind)) this.#apply(before, device);
    }
    return devices.size;
  }

  /** Severities of what is wrong with a device by fault, with those that it does not know of itself: its power and its link. */
  levelsOf(device: Device): Record<string, number> {
    const levels: Record<string, number> = { ...device.state.faults };
    for (const { order, devices } of this.#held) {
      if (devices.has(device.id) && !(slotOf(order) in levels)) levels[order.kind.name] = order.severity;
    }
    return levels;
  }

  #newestOf(id: string, slot: string): FaultOrder | undefined {
    return this.#held.findLast(({ order, devices }) => slotOf(order) === slot && devices.has(id))?.order;
  }

  #refusalOf({ kind }: FaultOrder, device: Device): FaultRefusal | undefined {
    const { power, link } = device.state;
    const isOff = power === 'off';
    if (kind.wants !== undefined && isOff) {
      return { device: device.id, reason: 'off', message: `${device.id} is off: ${kind.name} needs a device that has power` };
    }
    const isAboutLink = ['link-cut', 'half-open', 'partition', 'network'].includes(kind.name);
    if (isAboutLink && !this.#links.knows(device.id)) {
      return { device: device.id, reason: 'no-link', message: `${device.id} speaks over the link of its gateway: it has none of its own` };
    }
    if (kind.wants === 'link' && !link.startsWith('open')) {
      return { device: device.id, reason: 'no-link', message: `${device.id} has no link now (${link}): ${kind.name} needs one` };
    }
    return undefined;
  }

  /** What the device itself refuses, such as a low battery on mains. */
  #attempt(order: FaultOrder, device: Device): FaultRefusal | undefined {
    try {
      this.#apply(order, device);
      return undefined;
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      return { device: device.id, reason: error.code, message: error.message };
    }
  }

  #apply({ kind, severity, signal, network, detail }: FaultOrder, device: Device): void {
    const { id } = device;
    if (kind.name === 'power-off') device.holdOff(true);
    else if (kind.name === 'link-cut') this.#links.cut(id);
    else if (kind.name === 'half-open') this.#links.halfOpen(id, true);
    else if (kind.name === 'partition') this.#links.block(id, true);
    else if (kind.name === 'network') this.#links.setModel(id, networkPreset(network ?? ''));
    else device.inject(kind.name, severity, signal ?? detail);
    if (kind.name === 'brownout') device.holdOff(true);
  }

  #clear(order: FaultOrder, device: Device): void {
    const { kind, signal } = order;
    const { id } = device;
    if (slotOf(order) === 'power') device.holdOff(false);
    else if (kind.name === 'half-open') this.#links.halfOpen(id, false);
    else if (kind.name === 'partition') this.#links.block(id, false);
    else if (kind.name === 'network') this.#links.setModel(id, undefined);
    else device.inject(kind.name, 0, signal);
    // What these took from the device, its power, it gets back unless an order holds it off.
    if (kind.name === 'flash-cut' || kind.name === 'silent-death') device.holdOff(this.#newestOf(id, 'power') !== undefined);
  }
}

/** On or off, whoever ordered it: nothing changes while one order is left. */
function isSwitch({ name }: FaultKind): boolean {
  return ['power-off', 'brownout', 'half-open', 'partition'].includes(name);
}

/** Orders of one slot are about the same thing of a device. */
function slotOf({ kind, signal }: FaultOrder): string {
  if (kind.name === 'power-off' || kind.name === 'brownout') return 'power';
  return signal === undefined ? kind.name : `${kind.name}.${signal}`;
}
