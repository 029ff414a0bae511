import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { History } from '#fleet/domain/index.js';
import { openDuckdbHistory, openFolderBlobs, openSqliteStore } from '#fleet/store/index.js';
import { MemoryLog, SystemClock, silentLog, VirtualClock } from '#proto/kit/index.js';

const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Runs work in a file system of its own of that size; undefined where this user may not mount one. */
async function onSmallDisk(megabytes: number, work: (folder: string) => Promise<void>): Promise<'ran' | 'can not mount'> {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-disk-'));
  try {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      return 'can not mount';
    }
    try {
      await work(folder);
    } finally {
      execFileSync('umount', [folder]);
    }
    return 'ran';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const noMount = 'skipped: this user may not mount a small tmpfs, so no disk can be filled';

describe('a full disk', () => {
  test('store: refuses with E1603, keeps what was answered, and goes on when there is room', async ({ skip }) => {
    const outcome = await onSmallDisk(8, async (folder) => {
      writeFileSync(join(folder, 'ballast'), Buffer.alloc(4 * 1_048_576));
      const store = await openSqliteStore({ folder, clock: new SystemClock(), yieldTurn, log: silentLog });
      const value = { value: 'x'.repeat(20_000) };
      const put = (number: number) =>
        store.apply([
          { type: 'put', kind: 'meta', id: `n${number}`, value, expectedRevision: 0 },
          { type: 'put', kind: 'meta', id: 'newest', value: { value: number } },
        ]);
      let answered = 0;
      let failure: unknown;
      for (let number = 1; failure === undefined && number <= 1_000; number += 1) {
        await put(number).then(
          () => {
            answered = number;
          },
          (error: unknown) => {
            failure = error;
          },
        );
      }
      expect(failure).toMatchObject({ code: 'E1603' });
      expect(answered).toBeGreaterThan(10);
      expect((await store.get('meta', 'newest'))?.value.value).toBe(answered);
      expect((await store.list('meta')).length).toBe(answered + 1);
      rmSync(join(folder, 'ballast'));
      await put(answered + 1);
      expect((await store.get('meta', 'newest'))?.value.value).toBe(answered + 1);
      await store.close();
    });
    if (outcome !== 'ran') skip(noMount);
  });

  test('history: refuses with E1604, reopens by itself when there is room, and has lost nothing', async ({ skip }) => {
    const outcome = await onSmallDisk(40, async (folder) => {
      writeFileSync(join(folder, 'ballast'), Buffer.alloc(24 * 1_048_576));
      const clock = new VirtualClock(0);
      const log = new MemoryLog();
      const history = await openDuckdbHistory({ folder, clock, yieldTurn, log, memoryLimitMb: 128, threads: 1 });
      const count = 20_000;
      let next = 0;
      const append = (from: number) => {
        // Noise does not compress: the disk fills soon.
        const values = Float64Array.from({ length: count }, (_, index) => Math.sin(from + index) * 1e6);
        const atMs = Float64Array.from({ length: count }, (_, index) => from + index);
        history.appendReadings(1, 'd', { count, signalIds: new Uint16Array(count).fill(1), atMs, values });
        history.mark(1, 1, from + count);
      };
      let failure: unknown;
      for (let batch = 0; failure === undefined && batch < 200; batch += 1) {
        append(next);
        await history.commit().then(
          () => {
            next += count;
          },
          (error: unknown) => {
            failure = error;
          },
        );
      }
      expect(failure).toMatchObject({ code: 'E1604' });
      expect(next).toBeGreaterThan(0);
      expect(history.health().writable).toBe(false);
      await expect(history.commit()).rejects.toMatchObject({ code: 'E1604' });
      clock.advanceBy(60_000);
      for (let turn = 0; turn < 50; turn += 1) await yieldTurn();
      rmSync(join(folder, 'ballast'));
      expect(statfsSync(folder).bavail).toBeGreaterThan(0);
      await untilWritable(history, clock);
      expect(await history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: next }]);
      append(next);
      await history.commit();
      next += count;
      await expectExactly(history, next);
      await history.close();
      const again = await openDuckdbHistory({ folder, clock, yieldTurn, log, memoryLimitMb: 128, threads: 1 });
      await expectExactly(again, next);
      await again.close();
    });
    if (outcome !== 'ran') skip(noMount);
  });
});

describe('a full disk while an image comes', () => {
  test('E1615, nothing of the refused bytes stays, and the upload goes on when there is room', async ({ skip }) => {
    const outcome = await onSmallDisk(8, async (folder) => {
      writeFileSync(join(folder, 'ballast'), Buffer.alloc(4 * 1_048_576));
      const blobs = openFolderBlobs({ folder, cacheBytes: 0 });
      const piece = Buffer.alloc(700_000, 7);
      await blobs.begin('a');
      let end = 0;
      let failure: unknown;
      while (failure === undefined) {
        await blobs.append('a', end, piece).then(
          (now) => {
            end = now;
          },
          (error: unknown) => {
            failure = error;
          },
        );
      }
      expect(failure).toMatchObject({ code: 'E1615' });
      expect(end).toBeGreaterThan(0);
      expect(statSync(join(folder, 'uploads', 'a')).size).toBe(end);
      await expect(blobs.put(Buffer.alloc(2_000_000, 1))).rejects.toMatchObject({ code: 'E1615' });
      expect(blobs.list()).toEqual([]);
      rmSync(join(folder, 'ballast'));
      end = await blobs.append('a', end, piece);
      const digest = createHash('sha256').update(Buffer.alloc(end, 7)).digest('hex');
      expect(await blobs.complete('a', digest)).toEqual({ digest, bytes: end });
      await blobs.close();
    });
    if (outcome !== 'ran') skip(noMount);
  });
});

async function untilWritable(history: History, clock: VirtualClock): Promise<void> {
  while (!history.health().writable) {
    clock.advanceBy(30_000);
    await yieldTurn();
  }
}

async function expectExactly(history: History, readings: number): Promise<void> {
  const sql = 'SELECT count(*), count(DISTINCT time), max(epoch_ms(time)) FROM raw.reading';
  expect((await history.query(sql, { maxRows: 1, timeoutMs: 30_000 })).rows).toEqual([[readings, readings, readings - 1]]);
}
