import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * A thread of its own with a connection of its own: at each message it moves what the write-ahead log holds into the database, as far as nobody is
 * kept waiting for it, and answers. A failure (the disk is full) leaves the log as it is; the next message tries again.
 */
const { file } = workerData as { readonly file: string };
const database = new DatabaseSync(file);

parentPort?.on('message', (order: 'checkpoint' | 'close') => {
  if (order === 'close') database.close();
  else {
    try {
      database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // SQLite goes on without it: the log grows.
    }
  }
  parentPort?.postMessage(order);
});
