import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { BlobStore } from '#fleet/domain/index.js';

/** Files under test. */
export interface BlobsUnderTest {
  readonly blobs: BlobStore;
  /** Ends the process that used them, so to speak, and opens them again. */
  reopen(): Promise<BlobsUnderTest>;
  dispose(): Promise<void>;
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that repeat nowhere near. */
export function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0, state = 1; index < length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[index] = state >>> 16;
  }
  return bytes;
}

/** What every driver of the BlobStore port must do. */
export function blobContract(name: string, make: () => Promise<BlobsUnderTest>): void {
  const withBlobs = (work: (subject: BlobsUnderTest) => Promise<void>) => async () => {
    const subject = await make();
    try {
      await work(subject);
    } finally {
      await subject.dispose();
    }
  };

  describe(`BlobStore contract: ${name}`, () => {
    test(
      'an upload by parts becomes a file, of which any range can be read, by peek once it was read',
      withBlobs(async ({ blobs }) => {
        const bytes = noise(700_001);
        await blobs.begin('up-1');
        for (let offset = 0; offset < bytes.length; offset += 100_000) {
          const end = Math.min(bytes.length, offset + 100_000);
          expect(await blobs.append('up-1', offset, bytes.subarray(offset, end))).toBe(end);
        }
        expect(blobs.upload('up-1')).toEqual({ id: 'up-1', receivedBytes: 700_001 });
        const digest = digestOf(bytes);
        expect(blobs.get(digest)).toBeUndefined();
        expect(await blobs.complete('up-1', digest)).toEqual({ digest, bytes: 700_001 });
        expect(blobs.uploads()).toEqual([]);
        expect(blobs.list()).toEqual([{ digest, bytes: 700_001 }]);
        // Within one page, over the edge of two, the last byte, nothing, all.
        for (const [offset, length] of [
          [10, 32_768],
          [262_100, 100],
          [700_000, 1],
          [700_001, 0],
          [0, 700_001],
        ] as const) {
          const wanted = Buffer.from(bytes.subarray(offset, offset + length));
          expect(Buffer.from(await blobs.read(digest, offset, length)).equals(wanted)).toBe(true);
          expect(Buffer.from(blobs.peek(digest, offset, length) ?? [1]).equals(wanted)).toBe(true);
        }
      }),
    );

    test(
      'a range outside of the file is a bug',
      withBlobs(async ({ blobs }) => {
        const { digest } = await blobs.put(noise(10));
        await expect(blobs.read(digest, 0, 11)).rejects.toMatchObject({ name: 'AssertionError' });
        expect(() => blobs.peek(digest, -1, 1)).toThrow('bytes -1');
      }),
    );

    test(
      'another offset than the end is refused and changes nothing',
      withBlobs(async ({ blobs }) => {
        await blobs.begin('a');
        await blobs.append('a', 0, noise(10));
        for (const offset of [0, 9, 11]) await expect(blobs.append('a', offset, noise(5))).rejects.toMatchObject({ code: 'E1616' });
        expect(blobs.upload('a')?.receivedBytes).toBe(10);
      }),
    );

    test(
      'another digest than announced is refused, and the upload stays',
      withBlobs(async ({ blobs }) => {
        await blobs.begin('a');
        await blobs.append('a', 0, noise(10));
        await expect(blobs.complete('a', 'ab'.repeat(32))).rejects.toMatchObject({ code: 'E1617' });
        expect(blobs.upload('a')?.receivedBytes).toBe(10);
        expect(blobs.list()).toEqual([]);
        await blobs.complete('a', digestOf(noise(10)));
        expect(blobs.list()).toHaveLength(1);
      }),
    );

    test(
      'what was answered is there for the next process, and the upload goes on',
      withBlobs(async (subject) => {
        const bytes = noise(300_000);
        const made = await subject.blobs.put(noise(77));
        await subject.blobs.begin('a');
        await subject.blobs.append('a', 0, bytes.subarray(0, 200_000));
        const { blobs } = await subject.reopen();
        expect(blobs.get(made.digest)).toEqual(made);
        expect(blobs.uploads()).toEqual([{ id: 'a', receivedBytes: 200_000 }]);
        await blobs.append('a', 200_000, bytes.subarray(200_000));
        const { digest } = await blobs.complete('a', digestOf(bytes));
        expect(Buffer.from(await blobs.read(digest, 0, 300_000)).equals(bytes)).toBe(true);
        await blobs.close();
      }),
    );

    test(
      'the same file twice is one; deleted it is gone, also out of the cache; what is not there answers E1618',
      withBlobs(async ({ blobs }) => {
        const bytes = noise(1_000);
        const first = await blobs.put(bytes);
        expect(await blobs.put(bytes)).toEqual(first);
        await blobs.begin('a');
        await blobs.append('a', 0, bytes);
        expect(await blobs.complete('a', first.digest)).toEqual(first);
        expect(blobs.list()).toEqual([first]);
        await blobs.read(first.digest, 0, 10);
        await blobs.delete(first.digest);
        await blobs.delete(first.digest);
        expect(blobs.peek(first.digest, 0, 10)).toBeUndefined();
        await expect(blobs.read(first.digest, 0, 10)).rejects.toMatchObject({ code: 'E1618' });
        await expect(blobs.append('gone', 0, bytes)).rejects.toMatchObject({ code: 'E1618' });
        await expect(blobs.complete('gone', first.digest)).rejects.toMatchObject({ code: 'E1618' });
      }),
    );

    test(
      'an upload that is dropped leaves nothing',
      withBlobs(async (subject) => {
        await subject.blobs.begin('a');
        await subject.blobs.append('a', 0, noise(10));
        await subject.blobs.discard('a');
        await subject.blobs.discard('a');
        expect(subject.blobs.uploads()).toEqual([]);
        const { blobs } = await subject.reopen();
        expect(blobs.uploads()).toEqual([]);
        expect(blobs.freeBytes()).toBeGreaterThan(0);
        await blobs.close();
      }),
    );

    test(
      'one who reads while others do gets its own range',
      withBlobs(async ({ blobs }) => {
        const bytes = noise(600_000);
        const { digest } = await blobs.put(bytes);
        const offsets = Array.from({ length: 60 }, (_, index) => index * 9_999);
        const found = await Promise.all(offsets.map((offset) => blobs.read(digest, offset, 5_000)));
        found.forEach((one, index) => {
          const offset = offsets[index] as number;
          expect(Buffer.from(one).equals(bytes.subarray(offset, offset + 5_000))).toBe(true);
        });
      }),
    );
  });
}
