import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ContentPool } from './index.ts';

const chunk = Uint8Array.from({ length: 1_000 }, (_, index) => index % 251);
const digest = createHash('sha256').update(chunk).digest('hex');

describe('bytes that come for a digest', () => {
  test('are kept once: the second device gets what the first one verified', () => {
    const pool = new ContentPool();
    const first = pool.verified(chunk, digest);
    expect(first?.bytes).toEqual(chunk);
    expect(pool.verified(Uint8Array.from(chunk), digest)).toBe(first);
    expect(pool.count).toBe(1);
  });

  test.each([0, 500, 999])('are refused when byte %i is another, whether the right ones came before or not', (place) => {
    const other = Uint8Array.from(chunk);
    other[place] = (other[place] as number) ^ 1;
    const pool = new ContentPool();
    expect(pool.verified(other, digest)).toBeUndefined();
    pool.verified(chunk, digest);
    expect(pool.verified(other, digest)).toBeUndefined();
    expect(pool.verified(chunk.subarray(0, 999), digest)).toBeUndefined();
    expect(pool.count).toBe(1);
  });

  test('are copied: what becomes of the frame that brought them changes nothing', () => {
    const pool = new ContentPool();
    const frame = Uint8Array.from(chunk);
    const blob = pool.verified(frame, digest);
    frame.fill(0);
    expect(blob?.bytes).toEqual(chunk);
  });

  test('are verified anew when the pool had to let them go', () => {
    const pool = new ContentPool(chunk.length);
    pool.verified(chunk, digest);
    pool.intern(new Uint8Array(chunk.length));
    expect(pool.find(digest)).toBeUndefined();
    expect(pool.verified(chunk.subarray(1), digest)).toBeUndefined();
    expect(pool.verified(chunk, digest)?.bytes).toEqual(chunk);
  });
});
