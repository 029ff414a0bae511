import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayMs,
  defaultRoles,
  keyNamed,
  keysOf,
  makeSet,
  nowMs,
  okState,
  type RoleNames,
  rootOf,
  takeSet,
  target,
  trusting,
} from './fake-repository.ts';
import {
  finishRoots,
  heldSnapshot,
  heldTargets,
  initialTrust,
  makeRoot,
  makeSnapshot,
  makeTargets,
  makeTimestamp,
  signMetadata,
  TrustCache,
  type TrustStep,
  takeRoot,
  takeSnapshot,
  takeTargets,
  takeTimestamp,
  trustLimits,
} from './index.ts';

const set = makeSet();
const roles = defaultRoles;

function outcome(step: { readonly type: string; readonly cause?: string }): string {
  return step.cause ?? step.type;
}

/** Signed metadata as JSON, changed by hand, as bytes. */
function edited(bytes: Uint8Array, edit: (json: { signed: Record<string, unknown>; signatures: unknown[] }) => void): Uint8Array {
  const json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  edit(json);
  return Buffer.from(JSON.stringify(json));
}

/** Edited and then signed by those who may. */
function resigned(bytes: Uint8Array, edit: (signed: Record<string, unknown>) => void, keys = keysOf(roles, 'root')): Uint8Array {
  const changed = edited(bytes, (json) => {
    json.signatures = [];
    edit(json.signed);
  });
  return signMetadata(changed, keys);
}

describe('the first root', () => {
  test('is trusted when its own threshold signed it, and other bytes of it are refused', () => {
    const state = okState(initialTrust(set.root, new TrustCache()));
    expect(state.root).toMatchObject({ version: 1, isDevelopment: false, expiresMs: nowMs + 365 * dayMs });
    expect(state.root.rules.root).toMatchObject({ threshold: 2 });
    expect(state.root.rules.root.keyIds).toHaveLength(3);
  });

  test.each<[string, () => Uint8Array, string]>([
    ['unsigned (A1)', () => makeRoot(rootOf(roles)), 'bad-signature'],
    ['signed by unknown keys (A1)', () => signMetadata(makeRoot(rootOf(roles)), [keyNamed('thief'), keyNamed('thief 2')]), 'bad-signature'],
    ['signed by one of two (A17)', () => signMetadata(makeRoot(rootOf(roles)), [keyNamed('root 1')]), 'below-threshold'],
    [
      'signed twice by one key (A17)',
      () =>
        edited(signMetadata(makeRoot(rootOf(roles)), [keyNamed('root 1')]), (json) => {
          json.signatures.push(json.signatures[0]);
        }),
      'modified',
    ],
    [
      'one key under two ids (A17)',
      () => {
        const bytes = signMetadata(makeRoot(rootOf({ ...roles, root: [['root 1', 'root 2'], 2] })), [keyNamed('root 1')]);
        return edited(bytes, ({ signed, signatures }) => {
          const keys = signed.keys as Record<string, unknown>;
          const { root } = signed.roles as { root: { keyids: string[] } };
          const [first] = signatures as { keyid: string; sig: string }[];
          keys['b'.repeat(64)] = keys[first?.keyid ?? ''];
          root.keyids = [first?.keyid ?? '', 'b'.repeat(64)];
          signatures.push({ ...first, keyid: 'b'.repeat(64) });
        });
      },
      'modified',
    ],
    ['a field changed (A15)', () => edited(set.root, ({ signed }) => Object.assign(signed, { version: 2 })), 'modified'],
    ['a threshold taken away (A15)', () => edited(set.root, ({ signed }) => Reflect.deleteProperty(signed, 'director')), 'modified'],
    ['of the wrong type', () => set.targets, 'modified'],
    ['cut', () => set.root.subarray(0, set.root.length - 1), 'modified'],
    ['empty', () => new Uint8Array(0), 'modified'],
    ['a list', () => Buffer.from('[]'), 'modified'],
    ['bytes that are no text', () => Uint8Array.from([0xff, 0xfe]), 'modified'],
    ['nested without end', () => Buffer.from('['.repeat(30_000) + ']'.repeat(30_000)), 'modified'],
    [
      'of a format of the future',
      () => edited(set.root, ({ signed }) => Object.assign(signed, { spec_version: '2.0.0' })),
      'unknown-format',
    ],
    [
      'with a version past its limit',
      () => edited(set.root, ({ signed }) => Object.assign(signed, { version: trustLimits.version + 1 })),
      'modified',
    ],
    ['with half a version', () => edited(set.root, ({ signed }) => Object.assign(signed, { version: 1.5 })), 'modified'],
    [
      'with a time that is none',
      () => edited(set.root, ({ signed }) => Object.assign(signed, { expires: '2026-13-01T00:00:00Z' })),
      'modified',
    ],
    [
      'with a time of another shape',
      () => edited(set.root, ({ signed }) => Object.assign(signed, { expires: '1 January 2027' })),
      'modified',
    ],
  ])('%s: refused', (_what, bytes, cause) => {
    expect(outcome(initialTrust(bytes(), new TrustCache()))).toBe(cause);
  });

  test('a threshold that no keys can reach is refused even when it is signed', () => {
    const broken = resigned(set.root, (signed) => {
      (signed.roles as { targets: { threshold: number } }).targets.threshold = 2;
    });
    expect(outcome(initialTrust(broken, new TrustCache()))).toBe('modified');
  });

  test('a key that is not Ed25519 is a format of the future', () => {
    const foreign = resigned(set.root, (signed) => {
      const [first] = Object.values(signed.keys as Record<string, Record<string, unknown>>);
      if (first !== undefined) first.keytype = 'rsa';
    });
    expect(outcome(initialTrust(foreign, new TrustCache()))).toBe('unknown-format');
  });

  test('64 keys are taken, 65 are not made; at its length limit it is read, one past it is not', () => {
    const many = (count: number): RoleNames => ({
      ...roles,
      root: [Array.from({ length: count - 4 }, (_, index) => `root ${index + 1}`), 2],
    });
    const at = signMetadata(makeRoot(rootOf(many(64))), keysOf(roles, 'root'));
    expect(outcome(initialTrust(at, new TrustCache()))).toBe('ok');
    expect(() => makeRoot(rootOf(many(65)))).toThrow('65 keys, the limit is 64');
    const padded = (bytes: number): Uint8Array => Buffer.concat([set.root, Buffer.alloc(bytes - set.root.length, ' ')]);
    expect(outcome(initialTrust(padded(trustLimits.rootBytes), new TrustCache()))).toBe('ok');
    expect(outcome(initialTrust(padded(trustLimits.rootBytes + 1), new TrustCache()))).toBe('too-large');
  });
});

describe('the next root', () => {
  const rotated: RoleNames = { ...roles, root: [['new 1', 'new 2'], 2] };
  const both = [...keysOf(roles, 'root'), ...keysOf(rotated, 'root')];
  const state = okState(initialTrust(set.root, new TrustCache()));
  const next = (version: number, names: string[]): Uint8Array => signMetadata(makeRoot(rootOf(rotated, version)), names.map(keyNamed));

  test('needs the old threshold and the new one', () => {
    const cache = new TrustCache();
    expect(outcome(takeRoot(state, next(2, ['root 1', 'root 2', 'new 1', 'new 2']), cache))).toBe('ok');
    expect(outcome(takeRoot(state, next(2, ['root 1', 'new 1', 'new 2']), cache))).toBe('below-threshold');
    expect(outcome(takeRoot(state, next(2, ['root 1', 'root 2', 'new 1']), cache))).toBe('below-threshold');
    expect(outcome(takeRoot(state, next(2, ['new 1', 'new 2']), cache))).toBe('bad-signature');
    expect(outcome(takeRoot(state, next(2, ['root 1', 'root 2']), cache))).toBe('bad-signature');
  });

  test('is exactly one further', () => {
    const signed = (version: number): Uint8Array => signMetadata(makeRoot(rootOf(rotated, version)), both);
    expect(outcome(takeRoot(state, signed(3), new TrustCache()))).toBe('modified');
    expect(outcome(takeRoot(state, signed(1), new TrustCache()))).toBe('rollback');
    const second = okState(takeRoot(state, signed(2), new TrustCache()));
    expect(outcome(takeRoot(second, signed(2), new TrustCache()))).toBe('rollback');
    expect(outcome(takeRoot(second, set.root, new TrustCache()))).toBe('bad-signature');
    expect(second.root.version).toBe(2);
  });

  test('may have expired as long as the newest has not', () => {
    const old = signMetadata(makeRoot(rootOf(rotated, 2, nowMs - 1_000)), both);
    const second = okState(takeRoot(state, old, new TrustCache()));
    expect(outcome(finishRoots(second, nowMs))).toBe('expired');
    const third = okState(takeRoot(second, signMetadata(makeRoot(rootOf(rotated, 3)), keysOf(rotated, 'root')), new TrustCache()));
    expect(outcome(finishRoots(third, nowMs))).toBe('ok');
  });
});

describe('timestamp, snapshot and targets', () => {
  test('a set that fits together is taken; the next set too; the same again is no error', () => {
    const cache = new TrustCache();
    const first = trusting(set, cache);
    expect([...(first.targets?.targets.keys() ?? [])]).toEqual(['pump/1.0.0', 'pump/2.0.0']);
    expect(first.targets?.targets.get('pump/2.0.0')).toEqual(target('2.0.0'));
    expect(outcome(takeSet(first, set, nowMs, cache))).toBe('ok');
    const second = okState(takeSet(first, makeSet({ version: 2 }), nowMs, cache));
    expect(second.targets?.version).toBe(2);
  });

  const older = makeSet({ version: 4 });
  const newer = makeSet({ version: 5, targets: [target('1.0.0')] });
  const other = makeSet({ version: 5, targets: [target('3.0.0')] });
  const at = trusting(newer, new TrustCache());

  test.each<[string, Partial<typeof set>, string]>([
    ['an older timestamp (A2)', older, 'rollback'],
    [
      'a newer timestamp of an older snapshot (A2)',
      { ...older, timestamp: makeSet({ version: 6, snapshotVersion: 4 }).timestamp },
      'rollback',
    ],
    ['a second timestamp of the same version (A15)', other, 'modified'],
    ['another snapshot than the timestamp names (A6)', { ...newer, snapshot: other.snapshot }, 'mix-and-match'],
    ['other targets than the snapshot names (A6)', { ...newer, targets: other.targets }, 'mix-and-match'],
    ['an older snapshot (A6)', { ...newer, snapshot: older.snapshot }, 'mix-and-match'],
    ['targets in place of the snapshot', { ...newer, snapshot: newer.targets }, 'mix-and-match'],
    ['a snapshot in place of the timestamp', { ...newer, timestamp: newer.snapshot }, 'modified'],
    ['older targets in a newer snapshot (A2)', makeSet({ version: 6, targetsVersion: 4 }), 'rollback'],
    ['a timestamp of unknown keys (A1)', makeSet({ version: 6, roles: { ...roles, timestamp: [['thief'], 1] } }), 'bad-signature'],
    ['a snapshot of unknown keys (A1)', makeSet({ version: 6, roles: { ...roles, snapshot: [['thief'], 1] } }), 'bad-signature'],
    ['targets of unknown keys (A1)', makeSet({ version: 6, roles: { ...roles, targets: [['thief'], 1] } }), 'bad-signature'],
    ['targets signed by the online keys (A1)', makeSet({ version: 6, roles: { ...roles, targets: [['snapshot'], 1] } }), 'bad-signature'],
    ['an expired timestamp (A3)', makeSet({ version: 6, timestampExpiresMs: nowMs }), 'expired'],
    ['an expired snapshot (A3)', makeSet({ version: 6, snapshotExpiresMs: nowMs }), 'expired'],
    ['expired targets (A3)', makeSet({ version: 6, targetsExpiresMs: nowMs }), 'expired'],
    ['a timestamp that is cut', { ...newer, timestamp: newer.timestamp.subarray(1) }, 'modified'],
    [
      'a timestamp with a field changed (A15)',
      { timestamp: edited(newer.timestamp, ({ signed }) => Object.assign(signed, { version: 6 })) },
      'modified',
    ],
  ])('%s: refused', (_what, changes, cause) => {
    expect(outcome(takeSet(at, { ...newer, ...changes }, nowMs, new TrustCache()))).toBe(cause);
  });

  test('metadata that was valid is stale past its expiry, for a device that was off too (A3, A4)', () => {
    const cache = new TrustCache();
    const state = trusting(set, cache);
    expect(outcome(takeSet(state, set, nowMs + dayMs - 1, cache))).toBe('ok');
    expect(outcome(takeSet(state, set, nowMs + dayMs, cache))).toBe('expired');
    expect(outcome(takeSet(state, makeSet({ version: 2, timestampExpiresMs: nowMs + 400 * dayMs }), nowMs + 366 * dayMs, cache))).toBe(
      'expired',
    );
  });

  test('a clock that was set back revives nothing, and one set forward by years moves nothing', () => {
    const cache = new TrustCache();
    const fresh = makeSet({ version: 2, timestampExpiresMs: nowMs + 3 * dayMs });
    const state = okState(takeSet(trusting(set, cache), fresh, nowMs + 2 * dayMs, cache));
    expect(state.timeMs).toBe(nowMs + 2 * dayMs);
    const stale = makeSet({ version: 3, timestampExpiresMs: nowMs + dayMs });
    expect(outcome(takeSet(state, stale, nowMs, cache))).toBe('expired');
    expect(okState(takeSet(state, fresh, 0, cache)).timeMs).toBe(nowMs + 2 * dayMs);
    const far = takeSet(state, fresh, nowMs + 20_000 * dayMs, cache);
    expect(outcome(far)).toBe('expired');
    expect(outcome(takeSet(state, fresh, nowMs + 2 * dayMs, cache))).toBe('ok');
  });

  test('a version as high as can be binds until the keys are rotated, then no more (A5)', () => {
    const cache = new TrustCache();
    const stuck = okState(takeSet(trusting(set, cache), makeSet({ version: trustLimits.version }), nowMs, cache));
    expect(outcome(takeSet(stuck, makeSet({ version: 7 }), nowMs, cache))).toBe('rollback');
    const recovered: RoleNames = { ...roles, timestamp: [['timestamp b'], 1], snapshot: [['snapshot b'], 1] };
    const repaired = makeSet({ version: 7, rootVersion: 2, roles: recovered });
    const rooted = okState(takeRoot(stuck, repaired.root, cache));
    expect(rooted.timestamp?.version).toBe(trustLimits.version);
    const finished = okState(finishRoots(rooted, nowMs));
    expect([finished.timestamp, finished.snapshot, finished.targets?.version]).toEqual([undefined, undefined, trustLimits.version]);
    expect(okState(takeSet(rooted, repaired, nowMs, cache)).targets?.version).toBe(7);
  });

  test('a root that changes other keys forgets nothing, so an old timestamp stays refused', () => {
    const cache = new TrustCache();
    const state = trusting(makeSet({ version: 5 }), cache);
    const next = makeSet({ version: 4, rootVersion: 2, roles: { ...roles, director: [['director b'], 1] } });
    const rooted = okState(takeRoot(state, next.root, cache));
    expect(okState(finishRoots(rooted, nowMs)).timestamp?.version).toBe(5);
    expect(outcome(takeSet(rooted, next, nowMs, cache))).toBe('rollback');
  });

  test('what is held and still named need not come again', () => {
    const cache = new TrustCache();
    const state = trusting(set, cache);
    expect([heldSnapshot(state), heldTargets(state)].map((bytes) => bytes?.length)).toEqual([set.snapshot.length, set.targets.length]);
    const moved = okState(takeTimestamp(state, makeSet({ version: 2, targetsVersion: 1 }).timestamp, nowMs, cache));
    expect(heldSnapshot(moved)).toBeUndefined();
    const snapped = okState(takeSnapshot(moved, makeSet({ version: 2, targetsVersion: 1 }).snapshot, nowMs, cache));
    expect(heldTargets(snapped)?.length).toBe(set.targets.length);
  });

  test('out of order nothing is taken', () => {
    const cache = new TrustCache();
    const state = okState(initialTrust(set.root, cache));
    expect(outcome(takeSnapshot(state, set.snapshot, nowMs, cache))).toBe('mix-and-match');
    expect(outcome(takeTargets(state, set.targets, nowMs, cache))).toBe('mix-and-match');
    const renewed = okState(takeTimestamp(trusting(set, cache), makeSet({ version: 2 }).timestamp, nowMs, cache));
    expect(outcome(takeTargets(renewed, set.targets, nowMs, cache))).toBe('mix-and-match');
  });

  test('1,000 releases are taken, 1,001 are not made and not taken', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => target(`1.0.${index}`));
    const full = makeSet({ version: 2, targets: many(1_000) });
    expect(full.targets.length).toBeLessThan(trustLimits.targetsBytes);
    expect(trusting(full, new TrustCache()).targets?.targets.size).toBe(1_000);
    expect(() => makeTargets(1, nowMs, many(1_001))).toThrow('1001 releases, the limit is 1000');
    const forged = resigned(
      full.targets,
      (signed) => {
        const files = signed.targets as Record<string, unknown>;
        files['pump/1.0.1000'] = { ...(files['pump/1.0.1'] as object) };
      },
      keysOf(roles, 'targets'),
    );
    expect(outcome(step(forged))).toBe('too-large');
  });

  test.each<[string, (custom: Record<string, unknown>, file: Record<string, unknown>) => void]>([
    ['another version', (custom) => Object.assign(custom, { version: '9.0.0' })],
    ['no counter', (custom) => Reflect.deleteProperty(custom, 'securityCounter')],
    ['a counter past 32 bits', (custom) => Object.assign(custom, { securityCounter: 4_294_967_296 })],
    ['no profile', (custom) => Object.assign(custom, { profiles: [] })],
    ['profiles that are no names', (custom) => Object.assign(custom, { profiles: [1] })],
    ['no content', (custom) => Object.assign(custom, { contentBytes: 0 })],
    ['a minimum version that is none', (custom) => Object.assign(custom, { minimumVersion: 'old' })],
    ['no word on passing through', (custom) => Reflect.deleteProperty(custom, 'mustPassThrough')],
    ['no SHA-256', (_custom, file) => Object.assign(file, { hashes: { md5: '00' } })],
    ['no length', (_custom, file) => Object.assign(file, { length: 0 })],
  ])('a release with %s is refused even when it is signed', (_what, change) => {
    const forged = resigned(
      set.targets,
      (signed) => {
        const file = (signed.targets as Record<string, Record<string, unknown>>)['pump/2.0.0'] ?? {};
        change(file.custom as Record<string, unknown>, file);
      },
      keysOf(roles, 'targets'),
    );
    expect(outcome(step(forged))).toBe('modified');
  });

  /** Takes targets that a right snapshot and timestamp name. */
  function step(targets: Uint8Array): TrustStep {
    const named = makeSetOf(targets);
    return takeSet(okState(initialTrust(set.root, new TrustCache())), named, nowMs, new TrustCache());
  }

  test('at its length limit a timestamp is read, one past it not', () => {
    const cache = new TrustCache();
    const state = okState(initialTrust(set.root, cache));
    const padded = (bytes: number): Uint8Array => Buffer.concat([set.timestamp, Buffer.alloc(bytes - set.timestamp.length, ' ')]);
    expect(outcome(takeTimestamp(state, padded(trustLimits.timestampBytes), nowMs, cache))).toBe('ok');
    expect(outcome(takeTimestamp(state, padded(trustLimits.timestampBytes + 1), nowMs, cache))).toBe('too-large');
  });

  test('whatever byte is changed in whatever file, the set is refused or means the same', () => {
    const cache = new TrustCache();
    const state = okState(initialTrust(set.root, cache));
    const files = ['root', 'timestamp', 'snapshot', 'targets'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.integer({ min: 1, max: 255 }), (file, place, flip) => {
        const bytes = Uint8Array.from(set[file]);
        const index = place % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        const result = file === 'root' ? initialTrust(bytes, cache) : takeSet(state, { ...set, [file]: bytes }, nowMs, cache);
        if (result.type === 'refused') return;
        // The hash binds snapshot and targets; a root or a timestamp may differ only in what no signature covers.
        expect(['root', 'timestamp']).toContain(file);
        expect(JSON.parse(Buffer.from(bytes).toString('utf8')).signed).toEqual(JSON.parse(Buffer.from(set[file]).toString('utf8')).signed);
      }),
      { numRuns: 300 },
    );
  });
});

function makeSetOf(targets: Uint8Array) {
  const snapshot = signMetadata(makeSnapshotOf(targets), keysOf(roles, 'snapshot'));
  const timestamp = signMetadata(makeTimestamp(1, nowMs + dayMs, { version: 1, bytes: snapshot }), keysOf(roles, 'timestamp'));
  return { targets, snapshot, timestamp };
}

function makeSnapshotOf(targets: Uint8Array): Uint8Array {
  const { version } = JSON.parse(Buffer.from(targets).toString('utf8')).signed as { version: number };
  return makeSnapshot(1, nowMs + 7 * dayMs, { version, bytes: targets });
}
