import type * as files from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLog, VirtualClock } from '#proto/kit/index.js';
import { openSqliteStore } from './sqlite-store.ts';

const disk = vi.hoisted(() => ({ code: '' }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof files>();
  const fdatasync = (descriptor: number, done: files.NoParamCallback): void => {
    if (disk.code === '') real.fdatasync(descriptor, done);
    else done(Object.assign(new Error(`${disk.code}: fdatasync`), { code: disk.code }));
  };
  return { ...real, fdatasync };
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-sync-'));
});
afterEach(() => {
  disk.code = '';
  rmSync(folder, { recursive: true, force: true });
});

const put = (id: string) => ({ type: 'put', kind: 'meta', id, value: { value: id } }) as const;

describe('a log that did not reach the disk', () => {
  test.each([
    ['EIO', 'E1613'],
    ['ENOSPC', 'E1603'],
  ])('%s: nothing is answered as stored behind the gap until the manager starts again', async (code, refusal) => {
    const options = {
      folder,
      clock: new VirtualClock(0),
      yieldTurn: () => new Promise<void>((resolve) => setImmediate(resolve)),
      log: silentLog,
    };
    const store = await openSqliteStore(options);
    await store.apply([put('before')]);
    expect(store.problem()).toBeUndefined();
    disk.code = code;
    await expect(store.apply([put('lost')])).rejects.toMatchObject({ code: refusal });
    // The system reports a failure once: the next sync says nothing of what it gave up.
    disk.code = '';
    await expect(store.apply([put('behind')])).rejects.toMatchObject({
      code: 'E1613',
      message: expect.stringContaining('start the manager again'),
    });
    expect(store.problem()).toMatch(/^E1613: .*: start the manager again$/);
    expect(await store.get('meta', 'behind')).toBeUndefined();
    expect((await store.get('meta', 'before'))?.revision).toBe(1);
    await store.close();
    const next = await openSqliteStore(options);
    expect(await next.apply([put('behind')])).toEqual([1]);
    await next.close();
  });
});
