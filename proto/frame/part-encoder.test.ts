import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seatrial } from '#proto/gen/index.js';
import { encodeFleetFrame } from './frame-codec.ts';

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

test('a whole part, and its bytes are a copy', () => {
  const bytes = new Uint8Array(32_768).fill(7);
  const body = { attemptId: 'a', piece: 6, offset: 32_768, totalBytes: 100_000, bytes };
  const encoded = encodeFleetFrame({ channel: 300, type: 'piecePart', body });
  expect(Buffer.compare(encoded, FleetFrame.encode({ channel: 300, piecePart: body }).finish())).toBe(0);
  bytes.fill(8);
  expect(encoded.at(-1)).toBe(7);
});
