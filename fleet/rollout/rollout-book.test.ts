import { expect, test } from 'vitest';
import type { RolloutPageRecord, Store } from '#fleet/domain/index.js';
import { testMember } from './member-fixture.ts';
import { RolloutBook } from './rollout-book.ts';
import { testPlan, testRecord } from './rollout-fixture.ts';

/** A store of documents that knows revisions, as far as the book asks. */
class TestStore {
  readonly documents = new Map<string, { value: unknown; revision: number }>();
  readonly batches: number[] = [];
  isFull = false;

  async list(kind: string): Promise<unknown[]> {
    const found = [...this.documents].filter(([key]) => key.startsWith(`${kind} `));
    return found.map(([key, document]) => ({ id: key.slice(kind.length + 1), ...document }));
  }

  async apply(batch: readonly { type: string; kind: string; id: string; value?: unknown; expectedRevision?: number }[]): Promise<number[]> {
    if (this.isFull) throw new Error('disk full');
    this.batches.push(batch.length);
    return batch.map(({ type, kind, id, value, expectedRevision }) => {
      const key = `${kind} ${id}`;
      const revision = this.documents.get(key)?.revision ?? 0;
      if (expectedRevision !== undefined) expect(expectedRevision).toBe(revision);
      if (type === 'delete') this.documents.delete(key);
      else this.documents.set(key, { value, revision: revision + 1 });
      return revision + 1;
    });
  }
}

function bookOf(store: TestStore): RolloutBook {
  // The book calls no more of a store than this one has.
  return new RolloutBook(store as unknown as Store);
}

const page: RolloutPageRecord = { rollout: 'r-1', page: 0, deviceIds: ['pump-1'], waves: [0], strata: ['all'] };

test('what was stored is read back, oldest first, with pages and members of each rollout', async () => {
  const store = new TestStore();
  const book = bookOf(store);
  await book.load();
  expect(book.nextNumber).toBe(1);
  await book.put(testRecord({ number: 2, plan: testPlan({ name: 'r-0' }) }));
  await book.put(testRecord({ number: 1 }));
  await book.putPages([page]);
  await book.putMembers([testMember()]);
  const again = bookOf(store);
  const kept = await again.load();
  expect(kept.map(({ record, pages, members }) => [record.plan.name, pages.length, members.length])).toEqual([
    ['r-1', 1, 1],
    ['r-0', 0, 0],
  ]);
  expect([again.nextNumber, again.names().sort()]).toEqual([3, ['r-0', 'r-1']]);
});

test('each write names the revision of the one before it, however many wait; one that fails changes nothing', async () => {
  const store = new TestStore();
  const book = bookOf(store);
  await Promise.all([1, 2, 3].map((revision) => book.put(testRecord({ revision }))));
  expect(book.get('r-1')?.revision).toBe(3);
  store.isFull = true;
  await expect(book.put(testRecord({ revision: 4 }))).rejects.toThrow('disk full');
  expect(book.get('r-1')?.revision).toBe(3);
  store.isFull = false;
  await book.put(testRecord({ revision: 5 }));
  expect(book.get('r-1')?.revision).toBe(5);
});

test('many members are stored 200 at a time; a rollout that is forgotten leaves nothing behind', async () => {
  const store = new TestStore();
  const book = bookOf(store);
  await book.put(testRecord());
  await book.putPages([page]);
  const members = Array.from({ length: 401 }, (_, index) => testMember({ deviceId: `pump-${index}` }));
  await book.putMembers(members);
  expect(store.batches).toEqual([1, 1, 200, 200, 1]);
  const ids = members.map(({ deviceId }) => deviceId);
  await book.forget('r-1', 1, ids);
  expect([store.documents.size, book.names()]).toEqual([0, []]);
});
