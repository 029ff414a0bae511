import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { driftOf } from './drift.ts';

const root = mkdtempSync(join(tmpdir(), 'seatrial-drift-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('names each file that is not as it would be generated, and no other', async () => {
  mkdirSync(join(root, 'pages'));
  for (const name of ['same.md', 'edited.md', 'old.md', 'other.txt']) writeFileSync(join(root, 'pages', name), name);
  const files = new Map([
    ['pages/same.md', 'same.md'],
    ['pages/edited.md', 'new text'],
    ['pages/new.md', 'new.md'],
  ]);
  expect(await driftOf(root, [{ folder: 'pages', ending: '.md' }], files)).toEqual([
    'pages/edited.md differs from what it is generated from',
    'pages/new.md is missing',
    'pages/old.md comes from nothing any more',
  ]);
});
