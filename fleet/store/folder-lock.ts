import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '#proto/kit/index.js';
import { sqliteBusy, sqliteCode } from './sqlite-codes.ts';
import { storeFailure } from './store-errors.ts';

/** Holds a folder for this process. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for one process by an open write transaction on a small database in it. The operating system lets go of it when the
 * process ends, however it ends; and others can still read who holds it.
 *
 * @param name of the lock file, without its ending
 * @throws E1602 naming the holder, E1613 when the lock file can not be used
 */
export function lockFolder(folder: string, name: string): FolderLock {
  const file = join(folder, `${name}.lock`);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL)');
    database.exec('BEGIN IMMEDIATE');
    database.exec(`DELETE FROM holder; INSERT INTO holder VALUES (${process.pid}); COMMIT; BEGIN IMMEDIATE`);
  } catch (error) {
    const holder = sqliteCode(error) === sqliteBusy ? holderOf(database) : undefined;
    database?.close();
    if (holder === undefined) throw storeFailure('E1613', { message: `${file} can not be locked: ${messageOf(error)}`, cause: error });
    throw storeFailure('E1602', { message: `${folder} is in use by ${holder}` });
  }
  const held = database;
  return { release: () => held.close() };
}

function holderOf(database: DatabaseSync | undefined): string {
  try {
    const row = database?.prepare('SELECT pid FROM holder').get();
    if (row !== undefined) return `the process with pid ${row.pid}`;
  } catch {
    // Its holder is writing its pid at this moment.
  }
  return 'another process';
}
