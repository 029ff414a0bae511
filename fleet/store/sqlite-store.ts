import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { DocumentKind, Documents, LogName, Logs, Mutation, Store, Stored } from '#fleet/domain/index.js';
import { assert, type Clock, type Log, messageOf } from '#proto/kit/index.js';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { type BatchOutcome, GroupCommit, type WriteGroup } from './group-commit.ts';
import { type Migration, planMigrations, readMigrations } from './migrations.ts';
import { sqliteFailure } from './sqlite-codes.ts';
import { assertLogLimit, checkRevision, type EncodedMutation, encodeBatch } from './store-batch.ts';
import { storeFailure } from './store-errors.ts';
import { WalCheckpoint } from './wal-checkpoint.ts';
import { WalSync } from './wal-sync.ts';

/** Pages of the database that stay in memory, KiB: those of some ten thousand attempts that are written again and again. */
const cacheKib = 16_384;

/** Pages of 4 KiB in the log from which on a commit moves them into the database itself: WalCheckpoint did not come to it. */
const longLogPages = 16_384;

/** WalCheckpoint's connection holds the lock of writers for an instant when it reads the log's index while it changes: that is waited for, ms. */
const lockWaitMs = 1_000;

/** What a store on disk needs. */
export interface SqliteStoreOptions {
  /** Data folder; made when it is missing. Holds state.db and state.lock. */
  readonly folder: string;
  readonly clock: Clock;
  /** Resolves in the next turn of the event loop (setImmediate). Writes of one turn share a transaction and a sync to disk. */
  readonly yieldTurn: () => Promise<void>;
  readonly log: Log;
}

/**
 * Opens the state of a manager in a folder: SQLite with a write-ahead log and a sync to disk of every commit before it is answered, so that what
 * apply() answered for outlives kill -9 and a power cut. Brings an older schema up to date.
 * @throws E1602 in use, E1603 disk full, E1608 newer than the program, E1609 damaged, E1611 a migration failed, E1613 not usable
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  return openSqliteStoreWith(options, readMigrations('state'));
}

/** openSqliteStore with a schema of the caller's, for tests of migrations. */
export async function openSqliteStoreWith(options: SqliteStoreOptions, migrations: readonly Migration[]): Promise<Store> {
  const { folder, clock, log } = options;
  const file = join(folder, 'state.db');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storeFailure('E1613', { message: `${folder} can not be made: ${messageOf(error)}`, cause: error });
  }
  const lock = lockFolder(folder, 'state');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: lockWaitMs });
    // While it is opened each commit syncs by itself; afterwards WalSync does it, off the event loop.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    checkIntegrity(file, database);
    migrate(file, database, migrations, clock, log);
    database.exec(`PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${cacheKib}; PRAGMA wal_autocheckpoint = ${longLogPages}`);
    return new SqliteStore(file, database, lock, options);
  } catch (error) {
    database?.close();
    lock.release();
    throw sqliteFailure(file, error);
  }
}

function checkIntegrity(file: string, database: DatabaseSync): void {
  const verdict = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (verdict !== 'ok') throw storeFailure('E1609', { message: `${file} is damaged: ${verdict}` });
}

/** Each step and its entry in the list of steps are one transaction: there is no half-done migration. */
function migrate(file: string, database: DatabaseSync, migrations: readonly Migration[], clock: Clock, log: Log): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT, checksum TEXT NOT NULL, applied_at_ms INTEGER) STRICT',
  );
  const rows = database.prepare('SELECT number, checksum FROM migration').all();
  const applied = rows.map((row) => ({ number: Number(row.number), checksum: String(row.checksum) }));
  for (const { number, name, sql, checksum } of planMigrations(file, migrations, applied)) {
    try {
      database.exec(`BEGIN; ${sql}`);
      database.prepare('INSERT INTO migration VALUES (?, ?, ?, ?)').run(number, name, checksum, clock.wallMs());
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      const failure = sqliteFailure(file, error);
      if (failure instanceof Error && 'code' in failure && failure.code === 'E1603') throw failure;
      throw storeFailure('E1611', { message: `migration ${number} (${name}) of ${file} failed: ${messageOf(error)}`, cause: error });
    }
    log.info('state migrated', { number, name });
  }
}

class SqliteStore implements Store {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #lock: FolderLock;
  readonly #group: GroupCommit;
  readonly #wal: WalSync;
  readonly #checkpoint: WalCheckpoint;
  /** Newest sequence of each log that is committed, once it was asked for. */
  readonly #newest = new Map<LogName, number>();
  readonly #statements: ReturnType<typeof prepare>;
  #closed = false;

  constructor(file: string, database: DatabaseSync, lock: FolderLock, options: SqliteStoreOptions) {
    this.#file = file;
    this.#database = database;
    this.#lock = lock;
    this.#statements = prepare(database);
    const write: WriteGroup = (batches) => this.#writeGroup(batches);
    this.#wal = new WalSync(file);
    this.#checkpoint = new WalCheckpoint(file);
    const schedule = (flush: () => void) => void options.yieldTurn().then(flush);
    this.#group = new GroupCommit(schedule, write, undefined, () => this.#wal.sync());
  }

  async get<Kind extends DocumentKind>(kind: Kind, id: string): Promise<Stored<Kind> | undefined> {
    const row = this.#read(() => this.#statements.get.get(kind, id));
    return row && decode<Kind>(row);
  }

  async list<Kind extends DocumentKind>(kind: Kind): Promise<Stored<Kind>[]> {
    return this.#read(() => this.#statements.list.all(kind).map((row) => decode<Kind>(row)));
  }

  async apply(batch: readonly Mutation[]): Promise<number[]> {
    this.#demandOpen();
    return this.#group.submit(encodeBatch(batch));
  }

  async readLog<Name extends LogName>(
    log: Name,
    options: { readonly after?: number; readonly before?: number; readonly limit: number },
  ): Promise<Logs[Name][]> {
    assertLogLimit(options.limit);
    const { after, before, limit } = options;
    assert(after === undefined || before === undefined, 'a log is read from one end');
    const rows = this.#read(() =>
      after === undefined
        ? this.#statements.newest.all(log, before ?? Number.MAX_SAFE_INTEGER, limit).reverse()
        : this.#statements.page.all(log, after, limit),
    );
    return rows.map((row) => JSON.parse(String(row.body)) as Logs[Name]);
  }

  problem(): string | undefined {
    const problem = this.#wal.problem();
    return problem === undefined ? undefined : `E1613: ${problem}`;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#group.drain();
    await this.#checkpoint.close();
    this.#database.close();
    await this.#wal.close();
    this.#lock.release();
  }

  #demandOpen(): void {
    if (this.#closed) throw storeFailure('E1612', { message: `${this.#file} was closed before this call` });
  }

  #read<Answer>(work: () => Answer): Answer {
    this.#demandOpen();
    try {
      return work();
    } catch (error) {
      throw sqliteFailure(this.#file, error);
    }
  }

  #writeGroup(batches: readonly (readonly EncodedMutation[])[]): BatchOutcome[] {
    this.#wal.demandWhole();
    try {
      this.#statements.begin.run();
      const outcomes = batches.map((batch) => this.#writeBatch(batch));
      this.#statements.commit.run();
      this.#checkpoint.note(batches.reduce((sum, { length }) => sum + length, 0));
      return outcomes;
    } catch (error) {
      this.#newest.clear();
      // A full disk ends the transaction by itself; others leave it open.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw sqliteFailure(this.#file, error);
    }
  }

  /** A batch that does not fit is undone to its savepoint; the rest of the group goes on. Errors of the database end the group. */
  #writeBatch(batch: readonly EncodedMutation[]): BatchOutcome {
    const { savepoint, release, undo } = this.#statements;
    savepoint.run();
    try {
      const revisions = batch.map((mutation) => this.#writeMutation(mutation));
      release.run();
      return { revisions };
    } catch (error) {
      if (sqliteFailure(this.#file, error) !== error) throw error;
      this.#newest.clear();
      undo.run();
      release.run();
      return { error };
    }
  }

  #writeMutation(mutation: EncodedMutation): number {
    const statements = this.#statements;
    switch (mutation.type) {
      case 'append': {
        const newest = this.#newest.get(mutation.log) ?? Number(statements.newestSequence.get(mutation.log)?.newest ?? 0);
        assert(mutation.sequence > newest, `entry ${mutation.sequence} of the ${mutation.log} is not newer than ${newest}`);
        statements.append.run(mutation.log, mutation.sequence, mutation.body);
        this.#newest.set(mutation.log, mutation.sequence);
        return 0;
      }
      case 'trim':
        statements.trim.run(mutation.log, mutation.log, mutation.keep);
        return 0;
      case 'put':
      case 'delete': {
        if (mutation.type === 'put' && mutation.expected < 0) {
          return Number(statements.putAny.get(mutation.kind, mutation.id, mutation.body)?.revision);
        }
        const actual = Number(statements.revision.get(mutation.kind, mutation.id)?.revision ?? 0);
        checkRevision(mutation.kind, mutation.id, mutation.expected, actual);
        if (mutation.type === 'put') {
          statements.put.run(mutation.kind, mutation.id, actual + 1, mutation.body);
          return actual + 1;
        }
        statements.delete.run(mutation.kind, mutation.id);
        return 0;
      }
    }
  }
}

function prepare(database: DatabaseSync) {
  const sql = (text: string): StatementSync => database.prepare(text);
  return {
    begin: sql('BEGIN IMMEDIATE'),
    commit: sql('COMMIT'),
    savepoint: sql('SAVEPOINT batch'),
    release: sql('RELEASE batch'),
    undo: sql('ROLLBACK TO batch'),
    get: sql('SELECT id, revision, body FROM document WHERE kind = ? AND id = ?'),
    list: sql('SELECT id, revision, body FROM document WHERE kind = ? ORDER BY id'),
    revision: sql('SELECT revision FROM document WHERE kind = ? AND id = ?'),
    put: sql(
      'INSERT INTO document VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET revision = excluded.revision, body = excluded.body',
    ),
    putAny: sql(
      'INSERT INTO document VALUES (?, ?, 1, ?) ON CONFLICT (kind, id) DO UPDATE SET revision = revision + 1, body = excluded.body RETURNING revision',
    ),
    delete: sql('DELETE FROM document WHERE kind = ? AND id = ?'),
    newestSequence: sql('SELECT max(sequence) AS newest FROM log_entry WHERE log = ?'),
    append: sql('INSERT INTO log_entry VALUES (?, ?, ?)'),
    trim: sql(
      'DELETE FROM log_entry WHERE log = ? AND sequence <= (SELECT sequence FROM log_entry WHERE log = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?)',
    ),
    page: sql('SELECT body FROM log_entry WHERE log = ? AND sequence > ? ORDER BY sequence LIMIT ?'),
    newest: sql('SELECT body FROM log_entry WHERE log = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?'),
  };
}

function decode<Kind extends DocumentKind>(row: Record<string, unknown>): Stored<Kind> {
  return { id: String(row.id), revision: Number(row.revision), value: JSON.parse(String(row.body)) as Documents[Kind] };
}
