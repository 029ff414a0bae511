import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiTokenRecord } from '#fleet/domain/index.js';
import { makeAdminToken } from '#fleet/registry/index.js';
import { createJournal, openSqliteStore } from '#fleet/store/index.js';
import { type Log, SystemClock, systemRandomBytes } from '#proto/kit/index.js';
import { fail } from './app-errors.ts';
import { defaultLimits } from './manager-limits.ts';

/**
 * Makes one more admin token for a manager that does not run; the next start knows it.
 * @param folder its data folder
 * @throws E2315 when nothing of a manager is there, E1602 while one runs on it, else E16xx for its data
 */
export async function resetAdminToken(
  folder: string,
  reason: string,
  log: Log,
): Promise<{ readonly token: ApiTokenRecord; readonly secret: string }> {
  if (!existsSync(join(folder, 'state.db'))) throw fail('E2315', { message: `there is no state of a manager in ${folder}` });
  const clock = new SystemClock();
  const yieldTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const store = await openSqliteStore({ folder, clock, log, yieldTurn });
  try {
    const limits = { timelineKeep: defaultLimits.timelineEntries, queue: defaultLimits.journalQueue };
    const journal = createJournal({ store, clock, log, limits });
    await journal.start();
    try {
      return await makeAdminToken({ store, journal, clock, randomBytes: systemRandomBytes }, reason);
    } finally {
      await journal.close();
    }
  } finally {
    await store.close();
  }
}
