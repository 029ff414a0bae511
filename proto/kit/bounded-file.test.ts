import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBounded } from './bounded-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-bounded-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fail = ({ message }: { message: string }, isTooLarge: boolean): Error => new Error(`${isTooLarge ? 'large' : 'unread'}: ${message}`);
const patience = { writerMs: 60, silenceMs: 5_000 };

test('a file up to the limit is read; one byte more is told without it being read', () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'a'.repeat(100));
  expect(readBounded(file, 100, fail).toString()).toBe('a'.repeat(100));
  expect(() => readBounded(file, 99, fail)).toThrow(`large: ${file} has 100 bytes, the limit is 99`);
  writeFileSync(file, '');
  expect(readBounded(file, 99, fail)).toHaveLength(0);
});

test('a device that never ends is read to the limit and no further, one that is empty is empty, a folder is no file', () => {
  expect(() => readBounded('/dev/zero', 3_000_000, fail)).toThrow(/^large: \/dev\/zero has 3145728 bytes or more, the limit is 3000000$/);
  expect(readBounded('/dev/null', 10, fail)).toHaveLength(0);
  expect(() => readBounded(folder, 1_000_000, fail)).toThrow(/^unread: .*EISDIR/);
  expect(() => readBounded(join(folder, 'none'), 1_000_000, fail)).toThrow(/^unread: .*ENOENT/);
});

test('a pipe is read to its end, however late its writer is; one that nobody writes is given up', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  expect(() => readBounded(pipe, 10, fail, patience)).toThrow(`unread: ${pipe}: nothing came out of the pipe for 0.06 s`);
  spawn('sh', ['-c', '{ sleep 0.1; printf one; sleep 0.1; printf two; } > "$0"', pipe], { stdio: 'ignore' });
  expect(readBounded(pipe, 6, fail, { ...patience, writerMs: 5_000 }).toString()).toBe('onetwo');
  spawn('sh', ['-c', 'printf 1234567 > "$0"', pipe], { stdio: 'ignore' });
  expect(() => readBounded(pipe, 6, fail, { ...patience, writerMs: 5_000 })).toThrow(/^large: .* has 7 bytes or more, the limit is 6/);
});
