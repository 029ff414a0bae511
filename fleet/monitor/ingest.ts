/**
 * Ingest: each frame once, acknowledged only after its commit. Duplicates are what is not after the newest accepted (boot, sequence).
 * A commit covers all devices since the one before; when it fails, everything not committed is dropped here as well, the marks are read
 * again from history (so that a commit whose answer was lost counts as what it was), and devices send again what their mark does not cover.
 */
import type { Acquisition, DeviceEventRow, History, IngestVerdict, Journal, ReadingColumns } from '#fleet/domain/index.js';
import { assert, CallbackTask, type Clock, type Log, messageOf, SeatrialError, type TaskTracker } from '#proto/kit/index.js';
import { DeviceColumns, lostFlag, PendingDevices, pendingFlag } from './device-columns.ts';
import type { LatestReadings } from './latest-readings.ts';
import { fail } from './monitor-errors.ts';

/** How often a history that failed is asked whether it takes rows again, ms. */
const recoverEveryMs = 250;

/** Limits of ingest. */
export interface IngestLimits {
  /** Longest time from the first row of a batch to its commit's start, ms, 1 or more. */
  readonly commitEveryMs: number;
  /** Rows that start a commit early, 1 or more. */
  readonly commitRows: number;
}

/** What ingest needs. */
export interface IngestOptions {
  readonly history: History;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly limits: IngestLimits;
  readonly latest: LatestReadings;
  /** An event was accepted. */
  readonly onEvent: (event: DeviceEventRow) => void;
}

/** The driver of Acquisition. */
export class Ingest implements Acquisition {
  readonly counters = { readings: 0, frames: 0, events: 0, duplicates: 0, commits: 0, failedCommits: 0, lastCommitMs: 0 };
  readonly #options: IngestOptions;
  readonly #history: History;
  readonly #latest: LatestReadings;
  readonly #columns = new DeviceColumns();
  readonly #commitRows: number;
  readonly #commitTimer = new CallbackTask(() => this.#startCommit());
  readonly #recoverTimer = new CallbackTask(() => this.#recover());
  readonly #committedListeners: ((deviceKey: number, boot: number, sequence: number) => void)[] = [];
  readonly #lostListeners: ((deviceKeys: readonly number[]) => void)[] = [];
  readonly #roomListeners: (() => void)[] = [];
  /** SHA-256 of each device's profile, by device key. */
  readonly #digests: string[] = [];
  #pending = new PendingDevices();
  #spare = new PendingDevices();
  #firstRowAtMs = 0;
  #commitUnderWay: Promise<void> | undefined;
  #commitAgain = false;
  #full = false;
  #down = false;

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#history = options.history;
    this.#latest = options.latest;
    this.#commitRows = options.limits.commitRows;
  }

  /** Reads what is stored. */
  async start(): Promise<void> {
    for (const mark of await this.#history.watermarks()) {
      this.#columns.ensure(mark.deviceKey);
      this.#columns.setCommitted(mark.deviceKey, mark.boot, mark.sequence);
      this.#columns.setSeen(mark.deviceKey, mark.boot, mark.sequence);
    }
  }

  /** Commits what waits. */
  async stop(): Promise<void> {
    const { clock } = this.#options;
    clock.cancel(this.#recoverTimer);
    while (this.#commitUnderWay !== undefined || this.#pending.count > 0) {
      if (this.#commitUnderWay === undefined) this.#startCommit();
      await this.#commitUnderWay;
    }
    clock.cancel(this.#commitTimer);
    clock.cancel(this.#recoverTimer);
  }

  open(device: { readonly key: number; readonly id: string; readonly profileDigest: string }): {
    readonly boot: number;
    readonly sequence: number;
  } {
    const { key } = device;
    this.#columns.ensure(key);
    this.#digests[key] = device.profileDigest;
    this.#latest.open(key, device.id, device.profileDigest);
    if (!this.#down) this.#columns.flags[key] = (this.#columns.flags[key] as number) & ~lostFlag;
    return { boot: this.#columns.committedBoots[key] as number, sequence: this.#columns.committedSequences[key] as number };
  }

  telemetry(deviceKey: number, boot: number, sequence: number, readings: ReadingColumns): IngestVerdict {
    const verdict = this.#admit(deviceKey, boot, sequence, readings.count);
    if (verdict !== 'accepted') return verdict;
    try {
      this.#history.appendReadings(deviceKey, this.#digests[deviceKey] as string, readings);
      this.#history.mark(deviceKey, boot, sequence);
    } catch (error) {
      return this.#refuse(error);
    }
    this.counters.frames += 1;
    this.counters.readings += readings.count;
    this.#accepted(deviceKey, boot, sequence);
    this.#latest.take(deviceKey, readings);
    return 'accepted';
  }

  event(event: DeviceEventRow): IngestVerdict {
    const { deviceKey, boot, sequence } = event;
    const verdict = this.#admit(deviceKey, boot, sequence, 1);
    if (verdict !== 'accepted') return verdict;
    try {
      this.#history.appendEvent(event);
      this.#history.mark(deviceKey, boot, sequence);
    } catch (error) {
      return this.#refuse(error);
    }
    this.counters.frames += 1;
    this.counters.events += 1;
    this.#accepted(deviceKey, boot, sequence);
    this.#options.onEvent(event);
    return 'accepted';
  }

  skip(deviceKey: number, boot: number, sequence: number): IngestVerdict {
    const verdict = this.#admit(deviceKey, boot, sequence, 0);
    if (verdict !== 'accepted') return verdict;
    this.#history.mark(deviceKey, boot, sequence);
    this.#accepted(deviceKey, boot, sequence);
    return 'accepted';
  }

  async restart(deviceKey: number): Promise<void> {
    const columns = this.#columns;
    columns.ensure(deviceKey);
    // What the unit before sent is committed first: its commit would set the mark back.
    await this.#settle(deviceKey);
    if (this.#down) throw fail('E1404', { message: `history does not store, so device key ${deviceKey} cannot begin anew` });
    const boot = columns.committedBoots[deviceKey] as number;
    const sequence = columns.committedSequences[deviceKey] as number;
    columns.flags[deviceKey] = (columns.flags[deviceKey] as number) & ~lostFlag;
    this.#history.mark(deviceKey, 0, 0);
    columns.setCommitted(deviceKey, 0, 0);
    this.#accepted(deviceKey, 0, 0);
    await this.#settle(deviceKey);
    if (((columns.flags[deviceKey] as number) & lostFlag) === 0) return;
    columns.setCommitted(deviceKey, boot, sequence);
    columns.setSeen(deviceKey, boot, sequence);
    throw fail('E1404', { message: `history did not store that device key ${deviceKey} begins anew` });
  }

  onCommitted(listener: (deviceKey: number, boot: number, sequence: number) => void): void {
    this.#committedListeners.push(listener);
  }

  onLost(listener: (deviceKeys: readonly number[]) => void): void {
    this.#lostListeners.push(listener);
  }

  onRoom(listener: () => void): void {
    this.#roomListeners.push(listener);
  }

  #admit(deviceKey: number, boot: number, sequence: number, rows: number): IngestVerdict {
    const columns = this.#columns;
    assert(deviceKey < columns.capacity, `device ${deviceKey} sent a frame before open()`);
    if (this.#down || ((columns.flags[deviceKey] as number) & lostFlag) !== 0) return 'unavailable';
    if (columns.isSeen(deviceKey, boot, sequence)) {
      this.counters.duplicates += 1;
      if (columns.isCommitted(deviceKey, boot, sequence)) this.#notifyCommitted(deviceKey);
      return 'duplicate';
    }
    if (this.#history.canAppend(rows)) return 'accepted';
    // Nothing waits and there is still no room: a commit would not help.
    if (this.#pending.count === 0 && this.#commitUnderWay === undefined) return 'unavailable';
    this.#full = true;
    this.#startCommit();
    return 'full';
  }

  #accepted(deviceKey: number, boot: number, sequence: number): void {
    const columns = this.#columns;
    columns.setSeen(deviceKey, boot, sequence);
    const flags = columns.flags[deviceKey] as number;
    if ((flags & pendingFlag) === 0) {
      columns.flags[deviceKey] = flags | pendingFlag;
      this.#pending.add(deviceKey);
      if (this.#pending.count === 1) {
        const { clock, limits } = this.#options;
        this.#firstRowAtMs = clock.nowMs();
        clock.schedule(this.#commitTimer, this.#firstRowAtMs + limits.commitEveryMs);
      }
    }
    if (this.#history.openRows >= this.#commitRows) this.#startCommit();
  }

  /** Resolves when nothing of the device waits to be committed. */
  async #settle(deviceKey: number): Promise<void> {
    while (((this.#columns.flags[deviceKey] as number) & pendingFlag) !== 0) {
      if (this.#commitUnderWay === undefined) this.#startCommit();
      await this.#commitUnderWay;
    }
    await this.#commitUnderWay;
  }

  #startCommit(): void {
    if (this.#commitUnderWay !== undefined) {
      this.#commitAgain = true;
      return;
    }
    if (this.#pending.count === 0) return;
    this.#options.clock.cancel(this.#commitTimer);
    const batch = this.#pending;
    this.#pending = this.#spare;
    this.#spare = batch;
    batch.close(this.#columns);
    this.#commitAgain = false;
    this.#commitUnderWay = this.#options.tasks.run('monitor.commit', () => this.#commit(batch, this.#firstRowAtMs));
  }

  async #commit(batch: PendingDevices, firstRowAtMs: number): Promise<void> {
    try {
      await this.#history.commit();
    } catch (error) {
      if (!(error instanceof SeatrialError)) throw error;
      this.#commitUnderWay = undefined;
      this.counters.failedCommits += 1;
      this.#lose(batch, error);
      return;
    }
    this.#commitUnderWay = undefined;
    this.counters.commits += 1;
    this.counters.lastCommitMs = this.#options.clock.nowMs() - firstRowAtMs;
    const { columns, count } = { columns: this.#columns, count: batch.count };
    for (let index = 0; index < count; index += 1) {
      columns.setCommitted(batch.keys[index] as number, batch.boots[index] as number, batch.sequences[index] as number);
    }
    for (let index = 0; index < count; index += 1) this.#notifyCommitted(batch.keys[index] as number);
    batch.count = 0;
    if (this.#full) {
      this.#full = false;
      for (const listener of this.#roomListeners) listener();
    }
    if (this.#commitAgain || this.#history.openRows >= this.#commitRows) this.#startCommit();
  }

  #notifyCommitted(deviceKey: number): void {
    const boot = this.#columns.committedBoots[deviceKey] as number;
    const sequence = this.#columns.committedSequences[deviceKey] as number;
    for (const listener of this.#committedListeners) listener(deviceKey, boot, sequence);
  }

  #refuse(error: unknown): IngestVerdict {
    if (!(error instanceof SeatrialError)) throw error;
    // With a commit under way its own failure comes later; losing twice does no harm.
    this.#lose(undefined, error);
    return 'unavailable';
  }

  #lose(batch: PendingDevices | undefined, error: SeatrialError): void {
    const { clock, log, journal } = this.#options;
    this.#history.discard();
    const lost = new Set<number>();
    for (const part of [batch, this.#pending]) {
      for (let index = 0; index < (part?.count ?? 0); index += 1) lost.add(part?.keys[index] as number);
    }
    if (batch !== undefined) batch.count = 0;
    this.#pending.count = 0;
    clock.cancel(this.#commitTimer);
    for (const deviceKey of lost) {
      const columns = this.#columns;
      columns.flags[deviceKey] = ((columns.flags[deviceKey] as number) | lostFlag) & ~pendingFlag;
      columns.setSeen(deviceKey, columns.committedBoots[deviceKey] as number, columns.committedSequences[deviceKey] as number);
    }
    if (!this.#down) {
      const message = `history does not store: ${messageOf(error)}; ingest is refused until it does`;
      log.error(message, { code: error.code, devices: lost.size });
      journal.timeline({
        source: 'system',
        kind: 'history.unavailable',
        deviceId: '',
        message,
        detail: { code: error.code, devices: lost.size },
      });
    }
    this.#down = true;
    this.#full = false;
    clock.schedule(this.#recoverTimer, clock.nowMs() + recoverEveryMs);
    const keys = [...lost];
    for (const listener of this.#lostListeners) listener(keys);
  }

  #recover(): void {
    const { clock, tasks } = this.#options;
    if (this.#commitUnderWay !== undefined || !this.#history.health().writable) {
      clock.schedule(this.#recoverTimer, clock.nowMs() + recoverEveryMs);
      return;
    }
    void tasks.run('monitor.recover', async () => {
      const { log, journal } = this.#options;
      try {
        await this.start();
      } catch (error) {
        if (!(error instanceof SeatrialError)) throw error;
        clock.schedule(this.#recoverTimer, clock.nowMs() + recoverEveryMs);
        return;
      }
      this.#down = false;
      const message = 'history stores again: ingest is open';
      log.info(message);
      journal.timeline({ source: 'system', kind: 'history.available', deviceId: '', message, detail: {} });
      for (const listener of this.#roomListeners) listener();
    });
  }
}
