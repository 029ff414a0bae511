import { describe, expect, test } from 'vitest';
import { AssertionError, createRandom } from '#proto/kit/index.js';
import { bootedStore, download, imageOf, smallPlan, updatedStore } from './flash-fixture.ts';
import {
  ContentPool,
  FirmwareStore,
  type FlashOptions,
  factoryFlash,
  loadFlash,
  type Region,
  regions,
  type SavedFlash,
  SlotArea,
  saveFlash,
  wholeOf,
} from './index.ts';

const pool = new ContentPool();
const old = imageOf('1.0.0');
const next = imageOf('1.1.0', { securityCounter: 2 });
const { slotA, slotB, recordA, recordB, journalA, journalB } = regions;

const updated = (): FirmwareStore => updatedStore(old, next, pool);

/** A device whose flash is as saved, and fails from now on. */
function restore(saved: SavedFlash, options: FlashOptions): FirmwareStore {
  const flash = loadFlash({ ...smallPlan, enduranceErases: 1_000 }, saved, (digest) => pool.find(digest), options);
  const store = new FirmwareStore(flash, pool);
  store.boot();
  return store;
}

describe('an update', () => {
  test('goes from begin over a trial to confirm', () => {
    const store = bootedStore(old, pool);
    expect(store.facts()).toMatchObject({ running: { slot: 0, digest: old.digest, isConfirmed: true }, counter: 0, recordCopies: 2 });
    expect(download(store, next, pool)).toEqual({ type: 'ok', next: 3, chunks: 3 });
    expect(store.progress()).toEqual({ type: 'ok', next: 3, chunks: 3 });
    expect(store.finish()).toEqual({ type: 'ok' });
    expect(store.facts()).toMatchObject({ running: { digest: old.digest }, attemptsLeft: 3, attempt: { attemptId: '1.1.0', slot: 1 } });
    expect(store.boot()).toMatchObject({ type: 'slot', slot: 1, isTrial: true, attemptsLeft: 2, gaveUp: [] });
    expect(store.facts()).toMatchObject({ running: { digest: next.digest, isConfirmed: false }, counter: 0 });
    expect(store.confirm()).toEqual({ type: 'ok' });
    expect(store.closeAttempt()).toEqual({ type: 'ok' });
    expect(store.facts()).toMatchObject({ running: { isConfirmed: true }, counter: 2, attempt: undefined });
    expect(store.boot()).toMatchObject({ type: 'slot', slot: 1, isTrial: false });
    const content = new Uint8Array(100);
    store.readRunning(5_000, content);
    expect(content).toEqual(Uint8Array.from(next.content.subarray(5_000, 5_100)));
  });

  test('an image that nobody confirms has its attempts, then the old one comes back', () => {
    const store = bootedStore(old, pool);
    download(store, next, pool);
    store.finish();
    expect([store.boot(), store.boot(), store.boot()]).toMatchObject([{ attemptsLeft: 2 }, { attemptsLeft: 1 }, { attemptsLeft: 0 }]);
    const gaveUp = [{ slot: 1, digest: next.digest, why: 'not-confirmed' }];
    expect(store.boot()).toMatchObject({ slot: 0, isTrial: false, image: { digest: old.digest }, gaveUp });
    expect(store.facts().slots[1]).toEqual({ state: 'not-confirmed', digest: next.digest });
    expect(store.boot()).toMatchObject({ slot: 0, gaveUp: [] });
  });

  test('is cancelled before the reboot, not in a trial', () => {
    const store = bootedStore(old, pool);
    download(store, next, pool);
    store.finish();
    const trial = store.fork();
    expect(store.cancel()).toEqual({ type: 'ok' });
    expect(store.facts()).toMatchObject({ attempt: undefined, slots: [{ state: 'confirmed' }, { state: 'empty' }] });
    expect(store.boot()).toMatchObject({ slot: 0, isTrial: false });
    trial.boot();
    expect(() => trial.cancel()).toThrow(AssertionError);
    expect(trial.begin({ attemptId: 'x', headerBytes: next.headerBytes })).toMatchObject({ type: 'failed', cause: 'not-confirmed' });
  });

  test('goes on after a reset where it was; another image begins anew', () => {
    const store = bootedStore(old, pool);
    const begun = store.begin({ attemptId: 'a1', headerBytes: next.headerBytes });
    expect(begun).toEqual({ type: 'ok', next: 0, chunks: 3 });
    store.writeChunk(0, wholeOf(pool.intern(next.content.subarray(0, 32_768))));
    store.boot();
    expect(store.progress()).toBeUndefined();
    expect(store.facts().attempt).toEqual({ attemptId: 'a1', slot: 1, digest: next.digest });
    expect(store.fork().begin({ attemptId: 'a2', headerBytes: next.headerBytes })).toMatchObject({ next: 1 });
    expect(store.begin({ attemptId: 'a3', headerBytes: imageOf('1.2.0').headerBytes })).toMatchObject({ next: 0 });
  });

  test('a job takes what was measured, and a cut by time leaves what was done by then', () => {
    const store = bootedStore(old, pool);
    const job = (device: FirmwareStore) => download(device, next, pool);
    const { operations, durationMs } = store.measure(job);
    // Record and journal in two copies, header, 18 blocks of content, 256 bytes a write.
    expect([operations, Math.round(durationMs)]).toEqual([298, 21 * 45 + Math.round(277 * 0.6)]);
    expect(store.flash.operations).toBe(0);
    const before = store.flash.busyMs;
    store.cutAfter(durationMs * 0.7, job);
    expect(store.flash.busyMs - before).toBeGreaterThanOrEqual(durationMs * 0.7);
    expect(store.boot()).toMatchObject({ slot: 0, isTrial: false });
    expect(store.begin({ attemptId: 'again', headerBytes: next.headerBytes })).toMatchObject({ next: 1 });
  });

  test('of 256 KiB costs a device less than 4 KiB of its own', () => {
    const large = imageOf('2.0.0', {}, 262_144);
    const store = bootedStore(old, pool, { plan: { ...smallPlan, slotBytes: 2_097_152 } });
    download(store, large, pool);
    store.finish();
    const { saved, shared } = saveFlash(store.flash);
    const own = saved.contents.reduce((sum, content) => sum + ('bytes' in content ? content.bytes.length : 64), 0);
    const extents = saved.regions.reduce((sum, region) => sum + region.extents.length, 0);
    const every: readonly Region[] = [slotA, slotB, recordA, recordB, journalA, journalB];
    const counts = every.reduce<number>((sum, region) => sum + (store.flash.stateOf(region).erases?.byteLength ?? 0), 0);
    expect(shared.length).toBeGreaterThan(8);
    // An extent is an object of four fields.
    expect(own + extents * 56 + counts).toBeLessThan(4_096);
  });
});

describe('invariant 2: nothing unverified boots, at any boot', () => {
  test('every byte of header and content that changes in a slot keeps its image from booting', () => {
    const store = updated();
    const random = createRandom('2', 'store', 'places');
    for (let round = 0; round < 200; round += 1) {
      const device = store.fork();
      const inHeader = round < 20;
      device.flash.damage(
        slotB,
        inHeader ? random.integer(0, 7 + next.headerBytes.length) : 4_096 + random.integer(0, next.content.length - 1),
        1 << random.integer(0, 7),
      );
      const boot = device.boot();
      expect(boot).toMatchObject({ type: 'recovery' });
      expect(boot.gaveUp[0]).toEqual({ slot: 1, digest: next.digest, why: 'boot-failed' });
    }
  });

  test('what was swapped between the check and the reboot does not boot', () => {
    const store = bootedStore(old, pool);
    download(store, next, pool);
    store.finish();
    store.flash.damage(slotB, 40_000);
    expect(store.boot()).toMatchObject({ slot: 0, gaveUp: [{ slot: 1, why: 'boot-failed' }] });
    expect(store.facts().slots[1].state).toBe('damaged');
  });

  test('a chunk with another digest is refused before it is written; a slot that reads otherwise is not offered', () => {
    const store = bootedStore(old, pool);
    store.begin({ attemptId: 'a', headerBytes: next.headerBytes });
    const { operations } = store.flash;
    expect(store.writeChunk(0, wholeOf(pool.intern(new Uint8Array(32_768))))).toMatchObject({ type: 'failed', cause: 'content-damaged' });
    expect(store.flash.operations).toBe(operations);
    expect(download(store, next, pool)).toMatchObject({ type: 'ok', next: 3 });
    store.flash.damage(slotB, 50_000);
    expect(store.finish()).toMatchObject({ type: 'failed', cause: 'content-damaged' });
    expect(store.boot()).toMatchObject({ slot: 0, gaveUp: [] });
  });
});

test('out of recovery a device is updated into whichever slot is not worn out', () => {
  const store = updated();
  const blocks = store.flash.geometry.blocks[slotA] as number;
  for (let block = 0; block < blocks; block += 1) store.flash.markBad(slotA, block);
  expect(store.begin({ attemptId: 'x', headerBytes: imageOf('1.2.0', { securityCounter: 2 }).headerBytes })).toMatchObject({
    type: 'failed',
    cause: 'flash-full',
  });
  store.flash.damage(slotB, 40_000);
  expect(store.boot().type).toBe('recovery');
  const image = imageOf('1.2.0', { securityCounter: 2 });
  expect(download(store, image, pool)).toMatchObject({ type: 'ok', next: 3 });
  store.finish();
  expect(store.boot()).toMatchObject({ type: 'slot', slot: 1, isTrial: true });
  store.confirm();
  expect(store.boot()).toMatchObject({ type: 'slot', slot: 1, isTrial: false });
  for (let block = 0; block < blocks; block += 1) store.flash.markBad(slotB, block);
  expect(store.boot().type).toBe('recovery');
  expect(store.begin({ attemptId: 'y', headerBytes: image.headerBytes })).toMatchObject({ type: 'failed', cause: 'flash-full' });
});

describe('invariant 3: the security counter never goes down and moves only on confirm', () => {
  test('over a download, a trial, a revert and a confirm', () => {
    const store = bootedStore(old, pool);
    const counters: number[] = [];
    const note = (): void => void counters.push(store.facts().counter);
    download(store, next, pool);
    note();
    store.finish();
    note();
    for (let boots = 0; boots < 4; boots += 1) {
      store.boot();
      note();
    }
    expect(counters).toEqual([0, 0, 0, 0, 0, 0]);
    expect(updated().facts().counter).toBe(2);
  });

  test('the loss of both copies of the record leaves it where it was: the journal holds it again', () => {
    const lose = (store: FirmwareStore): FirmwareStore => {
      for (const copy of [recordA, recordB]) store.flash.damage(copy, 20);
      expect(store.boot()).toEqual({ type: 'recovery', gaveUp: [] });
      return store;
    };
    const store = lose(updated());
    expect(store.facts()).toMatchObject({ counter: 2, recordCopies: 0 });
    expect(store.begin({ attemptId: 'back', headerBytes: old.headerBytes })).toMatchObject({ type: 'failed', cause: 'rollback' });
    download(store, imageOf('1.2.0', { securityCounter: 2 }), pool);
    store.finish();
    store.boot();
    store.confirm();
    expect(store.facts()).toMatchObject({ counter: 2, recordCopies: 2 });
    expect(lose(bootedStore(imageOf('5.0.0', { securityCounter: 7 }), pool)).facts().counter).toBe(7);
    // What is on trial does not count yet.
    const trial = bootedStore(old, pool);
    download(trial, next, pool);
    trial.finish();
    trial.boot();
    expect(lose(trial).facts().counter).toBe(0);
  });

  test('a confirm that was cut off before the journal knew of it is made up for at the next boot', () => {
    const store = bootedStore(old, pool);
    download(store, next, pool);
    store.finish();
    store.boot();
    store.confirm();
    store.boot();
    for (const copy of [recordA, recordB]) store.flash.damage(copy, 20);
    expect(store.boot().type).toBe('recovery');
    expect(store.facts().counter).toBe(2);
  });

  test('an image below it is refused, and does not boot, not even when nothing else is left', () => {
    const store = updated();
    expect(store.begin({ attemptId: 'back', headerBytes: old.headerBytes })).toMatchObject({ type: 'failed', cause: 'rollback' });
    store.flash.damage(slotB, 40_000);
    expect(store.boot()).toMatchObject({
      type: 'recovery',
      gaveUp: [
        { slot: 1, why: 'boot-failed' },
        { slot: 0, digest: old.digest, why: 'rollback' },
      ],
    });
    const newer = imageOf('1.2.0', { securityCounter: 2 });
    expect(download(store, newer, pool)).toMatchObject({ type: 'ok', next: 3 });
    store.finish();
    expect(store.boot()).toMatchObject({ type: 'slot', isTrial: true });
    store.confirm();
    expect(store.facts().counter).toBe(2);
  });

  test('a confirmed image of the same counter can be gone back to', () => {
    const store = bootedStore(old, pool);
    const same = imageOf('1.1.1');
    download(store, same, pool);
    store.finish();
    store.boot();
    store.confirm();
    store.flash.damage(slotB, 40_000);
    expect(store.boot()).toMatchObject({ slot: 0, isTrial: false, image: { digest: old.digest } });
    expect(store.boot()).toMatchObject({ slot: 0, gaveUp: [] });
  });
});

describe('flash that fails', () => {
  test('an image that is larger than a slot is refused before anything is written', () => {
    const store = bootedStore(old, pool);
    const { operations } = store.flash;
    expect(store.begin({ attemptId: 'a', headerBytes: imageOf('1.1.0', {}, 94_208).headerBytes })).toMatchObject({ type: 'ok' });
    expect(store.fork().begin({ attemptId: 'a', headerBytes: imageOf('1.1.0', {}, 94_209).headerBytes })).toMatchObject({
      cause: 'too-large',
    });
    expect(store.flash.operations).toBeGreaterThan(operations);
    expect(() => factoryFlash(smallPlan, imageOf('1.0.0', {}, 94_209), pool)).toThrow(/needs 102400 bytes, a slot has 98304/);
  });

  test('bad blocks of the factory are stepped over while spare ones last', () => {
    const blocks = Array.from({ length: 3 }, (_, index) => ({ region: slotB, block: 2 + index * 5 }));
    const large = imageOf('1.1.0', {}, 94_208);
    const run = (spareBlocks: number) => bootedStore(old, pool, { plan: { ...smallPlan, spareBlocks }, options: { factoryBad: blocks } });
    const store = run(3);
    expect(download(store, large, pool)).toMatchObject({ type: 'ok', next: 3 });
    expect(store.finish()).toEqual({ type: 'ok' });
    expect(store.boot()).toMatchObject({ slot: 1, isTrial: true, image: { digest: large.digest } });
    expect(run(2).begin({ attemptId: 'a', headerBytes: large.headerBytes })).toMatchObject({ cause: 'flash-full' });
  });

  test('a slot wears out: spare blocks take over, then updates are refused, and the device goes on as it was', () => {
    const plan = { ...smallPlan, spareBlocks: 2 };
    expect(new SlotArea(bootedStore(old, pool, { plan }).flash, 1, pool).roomFor(100, 1).good).toBe(26 * 4_096);
    // A worn block fails at its erase: two go while blocks last, the third finds none.
    const worn = bootedStore(imageOf('1.0.0', {}, 94_208), pool, { plan: { ...plan, enduranceErases: 1 } });
    const large = imageOf('1.1.0', {}, 94_208);
    expect(download(worn, large, pool)).toMatchObject({ type: 'ok' });
    worn.boot();
    const again = download(worn, imageOf('1.2.0', {}, 94_208), pool);
    expect(again).toMatchObject({ type: 'failed' });
    expect(worn.boot()).toMatchObject({ type: 'slot', slot: 0, isTrial: false });
  });

  test('writes in the slot that fail move on to good blocks, and what was there is asked for again', () => {
    const plan = { ...smallPlan, eraseBlockBytes: 65_536, slotBytes: 196_608, spareBlocks: 40 };
    const options = { key: 5, failures: { regions: [slotB], rate: 0.005 } };
    const store = bootedStore(old, pool, { plan, options });
    const asked: number[] = [];
    let at = store.begin({ attemptId: 'a', headerBytes: next.headerBytes });
    while (at.type === 'ok' && at.next < at.chunks) {
      asked.push(at.next);
      at = store.writeChunk(at.next, wholeOf(pool.intern(next.content.subarray(at.next * 32_768, (at.next + 1) * 32_768))));
    }
    expect(asked.length).toBeGreaterThan(3);
    expect(store.flash.stateOf(slotB).bad.size).toBeGreaterThan(0);
    expect(store.finish()).toEqual({ type: 'ok' });
    expect(store.boot()).toMatchObject({ slot: 1, isTrial: true });
  });

  test.each([0.5, 1])('writes of the record that fail at rate %d leave a device that boots', (rate) => {
    for (let key = 0; key < 40; key += 1) {
      // The factory's own writes go through: the rate begins after them.
      const good = factoryFlash({ ...smallPlan, enduranceErases: 1_000 }, old, pool);
      const { saved } = saveFlash(good);
      const store = restore(saved, { key, failures: { regions: [recordA, recordB], rate } });
      const at = download(store, next, pool);
      if (at.type === 'ok') {
        const end = store.finish();
        if (end.type === 'failed') expect(end.cause).toBe('flash-failed');
      } else expect(at.cause).toBe('flash-failed');
      for (let boots = 0; boots < 6; boots += 1) expect(store.boot()).toMatchObject({ type: 'slot' });
      if (rate === 1) expect(store.facts().running?.digest).toBe(old.digest);
    }
  });

  test('either copy of the record may be lost; both lost means recovery, from where it can be updated', () => {
    for (const copy of [recordA, recordB]) {
      const store = updated();
      store.flash.damage(copy, 30);
      expect(store.boot()).toMatchObject({ slot: 1, isTrial: false });
      expect(store.facts()).toMatchObject({ recordCopies: 2, counter: 2 });
    }
    const store = updated();
    for (const copy of [recordA, recordB]) store.flash.damage(copy, 30);
    expect(store.boot()).toEqual({ type: 'recovery', gaveUp: [] });
    expect(download(store, next, pool)).toMatchObject({ type: 'ok' });
    store.finish();
    expect(store.boot()).toMatchObject({ type: 'slot', isTrial: true });
  });
});
