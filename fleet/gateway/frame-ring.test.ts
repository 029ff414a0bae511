import { describe, expect, test } from 'vitest';
import { createRandom } from '#proto/kit/index.js';
import { FrameRing, type FrameUnit, type RingFrame } from './frame-ring.ts';

const header = 32;

function unit(deviceKey: number): FrameUnit {
  return { deviceKey, frameNumber: 0, frameOffset: 0 };
}

function frame(length: number, fill: number): Uint8Array {
  return new Uint8Array(length).fill(fill);
}

/** All frames of a device, oldest first. */
function framesOf(ring: FrameRing, deviceKey: number, most = 1_000): RingFrame[] {
  const found: RingFrame[] = [];
  for (let place = ring.walk(undefined, ring.next, most, visit); place !== undefined; place = ring.walk(place, ring.next, most, visit));
  return found;
  function visit(key: number, _isOut: boolean, number: number, offset: number): void {
    const one = ring.frameAt({ number, offset });
    if (key === deviceKey && one !== undefined) found.push(one);
  }
}

describe('frame ring', () => {
  test('gives back what it took: both directions, time, length, bytes; an empty frame too', () => {
    const ring = new FrameRing(65_536);
    const bytes = frame(5, 7);
    ring.append(unit(3), false, bytes, 1_000.5);
    ring.append(unit(3), true, new Uint8Array(0), 1_001);
    bytes.fill(0);
    expect(framesOf(ring, 3)).toEqual([
      { number: 1, isOut: false, atMs: 1_000.5, frameBytes: 5, bytes: frame(5, 7) },
      { number: 2, isOut: true, atMs: 1_001, frameBytes: 0, bytes: new Uint8Array(0) },
    ]);
    expect(framesOf(ring, 4)).toEqual([]);
  });

  test('of a frame that comes in two pieces the first is kept, and the length of both', () => {
    const ring = new FrameRing(65_536);
    ring.append(unit(3), true, frame(5, 7), 1, 32_768);
    expect(framesOf(ring, 3)).toEqual([{ number: 1, isOut: true, atMs: 1, frameBytes: 32_773, bytes: frame(5, 7) }]);
  });

  test('at its limit it holds all, one past it the oldest is gone', () => {
    const ring = new FrameRing(65_536);
    const fit = 65_536 / (header + 96);
    for (let index = 0; index < fit; index += 1) ring.append(unit(1), false, frame(96, index), index);
    expect([ring.first, ring.next]).toEqual([1, fit + 1]);
    expect(framesOf(ring, 1)).toHaveLength(fit);
    ring.append(unit(1), false, frame(96, 255), fit);
    expect([ring.first, ring.next]).toEqual([2, fit + 2]);
    expect(framesOf(ring, 1).map(({ atMs }) => atMs)).toEqual(Array.from({ length: fit }, (_, index) => index + 1));
  });

  test('a frame of a part of the ring is whole, one byte more is cut and says its length', () => {
    const ring = new FrameRing(65_536);
    const most = 65_536 / 16 - header;
    ring.append(unit(1), false, frame(most, 1), 1);
    ring.append(unit(1), true, frame(most + 1, 2), 2);
    ring.append(unit(1), true, frame(65_536, 3), 3);
    expect(framesOf(ring, 1).map(({ frameBytes, bytes }) => [frameBytes, bytes.length])).toEqual([
      [most, most],
      [most + 1, most],
      [65_536, most],
    ]);
  });

  test('two devices interleaved are told apart', () => {
    const ring = new FrameRing(65_536);
    for (let index = 0; index < 100; index += 1) ring.append(unit(1 + (index % 2)), index % 3 === 0, frame(index, index), index);
    expect(framesOf(ring, 2).map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => 2 * index + 2));
  });

  test.each([65_536, 65_543, 70_000])(
    'of %i bytes, wrapped round many times with frames of all lengths, it holds exactly the newest ones',
    (capacity) => {
      const random = createRandom('ring', String(capacity), 'lengths');
      const ring = new FrameRing(capacity);
      const model: { number: number; key: number; isOut: boolean; length: number; fill: number }[] = [];
      for (let number = 1; number <= 5_000; number += 1) {
        const one = {
          number,
          key: random.integer(1, 3),
          isOut: random.integer(0, 1) === 1,
          length: random.integer(0, 900),
          fill: number & 0xff,
        };
        model.push(one);
        ring.append(unit(one.key), one.isOut, frame(one.length, one.fill), number);
        if (number % 97 !== 0) continue;
        const held = model.filter(({ number: at }) => at >= ring.first);
        const bytes = held.reduce((sum, { length }) => sum + header + 8 * Math.ceil(length / 8), 0);
        expect(bytes).toBeLessThanOrEqual(capacity);
        // No more is given up than the frame that comes and the end of the buffer take.
        if (ring.first > 1) expect(bytes).toBeGreaterThan(capacity - 3 * 1_000);
        for (const key of [1, 2, 3]) {
          const wanted = held.filter((kept) => kept.key === key);
          expect(framesOf(ring, key, 7)).toEqual(
            wanted.map(({ number: at, isOut, length, fill }) => ({
              number: at,
              isOut,
              atMs: at,
              frameBytes: length,
              bytes: frame(length, fill),
            })),
          );
        }
      }
    },
  );

  test('a walk that was overtaken goes on at the oldest frame', () => {
    const ring = new FrameRing(65_536);
    for (let index = 0; index < 600; index += 1) ring.append(unit(1), false, frame(64, 1), index);
    const seen: number[] = [];
    const end = ring.next;
    const visit = (_key: number, _isOut: boolean, number: number): void => void seen.push(number);
    const place = ring.walk(undefined, end, 10, visit);
    for (let index = 0; index < 500; index += 1) ring.append(unit(1), false, frame(64, 1), index);
    expect(ring.walk(place, end, 10_000, visit)).toBeUndefined();
    expect(seen).toEqual([...Array.from({ length: 10 }, (_, index) => index + 1), ...range(ring.first, end)]);
    expect(ring.frameAt(place ?? { number: 0, offset: 0 })).toBeUndefined();
  });

  test('frames of a handshake become those of the device that it turns out to be, also round the end', () => {
    const ring = new FrameRing(65_536);
    for (let round = 0; round < 400; round += 1) {
      const greeting = unit(0);
      const other = unit(0);
      for (let step = 0; step < 3; step += 1) {
        ring.append(greeting, step % 2 === 0, frame(40 + round, step), step);
        ring.append(other, false, frame(10, 9), step);
      }
      greeting.deviceKey = 1_000 + round;
      expect(ring.claim(greeting).length).toBe(3);
      expect(framesOf(ring, 1_000 + round).map(({ bytes }) => bytes[0])).toEqual([0, 1, 2]);
      expect(greeting.frameNumber).toBe(0);
    }
  });

  test('what was overwritten before the device was known stays unknown', () => {
    const ring = new FrameRing(65_536);
    const slow = unit(0);
    ring.append(slow, true, frame(8, 1), 1);
    for (let index = 0; index < 2_000; index += 1) ring.append(unit(5), false, frame(64, 2), 2);
    slow.deviceKey = 6;
    expect(ring.claim(slow)).toEqual([]);
    expect(framesOf(ring, 6)).toEqual([]);
    expect(framesOf(ring, 5).length).toBeGreaterThan(600);
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
