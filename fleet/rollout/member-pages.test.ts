import { describe, expect, test } from 'vitest';
import { addPage, bookOf, layPages, membersPerPage, pageOf } from './member-pages.ts';
import { planWaves, type WaveCandidate } from './wave-planner.ts';

const candidates: WaveCandidate[] = Array.from({ length: 1_200 }, (_, index) => ({
  id: `pump-${index}`,
  stratum: index % 3 === 0 ? 'b' : 'a',
}));
const waves = planWaves(
  candidates,
  [
    { type: 'count', count: 30 },
    { type: 'count', count: 800 },
  ],
  's',
);

describe('pages of members', () => {
  const pages = layPages('r-1', candidates, waves, 's');
  const book = bookOf(pages, 2, 7);

  test('hold every device once, by wave and lot; those without a wave come last', () => {
    expect(pages.map(({ page, deviceIds }) => [page, deviceIds.length])).toEqual([
      [0, membersPerPage],
      [1, membersPerPage],
      [2, 200],
    ]);
    expect(new Set(pages.flatMap(({ deviceIds }) => deviceIds)).size).toBe(1_200);
    const order = pages.flatMap((page) => page.waves);
    expect(order).toEqual([...Array(30).fill(0), ...Array(800).fill(1), ...Array(370).fill(-1)]);
    for (const [index, id] of pages.flatMap(({ deviceIds }) => deviceIds).entries()) {
      const candidate = candidates.findIndex((one) => one.id === id);
      expect([order[index], book.idAt(index)]).toEqual([waves[candidate], id]);
    }
  });

  test('do not depend on the order of the devices', () => {
    const turned = candidates.toReversed();
    const turnedWaves = planWaves(
      turned,
      [
        { type: 'count', count: 30 },
        { type: 'count', count: 800 },
      ],
      's',
    );
    expect(layPages('r-1', turned, turnedWaves, 's')).toEqual(pages);
  });

  test('make the same book in any order, and later ones come behind', () => {
    const same = bookOf(pages.toReversed(), 2, 7);
    expect(same.idAt(600)).toBe(book.idAt(600));
    const [late] = layPages('r-1', [{ id: 'late-1', stratum: 'c' }], Int32Array.of(1), 's', pages.length);
    expect(late?.page).toBe(3);
    addPage(same, late as NonNullable<typeof late>, 9);
    expect([same.size, same.idAt(1_200), same.sinceAt(1_200), same.strata.at(-1)]).toEqual([1_201, 'late-1', 9, 'c']);
    expect(same.recount()).toEqual([]);
  });

  test('are shown a part at a time, by wave and bucket', () => {
    const first = pageOf(book, { wave: 0, limit: 20 });
    expect([first.indexes.length, first.total, first.hasMore]).toEqual([20, 30, true]);
    const rest = pageOf(book, { wave: 0, limit: 20, after: book.idAt(first.indexes.at(-1) as number) });
    expect([rest.indexes.length, rest.total, rest.hasMore, rest.indexes[0]]).toEqual([10, 30, false, 20]);
    book.place(31, { bucket: 'updated', isReady: false }, 0, undefined, 8);
    expect(pageOf(book, { bucket: 'updated', limit: 20 })).toEqual({ indexes: [31], total: 1, hasMore: false });
    expect(pageOf(book, { bucket: 'updated', wave: 0, limit: 20 })).toEqual({ indexes: [], total: 0, hasMore: false });
    expect(pageOf(book, { limit: 1_200 })).toMatchObject({ total: 1_200, hasMore: false });
  });
});
