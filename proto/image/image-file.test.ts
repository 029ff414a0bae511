import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SeatrialError } from '#proto/kit/index.js';
import type { Application } from './application.ts';
import { applyDelta, buildDelta, readDelta } from './delta-file.ts';
import { applicationOf, buildImage, chunkOf, isChunk, parseImageHeader, readImage, verifyContent } from './image-file.ts';
import { type ImageFacts, imageLimits } from './image-header.ts';

const facts: ImageFacts = {
  name: 'pump',
  version: '1.2.0',
  profiles: ['pump'],
  hardwareRevisions: ['A', 'B'],
  securityCounter: 3,
  minimumVersion: '1.0.0',
  mustPassThrough: false,
};
const application: Application = {
  id: 'pump',
  initial: 'on',
  context: { b: 1, a: 2 },
  states: { on: { meta: { final: 'a test' }, entry: [{ type: 'crash', params: { message: 'no' } }] } },
};
const payload = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff);

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as SeatrialError).code;
  }
  return 'none';
}

describe('image files', () => {
  test('what was built is read back; the same input gives the same bytes, whatever the order of keys', () => {
    const bytes = buildImage(facts, application, payload);
    const again = buildImage({ ...facts }, { ...application, context: { a: 2, b: 1 } }, Uint8Array.from(payload));
    expect(Buffer.compare(bytes, again)).toBe(0);
    const image = readImage(bytes);
    verifyContent(image);
    expect(image.header).toMatchObject({ ...facts, payloadBytes: 100_000, chunkBytes: 32_768 });
    expect(image.header.chunkDigests).toHaveLength(4);
    expect(applicationOf(image)).toEqual(application);
    expect(Buffer.compare(image.content.subarray(image.header.applicationBytes), payload)).toBe(0);
    expect(image.digest).toBe('e78787f77a51b07650babcb97158c8fff275d4fff96227167239e6737a95b933');
  });

  test('an image may have a payload alone, or an application alone', () => {
    expect(applicationOf(readImage(buildImage(facts, undefined, payload)))).toBeUndefined();
    expect(readImage(buildImage(facts, application, new Uint8Array(0))).header.payloadBytes).toBe(0);
    expect(codeOf(() => buildImage(facts, undefined, new Uint8Array(0)))).toBe('E1543');
  });

  test('each chunk is known by its digest, and no other bytes are', () => {
    const image = readImage(buildImage(facts, undefined, payload));
    expect([0, 1, 2, 3].map((index) => isChunk(image.header, index, chunkOf(image, index)))).toEqual([true, true, true, true]);
    expect(isChunk(image.header, 0, chunkOf(image, 1))).toBe(false);
    expect(isChunk(image.header, 4, new Uint8Array(0))).toBe(false);
  });

  test.each<[string, Partial<ImageFacts>, RegExp]>([
    ['a name with capitals', { name: 'Pump' }, /name "Pump"/],
    ['no name', { name: '' }, /name ""/],
    ['a name of 65', { name: 'a'.repeat(65) }, /name/],
    ['half a version', { version: '1.2' }, /version "1.2"/],
    ['a version of 65', { version: `1.0.0-${'a'.repeat(59)}` }, /version/],
    ['a minimum that is no version', { minimumVersion: 'old' }, /minimum version "old"/],
    ['a minimum at its own version', { minimumVersion: '1.2.0' }, /not below/],
    ['no profile', { profiles: [] }, /0 profiles/],
    ['65 profiles', { profiles: Array.from({ length: 65 }, (_, index) => `p${index}`) }, /65 profiles/],
    ['a profile twice', { profiles: ['a', 'a'] }, /twice/],
    ['an empty revision', { hardwareRevisions: [''] }, /revision ""/],
    ['65 revisions', { hardwareRevisions: Array.from({ length: 65 }, (_, index) => `r${index}`) }, /65 hardware/],
    ['a counter below 0', { securityCounter: -1 }, /counter -1/],
    ['a counter past its limit', { securityCounter: 4_294_967_296 }, /counter 4294967296/],
  ])('%s is refused', (_what, wrong, message) => {
    expect(() => buildImage({ ...facts, ...wrong }, undefined, payload)).toThrow(message);
  });

  test('limits are taken at the limit', () => {
    const most = {
      name: 'a'.repeat(64),
      version: `1.0.0-${'a'.repeat(58)}`,
      minimumVersion: '',
      securityCounter: 4_294_967_295,
      profiles: Array.from({ length: 64 }, (_, index) => `p${index}`),
    };
    expect(readImage(buildImage({ ...facts, ...most }, undefined, payload)).header).toMatchObject(most);
  });

  test.each<[string, (bytes: Buffer) => Uint8Array, string]>([
    ['something else', () => Buffer.from('#!/bin/sh\necho no\n'), 'E1540'],
    ['nothing', () => Buffer.alloc(0), 'E1540'],
    ['a prefix cut short', (bytes) => bytes.subarray(0, 12), 'E1542'],
    ['a header cut short', (bytes) => bytes.subarray(0, 40), 'E1542'],
    ['a content cut short', (bytes) => bytes.subarray(0, -1), 'E1542'],
    ['bytes behind the content', (bytes) => Buffer.concat([bytes, Buffer.from([0])]), 'E1542'],
    ['a format of the future', (bytes) => changed(bytes, 8, 2), 'E1541'],
    ['a header past its limit', (bytes) => changed(bytes, 15, 0x7f), 'E1545'],
    ['a header of noise', (bytes) => changed(bytes, 16, 0xff), 'E1543'],
  ])('%s is refused', (_what, change, code) => {
    expect(codeOf(() => readImage(change(Buffer.from(buildImage(facts, application, payload)))))).toBe(code);
  });

  test('one changed byte anywhere is found: by the digest, or by the check of the chunks', () => {
    const bytes = Buffer.from(buildImage(facts, application, payload));
    const { digest } = readImage(bytes);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const wrong = changed(bytes, at, (bytes[at] as number) ^ flip);
        const code = codeOf(() => {
          const image = readImage(wrong);
          verifyContent(image);
          if (image.digest === digest) throw new Error('nothing was found');
        });
        expect(code === 'none' || /^E154[0-5]$/.test(code)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('noise behind the right first letters never does worse than an error of the catalogue', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(codeOf(() => readImage(Buffer.concat([Buffer.from('SEATRIAL'), noise])))).toMatch(/^E154[1-5]$/);
        expect(codeOf(() => parseImageHeader(noise))).toBe('E1543');
      }),
      { numRuns: 300 },
    );
  });
});

describe('delta files', () => {
  const base = readImage(buildImage({ ...facts, version: '1.1.0' }, application, payload));
  const edited = Uint8Array.from(payload, (value, index) => (index > 50_000 && index < 50_040 ? 255 - value : value));
  const target = readImage(buildImage(facts, application, edited));
  const bytes = Buffer.from(buildDelta(base, target));

  test('a delta gives the very target, and is small', () => {
    const delta = readDelta(bytes);
    expect([delta.baseDigest, delta.targetDigest]).toEqual([base.digest, target.digest]);
    const made = applyDelta(base, delta);
    expect(Buffer.compare(made.content, target.content)).toBe(0);
    expect(bytes.length).toBeLessThan(1_000);
  });

  test('another base is refused before anything is unpacked', () => {
    expect(codeOf(() => applyDelta(target, readDelta(bytes)))).toBe('E1547');
  });

  test.each<[string, (bytes: Buffer) => Uint8Array, RegExp]>([
    ['an image', () => buildImage(facts, application, payload), /^E1546$/],
    ['a format of the future', (all) => changed(all, 8, 9), /^E1541$/],
    ['a prefix cut short', (all) => all.subarray(0, 20), /^E1542$/],
    ['a header cut short', (all) => all.subarray(0, 60), /^E1542$/],
    ['a frame cut short', (all) => all.subarray(0, -3), /^E1548$/],
    ['no frame', (all) => all.subarray(0, all.length - readDelta(all).frame.length), /^E1548$/],
    ['another base by its digest', (all) => changed(all, 20, (all[20] as number) ^ 1), /^E1547$/],
  ])('%s is refused', (_what, change, code) => {
    expect(codeOf(() => applyDelta(base, readDelta(change(bytes))))).toMatch(code);
  });

  test('a frame that would unpack to more than the header says is stopped there', () => {
    const larger = readImage(buildImage({ ...facts, name: 'bomb' }, undefined, new Uint8Array(5_000_000)));
    const bomb = readDelta(Buffer.from(buildDelta(base, larger)));
    const { headerBytes, targetDigest } = readDelta(bytes);
    expect(codeOf(() => applyDelta(base, { ...bomb, headerBytes, targetDigest }))).toBe('E1548');
  });

  test('a whole frame of another target of the same size is not taken for this one', () => {
    const other = readImage(buildImage(facts, application, payload.toReversed()));
    const { frame } = readDelta(Buffer.from(buildDelta(base, other)));
    expect(codeOf(() => applyDelta(base, { ...readDelta(bytes), frame }))).toBe('E1544');
  });

  test('whatever is changed in a delta, nothing but the target comes out under its digest', () => {
    // Some bits of a zstd frame, as those of its window's size, say nothing about the contents. The assignment names the digest of the whole frame.
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const wrong = changed(bytes, at, (bytes[at] as number) ^ flip);
        const made: { readonly digest: string; readonly content: Uint8Array }[] = [];
        const code = codeOf(() => made.push(applyDelta(base, readDelta(wrong))));
        expect(made.length === 0).toBe(code !== 'none');
        for (const { digest, content } of made) if (digest === target.digest) expect(Buffer.compare(content, target.content)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('contents of any kind come back, also without anything in common', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), fc.uint8Array({ minLength: 1, maxLength: 3_000 }), (one, other) => {
        const from = readImage(buildImage(facts, undefined, one));
        const to = readImage(buildImage({ ...facts, version: '2.0.0' }, undefined, other));
        expect(Buffer.compare(applyDelta(from, readDelta(buildDelta(from, to))).content, to.content)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

test('the chunk size is that of the protocol', () => {
  expect(imageLimits.chunkBytes).toBe(32_768);
});

/** A copy with one byte changed. */
function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}
