import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBounded } from './given-files.ts';
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
