import type { Device, DeviceState } from '#firmware/device/index.js';
import type { SignalModel } from '#firmware/signals/index.js';
import { matchesSelector, type SelectableDevice, type SelectorPart } from './device-selector.ts';
import { FaultDesk, type FaultOrder, type FaultOutcome } from './fault-desk.ts';
import type { LinkFaults } from './fault-links.ts';

/** What a process of a population is asked while its devices run. */
export type ShardQuestion =
  | { readonly type: 'modelFaults' }
  | { readonly type: 'select'; readonly parts: readonly SelectorPart[] }
  | { readonly type: 'devices'; readonly ids: readonly string[] }
  | { readonly type: 'device'; readonly id: string }
  | { readonly type: 'inject'; readonly order: FaultOrder; readonly ids: readonly string[] }
  | { readonly type: 'undo'; readonly id: string }
  /** Make nothing more, and deliver what there is. */
  | { readonly type: 'drain'; readonly withinMs: number };

/** What it answers to each. */
export interface ShardAnswers {
  /** What the faults of the signal models do, by their name. */
  readonly modelFaults: Readonly<Record<string, string>>;
  /** Ids of those that match, in their order; `total` devices are in the process. */
  readonly select: { readonly ids: readonly string[]; readonly total: number };
  readonly devices: readonly DeviceView[];
  readonly device: DeviceDetail | null;
  readonly inject: FaultOutcome;
  /** For how many devices. */
  readonly undo: number;
  /** Whether all was delivered in time. */
  readonly drain: boolean;
}

/** A simulated device as the control shows it. */
export interface DeviceView extends Omit<DeviceState, 'faults'>, SelectableDevice {}

/** One device with what only the simulation knows. */
export interface DeviceDetail extends DeviceView {
  /** The hidden truth by name. */
  readonly truth: Readonly<Record<string, number>>;
  /** Values and settings of the application; null while none runs. */
  readonly context: Readonly<Record<string, number | string | boolean>> | null;
}

/** Answers for the devices of one process. */
export class ShardDesk {
  readonly #devices: ReadonlyMap<string, Device>;
  readonly #faults: FaultDesk;

  readonly #models: Iterable<SignalModel>;

  constructor(devices: readonly Device[], links: LinkFaults, models: Iterable<SignalModel>) {
    this.#models = models;
    this.#devices = new Map(devices.map((device) => [device.id, device]));
    this.#faults = new FaultDesk((id) => this.#devices.get(id), links);
  }

  answer(question: Exclude<ShardQuestion, { type: 'drain' }>): ShardAnswers[ShardQuestion['type']] {
    switch (question.type) {
      case 'modelFaults':
        return Object.assign({}, ...[...this.#models].map(({ faults }) => faults)) as Record<string, string>;
      case 'select': {
        const all = [...this.#devices.values()];
        // Without parts nothing has to be looked at.
        const isAll = question.parts.length === 0;
        const matching = isAll ? all : all.filter((device) => matchesSelector(question.parts, this.#viewOf(device)));
        return { ids: matching.map(({ id }) => id), total: all.length };
      }
      case 'devices':
        return question.ids.flatMap((id) => this.#devices.get(id) ?? []).map((device) => this.#viewOf(device));
      case 'device': {
        const device = this.#devices.get(question.id);
        if (device === undefined) return null;
        return { ...this.#viewOf(device), truth: device.truth(), context: device.applicationContext() ?? null };
      }
      case 'inject':
        return this.#faults.inject(question.order, question.ids);
      case 'undo':
        return this.#faults.undo(question.id);
    }
  }

  #viewOf(device: Device): DeviceView {
    const { state } = device;
    return { ...state, index: device.index, connected: state.link === 'open.welcomed', faults: this.#faults.levelsOf(device) };
  }
}
