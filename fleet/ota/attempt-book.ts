/**
 * The attempts: in memory for questions, in the Store for good. A new one is stored before anybody hears of it; changes are written together, so
 * that progress of ten thousand devices is some batches a second; what has to wait until a change is stored is called back then.
 */
import type { AttemptRecord, AttemptState, Mutation, UpdateService } from '#fleet/domain/index.js';
import { CallbackTask, isSeatrialError, messageOf, TimerTask } from '#proto/kit/index.js';
import { isOver } from './attempt-logic.ts';
import { PacedWork } from './paced-work.ts';
import type { UpdateContext } from './update-context.ts';
import { failUpdate } from './update-errors.ts';

const writeEveryMs = 200;
/** While many attempts move, changes wait up to this time, ms: of what one attempt goes through meanwhile only the newest is written. */
const writeBusyMs = 1_000;
/** Changes that wait for their write from which on many attempts move. */
const manyChanges = 64;
/** After a write that failed, ms. */
const retryAfterMs = 1_000;
/** Mutations in one batch of the Store: a turn of the process for each. */
const mostMutations = 200;
/** Callbacks in one turn of the process. */
const callbacksPerTurn = 32;
const nextNumberKey = 'ota.nextAttempt';
/** A manager that was away gives every open attempt this time at least, ms: its units come back one after the other. */
const afterStartMs = 600_000;

/** An attempt with the timer of its deadline. */
class Held extends TimerTask {
  record: AttemptRecord;
  readonly #onDeadline: (record: AttemptRecord) => void;

  constructor(record: AttemptRecord, onDeadline: (record: AttemptRecord) => void) {
    super();
    this.record = record;
    this.#onDeadline = onDeadline;
  }

  override fire(): void {
    this.#onDeadline(this.record);
  }
}

/** Keeps attempts. */
export class AttemptBook {
  readonly #context: UpdateContext;
  readonly #onDeadline: (record: AttemptRecord) => void;
  /** By id, oldest first. */
  readonly #all = new Map<string, Held>();
  /** Ids of all of a device, oldest first. */
  readonly #ofDevice = new Map<string, string[]>();
  /** Id of the open one of a device. */
  readonly #open = new Map<string, string>();
  /** Ids of those that are over, oldest end first. */
  readonly #ended: string[] = [];
  readonly #openByState = new Map<AttemptState, number>();
  readonly #unwritten = new Map<string, Mutation>();
  readonly #afterWrite: (() => void)[] = [];
  readonly #callbacks: PacedWork;
  readonly #writeTimer = new CallbackTask(() => this.#writeDue());
  /** When the oldest change that waits came, ms of Clock.nowMs(). */
  #waitingSinceMs = 0;
  #writing: Promise<void> | undefined;
  #next = 1;
  #isStopped = false;

  /** @param onDeadline an open attempt's time in its state is over */
  constructor(context: UpdateContext, onDeadline: (record: AttemptRecord) => void) {
    this.#context = context;
    this.#onDeadline = onDeadline;
    this.#callbacks = new PacedWork(context.clock, callbacksPerTurn);
  }

  /** Reads all back and arms their deadlines. */
  async start(): Promise<void> {
    const { store, clock } = this.#context;
    this.#next = Number((await store.get('meta', nextNumberKey))?.value.value ?? 1);
    const kept = (await store.list('attempt')).map(({ value }) => ({
      ...value,
      reportBoot: value.reportBoot ?? 0,
      rollout: value.rollout ?? '',
    }));
    const records = kept.sort((a, b) => a.number - b.number);
    for (const record of records) {
      this.#next = Math.max(this.#next, record.number + 1);
      const held = new Held(record, this.#onDeadline);
      this.#keep(held);
      if (isOver(record.state)) continue;
      const deadlineAtMs = Math.max(record.deadlineAtMs, clock.wallMs() + afterStartMs);
      held.record = { ...record, deadlineAtMs };
      this.#open.set(record.deviceId, record.id);
      this.#count(record.state, 1);
      this.#arm(held);
    }
    const over = records.filter(({ state }) => isOver(state)).sort((a, b) => a.endedAtMs - b.endedAtMs);
    this.#ended.push(...over.map(({ id }) => id));
  }

  /** Writes what waits. */
  async stop(): Promise<void> {
    const { clock } = this.#context;
    this.#isStopped = true;
    for (const held of this.#all.values()) clock.cancel(held);
    await this.flush();
    this.#callbacks.finish();
    clock.cancel(this.#writeTimer);
  }

  /** Open attempts. */
  get openCount(): number {
    return this.#open.size;
  }

  /** Open attempts by state. */
  openByState(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#openByState);
  }

  /** Number of the next attempt: add() takes it. */
  get nextNumber(): number {
    return this.#next;
  }

  get(id: string): AttemptRecord | undefined {
    return this.#all.get(id)?.record;
  }

  openOf(deviceId: string): AttemptRecord | undefined {
    const id = this.#open.get(deviceId);
    return id === undefined ? undefined : this.get(id);
  }

  /** Newest first; of one device when given. */
  *newest(deviceId?: string): Iterable<AttemptRecord> {
    const ids = deviceId === undefined ? [...this.#all.keys()] : (this.#ofDevice.get(deviceId) ?? []);
    for (let index = ids.length - 1; index >= 0; index -= 1) {
      const record = this.get(ids[index] as string);
      if (record !== undefined) yield record;
    }
  }

  list({ deviceId, release, operationId, rollout, open, before, limit }: Parameters<UpdateService['list']>[0]): AttemptRecord[] {
    const found: AttemptRecord[] = [];
    for (const record of this.newest(deviceId)) {
      if (found.length === limit) break;
      if (before !== undefined && record.number >= before) continue;
      if (release !== undefined && record.release !== release) continue;
      if (operationId !== undefined && record.operationId !== operationId) continue;
      if (rollout !== undefined && record.rollout !== rollout) continue;
      if (open === true && isOver(record.state)) continue;
      found.push(record);
    }
    return found;
  }

  /** Takes a new, open one. Rejects with the Store's error, then it never was. Throws E2567. */
  async add(record: AttemptRecord): Promise<void> {
    const { limits, store } = this.#context;
    if (this.#open.size >= limits.openAttempts) {
      throw failUpdate('E2567', { message: `${this.#open.size} attempts are open, the limit is ${limits.openAttempts}` });
    }
    this.#next += 1;
    // In the books before it is stored: of two orders that come at once one finds the other.
    this.#open.set(record.deviceId, record.id);
    const next: Mutation = { type: 'put', kind: 'meta', id: nextNumberKey, value: { value: this.#next } };
    try {
      await store.apply([next, { type: 'put', kind: 'attempt', id: record.id, value: record }]);
    } catch (error) {
      this.#open.delete(record.deviceId);
      throw error;
    }
    const held = new Held(record, this.#onDeadline);
    this.#keep(held);
    this.#count(record.state, 1);
    this.#arm(held);
  }

  /** True while an order of this device is being stored or its attempt is open. */
  isTaken(deviceId: string): boolean {
    return this.#open.has(deviceId);
  }

  /**
   * Changes one.
   * @param afterWrite called once this change is stored
   */
  put(record: AttemptRecord, afterWrite?: () => void): void {
    const held = this.#all.get(record.id);
    if (held === undefined) return;
    const before = held.record;
    held.record = record;
    this.#unwritten.set(record.id, { type: 'put', kind: 'attempt', id: record.id, value: record });
    if (afterWrite !== undefined) this.#afterWrite.push(afterWrite);
    if (before.state !== record.state && !isOver(before.state)) {
      this.#count(before.state, -1);
      if (isOver(record.state)) this.#end(held);
      else this.#count(record.state, 1);
    }
    if (before.deadlineAtMs !== record.deadlineAtMs) this.#arm(held);
    this.#writeSoon(writeEveryMs);
  }

  /** Calls back when all changes so far are stored: at once when nothing waits. */
  whenStored(then: () => void): void {
    if (this.#unwritten.size === 0 && this.#writing === undefined) then();
    else {
      this.#afterWrite.push(then);
      this.#writeSoon(writeEveryMs);
    }
  }

  /** Resolves when all changes so far are stored, or a write failed: it is tried again by itself. */
  async flush(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  #end({ record: { deviceId, id } }: Held): void {
    if (this.#open.get(deviceId) === id) this.#open.delete(deviceId);
    this.#ended.push(id);
    const over = this.#ended.length - this.#context.limits.keptAttempts;
    for (const old of this.#ended.splice(0, Math.max(0, over))) {
      this.#forget(old);
      this.#unwritten.set(old, { type: 'delete', kind: 'attempt', id: old });
    }
  }

  #keep(held: Held): void {
    const { id, deviceId } = held.record;
    this.#all.set(id, held);
    const ids = this.#ofDevice.get(deviceId);
    if (ids === undefined) this.#ofDevice.set(deviceId, [id]);
    else ids.push(id);
  }

  #forget(id: string): void {
    const deviceId = this.get(id)?.deviceId;
    this.#all.delete(id);
    if (deviceId === undefined) return;
    const ids = this.#ofDevice.get(deviceId)?.filter((one) => one !== id) ?? [];
    if (ids.length === 0) this.#ofDevice.delete(deviceId);
    else this.#ofDevice.set(deviceId, ids);
  }

  #count(state: AttemptState, change: number): void {
    this.#openByState.set(state, (this.#openByState.get(state) ?? 0) + change);
  }

  #arm(held: Held): void {
    const { clock } = this.#context;
    if (held.record.deadlineAtMs === 0) clock.cancel(held);
    else clock.schedule(held, clock.nowMs() + Math.max(0, held.record.deadlineAtMs - clock.wallMs()));
  }

  #writeSoon(delayMs: number): void {
    const { clock } = this.#context;
    if (this.#writeTimer.heapIndex >= 0) return;
    this.#waitingSinceMs = clock.nowMs();
    clock.schedule(this.#writeTimer, clock.nowMs() + delayMs);
  }

  #writeDue(): void {
    const { clock } = this.#context;
    const dueMs = this.#waitingSinceMs + writeBusyMs;
    if (this.#unwritten.size < manyChanges || clock.nowMs() >= dueMs) void this.#write();
    else clock.schedule(this.#writeTimer, dueMs);
  }

  async #write(): Promise<void> {
    if (this.#writing !== undefined) {
      // What came while a write was under way goes with the next one.
      this.#writeSoon(writeEveryMs);
      return this.#writing;
    }
    this.#context.clock.cancel(this.#writeTimer);
    if (this.#unwritten.size === 0 && this.#afterWrite.length === 0) return;
    this.#writing = this.#context.tasks.run('ota.attempts', () => this.#writeAll());
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
    }
  }

  async #writeAll(): Promise<void> {
    const { store, log } = this.#context;
    const entries = [...this.#unwritten];
    const after = this.#afterWrite.splice(0);
    this.#unwritten.clear();
    for (let from = 0; from < entries.length; from += mostMutations) {
      try {
        await store.apply(entries.slice(from, from + mostMutations).map(([, mutation]) => mutation));
      } catch (error) {
        if (!isSeatrialError(error)) throw error;
        for (const [id, mutation] of entries.slice(from)) if (!this.#unwritten.has(id)) this.#unwritten.set(id, mutation);
        this.#afterWrite.unshift(...after);
        log.warn(`attempts at updates are not written: ${messageOf(error)}`, { code: error.code, waiting: this.#unwritten.size });
        if (!this.#isStopped) this.#writeSoon(retryAfterMs);
        return;
      }
    }
    this.#callbacks.add(after);
  }
}
