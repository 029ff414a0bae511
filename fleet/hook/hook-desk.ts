import type {
  Actor,
  DeviceView,
  HookCounters,
  HookMessageRecord,
  HookRecord,
  HookSender,
  HookService,
  HookTest,
  HookView,
  Journal,
  OwnAlarms,
} from '#fleet/domain/index.js';
import { compileHookCondition } from '#fleet/expr/index.js';
import { type Clock, SeatrialError, type TaskTracker } from '#proto/kit/index.js';
import { closestWord } from '#proto/yaml/index.js';
import type { Delivery } from './delivery.ts';
import { fail } from './hook-errors.ts';
import { eventOf, eventsOf, hookDownRule } from './hook-event.ts';
import type { HookLimits } from './hook-limits.ts';
import { answerText, checkHook, isTaken } from './hook-logic.ts';
import type { HeldHook, HookState } from './hook-state.ts';
import { messageOf } from './message-body.ts';
import { keyOf, secretOf, signedHeaders } from './signature.ts';
import type { TimelineFeed } from './timeline-feed.ts';

/** Bytes of the secret that the manager makes. */
const keyBytes = 32;

/** What the desk needs. */
export interface HookDeskOptions {
  readonly state: HookState;
  readonly feed: TimelineFeed;
  readonly delivery: Delivery;
  readonly sender: HookSender;
  readonly alarms: OwnAlarms;
  readonly journal: Pick<Journal, 'audit' | 'timeline' | 'readTimeline'>;
  readonly clock: Clock;
  readonly tasks: TaskTracker;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly deviceOf: (id: string) => DeviceView | undefined;
  readonly externalUrl: string;
  readonly limits: HookLimits;
}

/** What operators do with hooks. @see HookService */
export class HookDesk implements HookService {
  readonly #options: HookDeskOptions;
  #tests = 0;

  constructor(options: HookDeskOptions) {
    this.#options = options;
  }

  get counters(): HookCounters {
    const { state } = this.#options;
    const hooks = [...state.hooks.values()];
    const oldestWaitingMs = hooks.reduce((oldest, held) => Math.max(oldest, this.#oldestMs(held)), 0);
    return { ...state.counters, down: hooks.filter(({ isDown }) => isDown).length, waiting: state.waitingCount, oldestWaitingMs };
  }

  list(): HookView[] {
    return [...this.#options.state.hooks.keys()].sort().map((name) => this.get(name));
  }

  get(name: string): HookView {
    return this.#view(this.#need(name));
  }

  create(
    hook: { readonly name: string; readonly url: string; readonly on: string; readonly secret?: string | undefined },
    by: Actor,
  ): ReturnType<HookService['create']> {
    return this.#options.tasks.run('hook.create', async () => {
      const { state, limits, clock, feed, randomBytes } = this.#options;
      const { name, url, on } = hook;
      checkHook(name, url);
      const condition = compileHookCondition(on);
      const secret = hook.secret ?? secretOf(randomBytes(keyBytes));
      keyOf(secret);
      const recent = await this.#recent(condition);
      if (state.hooks.has(name)) throw fail('E2602', { message: `there is a hook ${name} already` });
      if (state.hooks.size >= limits.hooks)
        throw fail('E2603', { message: `${state.hooks.size} hooks exist, the limit is ${limits.hooks}` });
      const facts = { name, url, on, secret, createdAtMs: clock.wallMs(), createdBy: by.name, afterSequence: feed.newest };
      const held = state.hold({ ...facts, isPaused: false, delivered: 0, dropped: 0 });
      state.moveCursor(Math.max(state.cursor.after, state.hooks.size === 1 ? feed.newest : 0));
      state.touch('hook', name);
      await this.#written(() => state.release(held));
      this.#journal('hook.create', held.record, by);
      return { hook: this.#view(held), secret, recent };
    });
  }

  test(name: string, by: Actor): Promise<HookTest> {
    const { limits, clock, sender, randomBytes, externalUrl, journal } = this.#options;
    const { record } = this.#need(name);
    if (this.#tests >= limits.requests) {
      throw fail('E2606', { message: `${this.#tests} tests are under way, the limit is ${limits.requests}` });
    }
    const id = `test-${Buffer.from(randomBytes(8)).toString('hex')}`;
    const message = `test of hook ${name} by ${by.name}`;
    const entry = { sequence: 0, atMs: clock.wallMs(), source: 'operator', kind: 'hook.test', deviceId: '', message, detail: {} } as const;
    // Nothing goes on: a receiver that opens incidents opens none, in the whole or in the one alert.
    const event = { ...eventOf(entry, undefined), isFiring: false };
    const bundle = { hook: name, cause: 'hook.test', shown: [event], devices: 1, events: 1, isFiring: false };
    const { body } = messageOf(bundle, { externalUrl, raisedAtMs: () => undefined });
    const headers = signedHeaders(record.secret, id, clock.wallMs(), body);
    const startMs = clock.nowMs();
    this.#tests += 1;
    const { promise, resolve } = Promise.withResolvers<HookTest>();
    sender.send({ url: record.url, headers, body, timeoutMs: limits.answerWithinMs, answerBytes: limits.answerBytes }, (answer) => {
      this.#tests -= 1;
      const delivered = isTaken(answer);
      const detail = { delivered, answer: answerText(answer) };
      journal.audit({ actor: by.name, action: 'hook.test', subject: `hook:${name}`, reason: by.reason, detail });
      resolve({ id, ...detail, elapsedMs: Math.round(clock.nowMs() - startMs) });
    });
    return promise;
  }

  pause(name: string, isPaused: boolean, by: Actor): Promise<HookView> {
    return this.#options.tasks.run('hook.pause', async () => {
      const { state, delivery, alarms } = this.#options;
      const held = this.#need(name);
      const before = held.record.isPaused;
      if (before === isPaused) return this.#view(held);
      held.record = { ...held.record, isPaused };
      state.touch('hook', name);
      await this.#written(() => {
        held.record = { ...held.record, isPaused: before };
      });
      if (isPaused) {
        delivery.giveUp(held);
        held.isDown = false;
        alarms.set(hookDownRule(name), undefined);
      }
      held.failures = 0;
      held.nextMs = 0;
      delivery.wake();
      this.#journal(isPaused ? 'hook.pause' : 'hook.resume', held.record, by);
      return this.#view(held);
    });
  }

  remove(name: string, by: Actor): Promise<HookView> {
    return this.#options.tasks.run('hook.remove', async () => {
      const { state, delivery, alarms } = this.#options;
      const held = this.#need(name);
      const view = this.#view(held);
      delivery.giveUp(held);
      state.release(held);
      alarms.set(hookDownRule(name), undefined);
      this.#journal('hook.delete', held.record, by);
      // Gone from memory whatever the store says: nothing is sent any more, and the deletion is tried again until it is written.
      await this.#written(() => undefined);
      return view;
    });
  }

  deliveries(name: string, { before = '', limit }: { readonly before?: string | undefined; readonly limit: number }): HookMessageRecord[] {
    const { state } = this.#options;
    const waiting = [...this.#need(name).waiting.values()].map(({ record }) => record);
    const over = [...state.over.values()].filter(({ hook }) => hook === name);
    const all = [...over, ...waiting].filter(({ id }) => before === '' || id < before);
    return all.sort((left, right) => (left.id < right.id ? 1 : -1)).slice(0, limit);
  }

  /** How many of the newest entries of the timeline a condition would have wanted: what a new hook is going to be like. */
  async #recent(condition: ReturnType<typeof compileHookCondition>): Promise<{ entries: number; wanted: number; causes: number }> {
    const { journal, deviceOf } = this.#options;
    const entries = await journal.readTimeline({ limit: 1_000 });
    const events = entries.flatMap((entry) => eventsOf(entry, entry.deviceId === '' ? undefined : deviceOf(entry.deviceId)));
    const wanted = events.filter((event) => condition.matches(event, event.view));
    return { entries: entries.length, wanted: wanted.length, causes: new Set(wanted.map(({ cause }) => cause)).size };
  }

  /** Waits until all is stored; takes the change back when it can't be. */
  async #written(undo: () => void): Promise<void> {
    try {
      await this.#options.state.write();
    } catch (error) {
      if (error instanceof SeatrialError) {
        undo();
        this.#options.state.writeLater();
      }
      throw error;
    }
  }

  #view(held: HeldHook): HookView {
    const { secret: _secret, ...record } = held.record;
    const failing = held.isDown ? 'down' : held.failures > 0 ? 'failing' : 'ok';
    const state = record.isPaused ? 'paused' : failing;
    return { ...record, state, waiting: held.waiting.size, oldestWaitingMs: this.#oldestMs(held), answer: held.answer };
  }

  #oldestMs({ waiting }: HeldHook): number {
    const [oldest] = waiting.values();
    return oldest === undefined ? 0 : Math.round(this.#options.clock.nowMs() - oldest.bornMs);
  }

  #need(name: string): HeldHook {
    const { hooks } = this.#options.state;
    const held = hooks.get(name);
    if (held !== undefined) return held;
    const meant = closestWord(name, hooks.keys());
    throw fail('E2601', { message: `there is no hook ${name.slice(0, 80)}${meant === undefined ? '' : `, did you mean ${meant}?`}` });
  }

  /** Paths of receivers may be secrets themselves: only the origin is told. */
  #journal(action: string, { name, url, on }: HookRecord, by: Actor): void {
    const { journal } = this.#options;
    const detail = { hook: name, to: new URL(url).origin, on: on.slice(0, 1_000) };
    journal.audit({ actor: by.name, action, subject: `hook:${name}`, reason: by.reason, detail });
    journal.timeline({ source: 'operator', kind: action, deviceId: '', message: `${by.name}: ${action} ${name} (${detail.to})`, detail });
  }
}
