import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seatrial } from '#proto/gen/index.js';
import { decodeFleetFrame } from './frame-codec.ts';
import { parsePart } from './part-parser.ts';

const { FleetFrame } = seatrial.v1;
const field = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 8 });
const part = fc.record({
  attemptId: field(fc.oneof(fc.string({ maxLength: 80 }), fc.string({ maxLength: 20, unit: 'binary' }))),
  piece: field(fc.integer({ min: -2, max: 9 })),
  version: field(fc.integer({ min: 0, max: 0xffff_ffff })),
  offset: field(fc.integer({ min: 0, max: 0xffff_ffff })),
  totalBytes: field(fc.integer({ min: 0, max: 268_435_456 })),
  bytes: field(fc.uint8Array({ maxLength: 300 })),
});

/** What protobufjs reads, or that it can't. */
function byProtobufjs(bytes: Uint8Array) {
  try {
    const { channel, body, piecePart } = FleetFrame.decode(bytes);
    return body === 'piecePart' && piecePart ? { channel, piecePart } : undefined;
  } catch {
    return undefined;
  }
}

function expectAsProtobufjs(bytes: Uint8Array): boolean {
  const mine = parsePart(bytes);
  if (mine === undefined) return false;
  const theirs = byProtobufjs(bytes);
  if (theirs === undefined) return expect.fail('protobufjs can not read what was taken');
  const { attemptId, piece, version, offset, totalBytes, bytes: content } = theirs.piecePart;
  expect(mine.channel).toBe(theirs.channel);
  expect({ ...mine.body, bytes: Buffer.from(mine.body.bytes ?? []) }).toEqual({
    attemptId,
    piece,
    version,
    offset,
    totalBytes,
    bytes: Buffer.from(content),
  });
  return true;
}

describe('a part that is read by hand', () => {
  test('says what protobufjs says, or leaves it to it', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), part, (channel, fields) => {
        const piecePart = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
        if (expectAsProtobufjs(FleetFrame.encode({ ...(channel === 0 ? {} : { channel }), piecePart }).finish())) taken += 1;
      }),
    );
    expect(taken).toBeGreaterThan(10);
  });

  test('broken frames too: a byte is another, some are missing, or some come behind', () => {
    const whole = FleetFrame.encode({
      channel: 3,
      piecePart: { attemptId: 'attempt-1', piece: 6, version: 0, offset: 32_768, totalBytes: 40_000, bytes: Buffer.from('some content') },
    }).finish();
    expect(expectAsProtobufjs(whole)).toBe(true);
    for (let at = 0; at < whole.length; at += 1) {
      for (const other of [0x00, 0x01, 0x0a, 0x20, 0x32, 0x7f, 0x80, 0xff]) expectAsProtobufjs(whole.with(at, other));
      expectAsProtobufjs(whole.subarray(0, at));
    }
    expect(parsePart(Uint8Array.of(...whole, 0x38, 0x01))).toBeUndefined();
  });

  test('is checked against its ranges as every frame is', () => {
    const counters = { unknownFrames: 0, unknownFields: 0 };
    const good = { attemptId: 'a', piece: 6, offset: 32_768, totalBytes: 40_000, bytes: new Uint8Array(10) };
    const frameOf = (changes: object): Uint8Array => FleetFrame.encode({ piecePart: { ...good, ...changes } }).finish();
    expect(decodeFleetFrame(frameOf({}), counters)).toMatchObject({ channel: 0, type: 'piecePart', body: { offset: 32_768 } });
    expect(() => decodeFleetFrame(frameOf({ offset: 5 }), counters)).toThrow(/offset is 5, it must be a multiple of 32768/);
    expect(() => decodeFleetFrame(frameOf({ attemptId: 'a'.repeat(65) }), counters)).toThrow(/attemptId/);
    expect(() => decodeFleetFrame(frameOf({ bytes: new Uint8Array(32_769) }), counters)).toThrow(/bytes/);
  });
});
