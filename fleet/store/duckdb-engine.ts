/**
 * The engine of one history: an instance in memory to which the files are attached, so that a file can come and go while queries run.
 * Views in memory put the files together.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Log } from '#proto/kit/index.js';
import {
  appliedMigrations,
  checkHeader,
  type DuckdbSettings,
  engineOptions,
  historyFailure,
  historySizes,
  migrateFile,
} from './duckdb-file.ts';
import { liveTablesSql } from './history-views.ts';
import { type Migration, planMigrations } from './migrations.ts';

/** An open engine. */
export interface Engine {
  readonly instance: DuckDBInstance;
  /** The only connection that writes readings. */
  readonly writer: DuckDBConnection;
  /** Sums, drops and views: never the readings that come in. */
  readonly upkeep: DuckDBConnection;
}

/** Starts the engine without a file. @param folder the only one that it may touch */
export async function openEngine(folder: string, settings: DuckdbSettings): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', engineOptions(settings));
  try {
    const writer = await instance.connect();
    await harden(writer, folder);
    await writer.run(liveTablesSql);
    return { instance, writer, upkeep: await instance.connect() };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** Lets go of all files without writing to them again; never throws. */
export function closeEngine({ instance, writer, upkeep }: Engine): void {
  for (const close of [() => writer.closeSync(), () => upkeep.closeSync(), () => instance.closeSync()]) quietly(close);
}

/** Runs what may fail because it is closed or broken already: there is nothing to save in it then. */
export function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // As said above.
  }
}

/** Attaches a file, brought up to date before when it is older. @throws E1604, E1608, E1609, E1611, E1613 naming it */
export async function attachFile(
  engine: Engine,
  path: string,
  alias: string,
  settings: DuckdbSettings,
  migrations: readonly Migration[],
  log: Log,
): Promise<void> {
  const { upkeep } = engine;
  try {
    checkHeader(path);
    await upkeep.run(attachSql(path, alias));
    if (planMigrations(path, migrations, await appliedMigrations(upkeep, `${alias}.migration`)).length === 0) return;
    await upkeep.run(`DETACH ${alias}`);
    await migrateFile(path, settings, migrations, log);
    await upkeep.run(attachSql(path, alias));
  } catch (error) {
    throw historyFailure(path, error);
  }
}

/** Writes the log of a file into it. */
export async function checkpointFile(connection: DuckDBConnection, path: string, alias: string): Promise<void> {
  if (historySizes(path).wal > 0) await connection.run(`CHECKPOINT ${alias}`);
}

export function attachSql(path: string, alias: string): string {
  return `ATTACH '${quoted(path)}' AS ${alias}`;
}

function quoted(text: string): string {
  return text.replaceAll("'", "''");
}

/** Nothing that a query says can reach files outside of the folder, the network or these settings. */
async function harden(writer: DuckDBConnection, folder: string): Promise<void> {
  await writer.run(`
    SET GLOBAL TimeZone = 'UTC';
    SET temp_directory = '${quoted(folder)}/history.spill';
    SET max_temp_directory_size = '1GiB';
    SET allow_persistent_secrets = false;
    SET allowed_directories = ['${quoted(folder)}/'];
    SET enable_external_access = false;
    SET lock_configuration = true;
  `);
}
