/** Rollouts of settings over a fleet in memory, for tests of the desk and its engines: devices answer at once as they are told to; the store can be full. */
import type {
  Actor,
  DeviceListener,
  DeviceView,
  GroupSelector,
  HoldRecord,
  LatestReading,
  Mutation,
  Presence,
  RolloutView,
} from '#fleet/domain/index.js';
import { errorsOf, exitCodes, silentLog, TaskTracker, type TimerTask, VirtualClock } from '#proto/kit/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import { testDevice, testNowMs } from './member-fixture.ts';
import { defaultRolloutLimits, type RolloutLimits } from './rollout-limits.ts';
import { createRollouts, type RolloutParts, type Rollouts } from './rollouts.ts';

export const olga: Actor = { name: 'olga', role: 'admin', reason: 'test' };

const fail = errorsOf({
  E1603: { title: 'full', why: '', next: '', exit: exitCodes.failed, status: 507 },
  E1706: { title: 'does not fit', why: '', next: '', exit: exitCodes.usage, status: 422 },
});

/** How a device answers settings that it is told. */
type Answer = 'takes' | 'refuses' | 'says nothing';

/** One device: what it is, what is wanted of it, and what it has. */
interface RigDevice {
  view: DeviceView;
  wanted: Record<string, SettingValue>;
  reportedAtMs: number;
  answer: Answer;
  /** Its profile has no such settings. */
  isUnfit: boolean;
}

/** What a rig is made of. */
export interface DeskRigOptions {
  readonly devices: number;
  readonly limits?: Partial<RolloutLimits>;
}

/** A clock whose tasks can be forgotten, as those of a process that was killed. */
class RigClock extends VirtualClock {
  readonly #scheduled = new Set<TimerTask>();

  override schedule(task: TimerTask, dueMs: number): void {
    this.#scheduled.add(task);
    super.schedule(task, dueMs);
  }

  forget(): void {
    for (const task of this.#scheduled) this.cancel(task);
    this.#scheduled.clear();
  }
}

/** @see the head of this file */
export class DeskRig {
  readonly clock = new RigClock(testNowMs);
  readonly devices = new Map<string, RigDevice>();
  readonly holds = new Map<string, HoldRecord>();
  /** What selectors and conditions find, by their text; the others match all. */
  readonly selectors = new Map<string, (device: DeviceView) => boolean>();
  readonly alarms = new Map<string, string>();
  readonly timeline: string[] = [];
  /** Orders that were made, by device. */
  readonly orders: string[] = [];
  /** Newest readings of a device. */
  readings: (deviceKey: number) => readonly LatestReading[] = () => [];
  /** Turns of the event loop that were given to others. */
  turns = 0;
  /** What happens in such a turn. */
  onTurn: () => void = () => undefined;
  isFull = false;
  rollouts: Rollouts['service'];
  readonly #limits: RolloutLimits;
  #tasks = new TaskTracker();
  readonly #documents = new Map<string, { readonly value: unknown; readonly revision: number }>();
  #listeners = new Set<DeviceListener>();
  #all: Rollouts;

  private constructor({ devices, limits }: DeskRigOptions) {
    this.#limits = { ...defaultRolloutLimits, ...limits };
    for (let number = 1; number <= devices; number += 1) this.add(`pump-${number}`);
    this.#all = createRollouts(this.#parts());
    this.rollouts = this.#all.service;
  }

  static async start(options: DeskRigOptions): Promise<DeskRig> {
    const rig = new DeskRig(options);
    await rig.#all.start();
    return rig;
  }

  /** Another process takes the place of the manager: what is not stored is gone. */
  async restart(): Promise<void> {
    this.clock.forget();
    this.#listeners = new Set();
    this.#tasks = new TaskTracker();
    this.#all = createRollouts(this.#parts());
    this.rollouts = this.#all.service;
    await this.#all.start();
  }

  add(id: string): void {
    this.devices.set(id, { view: testDevice({ id }), wanted: {}, reportedAtMs: 0, answer: 'takes', isUnfit: false });
  }

  /** A device changed. */
  change(id: string, changes: Partial<DeviceView>): void {
    const device = this.#device(id);
    const before = device.view.presence;
    device.view = { ...device.view, ...changes };
    for (const listener of this.#listeners) {
      if (device.view.presence !== before) listener.presence?.(device.view, before);
      listener.changed?.(id);
    }
  }

  /** The fleet has a device no more. */
  remove(id: string): void {
    this.devices.delete(id);
    for (const listener of this.#listeners) listener.removed?.(id);
  }

  /** A device comes with a new boot. */
  boot(id: string, resetReason: string): void {
    const { view } = this.#device(id);
    const now = { ...view, boot: view.boot + 1, resetReason, lastConnectedAtMs: this.clock.wallMs(), lastSeenAtMs: this.clock.wallMs() };
    this.#device(id).view = now;
    for (const listener of this.#listeners) listener.opened?.(now, { boot: view.boot });
    this.presence(id, 'online');
  }

  presence(id: string, presence: Presence): void {
    this.change(id, { presence });
  }

  /** Lets time pass. */
  async pass(spanMs: number, holds: () => boolean = () => false): Promise<void> {
    const toMs = this.clock.nowMs() + spanMs;
    await this.#settle();
    while (!holds() && this.clock.step(toMs)) await this.#settle();
    if (!holds()) this.clock.advanceTo(toMs);
  }

  async begin(source: string): Promise<RolloutView> {
    const { plan } = await this.rollouts.create({ source, file: 'plan.yaml' }, olga);
    return this.rollouts.start(plan.name, {}, olga);
  }

  view(name = 'r-1'): RolloutView {
    return this.rollouts.get(name);
  }

  /** What is stored of a kind, by its id. */
  stored(kind: string): Map<string, unknown> {
    const found = [...this.#documents].filter(([key]) => key.startsWith(`${kind} `));
    return new Map(found.map(([key, { value }]) => [key.slice(kind.length + 1), value]));
  }

  /** The Store loses a document. */
  forget(kind: string, id: string): void {
    this.#documents.delete(`${kind} ${id}`);
  }

  #device(id: string): RigDevice {
    const device = this.devices.get(id);
    if (device === undefined) throw new Error(`there is no device ${id}`);
    return device;
  }

  async #settle(): Promise<void> {
    do for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    while (this.#tasks.size > 0);
  }

  #parts(): RolloutParts {
    const { clock } = this;
    const unknown = (): never => {
      throw new Error('a rollout of settings does not ask for this');
    };
    // Rollouts ask no more of the other areas than what stands here.
    return {
      store: { list: (kind: string) => this.#list(kind), apply: (batch: readonly Mutation[]) => this.#apply(batch) },
      journal: { audit: () => undefined, timeline: ({ message }: { message: string }) => void this.timeline.push(message) },
      clock,
      log: silentLog,
      tasks: this.#tasks,
      limits: this.#limits,
      alarms: { set: (rule: string, condition?: { reason: string }) => this.#alarm(rule, condition) },
      feed: {
        subscribe: (listener: DeviceListener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
        missedWakeUps: () => 0,
      },
      devices: {
        get: (id: string) => this.devices.get(id)?.view,
        list: ({ after, limit }: { after: string; limit: number }) => {
          const ids = [...this.devices.keys()].filter((id) => id > after).sort();
          const devices = ids.slice(0, limit).map((id) => this.#device(id).view);
          return { devices, total: ids.length, next: ids.length > limit ? devices.at(-1)?.id : undefined };
        },
        similarTo: () => undefined,
      },
      holds: { of: (id: string) => this.holds.get(id) },
      updates: { openOf: () => undefined, list: () => [], subscribe: () => () => undefined, order: unknown, find: unknown },
      releases: { list: () => [], find: () => undefined },
      monitor: { latest: (deviceKey: number) => this.readings(deviceKey) },
      compileSelector: (text: string) => this.#selector(text),
      configurations: this.#configurations(),
      yieldTurn: async () => {
        this.turns += 1;
        this.onTurn();
      },
      bytesPerSecond: 0,
      // Parts of a whole manager: what rollouts of settings do not ask for is left out.
    } as unknown as RolloutParts;
  }

  #alarm(rule: string, condition: { readonly reason: string } | undefined): void {
    if (condition === undefined) this.alarms.delete(rule);
    else this.alarms.set(rule, condition.reason);
  }

  async #list(kind: string): Promise<unknown[]> {
    const found = [...this.#documents].filter(([key]) => key.startsWith(`${kind} `));
    return found.map(([key, document]) => ({ id: key.slice(kind.length + 1), ...structuredClone(document) }));
  }

  async #apply(batch: readonly Mutation[]): Promise<number[]> {
    if (this.isFull) throw fail('E1603', { message: 'the disk is full' });
    return batch.map((mutation) => {
      if (mutation.type !== 'put' && mutation.type !== 'delete') return 0;
      const key = `${mutation.kind} ${mutation.id}`;
      const revision = (this.#documents.get(key)?.revision ?? 0) + 1;
      if (mutation.type === 'delete') this.#documents.delete(key);
      else this.#documents.set(key, { value: structuredClone(mutation.value), revision });
      return revision;
    });
  }

  #selector(text: string): GroupSelector {
    const matches = (device: DeviceView): boolean => this.selectors.get(text)?.(device) ?? true;
    const explain = (device: DeviceView) => [{ clause: text, holds: matches(device), measured: 'measured' }];
    return { groups: [], matches, evaluate: matches, explain };
  }

  /** Settings as the registry keeps them: a change is a new version, which a device that is there answers at once. */
  #configurations() {
    const wantedAfter = (id: string, { set, reset }: { set: Record<string, SettingValue>; reset: readonly string[] }) => {
      const wanted = { ...this.#device(id).wanted, ...set };
      for (const key of reset) delete wanted[key];
      return wanted;
    };
    const get = (id: string) => {
      const { view, wanted, reportedAtMs } = this.#device(id);
      const settings = Object.entries(wanted).map(([key, desired]) => ({ key, desired }));
      return { deviceId: id, desiredVersion: view.desiredConfigurationVersion, drift: view.drift, reportedAtMs, settings };
    };
    const plan = (id: string, change: { set: Record<string, SettingValue>; reset: readonly string[] }) => {
      if (this.#device(id).isUnfit) throw fail('E1706', { message: 'its profile has no such setting' });
      return { isChange: JSON.stringify(wantedAfter(id, change)) !== JSON.stringify(this.#device(id).wanted), view: get(id) };
    };
    const change = async (id: string, wish: { set: Record<string, SettingValue>; reset: readonly string[]; isAgain?: boolean }) => {
      if (!plan(id, wish).isChange && wish.isAgain !== true) return get(id);
      const device = this.#device(id);
      device.wanted = wantedAfter(id, wish);
      this.orders.push(id);
      const desired = device.view.desiredConfigurationVersion + 1;
      const isTaken = device.answer === 'takes' && device.view.presence === 'online';
      const configurationError = device.answer === 'refuses' ? 'out of its range' : '';
      if (device.answer !== 'says nothing') device.reportedAtMs = this.clock.wallMs();
      this.change(id, {
        desiredConfigurationVersion: desired,
        configurationError,
        drift: !isTaken,
        ...(isTaken ? { reportedConfigurationVersion: desired } : {}),
      });
      return get(id);
    };
    return { get, plan, change };
  }
}

/** A plan of one wave of settings. */
export function settingsPlan(rest: string, name = 'r-1'): string {
  return `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
configuration: { set: { limitV: 200 } }
selector: profile=pump
${rest}`;
}
