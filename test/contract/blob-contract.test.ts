import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMemoryBlobs, type MemoryBlobs, openFolderBlobs } from '#fleet/store/index.js';
import { type BlobsUnderTest, blobContract, digestOf, noise } from './blob-contract.ts';

function memorySubject(blobs: MemoryBlobs): BlobsUnderTest {
  return { blobs, reopen: async () => memorySubject(blobs.crash()), dispose: async () => undefined };
}

function folderSubject(folder: string): BlobsUnderTest {
  // Four pages.
  const blobs = openFolderBlobs({ folder, cacheBytes: 1_048_576 });
  return {
    blobs,
    reopen: async () => {
      await blobs.close();
      return folderSubject(folder);
    },
    dispose: async () => {
      await blobs.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'seatrial-blobs-'));

blobContract('memory', async () => memorySubject(createMemoryBlobs()));
blobContract('folder', async () => folderSubject(newFolder()));

describe('memory files', () => {
  test('a disk that fills: E1615, nothing of these bytes stays, and the upload goes on when there is room', async () => {
    const blobs = createMemoryBlobs();
    blobs.setRoom(100);
    await blobs.begin('a');
    await blobs.append('a', 0, noise(100).subarray(0, 90));
    await expect(blobs.append('a', 90, noise(11))).rejects.toMatchObject({ code: 'E1615' });
    expect(blobs.upload('a')?.receivedBytes).toBe(90);
    await expect(blobs.put(noise(11))).rejects.toMatchObject({ code: 'E1615' });
    await blobs.append('a', 90, noise(100).subarray(90));
    await blobs.complete('a', digestOf(noise(100)));
    expect(blobs.freeBytes()).toBe(0);
  });

  test('one that crashed never answers again', async () => {
    const blobs = createMemoryBlobs();
    blobs.crash();
    const heard: string[] = [];
    void blobs.put(noise(1)).then(() => heard.push('put'));
    void blobs.begin('a').then(() => heard.push('begin'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([]);
  });
});

describe('files in a folder', () => {
  test('what put() had not finished is swept at the next start; foreign names stay untouched and unlisted', async () => {
    const folder = newFolder();
    try {
      openFolderBlobs({ folder, cacheBytes: 0 });
      writeFileSync(join(folder, 'uploads', '.put-1'), 'half');
      writeFileSync(join(folder, 'blobs', 'README'), 'mine');
      const blobs = openFolderBlobs({ folder, cacheBytes: 0 });
      expect(blobs.uploads()).toEqual([]);
      expect(blobs.list()).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a file that became shorter than it was is E1613, not other bytes', async () => {
    const folder = newFolder();
    try {
      const first = openFolderBlobs({ folder, cacheBytes: 0 });
      const { digest } = await first.put(noise(1_000));
      writeFileSync(join(folder, 'blobs', digest), noise(10));
      await expect(first.read(digest, 0, 1_000)).rejects.toMatchObject({ code: 'E1613' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a folder that is a file is E1613', () => {
    const folder = newFolder();
    try {
      writeFileSync(join(folder, 'file'), '');
      expect(() => openFolderBlobs({ folder: join(folder, 'file'), cacheBytes: 0 })).toThrow(
        expect.objectContaining({ code: 'E1613' }) as Error,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
