/** Images at the edge of their rules, whom they fit, and which file an error names. */
import { describe, expect, test } from 'vitest';
import { SeatrialError } from '#proto/kit/index.js';
import { applicationOf, buildImage, parseImageHeader, readImage, verifyContent } from './image-file.ts';
import { headerBreak, type ImageFacts, type ImageHeader, imageLimits, misfitOf } from './image-header.ts';

const facts: ImageFacts = {
  name: 'pump',
  version: '1.2.0',
  profiles: ['pump', 'valve'],
  hardwareRevisions: ['A', 'B'],
  securityCounter: 0,
  minimumVersion: '',
  mustPassThrough: false,
};
const image = readImage(buildImage(facts, undefined, new Uint8Array(40_000)));
const digest = new Uint8Array(32);

function headerOf(contentBytes: number, changes: Partial<ImageHeader> = {}): ImageHeader {
  const chunkDigests = Array.from({ length: Math.ceil(contentBytes / imageLimits.chunkBytes) }, () => digest);
  return { ...facts, chunkBytes: imageLimits.chunkBytes, chunkDigests, applicationBytes: 0, payloadBytes: contentBytes, ...changes };
}

function errorOf(work: () => unknown): SeatrialError {
  try {
    work();
  } catch (error) {
    if (error instanceof SeatrialError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('contents of the limit are described, one byte more is refused: in a header, and before anything is hashed', () => {
  expect(headerBreak(headerOf(imageLimits.contentBytes))).toBeUndefined();
  expect(headerBreak(headerOf(imageLimits.contentBytes + 1))).toContain(`${imageLimits.contentBytes + 1} bytes`);
  const large = new Uint8Array(imageLimits.contentBytes + 1);
  expect(errorOf(() => buildImage(facts, undefined, large)).code).toBe('E1545');
});

test.each<[string, Partial<ImageHeader>, RegExp]>([
  ['chunks of another size', { chunkBytes: 16_384 }, /chunks have 16384 bytes/],
  ['a digest too few', { chunkDigests: [digest] }, /1 digests for 2 chunks/],
  ['a digest of 31 bytes', { chunkDigests: [digest, digest.subarray(1)] }, /digest 1 has 31 bytes/],
  ['a profile with capitals', { profiles: ['Pump'] }, /profile "Pump"/],
  ['a profile of 65 letters', { profiles: ['p'.repeat(65)] }, /profile "p/],
  ['a revision of 33 characters', { hardwareRevisions: ['r'.repeat(33)] }, /revision "r/],
  ['half a counter', { securityCounter: 0.5 }, /counter 0.5/],
])('a header with %s breaks a rule', (_what, changes, message) => {
  expect(headerBreak(headerOf(40_000, changes))).toMatch(message);
});

test.each<[string, string | undefined, string | undefined]>([
  ['pump', 'A', undefined],
  ['valve', 'B', undefined],
  ['pump', undefined, undefined],
  ['lamp', 'A', 'it fits pump, valve, not lamp'],
  ['lamp', undefined, 'it fits pump, valve, not lamp'],
  ['pump', 'C', 'it fits the hardware revisions A, B of pump, not C'],
])('for %s, revision %s: %s', (profile, revision, misfit) => {
  expect(misfitOf(facts, profile, revision)).toBe(misfit);
});

test('an image that names no revision fits each', () => {
  expect(misfitOf({ ...facts, hardwareRevisions: [] }, 'pump', 'C')).toBeUndefined();
});

describe('an error names the file, when there is one', () => {
  const wrong = Buffer.from(buildImage(facts, undefined, new Uint8Array(40_000)));
  wrong[wrong.length - 1] = 1;
  const noJson = { header: { applicationBytes: 3 }, content: Buffer.from('{a}') };

  test.each<[string, string, (file?: string) => unknown]>([
    ['a content that is cut', 'E1542', (file) => readImage(wrong.subarray(0, -1), file)],
    ['a chunk without its digest', 'E1544', (file) => verifyContent(readImage(wrong, file), file)],
    ['a header of noise', 'E1543', (file) => parseImageHeader(Uint8Array.of(0xff, 0xff), file)],
    ['a header that breaks a rule', 'E1543', (file) => parseImageHeader(new Uint8Array(0), file)],
    ['an application that is no JSON', 'E1543', (file) => applicationOf(noJson, file)],
  ])('%s', (_what, code, work) => {
    expect(errorOf(() => work('pump.img'))).toMatchObject({ code, at: { file: 'pump.img' } });
    expect(errorOf(() => work())).toMatchObject({ code, at: undefined });
  });

  test('an image that is right names none', () => {
    expect(verifyContent(image, 'pump.img')).toBeUndefined();
  });
});
