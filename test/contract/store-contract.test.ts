import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMemoryStore, type MemoryStore, openSqliteStore } from '#fleet/store/index.js';
import { silentLog, VirtualClock } from '#proto/kit/index.js';
import { type StoreUnderTest, storeContract } from './store-contract.ts';

const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

function memorySubject(store: MemoryStore): StoreUnderTest {
  return { store, reopen: async () => memorySubject(store.crash()), dispose: async () => undefined };
}

async function sqliteSubject(folder: string): Promise<StoreUnderTest> {
  const store = await openSqliteStore({ folder, clock: new VirtualClock(0), yieldTurn, log: silentLog });
  const dispose = async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const reopen = async () => {
    await store.close();
    return sqliteSubject(folder);
  };
  return { store, reopen, dispose };
}

storeContract('memory', async () => memorySubject(createMemoryStore()));
storeContract('SQLite', () => sqliteSubject(mkdtempSync(join(tmpdir(), 'seatrial-store-'))));

describe('memory store', () => {
  test('crash drops what is not committed, and the old process hears nothing more', async () => {
    const store = createMemoryStore();
    await store.apply([{ type: 'put', kind: 'meta', id: 'before', value: { value: 1 } }]);
    const heard: string[] = [];
    const listen = (name: string, promise: Promise<unknown>) => void promise.then(() => heard.push(name)).catch(() => heard.push(name));
    listen('apply', store.apply([{ type: 'put', kind: 'meta', id: 'open', value: { value: 1 } }]));
    const next = store.crash();
    listen('late apply', store.apply([{ type: 'put', kind: 'meta', id: 'late', value: { value: 1 } }]));
    listen('get', store.get('meta', 'before'));
    listen('close', store.close());
    await yieldTurn();
    expect(heard).toEqual([]);
    expect((await next.list('meta')).map(({ id }) => id)).toEqual(['before']);
  });

  test('commits on microtasks: no turn of the event loop, no timer', async () => {
    const store = createMemoryStore();
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    await store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }]);
    expect(turned).toBe(false);
  });

  test('set full it refuses with E1603 and goes on when there is room', async () => {
    const store = createMemoryStore();
    store.setFull(true);
    await expect(store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }])).rejects.toMatchObject({ code: 'E1603' });
    store.setFull(false);
    expect(await store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }])).toEqual([1]);
  });
});
