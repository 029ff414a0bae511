import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { isSeatrialError, type Log, messageOf, type SeatrialError } from '#proto/kit/index.js';
import { type AppliedMigration, type Migration, planMigrations } from './migrations.ts';
import { storeFailure } from './store-errors.ts';

/** Settings of the engine. */
export interface DuckdbSettings {
  /** Memory the engine may use, MiB, 64 or more. */
  readonly memoryLimitMb: number;
  /** Threads it may use beside the callers', 1 or more. */
  readonly threads: number;
}

/** What every instance of the engine is opened with. */
export function engineOptions({ memoryLimitMb, threads }: DuckdbSettings): Record<string, string> {
  return {
    threads: String(threads),
    memory_limit: `${memoryLimitMb}MiB`,
    // Checkpoints are ours: the engine's own would come inside a commit.
    checkpoint_threshold: '1TB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  };
}

/**
 * Builds an empty file with its schema beside its place.
 * @returns path of the file, to be filled and moved to `path` in whole
 */
export async function buildFile(path: string, settings: DuckdbSettings, migrations: readonly Migration[], log: Log): Promise<string> {
  const building = `${path}.new`;
  removeFile(building);
  await migrateFile(building, settings, migrations, log);
  return building;
}

/** Removes a file of the engine with its write-ahead log. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
  rmSync(`${path}.wal`, { force: true });
}

/** Brings the schema of a file up to date, with an engine of its own. @throws E1604, E1608, E1609, E1611, E1613 */
export async function migrateFile(path: string, settings: DuckdbSettings, migrations: readonly Migration[], log: Log): Promise<void> {
  let instance: DuckDBInstance | undefined;
  let connection: DuckDBConnection | undefined;
  try {
    instance = await DuckDBInstance.create(path, engineOptions(settings));
    connection = await instance.connect();
    await migrate(path, connection, migrations, log);
    await connection.run('CHECKPOINT');
  } catch (error) {
    throw historyFailure(path, error);
  } finally {
    connection?.closeSync();
    instance?.closeSync();
  }
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

/** Byte 8 of every file of the engine says DUCK: anything else is not ours and is not touched. @throws E1609, E1613 */
export function checkHeader(path: string): void {
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

/** Steps that a file has behind it. @param place "migration" or, of an attached file, "ALIAS.migration" */
export async function appliedMigrations(connection: DuckDBConnection, place: string): Promise<AppliedMigration[]> {
  const rows = (await connection.runAndReadAll(`SELECT number, checksum FROM ${place}`)).getRows();
  return rows.map(([number, checksum]) => ({ number: Number(number), checksum: String(checksum) }));
}

/** Each step and its entry in the list of steps are one transaction: there is no half-done migration. */
async function migrate(path: string, writer: DuckDBConnection, migrations: readonly Migration[], log: Log): Promise<void> {
  await writer.run('CREATE TABLE IF NOT EXISTS migration (number INTEGER, name VARCHAR, checksum VARCHAR)');
  const applied = await appliedMigrations(writer, 'migration');
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
    log.info('history migrated', { file: path, number, name });
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
