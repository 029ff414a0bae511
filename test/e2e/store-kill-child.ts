/**
 * Writes until it is killed, and says on standard output what was answered for: one number a line.
 * Arguments: "store" or "history", and the folder. Not a test: store-kill-rig.ts starts it.
 */
import { writeSync } from 'node:fs';
import type { Mutation } from '#fleet/domain/index.js';
import { openDuckdbHistory, openSqliteStore } from '#fleet/store/index.js';
import { SystemClock, silentLog } from '#proto/kit/index.js';

const [, , mode, folder = ''] = process.argv;
const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
const clock = new SystemClock();
const say = (number: number) => writeSync(1, `${number}\n`);

/** Batches of a document, a log entry and a counter each; eight at once. */
async function writeStore(): Promise<void> {
  const store = await openSqliteStore({ folder, clock, yieldTurn, log: silentLog });
  let next = Number((await store.get('meta', 'counter'))?.value.value ?? 0);
  for (;;) {
    const calls = Array.from({ length: 8 }, () => {
      next += 1;
      const number = next;
      const entry = { sequence: number, atMs: 0, actor: 'child', action: 'test', subject: '', reason: '', detail: {} };
      const batch: Mutation[] = [
        { type: 'put', kind: 'meta', id: `n${number}`, value: { value: number }, expectedRevision: 0 },
        { type: 'append', log: 'audit', entry },
        { type: 'put', kind: 'meta', id: 'counter', value: { value: number }, expectedRevision: number - 1 },
      ];
      return store.apply(batch).then(() => say(number));
    });
    await Promise.all(calls);
  }
}

/** Batches of 250,000 readings and an event: more than the 204,800 rows at which DuckDB's appender commits by itself. */
async function writeHistory(): Promise<void> {
  const history = await openDuckdbHistory({ folder, clock, yieldTurn, log: silentLog, memoryLimitMb: 256, threads: 1 });
  history.defineProfile('d', 'turbofan', [{ id: 1, name: 'egtC', unit: 'Cel', category: 'technical' }]);
  history.defineDevice(1, 'engine-001', 'd');
  const count = 2_500;
  const signalIds = new Uint16Array(count).fill(1);
  const values = new Float64Array(count);
  let next = (await history.watermarks())[0]?.sequence ?? 0;
  for (;;) {
    for (let frame = 0; frame < 100; frame += 1) {
      for (let index = 0; index < count; index += 1) values[index] = next + index;
      history.appendReadings(1, 'd', { count, signalIds, atMs: values, values });
      next += count;
      history.mark(1, 1, next);
    }
    history.appendEvent({ deviceKey: 1, boot: 1, sequence: next, atMs: 0, kind: 'boot', name: '', message: '', values: {} });
    await history.commit();
    say(next);
  }
}

await (mode === 'store' ? writeStore() : writeHistory());
