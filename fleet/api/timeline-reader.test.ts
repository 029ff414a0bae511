import { expect, test } from 'vitest';
import type { TimelineEntry } from '#fleet/domain/index.js';
import { readBack } from './timeline-reader.ts';

/** A timeline of 30,000 entries, one a second; every thousandth is about device "a". */
const entries = Array.from({ length: 30_000 }, (_, index): TimelineEntry => {
  const deviceId = (index + 1) % 1_000 === 0 ? 'a' : 'b';
  return { sequence: index + 1, atMs: (index + 1) * 1_000, source: 'device', kind: 'device.online', deviceId, message: '', detail: {} };
});
let reads = 0;
const journal = {
  readTimeline: async ({ before = Number.POSITIVE_INFINITY, limit }: { before?: number; limit: number }) => {
    reads += 1;
    return entries.filter(({ sequence }) => sequence < before).slice(-limit);
  },
};
const ofA = (entry: TimelineEntry) => entry.deviceId === 'a';

test('what is wanted is found far behind the newest thousand, newest first', async () => {
  const { entries: found, next } = await readBack(journal, { sinceMs: 0, limit: 3, wanted: ofA });
  expect(found.map(({ sequence }) => sequence)).toEqual([30_000, 29_000, 28_000]);
  const more = await readBack(journal, { before: next, sinceMs: 0, limit: 2, wanted: ofA });
  expect(more.entries.map(({ sequence }) => sequence)).toEqual([27_000, 26_000]);
});

test('a time bounds it: nothing older is read', async () => {
  reads = 0;
  const found = await readBack(journal, { sinceMs: 28_500_000, limit: 1_000, wanted: ofA });
  expect([found.entries.map(({ sequence }) => sequence), found.next, reads]).toEqual([[30_000, 29_000], undefined, 2]);
});

test('one request reads 20,000 entries and says where to go on; the end is said too', async () => {
  reads = 0;
  const first = await readBack(journal, { sinceMs: 0, limit: 1_000, wanted: ofA });
  expect([first.entries.length, first.next, reads]).toEqual([20, 10_001, 20]);
  const second = await readBack(journal, { before: first.next, sinceMs: 0, limit: 1_000, wanted: ofA });
  expect([second.entries.length, second.next]).toEqual([10, undefined]);
});
