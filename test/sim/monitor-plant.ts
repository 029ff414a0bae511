import type { Actor, AlarmRuleRecord, DeviceRecord, ReadingColumns } from '#fleet/domain/index.js';
import { createMonitor, type Monitor, type MonitorLimits } from '#fleet/monitor/index.js';
import { createJournal, createMemoryHistory, createMemoryStore, type MemoryHistory, type MemoryStore } from '#fleet/store/index.js';
import { MemoryLog, TaskTracker, VirtualClock } from '#proto/kit/index.js';
import type { PublicProfile } from '#proto/profile/index.js';

type AlarmRuleDraft = Omit<AlarmRuleRecord, 'version'>;

/** Two signals of a turbofan: 1 egtC, 2 vibrationMmS. */
const engineProfile: PublicProfile = {
  name: 'turbofan',
  title: 'Turbofan',
  signals: ['egtC', 'vibrationMmS'].map((name, index) => ({
    id: index + 1,
    name,
    unit: index === 0 ? 'Cel' : 'mm/s',
    title: name,
    minimum: -1_000,
    maximum: 10_000,
    category: 'technical',
    durable: true,
  })),
  wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
  settings: [],
  commands: [],
};

export const operator: Actor = { name: 'ada', role: 'operator', reason: 'test' };

/** A rule for engineProfile. */
export function egtHigh(changes: Partial<AlarmRuleDraft> = {}): AlarmRuleDraft {
  return {
    name: 'egt-high',
    title: 'Exhaust gas too hot',
    severity: 'high',
    when: 'egtC > 640',
    holdMs: 0,
    clearHoldMs: 0,
    profiles: ['turbofan'],
    action: 'Reduce thrust',
    respondWithinMs: 600_000,
    ...changes,
  };
}

/** One reading each: (signal id, time ms, value). */
export function columns(...readings: readonly (readonly [number, number, number])[]): ReadingColumns {
  return {
    count: readings.length,
    signalIds: readings.map(([id]) => id),
    atMs: readings.map(([, atMs]) => atMs),
    values: readings.map(([, , value]) => value),
  };
}

/** Lets promises settle: memory drivers answer on microtasks. */
export async function settle(tasks: TaskTracker): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    await Promise.resolve();
    if (tasks.size === 0 && turn > 20) return;
  }
  throw new Error(`does not settle: ${tasks.names().join(', ')}`);
}

/** A monitor over memory drivers on virtual time; crash() kills it and starts another one over what was committed. */
export class Plant {
  readonly clock = new VirtualClock(1_700_000_000_000);
  readonly log = new MemoryLog();
  readonly limits: MonitorLimits;
  history: MemoryHistory;
  store: MemoryStore = createMemoryStore();
  tasks = new TaskTracker();
  monitor: Monitor;
  journal: ReturnType<typeof createJournal>;
  /** All that was acknowledged: [device, boot, sequence]. */
  acknowledged: [number, number, number][] = [];
  lost: number[] = [];
  /** Names of events that listeners heard of. */
  heard: string[] = [];
  rooms = 0;

  constructor(limits: Partial<MonitorLimits> = {}, history: MemoryHistory = createMemoryHistory()) {
    this.limits = { openAlarms: 1_000, rules: 10, ...limits };
    this.history = history;
    this.history.defineProfile('digest', 'turbofan', engineProfile.signals);
    this.journal = this.#createJournal();
    this.monitor = this.#createMonitor();
  }

  async start(): Promise<this> {
    await this.journal.start();
    await this.monitor.start();
    return this;
  }

  async crash(): Promise<void> {
    this.history = this.history.crash();
    this.store = this.store.crash();
    // Handlers of the killed process never end.
    this.tasks = new TaskTracker();
    this.journal = this.#createJournal();
    this.monitor = this.#createMonitor();
    await this.start();
  }

  open(deviceKey: number) {
    this.history.defineDevice(deviceKey, deviceId(deviceKey), 'digest');
    return this.monitor.acquisition.open({ key: deviceKey, id: deviceId(deviceKey), profileDigest: 'digest' });
  }

  /** Sends one frame with one reading of egtC. */
  send(deviceKey: number, sequence: number, value = 600, boot = 1, atMs = 1_000_000 * boot + sequence * 1_000) {
    return this.monitor.acquisition.telemetry(deviceKey, boot, sequence, columns([1, atMs, value]));
  }

  async advance(spanMs: number): Promise<void> {
    await settle(this.tasks);
    const untilMs = this.clock.nowMs() + spanMs;
    while (this.clock.step(untilMs)) await settle(this.tasks);
    this.clock.advanceTo(untilMs);
    await settle(this.tasks);
  }

  #createJournal() {
    return createJournal({ store: this.store, clock: this.clock, log: this.log, limits: { timelineKeep: 10_000 }, tracker: this.tasks });
  }

  #createMonitor() {
    const monitor = createMonitor({
      history: this.history,
      store: this.store,
      journal: this.journal,
      clock: this.clock,
      log: this.log,
      tasks: this.tasks,
      limits: this.limits,
      profileOf: (digest) => (digest === 'digest' ? engineProfile : undefined),
      deviceOf: (deviceKey) => ({ id: deviceId(deviceKey), key: deviceKey }) as DeviceRecord,
      onEvent: ({ name }) => void this.heard.push(name),
    });
    monitor.acquisition.onCommitted((deviceKey, boot, sequence) => {
      this.acknowledged.push([deviceKey, boot, sequence]);
    });
    monitor.acquisition.onLost((deviceKeys) => {
      this.lost.push(...deviceKeys);
    });
    monitor.acquisition.onRoom(() => {
      this.rooms += 1;
    });
    return monitor;
  }
}

export function deviceId(deviceKey: number): string {
  return `engine-${deviceKey}`;
}
