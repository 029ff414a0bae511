import { expect, test } from 'vitest';
import { BlobPages } from './blob-pages.ts';

const page = (value: number) => async () => Uint8Array.of(value);

test('holds as many pages as it may, and lets the least recently used go for one more', async () => {
  const pages = new BlobPages(2);
  await pages.get('a 0', page(1));
  await pages.get('a 1', page(2));
  expect([pages.peek('a 1'), pages.peek('a 0')]).toEqual([Uint8Array.of(2), Uint8Array.of(1)]);
  await pages.get('b 0', page(3));
  expect(pages.peek('a 1')).toBeUndefined();
  expect([pages.peek('a 0'), pages.peek('b 0')]).toEqual([Uint8Array.of(1), Uint8Array.of(3)]);
  pages.drop('a ');
  expect([pages.peek('a 0'), pages.peek('b 0')]).toEqual([undefined, Uint8Array.of(3)]);
});

test('a page on its way is read once for all; one that could not be read is asked for anew', async () => {
  const pages = new BlobPages(2);
  let loads = 0;
  const load = async () => {
    loads += 1;
    await undefined;
    if (loads === 1) throw new Error('no');
    return Uint8Array.of(loads);
  };
  await expect(pages.get('a 0', load)).rejects.toThrow('no');
  expect(await Promise.all([pages.get('a 0', load), pages.get('a 0', load), pages.get('a 0', load)])).toHaveLength(3);
  expect(loads).toBe(2);
});
