import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { silentLog, VirtualClock } from '#proto/kit/index.js';
import { openSqliteStore } from './sqlite-store.ts';
import { WalCheckpoint } from './wal-checkpoint.ts';

test('a thread that could not open the database does not hold up the end', async () => {
  const checkpoint = new WalCheckpoint(join(tmpdir(), 'seatrial-no-such-folder', 'state.db'));
  checkpoint.note(1_000);
  await checkpoint.ended;
  checkpoint.note(1_000);
  expect(await checkpoint.close()).toBeUndefined();
});

/** Takes the lock of writers, says so, and gives it back after a moment. */
const holder = `
const { DatabaseSync } = require('node:sqlite');
const { parentPort, workerData } = require('node:worker_threads');
const database = new DatabaseSync(workerData);
database.exec('BEGIN IMMEDIATE');
parentPort.postMessage('held');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
database.exec('COMMIT');
database.close();
`;

test('a change waits for a lock that the thread holds for an instant', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-wal-'));
  const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const store = await openSqliteStore({ folder, clock: new VirtualClock(0), yieldTurn, log: silentLog });
  await store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }]);
  const thread = new Worker(holder, { eval: true, workerData: join(folder, 'state.db'), execArgv: [] });
  const over = new Promise((resolve) => thread.once('exit', resolve));
  await new Promise((resolve) => thread.once('message', resolve));
  expect(await store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 2 } }])).toEqual([2]);
  await over;
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
