import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '#firmware/device/index.js';
import { type SeatrialError, VirtualClock } from '#proto/kit/index.js';
import { readLedger } from './ledger-file.ts';
import { LedgerWriter } from './ledger-writer.ts';

const startMs = Date.UTC(2026, 0, 1);
const signals = [
  { id: 1, name: 'roomTempC' },
  { id: 2, name: 'heaterPowerW' },
];
/** As much of a device as a ledger needs. */
const device = { id: 'hall-00001', kind: { profile: { signals } } } as unknown as Device;

let folder: string;
let file: string;
let clock: VirtualClock;
let failures: SeatrialError[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-ledger-'));
  file = join(folder, 'hall.ledger');
  clock = new VirtualClock(startMs);
  failures = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(run = 1, path = file): LedgerWriter {
  const writer = new LedgerWriter(path, { population: 'hall', run, process: 0 }, clock, (error) => failures.push(error));
  return writer;
}

const lines = (): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('a line a durable frame at its end; what is under way at the end is kept, and goes on in the next run', async () => {
  const one = open();
  one.begin();
  const { frameMade, frameSent, frameRejected, frameDropped, acknowledged } = one.hooks;
  frameMade(device, 1, 1, true, 0, startMs, undefined, undefined);
  frameMade(device, 1, 2, true, 4, startMs, [1, 2, 1, 2], [0, 0, 60_000, 60_000]);
  frameMade(device, 1, 3, false, 1, startMs, [1], undefined);
  for (const sequence of [4, 5, 6]) frameMade(device, 1, sequence, true, 1, startMs + sequence, [2], undefined);
  clock.advanceBy(100);
  frameSent(device, 1, 1);
  frameSent(device, 1, 2);
  frameSent(device, 1, 2);
  frameRejected(device, 1, 4);
  frameDropped(device, 1, 5);
  acknowledged(device, 1, 2);
  clock.advanceBy(500);
  expect(lines()).toEqual([
    { type: 'run', population: 'hall', run: 1, process: 0, startedAtMs: startMs },
    expect.objectContaining({ type: 'frame', device: 'hall-00001', sequence: 4, end: 'rejected' }),
    expect.objectContaining({ sequence: 5, end: 'dropped', sends: 0, sentAtMs: null }),
    expect.objectContaining({ sequence: 1, end: 'acknowledged', readings: 0, signals: [], timesMs: [startMs], sends: 1 }),
    {
      type: 'frame',
      device: 'hall-00001',
      end: 'acknowledged',
      boot: 1,
      sequence: 2,
      madeAtMs: startMs,
      readings: 4,
      signals: ['roomTempC', 'heaterPowerW'],
      timesMs: [startMs, startMs + 60_000],
      sentAtMs: startMs + 100,
      sends: 2,
      endedAtMs: startMs + 100,
    },
  ]);
  expect((await readLedger(file)).gap).toBe('run 1 of hall, process 0, begun in line 1, has no end: it goes on, or was killed');
  one.close();
  expect(lines().slice(-2)).toMatchObject([
    { sequence: 6, end: 'kept' },
    { type: 'end', frames: 5 },
  ]);

  const two = open(2);
  two.restore('hall-00001', [{ boot: 1, sequence: 6 }]);
  two.begin();
  two.hooks.frameSent(device, 1, 6);
  two.hooks.acknowledged(device, 2, 0);
  two.close();
  const { devices, frames, gap } = await readLedger(file);
  expect([frames, gap]).toEqual([5, undefined]);
  expect(devices.get('hall-00001')?.get('1.6')).toEqual({
    boot: 1,
    sequence: 6,
    end: 'acknowledged',
    sends: 1,
    readings: 1,
    signals: ['heaterPowerW'],
    timesMs: [startMs + 6],
  });
  expect(failures).toEqual([]);
});

test('a start that failed leaves nothing behind', () => {
  open().close();
  expect(readFileSync(file, 'utf8')).toBe('');
});

test('lines wait in 256 KiB of memory at most', () => {
  const writer = open();
  writer.begin();
  for (let sequence = 1; sequence <= 2_000; sequence += 1) {
    writer.hooks.frameMade(device, 1, sequence, true, 1, startMs, [1], undefined);
    writer.hooks.acknowledged(device, 1, sequence);
  }
  // No time has passed: what is there was written since the memory was full.
  const { length } = readFileSync(file);
  writer.close();
  expect(length).toBeGreaterThan(262_144);
  expect(readFileSync(file).length - length).toBeLessThan(262_144 + 1_000);
});

describe('reading', () => {
  const good = '{"type":"run","population":"hall","run":1,"process":0,"startedAtMs":0}\n';
  test.each([
    ['', undefined, 'the file is empty'],
    ['hello\n', 1, 'the first line is no line of a ledger'],
    ['{"type":"frame"}\n', 1, 'the first line is no line of a ledger'],
  ])('%j is refused', async (text, line, message) => {
    writeFileSync(file, text);
    await expect(readLedger(file)).rejects.toMatchObject({
      code: 'E2132',
      exit: 2,
      message,
      at: { file, ...(line === undefined ? {} : { line }) },
    });
  });

  test('a file that is not there', async () => {
    await expect(readLedger('/dev/zero')).rejects.toMatchObject({
      code: 'E2132',
      message: expect.stringContaining('the limit is 8388608'),
    });
    await expect(readLedger(join(folder, 'none'))).rejects.toMatchObject({ code: 'E2132', message: expect.stringContaining('ENOENT') });
  });

  test('a line that is cut off makes it not whole', async () => {
    writeFileSync(file, good);
    appendFileSync(file, '{"type":"frame","device":"hall-0');
    expect(await readLedger(file)).toMatchObject({ frames: 0, gap: 'line 2 is cut off' });
  });
});

describe('what can not be written', () => {
  test('a folder that is not there: E2131 before anything starts', () => {
    expect(() => open(1, join(folder, 'none', 'hall.ledger'))).toThrow(expect.objectContaining({ code: 'E2131', exit: 8 }));
  });

  test('a full disk: E2131 once, and nothing follows; what stands there can be read', async ({ skip }) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      skip('skipped: this user may not mount a small tmpfs, so no disk can be filled');
    }
    try {
      const writer = open();
      writer.begin();
      for (let sequence = 1; sequence <= 20_000; sequence += 1) {
        writer.hooks.frameMade(device, 1, sequence, true, 1, startMs, [1], undefined);
        writer.hooks.acknowledged(device, 1, sequence);
      }
      expect(failures).toEqual([expect.objectContaining({ code: 'E2131', exit: 8, message: expect.stringContaining('ENOSPC') })]);
      expect(() => writer.close()).not.toThrow();
      const { frames, gap } = await readLedger(file);
      expect(frames).toBeGreaterThan(1_000);
      expect(gap).toBeDefined();
      expect(failures.length).toBe(1);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
