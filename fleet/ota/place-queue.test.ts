import { expect, test } from 'vitest';
import { VirtualClock } from '#proto/kit/index.js';
import { PlaceQueue } from './place-queue.ts';

const demand = { attemptId: 'a', piece: 'content', version: 0, offset: 0, credit: 8 } as const;

test('thousands that have waited too long are given back in many turns, in their order', () => {
  const clock = new VirtualClock(0);
  const late: number[] = [];
  const queue = new PlaceQueue(clock, 1_000, ({ deviceKey }) => late.push(deviceKey));
  for (let key = 1; key <= 200; key += 1) expect(queue.add(key, demand)).toBe(true);
  clock.advanceTo(19_999);
  queue.add(201, demand);
  expect(late).toEqual([]);
  const turns: number[] = [];
  while (late.length < 200) {
    expect(clock.step()).toBe(true);
    turns.push(late.length);
  }
  expect(turns).toEqual([64, 128, 192, 200]);
  expect(clock.nowMs()).toBe(20_000);
  expect(late).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  clock.advanceTo(39_999);
  expect([late.at(-1), queue.size]).toEqual([201, 0]);
});

test('at its limit it takes a newer request of who waits already, and nobody else', () => {
  const queue = new PlaceQueue(new VirtualClock(0), 2, () => undefined);
  expect([queue.add(1, demand), queue.add(2, demand), queue.add(3, demand)]).toEqual([true, true, false]);
  expect(queue.add(1, { ...demand, offset: 32_768 })).toBe(true);
  expect(queue.take()).toMatchObject({ deviceKey: 1, demand: { ...demand, offset: 32_768 }, sinceMs: 0 });
});

test('units that come and go leave the order of the others alone', () => {
  const clock = new VirtualClock(0);
  const late: number[] = [];
  const queue = new PlaceQueue(clock, 1_000, ({ deviceKey }) => late.push(deviceKey));
  for (let key = 1; key <= 3; key += 1) queue.add(key, demand);
  for (let turn = 0; turn < 5_000; turn += 1) {
    queue.add(4, demand);
    queue.remove(4);
  }
  queue.remove(2);
  queue.add(2, demand);
  expect([queue.size, queue.take()?.deviceKey, queue.take()?.deviceKey]).toEqual([3, 1, 3]);
  clock.advanceTo(20_000);
  expect([late, queue.size, queue.take()]).toEqual([[2], 0, undefined]);
});
