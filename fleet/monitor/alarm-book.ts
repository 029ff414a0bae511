/**
 * The alarms: in memory for questions, in the Store for good. Changes are written together, so that an outage of all devices is some
 * batches and not one a device; a change is written within writeEveryMs, an acknowledgement before it is answered.
 */
import type { AlarmRecord, Journal, Mutation, Store } from '#fleet/domain/index.js';
import { CallbackTask, type Clock, type Log, messageOf, SeatrialError, type TaskTracker } from '#proto/kit/index.js';
import { type AlarmEvent, stepAlarm } from './alarm-machine.ts';

const writeEveryMs = 200;
/** After a write that failed, ms. */
const retryAfterMs = 1_000;
/** Mutations in one batch of the Store. */
const mostMutations = 2_000;
const nextIdKey = 'nextAlarmId';

/** Limits of the book. */
export interface AlarmBookLimits {
  /** Alarms that are not normal, 1 or more; at the limit no more are raised, but counted. */
  readonly openAlarms: number;
  /** Alarms that are normal again and still listed, 0 or more; the oldest go first. */
  readonly keptAlarms: number;
}

/** What the book needs. */
export interface AlarmBookOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly limits: AlarmBookLimits;
}

/** Keeps alarms. */
export class AlarmBook {
  readonly counters = { alarmsRaised: 0, openAlarms: 0, alarmsOverLimit: 0 };
  readonly #options: AlarmBookOptions;
  readonly #alarms = new Map<string, AlarmRecord>();
  readonly #openByDevice = new Map<string, number>();
  readonly #unwritten = new Map<string, Mutation>();
  readonly #writeTimer = new CallbackTask(() => {
    // A failure was logged and is tried again; anything else is a bug.
    void this.write().catch((error: unknown) => {
      if (!(error instanceof SeatrialError)) throw error;
    });
  });
  #timerIsSet = false;
  #nextId = 1;
  #writing: Promise<void> | undefined;

  constructor(options: AlarmBookOptions) {
    this.#options = options;
  }

  /** Reads all alarms back. */
  async start(): Promise<void> {
    const { store } = this.#options;
    const next = await store.get('meta', nextIdKey);
    this.#nextId = Math.max(1, Number(next?.value.value ?? 1));
    const records = (await store.list('alarm')).map((stored) => stored.value).sort((left, right) => Number(left.id) - Number(right.id));
    for (const record of records) {
      this.#alarms.set(record.id, record);
      this.#nextId = Math.max(this.#nextId, Number(record.id) + 1);
      if (record.state !== 'normal') this.#countOpen(record.deviceId, 1);
    }
  }

  /** Writes what waits. */
  async stop(): Promise<void> {
    this.#options.clock.cancel(this.#writeTimer);
    await this.write();
    this.#options.clock.cancel(this.#writeTimer);
  }

  get(id: string): AlarmRecord | undefined {
    return this.#alarms.get(id);
  }

  /** Alarms that are not normal, oldest first. */
  *open(): Iterable<AlarmRecord> {
    for (const record of this.#alarms.values()) if (record.state !== 'normal') yield record;
  }

  openOf(deviceId: string): number {
    return this.#openByDevice.get(deviceId) ?? 0;
  }

  /** Newest first, from behind `after`. */
  list(filter: {
    readonly state: 'open' | 'all';
    readonly deviceId?: string;
    readonly after?: string;
    readonly limit: number;
  }): AlarmRecord[] {
    const before = filter.after === undefined ? Number.POSITIVE_INFINITY : Number(filter.after);
    // Ids grow, and the map keeps their order.
    const found: AlarmRecord[] = [];
    for (const record of this.#alarms.values()) {
      if (filter.state === 'open' && record.state === 'normal') continue;
      if (filter.deviceId !== undefined && record.deviceId !== filter.deviceId) continue;
      if (Number(record.id) < before) found.push(record);
    }
    return found.slice(-filter.limit).reverse();
  }

  /** A new alarm. undefined when the limit of open alarms is reached; the caller counts it once. */
  create(
    facts: Omit<AlarmRecord, 'id' | 'state' | 'clearedAtMs' | 'acknowledgedAtMs' | 'acknowledgedBy' | 'note'>,
  ): AlarmRecord | undefined {
    if (this.counters.openAlarms >= this.#options.limits.openAlarms) return undefined;
    const blank = { ...facts, id: String(this.#nextId), clearedAtMs: 0, acknowledgedAtMs: 0, acknowledgedBy: '', note: '' };
    this.#nextId += 1;
    const { raisedAtMs: atMs, reason, values } = facts;
    return this.#apply({ ...blank, state: 'normal' }, { type: 'condition.raised', atMs, reason, values });
  }

  /** What happens to an alarm. undefined when it means nothing in its state. */
  step(id: string, event: AlarmEvent): AlarmRecord | undefined {
    const record = this.#alarms.get(id);
    return record && this.#apply(record, event);
  }

  #apply(record: AlarmRecord, event: AlarmEvent): AlarmRecord | undefined {
    const next = stepAlarm(record, event);
    if (next === undefined) return undefined;
    this.#alarms.set(next.id, next);
    if (record.state === 'normal') this.#countOpen(next.deviceId, 1);
    if (next.state === 'normal') this.#countOpen(next.deviceId, -1);
    if (event.type === 'condition.raised') this.counters.alarmsRaised += 1;
    this.#unwritten.set(next.id, { type: 'put', kind: 'alarm', id: next.id, value: next });
    this.#note(next, event);
    if (next.state === 'normal') this.#forgetOldest();
    this.#writeSoon(writeEveryMs);
    return next;
  }

  #note(record: AlarmRecord, event: AlarmEvent): void {
    const { title, reason, deviceId } = record;
    const detail = { alarm: record.id, rule: record.rule, severity: record.severity, state: record.state };
    const { journal } = this.#options;
    if (event.type === 'condition.raised') {
      journal.timeline({ source: 'alarm', kind: 'alarm.raised', deviceId, message: `${title}: ${reason}`, detail });
    } else if (event.type === 'condition.cleared') {
      journal.timeline({ source: 'alarm', kind: 'alarm.cleared', deviceId, message: `${title}: cleared`, detail });
    } else {
      const message = `${title}: acknowledged by ${event.by}${event.note === '' ? '' : `: ${event.note}`}`;
      journal.timeline({ source: 'operator', kind: 'alarm.acknowledged', deviceId, message, detail });
    }
  }

  #countOpen(deviceId: string, change: number): void {
    const count = this.openOf(deviceId) + change;
    if (count === 0) this.#openByDevice.delete(deviceId);
    else this.#openByDevice.set(deviceId, count);
    this.counters.openAlarms += change;
  }

  #forgetOldest(): void {
    let tooMany = this.#alarms.size - this.counters.openAlarms - this.#options.limits.keptAlarms;
    // A tenth at once, so that the walk over open alarms at the front is not made for each.
    if (tooMany <= this.#options.limits.keptAlarms / 10) return;
    for (const [id, record] of this.#alarms) {
      if (tooMany <= 0) break;
      if (record.state !== 'normal') continue;
      this.#alarms.delete(id);
      this.#unwritten.set(id, { type: 'delete', kind: 'alarm', id });
      tooMany -= 1;
    }
  }

  #writeSoon(delayMs: number): void {
    if (this.#timerIsSet) return;
    this.#timerIsSet = true;
    const { clock } = this.#options;
    clock.schedule(this.#writeTimer, clock.nowMs() + delayMs);
  }

  /** Resolves when all changes so far are written; rejects with the Store's error, then they are tried again by themselves. */
  async write(): Promise<void> {
    this.#timerIsSet = false;
    this.#options.clock.cancel(this.#writeTimer);
    while (this.#writing !== undefined) await this.#writing.catch(() => undefined);
    if (this.#unwritten.size === 0) return;
    this.#writing = this.#options.tasks.run('monitor.alarms', () => this.#writeAll());
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
    }
  }

  async #writeAll(): Promise<void> {
    const { store, log, journal } = this.#options;
    while (this.#unwritten.size > 0) {
      const entries = [...this.#unwritten].slice(0, mostMutations);
      for (const [id] of entries) this.#unwritten.delete(id);
      const next: Mutation = { type: 'put', kind: 'meta', id: nextIdKey, value: { value: this.#nextId } };
      try {
        // The timeline first: who reads it later, as hooks do after a kill, misses no alarm that is in the book.
        await journal.flush();
        await store.apply([next, ...entries.map(([, mutation]) => mutation)]);
      } catch (error) {
        if (!(error instanceof SeatrialError)) throw error;
        for (const [id, mutation] of entries) if (!this.#unwritten.has(id)) this.#unwritten.set(id, mutation);
        log.warn(`alarms are not written: ${messageOf(error)}`, { code: error.code, waiting: this.#unwritten.size });
        this.#writeSoon(retryAfterMs);
        throw error;
      }
    }
  }
}
