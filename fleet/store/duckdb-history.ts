/**
 * Telemetry in DuckDB. One file since its parts share one state: the open file, which is closed when a write fails (a full disk leaves the
 * engine unusable) and opened again on a timer; while it is closed commits are refused with E1604, so that devices keep what they sent.
 */
import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type {
  DeviceEventRow,
  History,
  HistoryHealth,
  QueryResult,
  ReadingColumns,
  Series,
  SeriesRequest,
  Watermark,
} from '#fleet/domain/index.js';
import { CallbackTask, type Clock, type Log, messageOf, type SeatrialError } from '#proto/kit/index.js';
import { CommitLine } from './commit-line.ts';
import { closeHistoryFile, type DuckdbSettings, type HistoryFile, historyFailure, historySizes, openHistoryFile } from './duckdb-file.ts';
import { type QueryOptions, QueryRunner } from './duckdb-query.ts';
import { seriesOfRows, seriesSql, seriesTimeoutMs } from './duckdb-series.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { HistoryIntake } from './history-intake.ts';
import type { HistoryBatch, Mark } from './history-stage.ts';
import { type NewNames, thinMarks, undoUnacknowledged, writeBatch, type YieldTurn } from './history-writer.ts';
import { type Migration, readMigrations } from './migrations.ts';
import { storeFailure } from './store-errors.ts';

/** What a history on disk needs. */
export interface DuckdbHistoryOptions extends DuckdbSettings {
  /** Folder; made when it is missing. Holds history.duckdb and history.lock. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Readings and events in one batch, 1 or more; 2,000,000 when left out (24 bytes each, twice). */
  readonly stagingRows?: number;
  /** Resolves in the next turn of the event loop (setImmediate): a commit gives sockets their turn by it. */
  readonly yieldTurn: YieldTurn;
  /** make: begins a new file when there is none; refuse: there was one, so that its absence is E1609. make when left out. */
  readonly missing?: 'make' | 'refuse';
  /** Called in every commit; a throw makes it fail as a full disk would. For tests and drills. */
  readonly fault?: CommitFault;
}

/** Before COMMIT nothing is durable; after it all is, though nobody has been answered. */
export type CommitFault = (point: 'beforeCommit' | 'afterCommit') => void;

/** Write-ahead log and rows since the last checkpoint that call for the next one. */
const checkpointWalBytes = 64 * 1_048_576;
const checkpointRows = 10_000_000;
/** Marks beyond four a device that are thinned at a checkpoint. */
const spareMarks = 100_000;
const firstReopenMs = 1_000;
const longestReopenMs = 30_000;
/** Room that must be free to open again: three times the batch that failed, and this. */
const spareRoomBytes = 4 * 1_048_576;
const bytesPerRow = 24;

/**
 * Opens the telemetry of a manager in a folder.
 * @throws E1602 in use, E1604 disk full, E1608 newer than the program, E1609 damaged, E1611 a migration failed, E1613 not usable
 */
export async function openDuckdbHistory(options: DuckdbHistoryOptions): Promise<History> {
  return openDuckdbHistoryWith(options, readMigrations('history'));
}

/** openDuckdbHistory with a schema of the caller's, for tests of migrations. */
export async function openDuckdbHistoryWith(options: DuckdbHistoryOptions, migrations: readonly Migration[]): Promise<History> {
  const { folder, log } = options;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storeFailure('E1613', { message: `${folder} can not be made: ${messageOf(error)}`, cause: error });
  }
  const lock = lockFolder(folder, 'history');
  let file: HistoryFile | undefined;
  try {
    const path = join(folder, 'history.duckdb');
    file = await openHistoryFile(path, options, migrations, log, options.missing ?? 'make');
    const history = new DuckdbHistory(path, options, migrations, lock, file);
    await history.restore();
    return history;
  } catch (error) {
    if (file !== undefined) closeHistoryFile(file);
    lock.release();
    throw error;
  }
}

class DuckdbHistory implements History {
  readonly #path: string;
  readonly #options: DuckdbHistoryOptions;
  readonly #migrations: readonly Migration[];
  readonly #lock: FolderLock;
  readonly #intake: HistoryIntake;
  readonly #commits = new CommitLine();
  readonly #queries: QueryRunner;
  readonly #reopenTimer: CallbackTask;
  readonly #marks = new Map<number, Mark>();
  #file: HistoryFile | undefined;
  #reason = '';
  #closed = false;
  #reopening: Promise<void> = Promise.resolve();
  #reopenMs = firstReopenMs;
  #roomBytes = 0;
  /** Newest batch that was answered for. */
  #batch = 0;
  #markRows = 0;
  #rowsSinceCheckpoint = 0;
  #bytes = 0;
  #walBytes = 0;
  #committedReadings = 0;
  #committedEvents = 0;

  constructor(path: string, options: DuckdbHistoryOptions, migrations: readonly Migration[], lock: FolderLock, file: HistoryFile) {
    this.#path = path;
    this.#options = options;
    this.#migrations = migrations;
    this.#lock = lock;
    this.#file = file;
    this.#intake = new HistoryIntake(options.stagingRows ?? 2_000_000);
    this.#queries = new QueryRunner(options.clock);
    this.#reopenTimer = new CallbackTask(() => {
      this.#reopening = this.#reopen();
    });
  }

  /** Reads names, marks and counts back; once, before first use. */
  async restore(): Promise<void> {
    const file = this.#demandFile();
    try {
      const read = async (sql: string) => (await file.writer.runAndReadAll(sql)).getRows();
      const devices = await read('SELECT key, id, digest FROM raw.device');
      const signals = await read('SELECT key, digest, profile, id, name, unit, category FROM raw.signal ORDER BY key');
      this.#intake.dictionary.restore(
        devices.map(([key, id, digest]) => ({ key: Number(key), id: String(id), digest: String(digest) })),
        signals.map(([key, digest, profile, id, name, unit, category]) => ({
          key: Number(key),
          digest: String(digest),
          profile: String(profile),
          id: Number(id),
          name: String(name),
          unit: String(unit),
          category: String(category),
        })),
      );
      const marks = await read('SELECT device_key, arg_max(boot, batch), arg_max(sequence, batch) FROM raw.mark GROUP BY device_key');
      for (const [key, boot, sequence] of marks) this.#marks.set(Number(key), { boot: Number(boot), sequence: Number(sequence) });
      const [counts] = await read(
        'SELECT (SELECT count(*) FROM raw.reading), (SELECT count(*) FROM raw.event), (SELECT count(*) FROM raw.mark), (SELECT coalesce(max(number), 0) FROM raw.batch)',
      );
      [this.#committedReadings = 0, this.#committedEvents = 0, this.#markRows = 0, this.#batch = 0] = (counts ?? []).map(Number);
      if (this.#markRows > this.#marks.size) await this.#thin(file);
    } catch (error) {
      throw historyFailure(this.#path, error);
    }
    this.#measure();
  }

  defineDevice(key: number, id: string, profileDigest: string): void {
    this.#intake.dictionary.defineDevice(key, id, profileDigest);
  }

  defineProfile(
    digest: string,
    profile: string,
    signals: readonly { readonly id: number; readonly name: string; readonly unit: string; readonly category: string }[],
  ): void {
    this.#intake.dictionary.defineProfile(digest, profile, signals);
  }

  appendReadings(deviceKey: number, profileDigest: string, readings: ReadingColumns): void {
    this.#intake.appendReadings(deviceKey, profileDigest, readings);
  }

  appendEvent(event: DeviceEventRow): void {
    this.#intake.appendEvent(event);
  }

  mark(deviceKey: number, boot: number, sequence: number): void {
    this.#intake.mark(deviceKey, boot, sequence);
  }

  canAppend(count: number): boolean {
    return this.#intake.open.canTake(count);
  }

  get openRows(): number {
    return this.#intake.open.rows;
  }

  discard(): void {
    this.#intake.discard();
  }

  commit(): Promise<void> {
    return this.#commits.run(() => this.#commitNow());
  }

  async watermarks(): Promise<Watermark[]> {
    return Array.from(this.#marks, ([deviceKey, { boot, sequence }]) => ({ deviceKey, boot, sequence }));
  }

  query(sql: string, options: QueryOptions): Promise<QueryResult> {
    return this.#queries.run(this.#path, () => this.#demandFile().instance, sql, options);
  }

  async series(request: SeriesRequest): Promise<Series> {
    const signalKeys = this.#intake.dictionary.signalKeysNamed(request.signal);
    if (signalKeys.length === 0) return { points: [], truncated: false };
    const limits = { maxRows: request.maxPoints + 1, timeoutMs: seriesTimeoutMs };
    return seriesOfRows(await this.query(seriesSql(request, signalKeys), limits), request);
  }

  health(): HistoryHealth {
    return {
      writable: this.#file !== undefined,
      reason: this.#reason,
      bytes: this.#bytes,
      committedReadings: this.#committedReadings,
      committedEvents: this.#committedEvents,
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.clock.cancel(this.#reopenTimer);
    await this.#reopening;
    await this.#commits.idle();
    await this.#queries.stopAll();
    const file = this.#file;
    this.#file = undefined;
    this.#reason = 'closed';
    if (file !== undefined) {
      // What is committed is safe without it; it makes the next start fast.
      await file.writer.run('CHECKPOINT').catch((error: unknown) => this.#options.log.warn('no checkpoint', { reason: messageOf(error) }));
      closeHistoryFile(file);
    }
    this.#lock.release();
  }

  #demandFile(): HistoryFile {
    if (this.#file === undefined)
      throw storeFailure('E1604', { message: `${this.#path} is closed: ${this.#reason}`, retryAfterMs: 10_000 });
    return this.#file;
  }

  async #commitNow(): Promise<void> {
    const batch = this.#intake.take();
    const names = this.#intake.dictionary.takeNew();
    try {
      const file = this.#demandFile();
      if (!batch.isEmpty || names.devices.size + names.signals.size > 0) await this.#write(file, batch, names);
    } catch (error) {
      this.#intake.dictionary.giveBack(names);
      throw error;
    } finally {
      this.#intake.release(batch);
    }
    if (this.#walBytes > checkpointWalBytes || this.#rowsSinceCheckpoint > checkpointRows) {
      // Those who wait for this commit are answered now; the next commit waits for the checkpoint.
      void this.#commits.run(() => this.#checkpoint()).catch(() => undefined);
    }
  }

  async #write(file: HistoryFile, batch: HistoryBatch, names: NewNames): Promise<void> {
    const { fault } = this.#options;
    try {
      await writeBatch(file, this.#batch + 1, batch, names, this.#options.yieldTurn, () => fault?.('beforeCommit'));
      fault?.('afterCommit');
    } catch (error) {
      throw await this.#giveUp(file, error, batch.rows);
    }
    this.#batch += 1;
    for (const [deviceKey, { boot, sequence }] of batch.marks) this.#marks.set(deviceKey, { boot, sequence });
    this.#markRows += batch.marks.size;
    this.#committedReadings += batch.readings.count;
    this.#committedEvents += batch.events.length;
    this.#rowsSinceCheckpoint += batch.rows;
    this.#measure();
  }

  async #checkpoint(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    try {
      if (this.#markRows > 4 * this.#marks.size + spareMarks) await this.#thin(file);
      await file.writer.run('CHECKPOINT');
    } catch (error) {
      throw await this.#giveUp(file, error, 0);
    }
    this.#rowsSinceCheckpoint = 0;
    this.#measure();
  }

  async #thin(file: HistoryFile): Promise<void> {
    await thinMarks(file, this.#batch, this.#marks, this.#options.yieldTurn);
    this.#markRows = this.#marks.size;
  }

  #measure(): void {
    const { file, wal } = historySizes(this.#path);
    this.#bytes = file + wal;
    this.#walBytes = wal;
  }

  /** Closes the file after a write that failed, whatever the reason: its transaction and appenders are in no known state. */
  async #giveUp(file: HistoryFile, error: unknown, rows: number): Promise<SeatrialError> {
    const reason = messageOf(error);
    this.#file = undefined;
    this.#reason = reason;
    this.#roomBytes = spareRoomBytes + 3 * bytesPerRow * rows;
    this.#options.log.error('history closed, ingest is refused', { reason });
    await this.#queries.stopAll();
    closeHistoryFile(file);
    this.#reopenMs = firstReopenMs;
    this.#scheduleReopen();
    const failure = historyFailure(this.#path, error);
    if (failure.code === 'E1604') return failure;
    return storeFailure('E1604', { message: failure.message, cause: error, retryAfterMs: 10_000 });
  }

  #scheduleReopen(): void {
    const { clock } = this.#options;
    if (!this.#closed) clock.schedule(this.#reopenTimer, clock.nowMs() + this.#reopenMs);
    this.#reopenMs = Math.min(longestReopenMs, this.#reopenMs * 2);
  }

  async #reopen(): Promise<void> {
    const { folder, log } = this.#options;
    let file: HistoryFile | undefined;
    try {
      const { bavail, bsize } = statfsSync(folder);
      if (bavail * bsize < this.#roomBytes) {
        this.#reason = `${bavail * bsize} bytes are free, ${this.#roomBytes} are needed to go on`;
        return this.#scheduleReopen();
      }
      file = await openHistoryFile(this.#path, this.#options, this.#migrations, log, 'refuse');
      if (await undoUnacknowledged(file, this.#batch))
        log.warn('a batch that was not acknowledged was taken back', { batch: this.#batch + 1 });
    } catch (error) {
      if (file !== undefined) closeHistoryFile(file);
      this.#reason = messageOf(error);
      log.error('history can not be opened again yet', { reason: this.#reason });
      return this.#scheduleReopen();
    }
    this.#file = file;
    this.#reason = '';
    this.#measure();
    log.info('history is open again', { bytes: this.#bytes });
  }
}
