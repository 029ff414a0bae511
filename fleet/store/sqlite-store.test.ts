import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryLog, silentLog, VirtualClock } from '#proto/kit/index.js';
import { defineMigration, readMigrations } from './migrations.ts';
import { openSqliteStore, openSqliteStoreWith, type SqliteStoreOptions } from './sqlite-store.ts';

let folder = '';
let options: SqliteStoreOptions;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-sqlite-'));
  options = { folder, clock: new VirtualClock(0), yieldTurn: () => new Promise((resolve) => setImmediate(resolve)), log: silentLog };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'state.db');
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'opened',
    (error: { code: string; message: string }) => error,
  );

describe('data folder of the state', () => {
  test('a second manager is refused and told who holds it, and may come afterwards', async () => {
    const store = await openSqliteStore(options);
    expect(await refusal(openSqliteStore(options))).toMatchObject({
      code: 'E1602',
      message: expect.stringContaining(`pid ${process.pid}`),
    });
    await store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }]);
    await store.close();
    const next = await openSqliteStore(options);
    expect((await next.get('meta', 'a'))?.revision).toBe(1);
    await next.close();
  });

  test.each([
    ['a foreign file', () => writeFileSync(file(), 'not a database, '.repeat(100))],
    ['a page of zeros', () => overwrite(4_096, Buffer.alloc(4_096))],
    ['a torn end', () => truncateSync(file(), 8_192)],
  ])('%s is refused with E1609 naming the file, and left as it is', async (_name, damage) => {
    const store = await openSqliteStore(options);
    for (let index = 0; index < 50; index += 1) {
      await store.apply([{ type: 'put', kind: 'meta', id: `id-${index}`, value: { value: 'x'.repeat(500) } }]);
    }
    await store.close();
    damage();
    const before = readFileSync(file());
    expect(await refusal(openSqliteStore(options))).toMatchObject({ code: 'E1609', message: expect.stringContaining(file()) });
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  test('a folder that can not be made is refused with E1613', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await refusal(openSqliteStore({ ...options, folder: join(folder, 'file', 'data') }))).toMatchObject({ code: 'E1613' });
  });
});

describe('the log of the state', () => {
  test('after many changes it is moved into the database while the store is open, and goes away with it', async () => {
    const store = await openSqliteStore(options);
    const value = { value: 'x'.repeat(3_000) };
    const put = (id: string) => ({ type: 'put', kind: 'meta', id, value }) as const;
    for (let round = 0; round < 6; round += 1) await store.apply(Array.from({ length: 200 }, (_, index) => put(`id-${index}`)));
    const giveUpAt = Date.now() + 20_000;
    while (statSync(file()).size < 200 * 3_000 && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(statSync(file()).size).toBeGreaterThan(200 * 3_000);
    await store.apply([put('late')]);
    await store.close();
    expect(existsSync(`${file()}-wal`)).toBe(false);
    const next = await openSqliteStore(options);
    expect((await next.list('meta')).map(({ revision }) => revision)).toEqual([...Array.from({ length: 200 }, () => 6), 1]);
    await next.close();
  });
});

describe('migrations of the state', () => {
  const known = readMigrations('state');
  const newest = known.length;
  const second = defineMigration(
    newest + 1,
    'second',
    "CREATE TABLE second (a); INSERT INTO second VALUES (1); UPDATE document SET revision = 10 WHERE id = 'a'",
  );
  const broken = defineMigration(newest + 1, 'broken', 'CREATE TABLE second (a); CREATE TABLE document (a)');

  test('an older folder is brought up to date, a newer one refused with both versions', async () => {
    const log = new MemoryLog();
    const store = await openSqliteStore(options);
    await store.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }]);
    await store.close();
    const newer = await openSqliteStoreWith({ ...options, log }, [...known, second]);
    expect((await newer.get('meta', 'a'))?.revision).toBe(10);
    await newer.close();
    expect(log.lines.map(({ text, fields }) => [text, fields.number])).toEqual([['state migrated', newest + 1]]);
    expect(await refusal(openSqliteStore(options))).toMatchObject({
      code: 'E1608',
      message: expect.stringMatching(new RegExp(`version ${newest + 1}, .* up to ${newest}`)),
    });
  });

  test('documents of the first schema stay as they were', async () => {
    const first = await openSqliteStoreWith(options, known.slice(0, 1));
    await first.apply([{ type: 'put', kind: 'meta', id: 'b', value: { value: 'x'.repeat(3_000) } }]);
    await first.apply([{ type: 'put', kind: 'meta', id: 'b', value: { value: 'y'.repeat(3_000) } }]);
    await first.apply([{ type: 'put', kind: 'meta', id: 'a', value: { value: 1 } }]);
    await first.close();
    const store = await openSqliteStore(options);
    expect((await store.list('meta')).map(({ id, revision }) => [id, revision])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect((await store.get('meta', 'b'))?.value.value).toBe('y'.repeat(3_000));
    expect(await store.apply([{ type: 'put', kind: 'meta', id: 'b', value: { value: 2 }, expectedRevision: 2 }])).toEqual([3]);
    await store.close();
  });

  test('one that fails leaves nothing behind', async () => {
    await (await openSqliteStore(options)).close();
    expect(await refusal(openSqliteStoreWith(options, [...known, broken]))).toMatchObject({
      code: 'E1611',
      message: expect.stringContaining('broken'),
    });
    const store = await openSqliteStoreWith(options, [...known, second]);
    await store.close();
  });

  test('one that was changed after it was applied is refused', async () => {
    const [first] = readMigrations('state');
    await (await openSqliteStore(options)).close();
    const changed = defineMigration(1, 'first', `${first?.sql} -- changed`);
    expect(await refusal(openSqliteStoreWith(options, [changed, ...known.slice(1)]))).toMatchObject({ code: 'E1611' });
  });
});

function overwrite(from: number, bytes: Buffer): void {
  const content = readFileSync(file());
  bytes.copy(content, from);
  writeFileSync(file(), content);
}
