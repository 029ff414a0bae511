import { describe, expect, test } from 'vitest';
import { buildImage, readImage } from '#proto/image/index.js';
import type { Assignment } from './assignment.ts';
import { assignmentBytes, dayMs, defaultRoles, keyNamed, makeSet, nowMs, okState, takeSet, target, trusting } from './fake-repository.ts';
import { type DeviceFacts, makeAssignment, TrustCache, type TrustTarget, takeAssignment, takeHeader, trustLimits } from './index.ts';

const facts: DeviceFacts = {
  deviceId: 'pump-1',
  attemptId: 'attempt-1',
  profile: 'pump',
  hardwareRevision: 'A',
  runningDigest: 'aa'.repeat(32),
  runningVersion: '1.0.0',
  securityCounter: 1,
  nowMs,
};
const state = trusting(makeSet(), new TrustCache());

function outcome(step: { readonly type: string; readonly cause?: string }): string {
  return step.cause ?? step.type;
}

/** A device that trusts these releases. */
function with2(changes: Partial<TrustTarget>, ...others: TrustTarget[]) {
  return trusting(makeSet({ targets: [target('1.0.0'), target('2.0.0', changes), ...others] }), new TrustCache());
}

function edited(bytes: Uint8Array, edit: (json: { signed: Record<string, unknown>; signatures: unknown[] }) => void): Uint8Array {
  const json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  edit(json);
  return Buffer.from(JSON.stringify(json));
}

describe('an assignment', () => {
  test('of this device, this attempt and a release of the targets is taken', () => {
    const step = takeAssignment(state, assignmentBytes(), facts);
    expect(step).toMatchObject({ type: 'ok', isDeltaFit: false, target: { path: 'pump/2.0.0', version: '2.0.0' } });
    expect(step).toMatchObject({
      assignment: { deviceId: 'pump-1', attemptId: 'attempt-1', expiresMs: nowMs + 7 * dayMs, fullAllowed: true },
    });
  });

  test.each<[string, () => Uint8Array, string]>([
    ['unsigned (A1)', () => assignmentBytes({}, []), 'bad-signature'],
    ['signed by an unknown key (A1)', () => assignmentBytes({}, [keyNamed('thief')]), 'bad-signature'],
    ['signed by another role (A1)', () => assignmentBytes({}, [keyNamed('timestamp')]), 'bad-signature'],
    [
      'with another device put in (A15)',
      () => edited(assignmentBytes(), ({ signed }) => Object.assign(signed, { deviceId: 'pump-2' })),
      'modified',
    ],
    ['with a field put in (A15)', () => edited(assignmentBytes(), ({ signed }) => Object.assign(signed, { extra: 1 })), 'modified'],
    ['signed twice by one key (A17)', () => edited(assignmentBytes(), ({ signatures }) => signatures.push(signatures[0])), 'modified'],
    ['of another device (A18)', () => assignmentBytes({ deviceId: 'pump-2' }), 'not-assigned'],
    ['of another attempt (A18)', () => assignmentBytes({ attemptId: 'attempt-0' }), 'not-assigned'],
    ['past its expiry', () => assignmentBytes({ expiresMs: nowMs }), 'expired'],
    ['that expires before it was issued', () => assignmentBytes({ issuedMs: nowMs + 8 * dayMs }), 'modified'],
    ['of a release that the targets lack (A6)', () => assignmentBytes({ target: 'pump/3.0.0' }), 'mix-and-match'],
    ['of another digest than the targets say (A1)', () => assignmentBytes({ digest: 'bb'.repeat(32) }), 'mix-and-match'],
    ['of another header length', () => assignmentBytes({ headerBytes: 301 }), 'mix-and-match'],
    ['of another content length', () => assignmentBytes({ contentBytes: 100_001 }), 'mix-and-match'],
    ['of the wrong type', () => makeSet().targets, 'modified'],
    [
      'of a format of the future',
      () => edited(assignmentBytes(), ({ signed }) => Object.assign(signed, { spec_version: '2.0.0' })),
      'unknown-format',
    ],
    ['without a signed part', () => Buffer.from('{"signatures":[]}'), 'modified'],
    ['with signatures that are none', () => edited(assignmentBytes(), ({ signatures }) => signatures.push(1)), 'modified'],
    ['cut', () => assignmentBytes().subarray(0, 100), 'modified'],
  ])('%s is refused', (_what, bytes, cause) => {
    expect(outcome(takeAssignment(state, bytes(), facts))).toBe(cause);
  });

  const delta = { baseDigest: 'aa'.repeat(32), bytes: 5_000, digest: 'cc'.repeat(32) };
  test.each<[string, object]>([
    ['an empty device', { deviceId: '' }],
    ['a device of 65 characters', { deviceId: 'd'.repeat(65) }],
    ['a device that is a number', { deviceId: 1 }],
    ['an attempt of 65 characters', { attemptId: 'a'.repeat(65) }],
    ['a target of 130 characters', { target: 't'.repeat(130) }],
    ['a digest of 65 characters', { digest: 'a'.repeat(65) }],
    ['no byte of a header', { headerBytes: 0 }],
    ['256 MiB and a byte of contents', { contentBytes: 268_435_457 }],
    ['no word on whole images', { fullAllowed: undefined }],
    ['a delta that is a text', { delta: 'small' }],
    ['a delta without a base', { delta: { ...delta, baseDigest: undefined } }],
    ['a delta without a digest', { delta: { ...delta, digest: undefined } }],
    ['a delta without bytes', { delta: { ...delta, bytes: 0 } }],
  ])('with %s is refused even when a director signed it', (_what, changes) => {
    const step = takeAssignment(state, assignmentBytes(changes as Partial<Assignment>), facts);
    expect(step).toMatchObject({ type: 'refused', cause: 'modified', message: expect.stringMatching(/^the assignment /) });
  });

  test('needs the threshold of directors', () => {
    const roles = { ...defaultRoles, director: [['director', 'director 2'], 2] } as const;
    const two = trusting(makeSet({ roles }), new TrustCache());
    expect(outcome(takeAssignment(two, assignmentBytes(), facts))).toBe('below-threshold');
    expect(outcome(takeAssignment(two, assignmentBytes({}, [keyNamed('director'), keyNamed('director 2')]), facts))).toBe('ok');
  });

  test('expires by trusted time, whatever the clock says', () => {
    const cache = new TrustCache();
    const later = makeSet({ version: 2, timestampExpiresMs: nowMs + 30 * dayMs, snapshotExpiresMs: nowMs + 30 * dayMs });
    const aged = okState(takeSet(state, later, nowMs + 8 * dayMs, cache));
    expect(outcome(takeAssignment(aged, assignmentBytes(), facts))).toBe('expired');
  });

  test.each<[string, Partial<TrustTarget>, Partial<DeviceFacts>, string]>([
    ['other profiles (A13)', { profiles: ['valve'] }, {}, 'wrong-hardware'],
    ['other revisions (A13)', { hardwareRevisions: ['B', 'C'] }, {}, 'wrong-hardware'],
    ['this revision', { hardwareRevisions: ['A'] }, {}, 'ok'],
    ['a lower counter (A2)', {}, { securityCounter: 2 }, 'rollback'],
    ['a higher counter', { securityCounter: 2 }, {}, 'ok'],
    ['a version that must run before', { minimumVersion: '1.0.1' }, {}, 'version-too-old'],
    ['the version that runs', { minimumVersion: '1.0.0' }, {}, 'ok'],
    ['what runs', {}, { runningDigest: target('2.0.0').digest }, 'already-running'],
    ['an older version with the same counter', {}, { runningVersion: '3.0.0' }, 'ok'],
    ['a version, in recovery', { minimumVersion: '1.0.1' }, { runningVersion: '', runningDigest: '' }, 'ok'],
  ])('for %s', (_what, release, device, cause) => {
    expect(outcome(takeAssignment(with2(release), assignmentBytes(), { ...facts, ...device }))).toBe(cause);
  });

  test.each<[string, Partial<TrustTarget> & { version: string }, string]>([
    ['between the two', { version: '1.5.0' }, 'must-pass-through'],
    ['that runs', { version: '1.0.0' }, 'ok'],
    ['that is newer', { version: '2.1.0' }, 'ok'],
    ['of another name', { version: '1.5.0', path: 'valve/1.5.0', name: 'valve' }, 'ok'],
    ['of another profile', { version: '1.5.0', profiles: ['valve'] }, 'ok'],
    ['of another revision', { version: '1.5.0', hardwareRevisions: ['B'] }, 'ok'],
  ])('a release %s has to be passed through', (_what, { version, ...release }, cause) => {
    const waypoint = target(version, { ...release, mustPassThrough: true });
    const targets = [waypoint, ...(version === '1.0.0' ? [] : [target('1.0.0')]), target('2.0.0')];
    expect(outcome(takeAssignment(trusting(makeSet({ targets }), new TrustCache()), assignmentBytes(), facts))).toBe(cause);
  });

  test('a delta for another base is refused when the whole image is not allowed (A14)', () => {
    const delta = { baseDigest: facts.runningDigest, bytes: 5_000, digest: 'cc'.repeat(32) };
    const take = (changes: Partial<Assignment>, running = facts.runningDigest) =>
      takeAssignment(state, assignmentBytes(changes), { ...facts, runningDigest: running });
    expect(take({ delta, fullAllowed: false })).toMatchObject({ type: 'ok', isDeltaFit: true, assignment: { delta } });
    expect(outcome(take({ delta, fullAllowed: false }, 'dd'.repeat(32)))).toBe('wrong-base');
    expect(take({ delta }, 'dd'.repeat(32))).toMatchObject({ type: 'ok', isDeltaFit: false });
    expect(outcome(take({ fullAllowed: false }))).toBe('wrong-base');
  });

  test('has 8,192 bytes at most', () => {
    const padded = (bytes: number): Uint8Array => Buffer.concat([assignmentBytes(), Buffer.alloc(bytes - assignmentBytes().length, ' ')]);
    expect(outcome(takeAssignment(state, padded(trustLimits.assignmentBytes), facts))).toBe('ok');
    expect(outcome(takeAssignment(state, padded(trustLimits.assignmentBytes + 1), facts))).toBe('too-large');
    const { issuedMs, expiresMs } = { issuedMs: nowMs, expiresMs: nowMs + 1_000 };
    const long = { deviceId: 'x'.repeat(9_000), attemptId: 'a', target: 'p/1.0.0', digest: '', headerBytes: 1, contentBytes: 1 };
    expect(() => makeAssignment({ ...long, issuedMs, expiresMs, fullAllowed: true }, [])).toThrow('the limit is 8192');
  });
});

describe('the header of a target', () => {
  const image = readImage(
    buildImage(
      {
        name: 'pump',
        version: '2.0.0',
        profiles: ['pump'],
        hardwareRevisions: [],
        securityCounter: 1,
        minimumVersion: '',
        mustPassThrough: false,
      },
      undefined,
      new Uint8Array(100_000),
    ),
  );
  const named = target('2.0.0', { digest: image.digest, headerBytes: image.headerBytes.length });

  test('is taken when its bytes are the signed ones, and it says what the targets say', () => {
    expect(takeHeader(named, image.headerBytes)).toMatchObject({ type: 'ok', header: { name: 'pump', version: '2.0.0' } });
    expect(outcome(takeHeader(named, image.headerBytes.subarray(1)))).toBe('modified');
    const changed = Uint8Array.from(image.headerBytes);
    changed[20] = (changed[20] ?? 0) ^ 1;
    expect(outcome(takeHeader(named, changed))).toBe('modified');
    expect(outcome(takeHeader({ ...named, securityCounter: 2 }, image.headerBytes))).toBe('modified');
    expect(outcome(takeHeader({ ...named, profiles: ['pump', 'valve'] }, image.headerBytes))).toBe('modified');
  });
});
