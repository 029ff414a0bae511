import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeTerminal } from './fake-terminal.ts';
import { readBytes, writeBytes } from './given-files.ts';
import { readMetadataText } from './key-files.ts';
import { readText } from './secret-source.ts';
import { readInputOf } from './terminal.ts';
import { trustAuthority } from './trust-authority.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-given-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('metadata is read as far as a device takes it: a root of 64 KiB, and one byte more is told with file, size and limit', () => {
  const file = join(folder, 'root.json');
  writeFileSync(file, 'a'.repeat(65_536));
  expect(readMetadataText(file, 'root')).toHaveLength(65_536);
  writeFileSync(file, 'a'.repeat(65_537));
  const refusal = { code: 'E2011', exit: 2, message: `${file} has 65537 bytes, the limit is 65536` };
  expect(() => readMetadataText(file, 'root')).toThrow(expect.objectContaining(refusal));
  expect(readMetadataText(file)).toHaveLength(65_537);
});

const endless: [string, () => unknown, string, number][] = [
  ['--ca-file of a context', () => trustAuthority('/dev/zero'), 'E2011', 4_194_304],
  ['metadata', () => readMetadataText('/dev/zero'), 'E2011', 1_048_576],
  ['a text', () => readText('/dev/zero', new FakeTerminal()), 'E2011', 16_777_216],
  ['an image', () => readBytes('/dev/zero', 2_000_000), 'E2011', 2_000_000],
];
test.each(endless)('a file that never ends is no %s, and read no further than its limit', async (_what, read, code, most) => {
  const message = expect.stringMatching(new RegExp(`^/dev/zero has \\d+ bytes or more, the limit is ${most}$`));
  await expect((async () => read())()).rejects.toMatchObject({ code, message });
});

test('standard input that never ends is read no further than its limit', async () => {
  async function* endlessly(): AsyncGenerator<string> {
    for (;;) yield 'a'.repeat(1_048_576);
  }
  const message = 'standard input has 17825792 characters or more, the limit is 16777216';
  await expect(readInputOf(endlessly())).rejects.toMatchObject({ code: 'E2011', message });
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
