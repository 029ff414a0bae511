import { expect, test } from 'vitest';
import { readImage } from '#proto/image/index.js';
import type { SeatrialError } from '#proto/kit/index.js';
import { loadProfile } from './load-profile.ts';
import type { Profile } from './profile.ts';
import { loadReleaseSource, type ReleaseSource, releaseImageOf } from './release-source.ts';

const application = `application:
  id: pump
  initial: on
  context: {}
  states:
    on:
      entry:
        - { type: sample, params: { signals: [pressureBar], everyMs: 1000 } }
      meta: { final: samples for ever }
`;
const profile: Profile = loadProfile(
  `name: pump
title: Pump
hardwareRevisions: [A, B]
model: recording
signals:
  - { id: 1, name: pressureBar, unit: bar, title: Pressure, minimum: 0, maximum: 10, category: technical }
factoryImage:
  version: 1.0.0
${application.replaceAll(/^/gm, '  ').trimEnd()}
`,
  'pump.yaml',
);

function load(...lines: readonly string[]): ReleaseSource {
  const own = new Set(lines.map((line) => line.split(':')[0]));
  const rest = ['name: pump', 'version: 1.1.0', 'profiles: [pump]', 'title: Pump'].filter((line) => !own.has(line.split(':')[0] ?? ''));
  return loadReleaseSource(`${[...rest, ...lines].join('\n')}\n${application}`, 'release.yaml', () => profile);
}

test('what is left out gets its default; the image has the facts of the source and any payload', () => {
  const source = load();
  expect(source).toMatchObject({
    notes: '',
    flaw: 'none',
    hardwareRevisions: [],
    securityCounter: 0,
    minimumVersion: '',
    mustPassThrough: false,
  });
  const image = readImage(
    releaseImageOf(load('minimumVersion: 1.0.0', 'securityCounter: 4294967295', 'hardwareRevisions: [B]'), Buffer.from('any')),
  );
  expect(image.header).toMatchObject({
    name: 'pump',
    minimumVersion: '1.0.0',
    securityCounter: 4_294_967_295,
    hardwareRevisions: ['B'],
    payloadBytes: 3,
  });
});

test('texts are taken at their limits', () => {
  expect(load(`title: ${'t'.repeat(200)}`, `notes: ${'n'.repeat(2_000)}`).notes).toHaveLength(2_000);
});

test.each<[string, string, string]>([
  ['a title past its limit', `title: ${'t'.repeat(201)}`, 'E1012'],
  ['notes past their limit', `notes: ${'n'.repeat(2_001)}`, 'E1012'],
  ['an unknown key', 'flow: none', 'E1013'],
  ['an unknown flaw', 'flaw: bad', 'E1012'],
  ['half a version', 'version: "1.1"', 'E1012'],
  ['a minimum that is no version', 'minimumVersion: old', 'E1012'],
  ['a minimum at its version', 'minimumVersion: 1.1.0', 'E1543'],
  ['a counter past its limit', 'securityCounter: 4294967296', 'E1012'],
  ['no profile', 'profiles: []', 'E1012'],
  ['a revision that the profile has not', 'hardwareRevisions: [A, C]', 'E1501'],
])('%s is refused', (_what, line, code) => {
  let error: unknown;
  try {
    releaseImageOf(load(line), new Uint8Array(0));
  } catch (thrown) {
    error = thrown;
  }
  expect((error as SeatrialError).code).toBe(code);
  if (code !== 'E1543') expect(error).toMatchObject({ at: { file: 'release.yaml', line: expect.any(Number) } });
});

test('an application that the profile has not the signals for is refused at its line', () => {
  const wrong = `name: pump\nversion: 1.1.0\nprofiles: [pump]\ntitle: Pump\n${application.replace('pressureBar', 'presureBar')}`;
  expect(() => loadReleaseSource(wrong, 'release.yaml', () => profile)).toThrow(
    expect.objectContaining({ code: 'E1512', at: expect.objectContaining({ line: 12 }) }),
  );
});
