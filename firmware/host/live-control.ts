import { type Clock, messageOf, type TimeoutHandle } from '#proto/kit/index.js';
import { networkPreset } from '#proto/link/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { type DeviceSelector, parseDeviceSelector, takeShare } from './device-selector.ts';
import type { FaultRefusal } from './fault-desk.ts';
import { type FaultKind, faultKinds, takesDetail } from './fault-table.ts';
import { fail } from './host-errors.ts';
import type { DeviceDetail, DeviceView, ShardAnswers, ShardQuestion } from './shard-questions.ts';

/** Faults that a host holds at once. */
export const mostFaults = 1_000;
/** Refusals that an answer lists; the rest is counted. */
const mostRefusals = 20;
/** Ids that an entry of the list shows. */
const mostExamples = 5;

/** A fault that is asked for. */
export interface FaultRequest {
  readonly fault: string;
  /** Which devices; left out with `all`. */
  readonly selector?: string | undefined;
  /** Every device. */
  readonly all?: boolean | undefined;
  /** Refused when more match. */
  readonly max?: number | undefined;
  /** 0 to 1, not 0; each fault has its own when left out. */
  readonly severity?: number | undefined;
  /** Of stuck-sensor: the signal. */
  readonly signal?: string | undefined;
  /** Of network: name of a preset. */
  readonly network?: string | undefined;
  /** Of flash-cut: operation and kind, `12:torn`; of flash-fail: `records` or `slots`. */
  readonly detail?: string | undefined;
  /** Undone by itself after this time, ms. */
  readonly forMs?: number | undefined;
}

/** A fault that is on, or happened. */
export interface FaultEntry {
  readonly id: string;
  readonly fault: string;
  /** False: it happened once, and is in no list. */
  readonly lasts: boolean;
  readonly severity: number;
  readonly signal: string | null;
  readonly network: string | null;
  readonly detail: string | null;
  /** As it was asked for; "all" with all. */
  readonly selector: string;
  /** Devices that have it. */
  readonly devices: number;
  /** The first of them. */
  readonly examples: readonly string[];
  /** Devices that could not have it, and why the first of them. */
  readonly refused: number;
  readonly refusals: readonly FaultRefusal[];
  readonly injectedAt: string;
  /** When it undoes itself; null when somebody has to. */
  readonly until: string | null;
}

/** A page of devices. */
export interface DevicePage {
  readonly items: readonly DeviceView[];
  /** Devices that match. */
  readonly total: number;
  /** Id to go on after; null at the end. */
  readonly next: string | null;
}

/** A process of the population, as this needs it. */
export interface Askable {
  ask<Type extends ShardQuestion['type']>(question: Extract<ShardQuestion, { type: Type }>): Promise<ShardAnswers[Type]>;
}

interface OpenFault {
  readonly entry: FaultEntry;
  readonly timer: TimeoutHandle | undefined;
}

/** What can be seen and done in a population while it runs: selects over its processes, and remembers the faults that are on. */
export class LiveControl {
  readonly #shards: readonly Askable[];
  readonly #seed: string;
  #kinds: ReadonlyMap<string, FaultKind> | undefined;
  readonly #clock: Clock;
  readonly #open = new Map<string, OpenFault>();
  #faults = 0;

  /** @param clock for --for, real time */
  constructor(shards: readonly Askable[], seed: string, clock: Clock) {
    this.#shards = shards;
    this.#seed = seed;
    this.#clock = clock;
  }

  /** All faults that this population can have, by name. */
  async kinds(): Promise<ReadonlyMap<string, FaultKind>> {
    if (this.#kinds === undefined) {
      const answers = await Promise.all(this.#shards.map((shard) => shard.ask({ type: 'modelFaults' })));
      this.#kinds = faultKinds(Object.assign({}, ...answers) as Record<string, string>);
    }
    return this.#kinds;
  }

  /** Faults that are on, oldest first. */
  get faults(): FaultEntry[] {
    return [...this.#open.values()].map(({ entry }) => entry);
  }

  /** @throws E2124 */
  async devices(selector: string | undefined, after: string | undefined, limit: number): Promise<DevicePage> {
    const { ids } = await this.#select(selector === undefined ? { parts: [], sharePercent: undefined } : parseDeviceSelector(selector));
    const from = after === undefined ? 0 : ids.indexOf(after) + 1;
    if (after !== undefined && from === 0) throw fail('E2122', { message: `no device ${after} to go on after` });
    const page = ids.slice(from, from + limit);
    const views = (await Promise.all(this.#shards.map((shard) => shard.ask({ type: 'devices', ids: page })))).flat();
    const hasMore = from + limit < ids.length;
    return { items: views, total: ids.length, next: hasMore ? (page.at(-1) ?? null) : null };
  }

  /** @throws E2122 */
  async device(id: string): Promise<DeviceDetail> {
    const answers = await Promise.all(this.#shards.map((shard) => shard.ask({ type: 'device', id })));
    const found = answers.find((answer) => answer !== null);
    if (found == null) throw fail('E2122', { message: `no device ${id} in this population` });
    return found;
  }

  /**
   * Makes a fault.
   * @throws E2124 selector, E2125 nothing matches, E2126 too many, E2127 unknown fault or what it needs, E2128 no device can have it, E2129 too many faults
   */
  async inject(request: FaultRequest): Promise<FaultEntry> {
    const kind = kindOf(request, await this.kinds());
    const ids = await this.#chosen(request);
    if (kind.lasts && this.#open.size >= mostFaults)
      throw fail('E2129', { message: `${this.#open.size} faults are on, the limit is ${mostFaults}` });
    this.#faults += 1;
    const id = `f${this.#faults}`;
    const { severity = kind.severity, signal, network, detail, forMs, selector } = request;
    const order = { id, kind, severity, signal, network, detail };
    const outcomes = await Promise.all(this.#shards.map((shard) => shard.ask({ type: 'inject', order, ids })));
    const applied = outcomes.flatMap((outcome) => outcome.applied);
    const refused = outcomes.flatMap((outcome) => outcome.refused);
    const [first] = refused;
    if (applied.length === 0) {
      const others = refused.length > 1 ? ` (and ${refused.length - 1} more devices)` : '';
      throw fail('E2128', { message: first === undefined ? `the ${ids.length} devices are gone` : `${first.message}${others}` });
    }
    const nowMs = this.#clock.wallMs();
    const entry: FaultEntry = {
      id,
      fault: kind.name,
      lasts: kind.lasts,
      severity,
      signal: signal ?? null,
      network: network ?? null,
      detail: detail ?? null,
      selector: selector ?? 'all',
      devices: applied.length,
      examples: applied.slice(0, mostExamples),
      refused: refused.length,
      refusals: refused.slice(0, mostRefusals),
      injectedAt: new Date(nowMs).toISOString(),
      until: forMs === undefined ? null : new Date(nowMs + forMs).toISOString(),
    };
    if (kind.lasts) this.#open.set(id, { entry, timer: forMs === undefined ? undefined : this.#undoAfter(id, forMs) });
    return entry;
  }

  /** Takes a fault back. @throws E2122 when none of that id is on */
  async undo(id: string): Promise<FaultEntry> {
    const open = this.#open.get(id);
    if (open === undefined) {
      const known = [...this.#open.keys()];
      const hint = known.length === 0 ? 'none is on' : `on are ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`;
      throw fail('E2122', { message: `no fault ${id} is on; ${hint}` });
    }
    this.#open.delete(id);
    if (open.timer !== undefined) this.#clock.clearTimeout(open.timer);
    await Promise.all(this.#shards.map((shard) => shard.ask({ type: 'undo', id })));
    return open.entry;
  }

  /** The population ends: nothing undoes itself any more. */
  close(): void {
    for (const { timer } of this.#open.values()) if (timer !== undefined) this.#clock.clearTimeout(timer);
    this.#open.clear();
  }

  #undoAfter(id: string, forMs: number): TimeoutHandle {
    // A process that is gone has no fault either, and ends the population by its own way.
    return this.#clock.setTimeout(() => void this.undo(id).catch(() => undefined), forMs);
  }

  async #select({ parts, sharePercent }: DeviceSelector): Promise<{ ids: readonly string[]; total: number }> {
    const answers = await Promise.all(this.#shards.map((shard) => shard.ask({ type: 'select', parts })));
    const ids = answers.flatMap((answer) => answer.ids);
    return { ids: takeShare(ids, sharePercent, this.#seed), total: answers.reduce((sum, answer) => sum + answer.total, 0) };
  }

  async #chosen({ selector, all = false, max }: FaultRequest): Promise<readonly string[]> {
    if ((selector !== undefined) === all) {
      throw fail('E2124', {
        message: selector === undefined ? 'neither a selector nor all is given' : 'a selector and all are both given',
      });
    }
    const parsed = selector === undefined ? { parts: [], sharePercent: undefined } : parseDeviceSelector(selector);
    const { ids, total } = await this.#select(parsed);
    if (ids.length === 0) throw fail('E2125', { message: `${selector ?? 'all'} matches none of ${total} devices` });
    if (max !== undefined && ids.length > max) {
      throw fail('E2126', { message: `${selector ?? 'all'} matches ${ids.length} of ${total} devices, allowed are ${max}` });
    }
    if (!all && max === undefined && total > 1 && ids.length === total) {
      throw fail('E2126', { message: `${selector} matches all ${total} devices` });
    }
    return ids;
  }
}

/** @throws E2127 */
function kindOf({ fault, severity, signal, network, detail }: FaultRequest, kinds: ReadonlyMap<string, FaultKind>): FaultKind {
  const kind = kinds.get(fault);
  if (kind === undefined) {
    const known = [...kinds.keys()];
    const near = closestWord(fault, known);
    throw fail('E2127', {
      message: `there is no fault ${fault}${near === undefined ? '' : `, did you mean ${near}?`}; there are ${known.join(', ')}`,
    });
  }
  const refuse = (what: string): Error => fail('E2127', { message: `${fault} ${what}` });
  if (kind.needs !== 'severity' && severity !== undefined) throw refuse('has no severity');
  if (kind.needs === 'signal' && signal === undefined) throw refuse('needs the signal that sticks');
  if (kind.needs !== 'signal' && signal !== undefined) throw refuse('is not about a signal');
  if (kind.needs === 'network' && network === undefined) throw refuse('needs the network that the devices go to');
  if (kind.needs !== 'network' && network !== undefined) throw refuse('is not about another network');
  if (network !== undefined) checkNetwork(network);
  if (detail !== undefined && kind.takes === null) throw refuse(`takes nothing behind a =, given is "${detail}"`);
  if (detail !== undefined && !takesDetail(kind, detail)) throw refuse(`takes ${kind.takes}, not "${detail}"`);
  return kind;
}

function checkNetwork(name: string): void {
  try {
    networkPreset(name);
  } catch (error) {
    throw fail('E2127', { message: messageOf(error), cause: error });
  }
}
