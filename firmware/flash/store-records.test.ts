/** What a store writes into its boot record, and what becomes of a step whose record can't be written. */
import { expect, test } from 'vitest';
import { AssertionError } from '#proto/kit/index.js';
import { bootedStore, download, imageOf, updatedStore } from './flash-fixture.ts';
import { ContentPool, type FirmwareStore, regions } from './index.ts';

const pool = new ContentPool();
const old = imageOf('1.0.0');
const next = imageOf('1.1.0');
const records = { regions: [regions.recordA, regions.recordB], rate: 1 };
const start = { attemptId: '1.1.0', headerBytes: next.headerBytes };

const updated = (): FirmwareStore => updatedStore(old, next, pool);

test('before a slot is written the boot loader forgets what it held', () => {
  const store = updated();
  expect(store.facts().slots[0]).toEqual({ state: 'confirmed', digest: old.digest });
  store.begin({ attemptId: 'again', headerBytes: old.headerBytes });
  expect(store.facts().slots[0].state).toBe('empty');
});

test('a slot that fails its check is marked, the other one is the active one from then on, and is booted without a word', () => {
  const store = updated();
  store.flash.damage(regions.slotB, 40_000);
  expect(store.boot()).toMatchObject({ slot: 0, gaveUp: [{ slot: 1, digest: next.digest, why: 'boot-failed' }] });
  expect(store.facts().slots).toMatchObject([{ state: 'confirmed' }, { state: 'damaged', digest: next.digest }]);
  expect(store.boot()).toMatchObject({ slot: 0, gaveUp: [] });
  // An update goes into the slot that does not run.
  store.begin(start);
  expect(store.facts().attempt).toMatchObject({ slot: 1 });
});

test('an image with a chunk missing is not finished', () => {
  const store = bootedStore(old, pool);
  store.begin(start);
  expect(() => store.finish()).toThrow(AssertionError);
});

test('what is confirmed is not written again', () => {
  const store = updated();
  const { operations } = store.flash;
  expect(store.confirm()).toEqual({ type: 'ok' });
  expect(store.flash.operations).toBe(operations);
});

test('a measure is what the job takes, and changes nothing', () => {
  const store = updated();
  const { operations, busyMs } = store.flash;
  const job = (on: FirmwareStore) => on.begin({ attemptId: 'again', headerBytes: old.headerBytes });
  const cost = store.measure(job);
  expect([store.flash.operations, store.flash.busyMs]).toEqual([operations, busyMs]);
  job(store);
  expect(store.flash.operations - operations).toBe(cost.operations);
  expect(store.flash.busyMs - busyMs).toBeCloseTo(cost.durationMs, 6);
});

test.each<[string, (store: FirmwareStore) => void, (store: FirmwareStore) => unknown]>([
  ['to begin over a slot that is in use', () => undefined, (store) => store.begin({ attemptId: 'again', headerBytes: old.headerBytes })],
  ['to finish', (store) => download(store, imageOf('1.2.0'), pool), (store) => store.finish()],
  [
    'to cancel what waits for its boot',
    (store) => {
      download(store, imageOf('1.2.0'), pool);
      store.finish();
    },
    (store) => store.cancel(),
  ],
  [
    'to confirm',
    (store) => {
      download(store, imageOf('1.2.0'), pool);
      store.finish();
      store.boot();
    },
    (store) => store.confirm(),
  ],
  [
    'to give a trial up',
    (store) => {
      download(store, imageOf('1.2.0'), pool);
      store.finish();
      store.boot();
    },
    (store) => store.giveUpTrial(),
  ],
])('%s on a flash that does not take the record: said, and the record stands as it was', (_what, prepare, step) => {
  const store = updated();
  prepare(store);
  const before = store.facts();
  store.flash.failAt(records);
  expect(step(store)).toMatchObject({ type: 'failed', cause: 'flash-failed' });
  expect(store.facts()).toMatchObject({ slots: before.slots, attemptsLeft: before.attemptsLeft, running: before.running });
});
