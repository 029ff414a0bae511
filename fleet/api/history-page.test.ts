import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimelineEntry } from '#fleet/domain/index.js';
import { type EventPlace, type HistoryPlace, readPage } from './history-page.ts';

const entryOf = (sequence: number, atMs: number, kind: string): TimelineEntry => ({
  sequence,
  atMs,
  source: 'device',
  kind,
  deviceId: 'a',
  message: '',
  detail: {},
});
const isBefore = (one: EventPlace, other: EventPlace): boolean =>
  one.atMs - other.atMs < 0 ||
  (one.atMs === other.atMs && (one.boot - other.boot < 0 || (one.boot === other.boot && one.sequence < other.sequence)));

/** All pages one after the other. `toldAtOnce`: entries of the timeline, wanted or not, that one read looks at. */
async function readAll(told: readonly TimelineEntry[], events: readonly EventPlace[], limit: number, toldAtOnce: number) {
  const pages: TimelineEntry[][] = [];
  let place: HistoryPlace | undefined = { sequence: undefined, event: undefined };
  while (place !== undefined) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(place, limit, {
      told: async (before = Number.POSITIVE_INFINITY) => {
        const below = told.filter(({ sequence }) => sequence < before);
        const seen = below.slice(0, toldAtOnce);
        const wanted = seen.filter(({ kind }) => kind === 'told').slice(0, limit);
        const last = wanted.length === limit ? wanted.at(-1) : seen.at(-1);
        const isAll = last === undefined || last === below.at(-1);
        return { entries: wanted, next: isAll ? undefined : last.sequence };
      },
      events: async (before, atLeastMs) =>
        events
          .filter((event) => event.atMs >= atLeastMs && (before === undefined || isBefore(event, before)))
          .slice(0, limit)
          .map((event) => ({ entry: entryOf(0, event.atMs, `${event.boot}/${event.sequence}`), place: event })),
    });
    pages.push(page.items);
    place = page.next;
    expect(pages.length, 'it ends').toBeLessThan(200);
  }
  return pages;
}

test('pages of every size give every entry of both sources once, also after the clock was set back', async () => {
  const times = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      times,
      times,
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 9 }),
      async (toldAt, eventsAt, limit, atOnce) => {
        const told = toldAt.map((atMs, index) => entryOf(toldAt.length - index, atMs, index % 3 === 0 ? 'other' : 'told'));
        const events = eventsAt
          .map((atMs, index) => ({ atMs, boot: 1 + (index % 2), sequence: index }))
          .sort((a, b) => (isBefore(a, b) ? 1 : -1));
        const pages = await readAll(told, events, limit, atOnce);
        const seen = pages.flat();
        expect(pages.every(({ length }) => length <= limit)).toBe(true);
        expect(seen.filter(({ sequence }) => sequence > 0)).toEqual(told.filter(({ kind }) => kind === 'told'));
        expect(seen.filter(({ sequence }) => sequence === 0).map(({ kind }) => kind)).toEqual(
          events.map(({ boot, sequence }) => `${boot}/${sequence}`),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('while the clock only goes forward the newest come first over all pages', async () => {
  const told = [90, 70, 50, 30].map((atMs, index) => entryOf(4 - index, atMs, 'told'));
  const events = [80, 60, 40, 20].map((atMs, index) => ({ atMs, boot: 1, sequence: 4 - index }));
  for (const limit of [1, 2, 3, 8, 9]) {
    const pages = await readAll(told, events, limit, 2);
    expect(pages.flat().map(({ atMs }) => atMs)).toEqual([90, 80, 70, 60, 50, 40, 30, 20]);
  }
});
