import type { AuditEntry, Journal, Mutation, Store, TimelineEntry } from '#fleet/domain/index.js';
import { assert, CallbackTask, type Clock, type Log, messageOf, type TaskTracker } from '#proto/kit/index.js';

/** Limits of the journal, in entries. */
export interface JournalLimits {
  /** Newest entries of the timeline that stay, 1 or more; up to a tenth more between two cuts. */
  readonly timelineKeep: number;
  /** Newest entries of the audit that stay, with up to a tenth more; all when left out. */
  readonly auditKeep?: number;
  /** Entries of each kind that may wait to be written, 1 or more; 10,000 when left out. */
  readonly queue?: number;
}

/** What the journal needs. */
export interface JournalOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: JournalLimits;
  readonly log: Log;
  /** Counts a write by the timer as open: the world settles on it. */
  readonly tracker?: TaskTracker;
}

/** The journal with its end. */
export interface JournalService extends Journal {
  /** Entries that could not be kept since the start. */
  readonly counters: { readonly timelineDropped: number; readonly auditLost: number };
  /** Reads the newest sequences from the store. Before that no entry is taken. */
  start(): Promise<void>;
  /** Writes what waits and stops. */
  close(): Promise<void>;
}

const writeEveryMs = 1_000;
const defaultQueueEntries = 10_000;
/** Entries in one call of the store. */
const pageEntries = 1_000;

/**
 * Goes on from the sequences that the store holds. The audit is written in the turn of the call, together with other changes of that turn;
 * the timeline once a second.
 */
export function createJournal(options: JournalOptions): JournalService {
  return new StoreJournal(options);
}

class StoreJournal implements JournalService {
  readonly counters = { timelineDropped: 0, auditLost: 0 };
  readonly #options: JournalOptions;
  readonly #timer: CallbackTask;
  readonly #listeners = new Set<(entry: TimelineEntry) => void>();
  readonly #queueEntries: number;
  #started = false;
  #auditSequence = 0;
  #timelineSequence = 0;
  #audit: AuditEntry[] = [];
  #timeline: TimelineEntry[] = [];
  #timelineDropped = 0;
  #auditLost = 0;
  /** Counts up to a tenth of what is kept; at the start the log may be longer than this run's limit, so the first write cuts. */
  #timelineUncut: number;
  #auditUncut: number;
  #writing: Promise<void> | undefined;
  #failing = false;
  #auditDue = false;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#queueEntries = options.limits.queue ?? defaultQueueEntries;
    this.#timelineUncut = options.limits.timelineKeep;
    this.#auditUncut = options.limits.auditKeep ?? 0;
    this.#timer = new CallbackTask(() => this.#writeLater());
  }

  async start(): Promise<void> {
    const { store } = this.#options;
    const [audit] = await store.readLog('audit', { limit: 1 });
    const [timeline] = await store.readLog('timeline', { limit: 1 });
    this.#auditSequence = audit?.sequence ?? 0;
    this.#timelineSequence = timeline?.sequence ?? 0;
    this.#started = true;
  }

  audit(entry: Omit<AuditEntry, 'sequence' | 'atMs'>): void {
    assert(this.#started, 'the journal took an audit entry before start()');
    if (this.#audit.length >= this.#queueEntries) {
      // Only when the store has refused writes for long: memory is bounded, and the loss is told in the audit itself.
      this.#auditLost += 1;
      this.counters.auditLost += 1;
      return;
    }
    this.#auditSequence += 1;
    this.#audit.push({ sequence: this.#auditSequence, atMs: this.#options.clock.wallMs(), ...entry });
    if (this.#failing || this.#auditDue) {
      this.#arm();
      return;
    }
    this.#auditDue = true;
    queueMicrotask(() => {
      this.#auditDue = false;
      this.#writeLater();
    });
  }

  timeline(entry: Omit<TimelineEntry, 'sequence' | 'atMs'>): void {
    assert(this.#started, 'the journal took a timeline entry before start()');
    this.#timelineSequence += 1;
    const complete: TimelineEntry = { sequence: this.#timelineSequence, atMs: this.#options.clock.wallMs(), ...entry };
    for (const listener of this.#listeners) listener(complete);
    if (this.#timeline.length >= this.#queueEntries) {
      this.#timelineDropped += 1;
      this.counters.timelineDropped += 1;
      return;
    }
    this.#timeline.push(complete);
    this.#arm();
  }

  async readAudit(options: { readonly after?: number; readonly limit: number }): Promise<AuditEntry[]> {
    await this.#tryFlush();
    return this.#options.store.readLog('audit', options);
  }

  async readTimeline(options: { readonly after?: number; readonly before?: number; readonly limit: number }): Promise<TimelineEntry[]> {
    await this.#tryFlush();
    return this.#options.store.readLog('timeline', options);
  }

  subscribe(listener: (entry: TimelineEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async flush(): Promise<void> {
    // What came while a write ran is written by the next round; what comes after this call is not waited for.
    const auditUpTo = this.#auditSequence;
    const timelineUpTo = this.#timelineSequence;
    while (
      this.#writing !== undefined ||
      this.#timelineDropped + this.#auditLost > 0 ||
      (this.#audit[0]?.sequence ?? Number.POSITIVE_INFINITY) <= auditUpTo ||
      (this.#timeline[0]?.sequence ?? Number.POSITIVE_INFINITY) <= timelineUpTo
    ) {
      await (this.#writing ?? this.#startWrite());
    }
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.flush();
    this.#options.clock.cancel(this.#timer);
  }

  #arm(): void {
    const { clock } = this.#options;
    if (this.#timer.heapIndex < 0) clock.schedule(this.#timer, clock.nowMs() + writeEveryMs);
  }

  async #tryFlush(): Promise<void> {
    await this.flush().catch(() => undefined);
  }

  /** Writes without anybody waiting; failures are tried again by the timer. */
  #writeLater(): void {
    if (this.#writing !== undefined) {
      this.#arm();
      return;
    }
    const { tracker } = this.#options;
    const work = () => this.#startWrite().catch(() => undefined);
    void (tracker === undefined ? work() : tracker.run('journal', work));
  }

  #startWrite(): Promise<void> {
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
      // Audit entries do not wait for the second while the store works.
      if (this.#audit.length > 0 && !this.#failing) this.#writeLater();
      else if (this.#audit.length + this.#timeline.length + this.#timelineDropped + this.#auditLost > 0) this.#arm();
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { store, log } = this.#options;
    this.#reportLosses();
    const audit = this.#audit.slice(0, pageEntries);
    const timeline = this.#timeline.slice(0, pageEntries);
    const batch: Mutation[] = [];
    for (const entry of audit) batch.push({ type: 'append', log: 'audit', entry });
    for (const entry of timeline) batch.push({ type: 'append', log: 'timeline', entry });
    const cuts = this.#cuts(audit.length, timeline.length);
    try {
      await store.apply([...batch, ...cuts]);
    } catch (error) {
      if (!this.#failing) log.error('the journal can not be written', { reason: messageOf(error) });
      this.#failing = true;
      throw error;
    }
    if (this.#failing) log.info('the journal is written again');
    this.#failing = false;
    this.#audit.splice(0, audit.length);
    this.#timeline.splice(0, timeline.length);
    this.#countUncut(audit.length, timeline.length, cuts);
  }

  /** Puts what was dropped on record, once there is room for the entry that says so. */
  #reportLosses(): void {
    const { clock } = this.#options;
    if (this.#timelineDropped > 0 && this.#timeline.length < this.#queueEntries) {
      this.#timelineSequence += 1;
      const count = this.#timelineDropped;
      this.#timelineDropped = 0;
      this.#timeline.push({
        sequence: this.#timelineSequence,
        atMs: clock.wallMs(),
        source: 'system',
        kind: 'timeline.dropped',
        deviceId: '',
        message: `${count} entries of the timeline were dropped: more came than its queue of ${this.#queueEntries} holds`,
        detail: { count },
      });
    }
    if (this.#auditLost > 0 && this.#audit.length < this.#queueEntries) {
      this.#auditSequence += 1;
      const count = this.#auditLost;
      this.#auditLost = 0;
      this.#audit.push({
        sequence: this.#auditSequence,
        atMs: clock.wallMs(),
        actor: 'system',
        action: 'audit.lost',
        subject: 'audit',
        reason: `the store could not be written and ${this.#queueEntries} entries waited already`,
        detail: { count },
      });
    }
  }

  #cuts(auditCount: number, timelineCount: number): Mutation[] {
    const { timelineKeep, auditKeep } = this.#options.limits;
    const cuts: Mutation[] = [];
    if (timelineCount > 0 && this.#timelineUncut + timelineCount > timelineKeep / 10)
      cuts.push({ type: 'trim', log: 'timeline', keep: timelineKeep });
    if (auditKeep !== undefined && auditCount > 0 && this.#auditUncut + auditCount > auditKeep / 10) {
      cuts.push({ type: 'trim', log: 'audit', keep: auditKeep });
    }
    return cuts;
  }

  #countUncut(auditCount: number, timelineCount: number, cuts: readonly Mutation[]): void {
    const isCut = (name: string) => cuts.some((cut) => cut.type === 'trim' && cut.log === name);
    this.#timelineUncut = isCut('timeline') ? 0 : this.#timelineUncut + timelineCount;
    this.#auditUncut = isCut('audit') ? 0 : this.#auditUncut + auditCount;
  }
}
