/** Hooks over a real journal and a store in memory, on virtual time, with a receiver that says what the test tells it to. */
import { createHmac } from 'node:crypto';
import type { Actor, AlarmRecord, DeviceView, HookAnswer, HookRequest, OwnAlarms, Severity, TimelineEntry } from '#fleet/domain/index.js';
import { createHooks, defaultHookLimits, type HookLimits } from '#fleet/hook/index.js';
import { createJournal, createMemoryStore, type JournalService, type MemoryStore } from '#fleet/store/index.js';
import { createRandom, MemoryLog, TaskTracker, VirtualClock } from '#proto/kit/index.js';

export const admin: Actor = { name: 'ana', role: 'admin', reason: 'test' };

/** The parts of a body that tests look at. */
export interface Body {
  readonly status: string;
  readonly receiver: string;
  readonly groupKey: string;
  readonly truncatedAlerts: number;
  readonly commonLabels: Record<string, string>;
  readonly commonAnnotations: Record<string, string>;
  readonly alerts: { status: string; labels: Record<string, string>; startsAt: string; endsAt: string; fingerprint: string }[];
}

/** A request as a receiver has it. */
export interface Got {
  readonly request: HookRequest;
  readonly id: string;
  readonly body: Body;
  readonly atMs: number;
}

export class HookRig {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 1));
  readonly got: Got[] = [];
  readonly raised = new Map<string, NonNullable<Parameters<OwnAlarms['set']>[1]>>();
  readonly open = new Map<string, AlarmRecord>();
  readonly devices = new Map<string, DeviceView>();
  readonly log = new MemoryLog(100);
  /** What the receiver answers; undefined: nothing, ever. */
  answer: (got: Got) => HookAnswer | undefined = () => ({ type: 'answered', status: 200, retryAfterMs: undefined });
  store: MemoryStore = createMemoryStore();
  journal!: JournalService;
  hooks!: ReturnType<typeof createHooks>;
  #tasks = new TaskTracker();
  /** Of the manager that lives: what an earlier one still sends or raises goes nowhere. */
  #generation = 0;
  readonly #limits: HookLimits;
  readonly #queue: number;

  private constructor(limits: Partial<HookLimits>, journalQueue: number) {
    this.#limits = { ...defaultHookLimits, ...limits };
    this.#queue = journalQueue;
  }

  static async start(limits: Partial<HookLimits> = {}, journalQueue = 10_000): Promise<HookRig> {
    const rig = new HookRig(limits, journalQueue);
    await rig.restart();
    return rig;
  }

  /** A manager on what the store holds. */
  async restart(): Promise<void> {
    const { clock, store, log } = this;
    this.#tasks = new TaskTracker();
    const tasks = this.#tasks;
    const generation = this.#generation;
    const isDead = () => generation !== this.#generation;
    this.journal = createJournal({ store, clock, log, tracker: tasks, limits: { timelineKeep: 100_000, queue: this.#queue } });
    await this.journal.start();
    const random = createRandom('hooks', 'manager', 'random');
    this.hooks = createHooks({
      store,
      journal: this.journal,
      clock,
      random,
      randomBytes: (length) => random.bytes(length),
      log,
      tasks,
      limits: this.#limits,
      externalUrl: 'http://fleet.example',
      sender: {
        send: (request, done) => {
          if (isDead()) return () => undefined;
          const body = JSON.parse(request.body) as Body;
          const got = { request, id: request.headers['webhook-id'] ?? '', body, atMs: clock.nowMs() };
          this.got.push(got);
          const answer = this.answer(got);
          if (answer === undefined) return () => undefined;
          const handle = clock.setTimeout(() => {
            if (!isDead()) done(answer);
          }, 50);
          return () => clock.clearTimeout(handle);
        },
      },
      alarms: {
        set: (rule, condition) => {
          if (condition === undefined) return this.raised.delete(rule);
          this.raised.set(rule, condition);
          return true;
        },
      },
      deviceOf: (id) => this.devices.get(id),
      openAlarms: () => [...this.open.values()],
      alarmOf: (id) => this.open.get(id),
    });
    await this.hooks.start();
  }

  /** kill -9: what is not committed is gone, what is under way is cut. */
  kill(): void {
    this.store = this.store.crash();
    this.#generation += 1;
  }

  /** Lets virtual time run, each event until nothing is open. */
  async runFor(spanMs: number): Promise<void> {
    const untilMs = this.clock.nowMs() + spanMs;
    while (this.clock.step(untilMs)) await this.settle();
    this.clock.advanceTo(untilMs);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 10_000; turn += 1) {
      await undefined;
      if (this.#tasks.size === 0) return;
    }
    throw new Error(`open: ${this.#tasks.names().join(', ')}`);
  }

  hook(name: string, on: string): Promise<unknown> {
    return this.hooks.service.create({ name, url: `https://${name}.example/in`, on }, admin);
  }

  happen(kind: string, deviceId = '', detail: TimelineEntry['detail'] = {}, message = `${kind} ${deviceId}`): void {
    this.journal.timeline({ source: kind.startsWith('alarm') ? 'alarm' : 'system', kind, deviceId, message, detail });
  }

  /** An alarm is raised: it stands in the book and on the timeline. */
  raise(alarm: string, deviceId: string, rule: string, severity: Severity = 'high'): void {
    const state = 'unacknowledged';
    const record: AlarmRecord = {
      id: alarm,
      rule,
      ruleVersion: 1,
      deviceId,
      severity,
      title: rule,
      state,
      raisedAtMs: this.clock.wallMs(),
      clearedAtMs: 0,
      acknowledgedAtMs: 0,
      acknowledgedBy: '',
      note: '',
      reason: 'x > 1',
      values: {},
    };
    this.open.set(alarm, record);
    this.happen('alarm.raised', deviceId, { alarm, rule, severity, state }, `${rule}: x > 1`);
  }

  clear(alarm: string): void {
    const record = this.open.get(alarm) as AlarmRecord;
    this.open.set(alarm, { ...record, state: 'returnedUnacknowledged' });
    const { rule, severity, deviceId } = record;
    this.happen('alarm.cleared', deviceId, { alarm, rule, severity, state: 'returnedUnacknowledged' }, `${rule}: cleared`);
  }
}

/** A device with labels. */
export function deviceOf(id: string, labels: Record<string, string> = {}, profile = 'turbofan'): DeviceView {
  // Of a device hooks read these fields alone.
  return {
    id,
    profile,
    labels,
    hardwareRevision: 'A',
    firmwareVersion: '1.2.0',
    presence: 'online',
    gatewayId: '',
    // Hooks look at no other field: one that did would see undefined here and fail its test.
  } as unknown as DeviceView;
}

/** What a receiver computes, written here once more from docs/HOOKS.md. */
export function expectedSignature(secret: string, { request, id }: Got): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${id}.${request.headers['webhook-timestamp']}.${request.body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}
