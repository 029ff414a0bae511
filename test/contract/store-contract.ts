import { describe, expect, test } from 'vitest';
import type { AuditEntry, Store, TimelineEntry } from '#fleet/domain/index.js';

/** A store under test. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Ends the process that used it, so to speak, or closes it where a process can't be ended here, and opens it again. */
  reopen(): Promise<StoreUnderTest>;
  /** Closes what is open and removes files. */
  dispose(): Promise<void>;
}

function audit(sequence: number): AuditEntry {
  return {
    sequence,
    atMs: sequence * 10,
    actor: 'eva',
    action: 'device.revoke',
    subject: 'device:a',
    reason: `no ${sequence}`,
    detail: {},
  };
}

function timeline(sequence: number): TimelineEntry {
  return { sequence, atMs: 1, source: 'system', kind: 'test', deviceId: '', message: '', detail: { sequence } };
}

const sequencesOf = (entries: readonly { readonly sequence: number }[]) => entries.map(({ sequence }) => sequence);

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: { code?: string; name?: string }) => error.code ?? error.name);
}

/** What every driver of the Store port must do. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = (work: (subject: StoreUnderTest) => Promise<void>) => async () => {
    const subject = await open();
    try {
      await work(subject);
    } finally {
      await subject.dispose();
    }
  };

  describe(`Store contract: ${name}`, () => {
    test(
      'gives back what was put, with revisions from 1 growing by one',
      withStore(async ({ store }) => {
        expect(await store.get('meta', 'a')).toBeUndefined();
        expect(await store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }])).toEqual([1]);
        expect(await store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 'zwei' } }])).toEqual([2]);
        expect(await store.get('meta', 'a')).toEqual({ id: 'a', revision: 2, value: { value: 'zwei' } });
        expect(await store.get('alarm', 'a')).toBeUndefined();
      }),
    );

    test(
      'keeps a copy: whoever made a value may change it',
      withStore(async ({ store }) => {
        const value = { value: 1 };
        const applied = store.apply([{ type: 'put', kind: 'meta', id: 'a', value }]);
        value.value = 2;
        await applied;
        const read = await store.get('meta', 'a');
        expect(read?.value.value).toBe(1);
        Object.assign(read?.value ?? {}, { value: 3 });
        expect((await store.get('meta', 'a'))?.value.value).toBe(1);
      }),
    );

    test(
      'lists a kind by id',
      withStore(async ({ store }) => {
        await store.apply(['b', 'a', 'c10', 'c1'].map((id) => ({ type: 'put', kind: 'meta', id, value: { value: id } }) as const));
        await store.apply([{ type: 'delete', kind: 'meta', id: 'b' }]);
        expect((await store.list('meta')).map(({ id }) => id)).toEqual(['a', 'c1', 'c10']);
        expect(await store.list('alarm')).toEqual([]);
      }),
    );

    test(
      'checks expected revisions: new, right, one past, missing',
      withStore(async ({ store }) => {
        const put = (expectedRevision: number) =>
          outcomeOf(store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 0 }, expectedRevision }]));
        const drop = (expectedRevision: number) => outcomeOf(store.apply([{ type: 'delete', kind: 'meta', id: 'a', expectedRevision }]));
        expect(await put(1)).toBe('E1601');
        expect(await drop(1)).toBe('E1601');
        expect(await put(0)).toEqual([1]);
        expect(await put(0)).toBe('E1601');
        expect(await put(2)).toBe('E1601');
        expect(await put(1)).toEqual([2]);
        expect(await drop(1)).toBe('E1601');
        expect(await drop(2)).toEqual([0]);
        expect(await put(2)).toBe('E1601');
        expect(await put(0)).toEqual([1]);
      }),
    );

    test(
      'writes all of a batch or nothing, logs and cuts too',
      withStore(async ({ store }) => {
        await store.apply([
          { type: 'put', kind: 'meta', id: 'kept', value: { value: 1 } },
          { type: 'append', log: 'audit', entry: audit(1) },
          { type: 'append', log: 'audit', entry: audit(2) },
        ]);
        const failing = store.apply([
          { type: 'put', kind: 'meta', id: 'new', value: { value: 1 } },
          { type: 'put', kind: 'meta', id: 'kept', value: { value: 2 } },
          { type: 'append', log: 'audit', entry: audit(3) },
          { type: 'trim', log: 'audit', keep: 1 },
          { type: 'delete', kind: 'meta', id: 'kept' },
          { type: 'put', kind: 'meta', id: 'kept', value: { value: 3 }, expectedRevision: 9 },
        ]);
        await expect(failing).rejects.toMatchObject({ code: 'E1601' });
        expect((await store.list('meta')).map(({ id, revision, value }) => [id, revision, value.value])).toEqual([['kept', 1, 1]]);
        expect(sequencesOf(await store.readLog('audit', { limit: 10 }))).toEqual([1, 2]);
      }),
    );

    test(
      'a batch sees its own changes',
      withStore(async ({ store }) => {
        const revisions = await store.apply([
          { type: 'put', kind: 'meta', id: 'a', value: { value: 1 }, expectedRevision: 0 },
          { type: 'append', log: 'timeline', entry: timeline(4) },
          { type: 'put', kind: 'meta', id: 'a', value: { value: 2 }, expectedRevision: 1 },
          { type: 'delete', kind: 'meta', id: 'a', expectedRevision: 2 },
          { type: 'put', kind: 'meta', id: 'a', value: { value: 3 }, expectedRevision: 0 },
        ]);
        expect(revisions).toEqual([1, 0, 2, 0, 1]);
      }),
    );

    test(
      'calls of one turn are written in their order, each for itself',
      withStore(async ({ store }) => {
        const put = (value: number, expectedRevision: number) =>
          outcomeOf(store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value }, expectedRevision }]));
        const outcomes = await Promise.all([put(1, 0), put(2, 0), put(3, 1), put(4, 1), put(5, 2)]);
        expect(outcomes).toEqual([[1], 'E1601', [2], 'E1601', [3]]);
        expect((await store.get('meta', 'a'))?.value).toEqual({ value: 5 });
      }),
    );

    test(
      '5,000 calls of one turn are all written',
      withStore(async ({ store }) => {
        const calls = Array.from({ length: 5_000 }, (_, index) =>
          store.apply([{ type: 'put', kind: 'meta', id: `n${index}`, value: { value: index } }]),
        );
        expect((await Promise.all(calls)).every(([revision]) => revision === 1)).toBe(true);
        expect((await store.list('meta')).length).toBe(5_000);
      }),
    );

    test(
      'an empty batch is answered',
      withStore(async ({ store }) => {
        expect(await store.apply([])).toEqual([]);
      }),
    );

    test(
      'ids of 200 characters are taken, of 0 and 201 are bugs',
      withStore(async ({ store }) => {
        const put = (id: string) => outcomeOf(store.apply([{ type: 'put', kind: 'meta', id, value: { value: 1 } }]));
        expect(await put('x'.repeat(200))).toEqual([1]);
        expect(await put('x'.repeat(201))).toBe('AssertionError');
        expect(await put('')).toBe('AssertionError');
      }),
    );

    test(
      'reads logs in pages, oldest first',
      withStore(async ({ store }) => {
        await store.apply([1, 2, 5, 6, 9].map((sequence) => ({ type: 'append', log: 'audit', entry: audit(sequence) }) as const));
        const read = async (options: { after?: number; before?: number; limit: number }) =>
          sequencesOf(await store.readLog('audit', options));
        expect(await read({ limit: 2 })).toEqual([6, 9]);
        expect(await read({ limit: 5 })).toEqual([1, 2, 5, 6, 9]);
        expect(await read({ limit: 10_000 })).toEqual([1, 2, 5, 6, 9]);
        expect(await read({ after: 0, limit: 2 })).toEqual([1, 2]);
        expect(await read({ after: 3, limit: 2 })).toEqual([5, 6]);
        expect(await read({ after: 9, limit: 2 })).toEqual([]);
        expect(await read({ before: 9, limit: 2 })).toEqual([5, 6]);
        expect(await read({ before: 1, limit: 2 })).toEqual([]);
        expect(await read({ before: 3, limit: 10 })).toEqual([1, 2]);
        expect(await outcomeOf(read({ limit: 0 }))).toBe('AssertionError');
        expect(await outcomeOf(read({ limit: 10_001 }))).toBe('AssertionError');
        expect(await store.readLog('timeline', { limit: 1 })).toEqual([]);
        expect((await store.readLog('audit', { limit: 1 }))[0]).toEqual(audit(9));
      }),
    );

    test(
      'refuses log entries that are not newer',
      withStore(async ({ store }) => {
        const append = (sequence: number) => outcomeOf(store.apply([{ type: 'append', log: 'audit', entry: audit(sequence) }]));
        expect(await append(2)).toEqual([0]);
        expect(await append(2)).toBe('AssertionError');
        expect(await append(1)).toBe('AssertionError');
        expect(await append(3)).toEqual([0]);
        expect(sequencesOf(await store.readLog('audit', { limit: 10 }))).toEqual([2, 3]);
      }),
    );

    test(
      'cuts a log to the newest',
      withStore(async ({ store }) => {
        await store.apply([1, 2, 3, 7, 8].map((sequence) => ({ type: 'append', log: 'timeline', entry: timeline(sequence) }) as const));
        await store.apply([{ type: 'append', log: 'audit', entry: audit(1) }]);
        const trim = async (keep: number) => {
          await store.apply([{ type: 'trim', log: 'timeline', keep }]);
          return sequencesOf(await store.readLog('timeline', { limit: 10 }));
        };
        expect(await trim(6)).toEqual([1, 2, 3, 7, 8]);
        expect(await trim(5)).toEqual([1, 2, 3, 7, 8]);
        expect(await trim(4)).toEqual([2, 3, 7, 8]);
        expect(await trim(1)).toEqual([8]);
        expect(await outcomeOf(trim(0))).toBe('AssertionError');
        expect(sequencesOf(await store.readLog('audit', { limit: 10 }))).toEqual([1]);
      }),
    );

    test(
      'what was answered is there after an end',
      withStore(async (subject) => {
        await subject.store.apply([
          { type: 'put', kind: 'meta', id: 'a', value: { value: 1 } },
          { type: 'append', log: 'audit', entry: audit(1) },
        ]);
        const next = await subject.reopen();
        expect(await next.store.get('meta', 'a')).toEqual({ id: 'a', revision: 1, value: { value: 1 } });
        expect(await next.store.readLog('audit', { limit: 10 })).toEqual([audit(1)]);
        await next.dispose();
      }),
    );

    test(
      'close writes what waits, then refuses with E1612',
      withStore(async (subject) => {
        const waiting = subject.store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }]);
        await Promise.all([waiting, subject.store.close()]);
        expect(await outcomeOf(subject.store.get('meta', 'a'))).toBe('E1612');
        expect(await outcomeOf(subject.store.list('meta'))).toBe('E1612');
        expect(await outcomeOf(subject.store.readLog('audit', { limit: 1 }))).toBe('E1612');
        expect(await outcomeOf(subject.store.apply([]))).toBe('E1612');
        const next = await subject.reopen();
        expect((await next.store.get('meta', 'a'))?.revision).toBe(1);
        await next.dispose();
      }),
    );
  });
}
