import { describe, expect, test } from 'vitest';
import { FrameCutter } from './frame-cutter.ts';

/** A WebSocket frame of a server, with bytes that tell which it is. */
function frameOf(bytes: number, fill: number, first = 0x82, isMasked = false): Buffer {
  const mask = isMasked ? 0x80 : 0;
  const head =
    bytes < 126
      ? Buffer.from([first, mask | bytes])
      : bytes < 65_536
        ? Buffer.from([first, mask | 126, bytes >> 8, bytes & 255])
        : Buffer.from([first, mask | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (bytes >>> shift) & 255)]);
  return Buffer.concat([head, ...(isMasked ? [Buffer.from([1, 2, 3, 4])] : []), Buffer.alloc(bytes, fill)]);
}

/** Reads a stream into one buffer again and again, as a socket does, and says what was handed on. */
function readAll(stream: Buffer, lengths: (at: number) => number): { readonly calls: Buffer[]; readonly all: Buffer } {
  const calls: Buffer[] = [];
  const cutter = new FrameCutter({ takeMessage: () => false, takeFrames: (bytes) => calls.push(Buffer.from(bytes)) });
  const memory = Buffer.alloc(65_536);
  for (let at = 0; at < stream.length; ) {
    const length = Math.min(memory.length, stream.length - at, lengths(at));
    memory.fill(0xee);
    stream.copy(memory, 0, at, at + length);
    cutter.take(memory.subarray(0, length));
    at += length;
  }
  return { calls, all: Buffer.concat(calls) };
}

const kinds: readonly [string, Buffer[]][] = [
  ['small messages', [frameOf(0, 1), frameOf(5, 2), frameOf(125, 3), frameOf(126, 4), frameOf(127, 5)]],
  ['parts of an image', [frameOf(32_850, 1), frameOf(32_850, 2), frameOf(32_850, 3), frameOf(40, 4)]],
  ['frames longer than any part', [frameOf(33_788, 1), frameOf(33_789, 2), frameOf(65_536, 3), frameOf(9, 4), frameOf(200_000, 5)]],
  ['pings, texts and pieces of messages', [frameOf(4, 1, 0x89), frameOf(300, 2, 0x81), frameOf(20, 3, 0x02), frameOf(20, 4, 0x80)]],
  ['frames with a mask', [frameOf(10, 1, 0x82, true), frameOf(1_000, 2, 0x82, true)]],
];

describe.each(kinds)('%s', (_name, frames) => {
  const stream = Buffer.concat(frames);

  test('come through as they are, wherever the reads are cut', () => {
    const every = Math.ceil(stream.length / 50);
    for (let cut = 1; cut < stream.length; cut += every)
      expect(readAll(stream, (at) => (at === 0 ? cut : 65_536)).all.equals(stream)).toBe(true);
    const lengths = stream.length < 2_000 ? [1, 2, 3, 7] : [1_001, 32_768, 65_536];
    for (const length of lengths) expect(readAll(stream, () => length).all.equals(stream)).toBe(true);
  });
});

describe('what is handed on', () => {
  test('is whole messages: nothing of a receiver keeps the memory of a read', () => {
    const frames = [frameOf(32_850, 1), frameOf(32_850, 2), frameOf(100, 3), frameOf(32_850, 4)];
    const starts = new Set(frames.map((_frame, index) => frames.slice(0, index).reduce((sum, { length }) => sum + length, 0)));
    const { calls } = readAll(Buffer.concat(frames), () => 50_000);
    let at = 0;
    for (const call of calls) {
      expect(starts.has(at)).toBe(true);
      at += call.length;
    }
  });

  test('is less at once than makes a receiver ask for a pause', () => {
    const { calls } = readAll(Buffer.concat(Array.from({ length: 40 }, (_, index) => frameOf(16_380, index))), () => 65_536);
    expect(Math.max(...calls.map(({ length }) => length))).toBeLessThan(65_536);
  });

  test.each([
    ['a message', 0x82, true],
    ['a ping', 0x89, false],
    ['the first piece of a message', 0x02, false],
    ['a later piece', 0x00, false],
  ])('of %s (first byte %i) stands in the memory of the read: %s', (_name, first, isShared) => {
    const memory = frameOf(50, 1, first);
    const handed: Buffer[] = [];
    new FrameCutter({ takeMessage: () => false, takeFrames: (bytes) => handed.push(bytes) }).take(memory);
    memory.fill(9);
    expect(handed[0]?.equals(memory)).toBe(isShared);
  });
});

describe('whole messages', () => {
  /** Reads with a receiver that takes them, and says in which order which way was gone. */
  const waysOf = (frames: Buffer[], readBytes: number, most = 65_536): string[] => {
    const ways: string[] = [];
    const cutter = new FrameCutter({
      takeMessage: (message) => {
        if (message.length <= most) ways.push(`message of ${message.length}: ${new Set(message).size <= 1}`);
        return message.length <= most;
      },
      takeFrames: (bytes) => ways.push(`frames of ${bytes.length}`),
    });
    const stream = Buffer.concat(frames);
    const memory = Buffer.alloc(readBytes, 0xee);
    for (let at = 0; at < stream.length; at += readBytes)
      cutter.take(memory, stream.copy(memory, 0, at, Math.min(stream.length, at + readBytes)));
    return ways;
  };

  test.each([10, 1_000, 262_144])('are handed on without their frame, in their order with all else, by reads of %i bytes', (readBytes) => {
    const frames = [frameOf(3, 1), frameOf(200, 2), frameOf(4, 3, 0x89), frameOf(32_850, 4), frameOf(33_000, 5), frameOf(2, 6)];
    expect(waysOf(frames, readBytes)).toEqual([
      'message of 3: true',
      'message of 200: true',
      'frames of 6',
      'message of 32850: true',
      'message of 33000: true',
      'message of 2: true',
    ]);
  });

  test('that are not taken, or have a mask, go as frames', () => {
    expect(waysOf([frameOf(20, 1), frameOf(50, 2), frameOf(20, 3)], 1_000, 40)).toEqual(['message of 20: true', 'frames of 74']);
    expect(waysOf([frameOf(20, 1, 0x82, true)], 1_000)).toEqual(['frames of 26']);
  });

  test('go as frames once a message came in pieces: only its receiver knows what may follow', () => {
    const frames = [frameOf(20, 1), frameOf(20, 2, 0x02), frameOf(20, 3), frameOf(20, 4, 0x80), frameOf(20, 5)];
    for (const readBytes of [1, 7, 1_000]) {
      const [first, ...others] = waysOf(frames, readBytes);
      expect(first).toBe('message of 20: true');
      expect(others.every((way) => way.startsWith('frames'))).toBe(true);
    }
  });
});
