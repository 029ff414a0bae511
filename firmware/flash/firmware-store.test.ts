import { describe, expect, test } from 'vitest';
import { bootedStore, download, imageOf } from './flash-fixture.ts';
import { ContentPool } from './index.ts';

const pool = new ContentPool();
const old = imageOf('1.0.0');
const next = imageOf('1.1.0', { securityCounter: 2 });

describe('an update', () => {
  test('goes from begin over a trial to confirm', () => {
    const store = bootedStore(old, pool);
    expect(store.facts()).toMatchObject({ running: { slot: 0, digest: old.digest, isConfirmed: true }, counter: 0, recordCopies: 2 });
    expect(download(store, next, pool)).toEqual({ type: 'ok', next: 3, chunks: 3 });
    expect(store.finish()).toEqual({ type: 'ok' });
    expect(store.facts()).toMatchObject({ running: { digest: old.digest }, attemptsLeft: 3, attempt: { attemptId: '1.1.0', slot: 1 } });
    expect(store.boot()).toMatchObject({ type: 'slot', slot: 1, isTrial: true, attemptsLeft: 2, gaveUp: [] });
    expect(store.facts()).toMatchObject({ running: { digest: next.digest, isConfirmed: false }, counter: 0 });
    expect(store.confirm()).toEqual({ type: 'ok' });
    expect(store.closeAttempt()).toEqual({ type: 'ok' });
    expect(store.facts()).toMatchObject({ running: { isConfirmed: true }, counter: 2, attempt: undefined });
    expect(store.boot()).toMatchObject({ type: 'slot', slot: 1, isTrial: false });
  });
});
