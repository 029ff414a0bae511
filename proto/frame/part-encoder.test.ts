import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seatrial } from '#proto/gen/index.js';
import { decodeFleetFrame, encodeFleetFrame } from './frame-codec.ts';
import { encodePartHead } from './part-encoder.ts';

const { FleetFrame } = seatrial.v1;
const part = fc.record({
  attemptId: fc.string({ maxLength: 64 }),
  piece: fc.integer({ min: 0, max: 7 }),
  version: fc.integer({ min: 0, max: 0xffff_ffff }),
  offset: fc.integer({ min: 0, max: 0xffff_ffff }),
  totalBytes: fc.integer({ min: 0, max: 268_435_456 }),
  bytes: fc.uint8Array({ maxLength: 300 }),
});

test('a part is encoded byte for byte as protobufjs encodes it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 65_535 }), part, (channel, body) => {
      const plain = FleetFrame.encode({ ...(channel === 0 ? {} : { channel }), piecePart: body }).finish();
      expect(Buffer.from(encodeFleetFrame({ channel, type: 'piecePart', body })).toString('hex')).toBe(Buffer.from(plain).toString('hex'));
    }),
  );
});

test('the head of a part is the frame without the bytes, which stand last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 65_535 }), part, (channel, body) => {
      const whole = Buffer.concat([encodePartHead(channel, body), body.bytes]);
      expect(whole.toString('hex')).toBe(Buffer.from(encodeFleetFrame({ channel, type: 'piecePart', body })).toString('hex'));
    }),
  );
});

test('a whole part, and its bytes are a copy', () => {
  const bytes = new Uint8Array(32_768).fill(7);
  const body = { attemptId: 'a', piece: 6, offset: 32_768, totalBytes: 100_000, bytes };
  const encoded = encodeFleetFrame({ channel: 300, type: 'piecePart', body });
  expect(Buffer.compare(encoded, FleetFrame.encode({ channel: 300, piecePart: body }).finish())).toBe(0);
  bytes.fill(8);
  expect(encoded.at(-1)).toBe(7);
});

test('the bytes of a part that came stand in its frame, those of other frames do not', () => {
  const counters = { unknownFrames: 0, unknownFields: 0 };
  for (const channel of [0, 1, 300]) {
    const body = { attemptId: 'a', piece: 6, offset: 0, totalBytes: 100, bytes: new Uint8Array(100).fill(7) };
    const bytes = encodeFleetFrame({ channel, type: 'piecePart', body });
    const frame = decodeFleetFrame(bytes, counters);
    expect(frame).toMatchObject({ channel, type: 'piecePart', body: { totalBytes: 100 } });
    bytes.fill(8);
    expect(frame.type === 'piecePart' && frame.body.bytes?.at(-1)).toBe(8);
  }
  const offer = encodeFleetFrame({ channel: 0, type: 'updateOffer', body: { attemptId: 'a', assignment: new Uint8Array([7]) } });
  const frame = decodeFleetFrame(offer, counters);
  offer.fill(8);
  expect(frame.type === 'updateOffer' && frame.body.assignment?.at(-1)).toBe(7);
});
