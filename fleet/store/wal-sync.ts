import { close, fdatasync, open } from 'node:fs';
import { promisify } from 'node:util';
import { messageOf } from '#proto/kit/index.js';
import { storeFailure } from './store-errors.ts';

const openFile = promisify(open);
const closeFile = promisify(close);
const syncFile = promisify(fdatasync);

/**
 * Brings a database's write-ahead log to the disk without holding up the event loop. SQLite itself syncs at a commit only when it is told to, on the
 * thread of the call, for some milliseconds each; what it wrote into the log before this call is on the disk when the promise resolves. The file stays
 * the same one as long as a connection is open: SQLite begins it anew in place.
 *
 * After a sync that failed nobody knows what of the log is on the disk, and the system does not try those pages again: later commits would stand
 * behind a gap, where SQLite finds none of them after a power cut. So nothing more is written then; the next start reads what is there.
 */
export class WalSync {
  readonly #path: string;
  #descriptor: number | undefined;
  /** Why the first sync failed that did. */
  #failure: string | undefined;

  /** @param file the database */
  constructor(file: string) {
    this.#path = `${file}-wal`;
  }

  /** @throws E1613 when a sync failed before: nothing may be written any more */
  demandWhole(): void {
    const message = this.problem();
    if (message !== undefined) throw storeFailure('E1613', { message });
  }

  /** Why nothing may be written any more; undefined: it may. */
  problem(): string | undefined {
    if (this.#failure === undefined) return undefined;
    return `${this.#path} has a gap since it could not be brought to the disk (${this.#failure}): start the manager again`;
  }

  /** @throws E1603 when the disk is full, E1613 when it failed */
  async sync(): Promise<void> {
    try {
      // Some systems sync only what may be written to.
      this.#descriptor ??= await openFile(this.#path, 'r+');
      await syncFile(this.#descriptor);
    } catch (error) {
      this.#failure ??= messageOf(error);
      const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
      const detail = { message: `${this.#path} can not be brought to the disk: ${messageOf(error)}`, cause: error };
      throw isFull ? storeFailure('E1603', { ...detail, retryAfterMs: 10_000 }) : storeFailure('E1613', detail);
    }
  }

  /** The database is closed: it has brought all to the disk by itself. */
  async close(): Promise<void> {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) await closeFile(descriptor);
  }
}
