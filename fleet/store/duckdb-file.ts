import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBInstance,
  DOUBLE as doubleType,
  TIMESTAMP_MS as timestampType,
  UBIGINT as ubigintType,
  UINTEGER as uintegerType,
} from '@duckdb/node-api';
import { isSeatrialError, type Log, messageOf, type SeatrialError } from '#proto/kit/index.js';
import { ColumnAppender } from './duckdb-columns.ts';
import { type Migration, planMigrations } from './migrations.ts';
import { storeFailure } from './store-errors.ts';

/** Settings of the engine. */
export interface DuckdbSettings {
  /** Memory the engine may use, MiB, 64 or more. */
  readonly memoryLimitMb: number;
  /** Threads it may use beside the callers', 1 or more. */
  readonly threads: number;
}

/** An open history file with what a commit writes through. */
export interface HistoryFile {
  readonly instance: DuckDBInstance;
  /** The only connection that writes. */
  readonly writer: DuckDBConnection;
  readonly readings: ColumnAppender;
  readonly marks: ColumnAppender;
  readonly events: DuckDBAppender;
  readonly devices: DuckDBAppender;
  readonly signals: DuckDBAppender;
  readonly batches: DuckDBAppender;
}

/**
 * Opens the file and brings its schema up to date. A new file is built beside its place and moved in whole.
 * @param missing make: a missing file is made; refuse: it was there a moment ago, so its absence is damage
 * @throws E1604 disk full, E1608 newer than the program, E1609 damaged, E1611 a migration failed, E1613 not usable
 */
export async function openHistoryFile(
  path: string,
  settings: DuckdbSettings,
  migrations: readonly Migration[],
  log: Log,
  missing: 'make' | 'refuse',
): Promise<HistoryFile> {
  try {
    if (!existsSync(path)) {
      if (missing === 'refuse' || existsSync(`${path}.wal`)) throw storeFailure('E1609', { message: `${path} is gone` });
      await createHistoryFile(path, settings, migrations, log);
    }
    checkHeader(path);
    return await connect(path, settings, migrations, log);
  } catch (error) {
    throw historyFailure(path, error);
  }
}

/** Lets go of a file without writing to it again; never throws. */
export function closeHistoryFile(file: HistoryFile): void {
  const { events, devices, signals, batches, readings, marks } = file;
  for (const appender of [readings.appender, marks.appender, events, devices, signals, batches]) {
    quietly(() => appender.clear());
    quietly(() => appender.closeSync());
  }
  quietly(() => file.writer.closeSync());
  quietly(() => file.instance.closeSync());
}

/** Bytes of the file and its write-ahead log on disk. */
export function historySizes(path: string): { readonly file: number; readonly wal: number } {
  return { file: sizeOf(path), wal: sizeOf(`${path}.wal`) };
}

/** What an error of the engine means for us; ours come back as they are. */
export function historyFailure(path: string, error: unknown): SeatrialError {
  if (isSeatrialError(error)) return error;
  const message = messageOf(error);
  const detail = (what: string) => ({ message: `${path} ${what}: ${message}`, cause: error });
  if (/No space left|disk (is )?full|ENOSPC/i.test(message))
    return storeFailure('E1604', { ...detail('has no room to grow'), retryAfterMs: 10_000 });
  if (/version number/i.test(message)) return storeFailure('E1608', detail('has a storage format of a newer engine'));
  if (/set lock|Conflicting lock/i.test(message)) return storeFailure('E1602', detail('is in use'));
  if (/Permission denied|EACCES|EROFS|Cannot open file|EISDIR/i.test(message)) return storeFailure('E1613', detail('can not be used'));
  return storeFailure('E1609', detail('is damaged'));
}

async function createHistoryFile(path: string, settings: DuckdbSettings, migrations: readonly Migration[], log: Log): Promise<void> {
  const building = `${path}.new`;
  rmSync(building, { force: true });
  rmSync(`${building}.wal`, { force: true });
  const file = await connect(building, settings, migrations, log);
  try {
    await file.writer.run('CHECKPOINT');
  } finally {
    closeHistoryFile(file);
  }
  renameSync(building, path);
}

async function connect(path: string, settings: DuckdbSettings, migrations: readonly Migration[], log: Log): Promise<HistoryFile> {
  const instance = await DuckDBInstance.create(path, {
    threads: String(settings.threads),
    memory_limit: `${settings.memoryLimitMb}MiB`,
    // Checkpoints are ours: the engine's own would come inside a commit.
    checkpoint_threshold: '1TB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  let writer: DuckDBConnection | undefined;
  try {
    writer = await instance.connect();
    await harden(writer, path);
    await migrate(path, writer, migrations, log);
    const open = writer;
    const appenderOf = (table: string) => open.createAppender(table, 'raw');
    return {
      instance,
      writer,
      readings: new ColumnAppender(await appenderOf('reading'), [uintegerType, uintegerType, timestampType, doubleType]),
      marks: new ColumnAppender(await appenderOf('mark'), [uintegerType, uintegerType, uintegerType, ubigintType]),
      events: await appenderOf('event'),
      devices: await appenderOf('device'),
      signals: await appenderOf('signal'),
      batches: await appenderOf('batch'),
    };
  } catch (error) {
    writer?.closeSync();
    instance.closeSync();
    throw error;
  }
}

/** Nothing that a query says can reach other files, the network or these settings. */
async function harden(writer: DuckDBConnection, path: string): Promise<void> {
  const quoted = `${path}.spill`.replaceAll("'", "''");
  await writer.run(`
    SET GLOBAL TimeZone = 'UTC';
    SET temp_directory = '${quoted}';
    SET max_temp_directory_size = '1GiB';
    SET allow_persistent_secrets = false;
    SET enable_external_access = false;
    SET lock_configuration = true;
  `);
}

/** Each step and its entry in the list of steps are one transaction: there is no half-done migration. */
async function migrate(path: string, writer: DuckDBConnection, migrations: readonly Migration[], log: Log): Promise<void> {
  await writer.run('CREATE TABLE IF NOT EXISTS migration (number INTEGER, name VARCHAR, checksum VARCHAR)');
  const rows = (await writer.runAndReadAll('SELECT number, checksum FROM migration')).getRows();
  const applied = rows.map(([number, checksum]) => ({ number: Number(number), checksum: String(checksum) }));
  for (const { number, name, sql, checksum } of planMigrations(path, migrations, applied)) {
    await writer.run('BEGIN TRANSACTION');
    try {
      await writer.run(sql);
      await writer.run('INSERT INTO migration VALUES ($1, $2, $3)', [number, name, checksum]);
      await writer.run('COMMIT');
    } catch (error) {
      await writer.run('ROLLBACK').catch(() => undefined);
      const failure = historyFailure(path, error);
      if (failure.code === 'E1604') throw failure;
      throw storeFailure('E1611', { message: `migration ${number} (${name}) of ${path} failed: ${messageOf(error)}`, cause: error });
    }
    log.info('history migrated', { number, name });
  }
}

/** Byte 8 of every file of the engine says DUCK: anything else is not ours and is not touched. */
function checkHeader(path: string): void {
  const header = Buffer.alloc(12);
  const descriptor = openSync(path, 'r');
  try {
    const length = readSync(descriptor, header, 0, header.length, 0);
    if (length === header.length && header.toString('latin1', 8, 12) === 'DUCK') return;
    throw storeFailure('E1609', { message: `${path} is not a history file: it starts with ${length} bytes that are no DuckDB header` });
  } finally {
    closeSync(descriptor);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // It is closed or broken already: there is nothing to save in it.
  }
}
