/**
 * Telemetry in DuckDB: the open batch, its commits, and what happens when a write fails. The files themselves are the business of
 * history-folder.ts. It is over 300 lines since commits, upkeep and reopening share one state: the folder, which is closed when a write
 * fails (a full disk leaves the engine unusable) and opened again on a timer; while it is closed commits are refused with E1604, so that
 * devices keep what they sent.
 */
import { mkdirSync, statfsSync } from 'node:fs';
import type {
  ExportFile,
  ExportRequest,
  History,
  HistoryFootprint,
  HistoryHealth,
  HistoryRetention,
  LiveState,
  QueryResult,
  Series,
  SeriesRequest,
  UpkeepStep,
  Watermark,
} from '#fleet/domain/index.js';
import { CallbackTask, type Clock, type Log, messageOf, type SeatrialError } from '#proto/kit/index.js';
import { CommitLine } from './commit-line.ts';
import { ExportRunner } from './duckdb-export.ts';
import { type DuckdbSettings, historyFailure } from './duckdb-file.ts';
import { LiveTables } from './duckdb-live.ts';
import { type QueryOptions, QueryRunner } from './duckdb-query.ts';
import { seriesOfRows, seriesSql, seriesTimeoutMs } from './duckdb-series.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { type FolderOptions, HistoryFolder, segmentPath } from './history-folder.ts';
import { defaultRetention, RetentionBook } from './history-retention.ts';
import type { HistoryBatch, Mark } from './history-stage.ts';
import { type NewNames, thinMarks, undoUnacknowledged, writeBatch, type YieldTurn } from './history-writer.ts';
import { type Migration, readMigrations } from './migrations.ts';
import type { DiskFacts, RetentionStep } from './retention-logic.ts';
import { StagedHistory } from './staged-history.ts';
import { storeFailure } from './store-errors.ts';

/** What a history on disk needs. */
export interface DuckdbHistoryOptions extends DuckdbSettings {
  /** Folder; made when it is missing. Holds *.duckdb and history.lock. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Readings and events in one batch, 1 or more; 2,000,000 when left out (24 bytes each, twice). */
  readonly stagingRows?: number;
  /** How long and how much; raw readings 30 days, parts 400 days, half of the disk when left out. */
  readonly retention?: HistoryRetention;
  /** The file system of the folder; asked of the system when left out. */
  readonly disk?: () => DiskFacts;
  /** Resolves in the next turn of the event loop (setImmediate): a commit gives sockets their turn by it. */
  readonly yieldTurn: YieldTurn;
  /** make: begins a new file when there is none; refuse: there was one, so that its absence is E1609. make when left out. */
  readonly missing?: 'make' | 'refuse';
  /** Called in every commit and upkeep step; a throw makes it fail as a full disk would. For tests and drills. */
  readonly fault?: CommitFault;
}

/**
 * Before COMMIT nothing is durable; after it all is, though nobody has been answered. The others come in upkeep: after a file was begun
 * and before the one before it is settled; after a file was summed.
 */
export type CommitFault = (point: 'beforeCommit' | 'afterCommit' | 'afterSeal' | 'afterSum') => void;

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
  const { folder } = options;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storeFailure('E1613', { message: `${folder} can not be made: ${messageOf(error)}`, cause: error });
  }
  const lock = lockFolder(folder, 'history');
  let files: HistoryFolder | undefined;
  try {
    files = await HistoryFolder.open(folderOptions(options, migrations, options.missing ?? 'make'));
    const history = new DuckdbHistory(options, migrations, lock, files);
    await history.restore();
    return history;
  } catch (error) {
    files?.close();
    lock.release();
    throw error;
  }
}

function folderOptions(options: DuckdbHistoryOptions, migrations: readonly Migration[], missing: 'make' | 'refuse'): FolderOptions {
  const { folder, log, clock, memoryLimitMb, threads } = options;
  return { folder, log, memoryLimitMb, threads, migrations, missing, nowMs: clock.wallMs() };
}

class DuckdbHistory extends StagedHistory implements History {
  readonly #path: string;
  readonly #retention: HistoryRetention;
  readonly #book = new RetentionBook();
  readonly #options: DuckdbHistoryOptions;
  readonly #migrations: readonly Migration[];
  readonly #lock: FolderLock;
  readonly #commits = new CommitLine();
  readonly #queries: QueryRunner;
  readonly #ownQueries: QueryRunner;
  readonly #exports: ExportRunner;
  readonly #reopenTimer: CallbackTask;
  readonly #marks = new Map<number, Mark>();
  #live: LiveTables | undefined;
  #files: HistoryFolder | undefined;
  #reason = '';
  #closed = false;
  #reopening: Promise<void> = Promise.resolve();
  #reopenMs = firstReopenMs;
  #roomBytes = 0;
  /** Newest batch that was answered for. */
  #batch = 0;
  #markRows = 0;
  #rowsSinceCheckpoint = 0;
  #upkeep: Promise<unknown> = Promise.resolve();
  #committedReadings = 0;
  #committedEvents = 0;

  constructor(options: DuckdbHistoryOptions, migrations: readonly Migration[], lock: FolderLock, files: HistoryFolder) {
    super(options.stagingRows ?? 2_000_000);
    this.#path = segmentPath(options.folder, 1);
    this.#retention = options.retention ?? defaultRetention;
    this.#options = options;
    this.#migrations = migrations;
    this.#lock = lock;
    this.#files = files;
    this.#queries = new QueryRunner(options.clock, 2);
    this.#ownQueries = new QueryRunner(options.clock, 1);
    this.#exports = new ExportRunner(options.folder, options.clock);
    this.#reopenTimer = new CallbackTask(() => {
      this.#reopening = this.#reopen();
    });
  }

  /** Reads names, marks and counts back; once, before first use. */
  async restore(): Promise<void> {
    const files = this.#demandFiles();
    try {
      const read = async (sql: string) => (await files.engine.writer.runAndReadAll(sql)).getRows();
      const devices = await read('SELECT key, id, digest FROM raw.device');
      const signals = await read('SELECT key, digest, profile, id, name, unit, category FROM raw.signal ORDER BY key');
      this.intake.dictionary.restore(
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
      const [counts] = await read('SELECT (SELECT count(*) FROM raw.mark), (SELECT coalesce(max(number), 0) FROM raw.batch)');
      [this.#markRows = 0, this.#batch = 0] = (counts ?? []).map(Number);
      for (const { readings, events } of files.facts.segments) {
        this.#committedReadings += readings;
        this.#committedEvents += events;
      }
      if (this.#markRows > this.#marks.size) await this.#thin(files);
    } catch (error) {
      throw historyFailure(this.#path, error);
    }
  }

  commit(): Promise<void> {
    return this.#commits.run(() => this.#commitNow());
  }

  async watermarks(): Promise<Watermark[]> {
    return Array.from(this.#marks, ([deviceKey, { boot, sequence }]) => ({ deviceKey, boot, sequence }));
  }

  showLive(state: LiveState): void {
    this.#live = new LiveTables(state, this.#options.yieldTurn);
  }

  async query(sql: string, options: QueryOptions): Promise<QueryResult> {
    await this.#live?.refresh(this.#demandFiles().engine, sql, this.#options.clock.nowMs());
    // An export has a thread of its own: then the manager's own reads share those of people, so that commits keep one.
    const runner = options.isOwn === true && !this.#exports.isRunning ? this.#ownQueries : this.#queries;
    return runner.run(this.#path, () => this.#demandFiles().engine.instance, sql, options);
  }

  export(request: ExportRequest): Promise<ExportFile> {
    return this.#exports.run(this.#demandFiles().engine, request);
  }

  async series(request: SeriesRequest): Promise<Series> {
    const signalKeys = this.intake.dictionary.signalKeysNamed(request.signal);
    if (signalKeys.length === 0) return { points: [], truncated: false };
    const limits = { maxRows: request.maxPoints + 1, timeoutMs: seriesTimeoutMs, isOwn: true };
    return seriesOfRows(await this.query(seriesSql(request, signalKeys, this.#files?.facts.segments[0]?.startedMs ?? 0), limits), request);
  }

  health(): HistoryHealth {
    return {
      writable: this.#files !== undefined,
      reason: this.#reason,
      bytes: this.#book.bytes(this.#files?.facts),
      committedReadings: this.#committedReadings,
      committedEvents: this.#committedEvents,
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.clock.cancel(this.#reopenTimer);
    await this.#reopening;
    await this.#upkeep;
    await this.#commits.idle();
    await this.#live?.idle();
    await this.#exports.stop();
    await Promise.all([this.#queries.stopAll(), this.#ownQueries.stopAll()]);
    const files = this.#files;
    this.#files = undefined;
    this.#reason = 'closed';
    if (files !== undefined) {
      // What is committed is safe without it; it makes the next start fast.
      await files.checkpoint().catch((error: unknown) => this.#options.log.warn('no checkpoint', { reason: messageOf(error) }));
      files.close();
    }
    this.#lock.release();
  }

  #demandFiles(): HistoryFolder {
    if (this.#files === undefined)
      throw storeFailure('E1604', { message: `${this.#path} is closed: ${this.#reason}`, retryAfterMs: 10_000 });
    return this.#files;
  }

  async #commitNow(): Promise<void> {
    const batch = this.intake.take();
    const names = this.intake.dictionary.takeNew();
    try {
      const files = this.#demandFiles();
      if (!batch.isEmpty || names.devices.size + names.signals.size > 0) await this.#write(files, batch, names);
    } catch (error) {
      this.intake.dictionary.giveBack(names);
      throw error;
    } finally {
      this.intake.release(batch);
    }
    if ((this.#files?.walBytes ?? 0) > checkpointWalBytes || this.#rowsSinceCheckpoint > checkpointRows) {
      // Those who wait for this commit are answered now; the next commit waits for the checkpoint.
      void this.#commits.run(() => this.#checkpoint()).catch(() => undefined);
    }
  }

  async #write(files: HistoryFolder, batch: HistoryBatch, names: NewNames): Promise<void> {
    const { fault } = this.#options;
    try {
      await writeBatch(files.active, this.#batch + 1, batch, names, this.#options.yieldTurn, () => fault?.('beforeCommit'));
      fault?.('afterCommit');
    } catch (error) {
      throw await this.#giveUp(files, error, batch.rows);
    }
    this.#batch += 1;
    for (const [deviceKey, { boot, sequence }] of batch.marks) this.#marks.set(deviceKey, { boot, sequence });
    this.#markRows += batch.marks.size;
    this.#committedReadings += batch.readings.count;
    this.#committedEvents += batch.events.length;
    this.#rowsSinceCheckpoint += batch.rows;
    files.committed(batch.readings.count, batch.events.length);
  }

  async #checkpoint(): Promise<void> {
    const files = this.#files;
    if (files === undefined) return;
    try {
      if (this.#markRows > 4 * this.#marks.size + spareMarks) await this.#thin(files);
      await files.checkpoint();
    } catch (error) {
      throw await this.#giveUp(files, error, 0);
    }
    this.#rowsSinceCheckpoint = 0;
  }

  async #thin(files: HistoryFolder): Promise<void> {
    await thinMarks(files.active, this.#batch, this.#marks, this.#options.yieldTurn);
    this.#markRows = this.#marks.size;
  }

  /** Does what is due: one step a call. Only one runs at a time. */
  upkeep(): Promise<UpkeepStep | undefined> {
    const result = this.#upkeep.then(() => this.#upkeepStep());
    this.#upkeep = result.catch(() => undefined);
    return result;
  }

  footprint(): HistoryFootprint {
    return this.#book.footprint(this.#files?.facts, this.#retention, this.#disk(), this.#options.clock.wallMs());
  }

  #disk(): DiskFacts {
    if (this.#options.disk !== undefined) return this.#options.disk();
    const { bavail, blocks, bsize } = statfsSync(this.#options.folder);
    return { totalBytes: blocks * bsize, freeBytes: bavail * bsize };
  }

  async #upkeepStep(): Promise<UpkeepStep | undefined> {
    const files = this.#files;
    if (this.#closed || files === undefined) return undefined;
    const { clock } = this.#options;
    const step = this.#book.nextStep(files.facts, this.#retention, this.#disk(), clock.wallMs());
    if (step === undefined) return undefined;
    const startMs = clock.nowMs();
    try {
      await this.#perform(files, step);
    } catch (error) {
      // The folder was closed meanwhile, by a commit that failed or by close(): what was begun is done again after it opens.
      if (this.#files !== files || this.#closed) return undefined;
      let failure: unknown = error;
      // In the line of commits: the folder must not close under one.
      await this.#commits
        .run(async () => {
          if (this.#files === files) failure = await this.#giveUp(files, error, 0);
        })
        .catch(() => undefined);
      throw failure;
    }
    return this.#book.done(step, clock.nowMs() - startMs);
  }

  async #perform(files: HistoryFolder, step: RetentionStep): Promise<void> {
    const { clock, yieldTurn, fault } = this.#options;
    if (step.type === 'seal') {
      const number = files.facts.segments.at(-1)?.number as number;
      // Commits wait for the new file, which holds names and marks alone; what the old one still has in its log is written afterwards.
      await this.#commits.run(async () => {
        if (this.#files !== files) throw storeFailure('E1604', { message: `${this.#path} is closed: ${this.#reason}` });
        await files.seal(clock.wallMs());
        this.#rowsSinceCheckpoint = 0;
        this.#markRows = this.#marks.size;
      });
      fault?.('afterSeal');
      await files.settle(number);
    } else if (step.type === 'sum') {
      await files.sum(step.segment.number, yieldTurn, () => this.#closed || this.#files !== files);
      fault?.('afterSum');
    } else if (step.type === 'dropSegment') await files.dropSegment(step.segment.number);
    else await files.dropMonth(step.month.name);
  }

  /** Closes the folder after a write that failed, whatever the reason: its transaction and appenders are in no known state. */
  async #giveUp(files: HistoryFolder, error: unknown, rows: number): Promise<SeatrialError> {
    const reason = messageOf(error);
    this.#files = undefined;
    this.#reason = reason;
    this.#roomBytes = spareRoomBytes + 3 * bytesPerRow * rows;
    this.#options.log.error('history closed, ingest is refused', { reason });
    await this.#live?.idle();
    await this.#exports.stop();
    await Promise.all([this.#queries.stopAll(), this.#ownQueries.stopAll()]);
    files.close();
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
    const { log } = this.#options;
    let files: HistoryFolder | undefined;
    try {
      const { freeBytes } = this.#disk();
      if (freeBytes < this.#roomBytes) {
        this.#reason = `${freeBytes} bytes are free, ${this.#roomBytes} are needed to go on`;
        return this.#scheduleReopen();
      }
      // A step of upkeep that the closing cut off still holds on to its files.
      await this.#upkeep;
      files = await HistoryFolder.open(folderOptions(this.#options, this.#migrations, 'refuse'));
      if (await undoUnacknowledged(files.active, this.#batch))
        log.warn('a batch that was not acknowledged was taken back', { batch: this.#batch + 1 });
    } catch (error) {
      files?.close();
      this.#reason = messageOf(error);
      log.error('history can not be opened again yet', { reason: this.#reason });
      return this.#scheduleReopen();
    }
    this.#files = files;
    this.#reason = '';
    log.info('history is open again', { bytes: this.#book.bytes(files.facts) });
  }
}
