import { describe, expect, test } from 'vitest';
import {
  ContentPool,
  FirmwareStore,
  type FlashOptions,
  factoryFlash,
  PowerCut,
  regions,
  type StoreFailure,
  type StoreProgress,
  saveFlash,
  wholeOf,
} from '#firmware/flash/index.js';
import { chunkOf } from '#proto/image/index.js';
import { VirtualClock } from '#proto/kit/index.js';
import { defaultFlashPlan, type FlashPlan } from '#proto/profile/index.js';
import { Deadlines } from './deadlines.ts';
import { startWallMs } from './device-fixture.ts';
import { FlashWorker } from './flash-worker.ts';
import { SlotWriter } from './slot-writer.ts';
import { imageOf, levelOnly } from './update-fixture.ts';

const pool = new ContentPool();
const old = imageOf('1.0.0', levelOnly);
const next = imageOf('1.1.0', levelOnly, {}, 250_000);
const refs = next.header.chunkDigests.map((_digest, index) => wholeOf(pool.intern(chunkOf(next, index))));
/** A chunk takes 4 ms, the first of four 2 ms more. */
const nand: FlashPlan = {
  ...defaultFlashPlan,
  type: 'spi-nand',
  eraseBlockBytes: 131_072,
  writeUnitBytes: 2_048,
  slotBytes: 524_288,
  spareBlocks: 2,
};

/** A store that takes the image, a writer over it, and what it tells. */
function setUpWriter(plan: FlashPlan, options: FlashOptions = {}) {
  const store = new FirmwareStore(factoryFlash(plan, old, pool, options), pool);
  store.boot();
  const progress = store.begin({ attemptId: 'attempt-1', headerBytes: next.headerBytes });
  if (progress.type === 'failed') throw new Error(progress.message);
  const clock = new VirtualClock(startWallMs);
  const told: (StoreProgress | StoreFailure | number)[] = [];
  let offAtMs: number | undefined;
  const deadlines = new Deadlines(clock, { onDeadline: () => worker.due() });
  const owner = {
    deadlines,
    nowMs: () => clock.nowMs(),
    brownOut: () => {
      offAtMs = clock.nowMs();
      worker.powerLost();
    },
  };
  const worker: FlashWorker = new FlashWorker(owner, store.fork());
  const writer: SlotWriter = new SlotWriter(
    worker,
    {
      stored: (at) => told.push(at),
      writeFailed: (failure) => told.push(failure),
      rewound: (from) => {
        told.push(from);
        pushFrom(from);
      },
    },
    progress,
  );
  const pushFrom = (from: number) => {
    for (const ref of refs.slice(from)) writer.push(ref);
  };
  return { store, clock, told, worker, writer, pushFrom, offAt: () => offAtMs };
}

/** Chunk after chunk, each a job of its own. */
function writeAll(store: FirmwareStore): void {
  for (let at: StoreProgress | StoreFailure | undefined = store.progress(); at?.type === 'ok' && at.next < at.chunks; )
    at = store.writeChunk(at.next, refs[at.next] as (typeof refs)[number]);
}

/** All that a flash has gone through. */
function stateOf({ flash }: FirmwareStore) {
  return { ...saveFlash(flash).saved, operations: flash.operations, busyMs: flash.busyMs };
}

/** The state after a job that the power cuts. */
function cutOff(store: FirmwareStore, cut: Parameters<FirmwareStore['flash']['arm']>[0]) {
  store.flash.arm(cut);
  expect(() => writeAll(store)).toThrow(PowerCut);
  return stateOf(store);
}

describe('chunks that come together', () => {
  test('are one job, told of at its end; for the flash it is the same as one by one', () => {
    const { store, clock, told, worker, pushFrom } = setUpWriter(nand);
    pushFrom(0);
    const busyMs = store.flash.busyMs;
    writeAll(store);
    const spentMs = Math.ceil(store.flash.busyMs - busyMs);
    clock.advanceBy(spentMs - 1);
    expect(told).toEqual([]);
    clock.advanceBy(1);
    expect(told).toEqual([{ type: 'ok', next: refs.length, chunks: refs.length }]);
    expect(stateOf(worker.store)).toEqual(stateOf(store));
  });

  test('join the job under way when they come before its end, and begin one behind it', () => {
    const { store, clock, told, worker, writer } = setUpWriter(nand);
    writer.push(refs[0] as (typeof refs)[number]);
    clock.advanceBy(5);
    writer.push(refs[1] as (typeof refs)[number]);
    clock.advanceBy(5);
    expect([told.length, writer.hasRoom, writer.isDone]).toEqual([1, true, false]);
    writer.push(refs[2] as (typeof refs)[number]);
    for (const ref of refs.slice(3)) writer.push(ref);
    clock.advanceBy(100);
    expect(told.map((at) => (typeof at === 'object' && at.type === 'ok' ? at.next : at))).toEqual([2, refs.length]);
    writeAll(store);
    expect(stateOf(worker.store)).toEqual(stateOf(store));
    expect(writer.isDone).toBe(true);
  });

  test('are jobs of their own when the flash is slow, and in parts of 100 ms in between', () => {
    const slow = setUpWriter(defaultFlashPlan);
    slow.pushFrom(0);
    slow.clock.advanceBy(60_000);
    expect(slow.told).toHaveLength(refs.length);
    const worst = setUpWriter(nand, { pace: 1 });
    worst.pushFrom(0);
    worst.clock.advanceBy(60_000);
    expect(worst.told).toHaveLength(1);
    const smaller = setUpWriter({ ...nand, writeUnitBytes: 1_024 }, { pace: 1 });
    smaller.pushFrom(0);
    smaller.clock.advanceBy(60_000);
    expect(smaller.told).toHaveLength(2);
    expect(smaller.writer.isDone).toBe(true);
  });

  test('do not join a job of somebody else', () => {
    const { clock, told, worker, pushFrom } = setUpWriter(nand);
    const heard: unknown[] = [];
    worker.start(
      () => 'another',
      (result) => heard.push(result),
      10,
    );
    pushFrom(0);
    clock.advanceBy(9);
    expect(heard).toEqual([]);
    clock.advanceBy(200);
    expect(heard).toEqual(['another']);
    expect(told.map((at) => (typeof at === 'object' && at.type === 'ok' ? at.next : at))).toEqual([1, refs.length]);
  });
});

describe('invariant 1: power that goes in a job of many chunks leaves what it leaves in one after the other', () => {
  test.each(['before', 'torn', 'after'] as const)('%s an operation', (kind) => {
    for (let operation = 1; operation <= 16 * 7; operation += 9) {
      const { store, clock, told, worker, pushFrom, offAt } = setUpWriter(nand);
      worker.arm({ operation, kind });
      pushFrom(0);
      clock.advanceBy(1_000);
      expect(offAt()).toBeGreaterThan(0);
      expect(told.length).toBeLessThan(3);
      expect(stateOf(worker.store)).toEqual(cutOff(store, { operation, kind }));
    }
  });

  test('at a time', () => {
    for (let afterMs = 0; afterMs < 30; afterMs += 1) {
      const { store, clock, told, worker, pushFrom } = setUpWriter(nand);
      pushFrom(0);
      clock.advanceBy(afterMs);
      worker.powerLost();
      expect(told).toEqual([]);
      expect(stateOf(worker.store)).toEqual(cutOff(store, { afterMs }));
    }
  });
});

test('a block that goes bad in the middle is stepped over, what stood in it comes again, and the flash does the same as one by one', () => {
  const seen = new Set<number>();
  for (let key = 1; key <= 12; key += 1) {
    const options = { key, failures: { regions: [regions.slotB], rate: 0.01 } };
    const { store, clock, told, worker, pushFrom } = setUpWriter(nand, options);
    pushFrom(0);
    clock.advanceBy(10_000);
    writeAll(store);
    expect(stateOf(worker.store)).toEqual(stateOf(store));
    for (const at of told) if (typeof at === 'number') seen.add(at);
  }
  expect([...seen].sort()).toEqual([0, 4]);
});
