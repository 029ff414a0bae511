/**
 * Hooks and their messages: in memory for questions, in the Store for good. What changed is written together, messages and the place in the
 * timeline up to which they tell in one batch: after a kill nothing is told twice by another id, and nothing is left out.
 */
import type { HookMessageRecord, HookRecord, Mutation, Store } from '#fleet/domain/index.js';
import { compileHookCondition, type HookCondition } from '#fleet/expr/index.js';
import { CallbackTask, type Clock, type Log, messageOf, SeatrialError, type TaskTracker } from '#proto/kit/index.js';
import { Gatherer } from './gatherer.ts';
import type { HookLimits } from './hook-limits.ts';

/** A message that waits. */
export interface Waiting {
  record: HookMessageRecord;
  /** When it was made, ms of Clock.nowMs(): its age does not jump with the wall clock. */
  readonly bornMs: number;
  /** It may be sent: it is there after a kill. */
  isStored: boolean;
}

/** A hook at work. */
export interface HeldHook {
  record: HookRecord;
  readonly condition: HookCondition;
  readonly gatherer: Gatherer;
  /** By id, oldest first. */
  readonly waiting: Map<string, Waiting>;
  /** Attempts that failed since the last one that did not. */
  failures: number;
  /** When the first of them began, ms of Clock.nowMs(). */
  failingSinceMs: number;
  isDown: boolean;
  /** No attempt before that, ms of Clock.nowMs(). */
  nextMs: number;
  lastStartMs: number;
  answer: string;
  /** Gives up the request that is under way. */
  giveUp: (() => void) | undefined;
}

/** Up to where the timeline was told. */
interface Cursor {
  /** Every event up to here is in a message, or no hook wanted it. */
  after: number;
  /** Newest sequence in a message by "hook cause", where that is beyond `after`. */
  readonly told: Map<string, number>;
}

/** What the state needs. */
export interface HookStateOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly limits: HookLimits;
}

const cursorKey = 'hookCursor';
/** After a write that failed, ms. */
const rewriteMs = 1_000;
const nobody: HookCondition = { matches: () => false };

/** @see the head of this file */
export class HookState {
  readonly hooks = new Map<string, HeldHook>();
  /** Messages that are over, oldest first. */
  readonly over = new Map<string, HookMessageRecord>();
  readonly cursor: Cursor = { after: 0, told: new Map() };
  /** Called when messages were written: they may be sent. */
  onStored: () => void = () => undefined;
  readonly counters = { events: 0, delivered: 0, failed: 0, dropped: 0 };
  readonly #options: HookStateOptions;
  readonly #dirty = new Set<string>();
  readonly #retry = new CallbackTask(() => this.writeLater());
  #nextNumber = 1;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: HookStateOptions) {
    this.#options = options;
  }

  /** Reads all back. */
  async load(): Promise<void> {
    const { store, clock, limits } = this.#options;
    for (const { value } of await store.list('hook')) this.hold(value);
    for (const { id, value } of await store.list('hookMessage')) {
      this.#nextNumber = Math.max(this.#nextNumber, Number.parseInt(id, 10) + 1);
      const hook = this.hooks.get(value.hook);
      const ageMs = Math.max(0, clock.wallMs() - value.createdAtMs);
      hook?.gatherer.noteMade(value.cause, clock.nowMs() - ageMs);
      if (hook === undefined || value.state !== 'waiting') this.over.set(id, value);
      else hook.waiting.set(id, { record: value, bornMs: clock.nowMs() - Math.min(ageMs, limits.giveUpMs), isStored: true });
    }
    const cursor = await store.get('meta', cursorKey);
    if (cursor === undefined) return;
    const { after, told } = JSON.parse(String(cursor.value.value)) as { after: number; told: [string, number][] };
    this.cursor.after = after;
    for (const [key, sequence] of told) this.cursor.told.set(key, sequence);
  }

  /** Takes a hook into memory. One that this version does not understand wants nothing, and says so. */
  hold(record: HookRecord): HeldHook {
    let condition = nobody;
    try {
      condition = compileHookCondition(record.on);
    } catch (error) {
      this.#options.log.error('a hook is not understood and hears nothing', { hook: record.name, error: messageOf(error) });
    }
    const held: HeldHook = {
      record,
      condition,
      gatherer: new Gatherer(this.#options.limits),
      waiting: new Map(),
      failures: 0,
      failingSinceMs: 0,
      isDown: false,
      nextMs: 0,
      lastStartMs: 0,
      answer: '',
      giveUp: undefined,
    };
    this.hooks.set(record.name, held);
    return held;
  }

  /** Takes a hook out of memory, with its waiting messages. */
  release(held: HeldHook): void {
    this.hooks.delete(held.record.name);
    for (const id of held.waiting.keys()) this.touch('hookMessage', id);
    for (const [id, { hook }] of this.over) {
      if (hook !== held.record.name) continue;
      this.over.delete(id);
      this.touch('hookMessage', id);
    }
    this.touch('hook', held.record.name);
  }

  /** Messages that wait, of all hooks. */
  get waitingCount(): number {
    let count = 0;
    for (const { waiting } of this.hooks.values()) count += waiting.size;
    return count;
  }

  /** A new message; it may be sent once it is written. @param salt keeps an id from coming again after all were deleted */
  add(held: HeldHook, facts: Pick<HookMessageRecord, 'cause' | 'events' | 'summary' | 'body'>, salt: string): void {
    const { clock } = this.#options;
    const id = `${String(this.#nextNumber).padStart(10, '0')}-${salt}`;
    this.#nextNumber += 1;
    const facts0 = { id, hook: held.record.name, state: 'waiting' as const, createdAtMs: clock.wallMs() };
    const record: HookMessageRecord = { ...facts0, ...facts, attempts: 0, answer: '', endedAtMs: 0 };
    held.waiting.set(id, { record, bornMs: clock.nowMs(), isStored: false });
    this.touch('hookMessage', id);
  }

  /** A message is over; its body is not kept. */
  end(held: HeldHook, id: string, state: 'delivered' | 'dropped'): void {
    const waiting = held.waiting.get(id);
    if (waiting === undefined) return;
    held.waiting.delete(id);
    this.over.set(id, { ...waiting.record, state, body: '', endedAtMs: this.#options.clock.wallMs() });
    held.record = { ...held.record, [state]: held.record[state] + 1 };
    this.counters[state] += 1;
    this.touch('hookMessage', id);
    this.touch('hook', held.record.name);
    for (const oldest of this.over.keys()) {
      if (this.over.size <= this.#options.limits.keptMessages) break;
      this.over.delete(oldest);
      this.touch('hookMessage', oldest);
    }
  }

  /** Moves the place up to which the timeline was told. */
  moveCursor(after: number): void {
    this.cursor.after = after;
    for (const [key, sequence] of this.cursor.told) if (sequence <= after) this.cursor.told.delete(key);
    this.#dirty.add(`meta ${cursorKey}`);
  }

  /** It changed, and is written by the next write. */
  touch(kind: 'hook' | 'hookMessage', id: string): void {
    this.#dirty.add(`${kind} ${id}`);
  }

  /** Writes without anybody waiting; a failure was logged and is tried again. */
  writeLater(): void {
    void this.#options.tasks.run('hook.write', async () => {
      try {
        await this.write();
      } catch (error) {
        if (!(error instanceof SeatrialError)) throw error;
        const { clock } = this.#options;
        clock.schedule(this.#retry, clock.nowMs() + rewriteMs);
      }
    });
  }

  /** Resolves when all changes so far are written; rejects with the Store's error, and they wait for the next write. */
  write(): Promise<void> {
    const result = this.#writing.then(() => this.#write());
    this.#writing = result.catch(() => undefined);
    return result;
  }

  /** Writes no more by itself. */
  stop(): void {
    this.#options.clock.cancel(this.#retry);
  }

  async #write(): Promise<void> {
    if (this.#dirty.size === 0) return;
    const taken = [...this.#dirty];
    this.#dirty.clear();
    const batch = taken.map((key) => this.#mutation(key));
    try {
      await this.#options.store.apply(batch);
    } catch (error) {
      for (const key of taken) this.#dirty.add(key);
      this.#options.log.warn(`hooks are not written: ${messageOf(error)}`, { waiting: taken.length });
      throw error;
    }
    for (const mutation of batch) {
      if (mutation.type !== 'put' || mutation.kind !== 'hookMessage') continue;
      const waiting = this.hooks.get(mutation.value.hook)?.waiting.get(mutation.id);
      if (waiting !== undefined) waiting.isStored = true;
    }
    this.onStored();
  }

  #mutation(key: string): Mutation {
    const [kind, id] = key.split(' ') as ['hook' | 'hookMessage' | 'meta', string];
    if (kind === 'meta') {
      const value = JSON.stringify({ after: this.cursor.after, told: [...this.cursor.told] });
      return { type: 'put', kind, id, value: { value } };
    }
    if (kind === 'hook') {
      const value = this.hooks.get(id)?.record;
      return value === undefined ? { type: 'delete', kind, id } : { type: 'put', kind, id, value };
    }
    const value = this.over.get(id) ?? this.#waitingOf(id);
    return value === undefined ? { type: 'delete', kind, id } : { type: 'put', kind, id, value };
  }

  #waitingOf(id: string): HookMessageRecord | undefined {
    for (const { waiting } of this.hooks.values()) {
      const found = waiting.get(id);
      if (found !== undefined) return found.record;
    }
    return undefined;
  }
}
