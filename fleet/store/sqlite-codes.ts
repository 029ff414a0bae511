import { messageOf, type SeatrialError } from '#proto/kit/index.js';
import { storeFailure } from './store-errors.ts';

// Primary result codes of SQLite, https://www.sqlite.org/rescode.html
export const sqliteBusy = 5;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteNotADatabase = 26;

/** Primary result code of an error of node:sqlite; undefined when it is none. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** What an error of node:sqlite means for us; errors of others come back as they are. */
export function sqliteFailure(file: string, error: unknown): SeatrialError | unknown {
  const code = sqliteCode(error);
  if (code === undefined) return error;
  const detail = (what: string) => ({ message: `${file} ${what}: ${messageOf(error)}`, cause: error });
  if (code === sqliteFull) return storeFailure('E1603', { ...detail('has no room to grow'), retryAfterMs: 10_000 });
  if (code === sqliteCorrupt || code === sqliteNotADatabase) return storeFailure('E1609', detail('is damaged'));
  return storeFailure('E1613', detail('can not be used'));
}
