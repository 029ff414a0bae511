import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBounded, writeBytes } from './given-files.ts';
import { readMetadataText } from './key-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-given-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file up to the limit is read; one byte more is told without it being read', () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'a'.repeat(100));
  expect(Buffer.from(readBounded(file, 100) as Uint8Array).toString()).toBe('a'.repeat(100));
  expect(readBounded(file, 99)).toBe(100);
  writeFileSync(file, '');
  expect(readBounded(file, 99)).toHaveLength(0);
});

test('a device that never ends is read to the limit and no further, and one that is empty is empty', () => {
  expect(readBounded('/dev/zero', 3_000_000)).toBeGreaterThan(3_000_000);
  expect(readBounded('/dev/null', 10)).toHaveLength(0);
  expect(() => readMetadataText('/dev/zero')).toThrow(
    expect.objectContaining({ code: 'E2011', message: expect.stringContaining('1048576 at most') }),
  );
  expect(() => readBounded(folder, 1_000_000)).toThrow(/EISDIR/);
});

test('a file is written whole or not at all: what was there stays, nothing is left beside it, and a link stays one', () => {
  const own = join(folder, 'own');
  mkdirSync(own);
  const file = join(own, 'a.img');
  writeBytes(file, 'first');
  symlinkSync(file, join(own, 'link'));
  writeBytes(join(own, 'link'), 'second');
  expect(readFileSync(file, 'utf8')).toBe('second');
  expect(lstatSync(join(own, 'link')).isSymbolicLink()).toBe(true);
  expect(readdirSync(own).sort()).toEqual(['a.img', 'link']);
  // Its place is taken: the write fails before the file is touched.
  mkdirSync(join(own, '.b.img.unfinished'));
  const other = join(own, 'b.img');
  expect(() => writeBytes(other, 'third')).toThrow(expect.objectContaining({ code: 'E2011' }));
  expect(readdirSync(own)).not.toContain('b.img');
  expect(() => writeBytes(own, 'a folder')).toThrow(expect.objectContaining({ code: 'E2011' }));
});

test('a device is written to and stays one: a full one is told', () => {
  expect(() => writeBytes('/dev/full', 'more')).toThrow(
    expect.objectContaining({ code: 'E2011', message: expect.stringContaining('ENOSPC') }),
  );
  expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
});
