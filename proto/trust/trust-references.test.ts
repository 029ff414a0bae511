/** What one file of the metadata says of the next, time that passes between two files, and what a change of one role's keys forgets. */
import { describe, expect, test } from 'vitest';
import { dayMs, defaultRoles, keysOf, makeSet, nowMs, okState, type RoleNames, takeSet, trusting } from './fake-repository.ts';
import {
  finishRoots,
  initialTrust,
  makeSnapshot,
  makeTimestamp,
  signMetadata,
  TrustCache,
  type TrustStep,
  takeRoot,
  takeSnapshot,
  takeTargets,
  takeTimestamp,
} from './index.ts';

const set = makeSet();
const roles = defaultRoles;

function outcome(step: TrustStep): string {
  return step.type === 'refused' ? step.cause : step.type;
}

/** A device that has the root alone. */
function rooted(cache: TrustCache) {
  return okState(initialTrust(set.root, cache));
}

/** What is said of a file, changed by one who has the keys. */
function changedMeta(bytes: Uint8Array, file: string, change: object): Uint8Array {
  const json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  Object.assign(json.signed.meta[file], change);
  return Buffer.from(JSON.stringify({ ...json, signatures: [] }));
}

describe('what one file says of the next', () => {
  const timestampKeys = keysOf(roles, 'timestamp');
  const timestampOf = (snapshot: Uint8Array): Uint8Array =>
    signMetadata(makeTimestamp(1, nowMs + dayMs, { version: 1, bytes: snapshot }), timestampKeys);
  const snapshotWith = (change: object): Uint8Array =>
    signMetadata(changedMeta(set.snapshot, 'targets.json', change), keysOf(roles, 'snapshot'));

  test.each<[string, () => Partial<typeof set>]>([
    [
      'a timestamp that gives the right snapshot another version',
      () => ({ timestamp: signMetadata(makeTimestamp(1, nowMs + dayMs, { version: 2, bytes: set.snapshot }), timestampKeys) }),
    ],
    [
      'a timestamp that gives the right snapshot another length',
      () => ({ timestamp: signMetadata(changedMeta(set.timestamp, 'snapshot.json', { length: set.snapshot.length + 1 }), timestampKeys) }),
    ],
    [
      'a snapshot that gives the right targets another version',
      () => {
        const snapshot = signMetadata(makeSnapshot(1, nowMs + 7 * dayMs, { version: 2, bytes: set.targets }), keysOf(roles, 'snapshot'));
        return { snapshot, timestamp: timestampOf(snapshot) };
      },
    ],
    [
      'a snapshot that gives the right targets another length',
      () => {
        const snapshot = snapshotWith({ length: set.targets.length - 1 });
        return { snapshot, timestamp: timestampOf(snapshot) };
      },
    ],
  ])('%s: refused', (_what, changes) => {
    const cache = new TrustCache();
    expect(outcome(takeSet(rooted(cache), { ...set, ...changes() }, nowMs, cache))).toBe('mix-and-match');
  });

  test('targets after a timestamp alone are refused', () => {
    const cache = new TrustCache();
    const stamped = okState(takeTimestamp(rooted(cache), set.timestamp, nowMs, cache));
    expect(outcome(takeTargets(stamped, set.targets, nowMs, cache))).toBe('mix-and-match');
  });
});

describe('time that passes between two files', () => {
  test('a timestamp that expires before its snapshot has come', () => {
    const cache = new TrustCache();
    const stamped = okState(takeTimestamp(rooted(cache), set.timestamp, nowMs, cache));
    expect(outcome(takeSnapshot(stamped, set.snapshot, nowMs + dayMs - 1, cache))).toBe('ok');
    expect(outcome(takeSnapshot(stamped, set.snapshot, nowMs + dayMs, cache))).toBe('expired');
  });

  test('a snapshot that expires before its targets have come', () => {
    const cache = new TrustCache();
    const short = makeSet({ snapshotExpiresMs: nowMs + 1_000 });
    const stamped = okState(takeTimestamp(okState(initialTrust(short.root, cache)), short.timestamp, nowMs, cache));
    const snapped = okState(takeSnapshot(stamped, short.snapshot, nowMs, cache));
    expect(outcome(takeTargets(snapped, short.targets, nowMs + 999, cache))).toBe('ok');
    expect(outcome(takeTargets(snapped, short.targets, nowMs + 1_000, cache))).toBe('expired');
  });
});

test.each(['timestamp', 'snapshot'] as const)('other keys of the %s alone make a device forget timestamp and snapshot (A5)', (role) => {
  const cache = new TrustCache();
  const recovered: RoleNames = { ...roles, [role]: [[`${role} b`], 1] };
  const next = okState(takeRoot(trusting(makeSet({ version: 5 }), cache), makeSet({ rootVersion: 2, roles: recovered }).root, cache));
  const { timestamp, snapshot, targets } = okState(finishRoots(next, nowMs));
  expect([timestamp, snapshot, targets?.version]).toEqual([undefined, undefined, 5]);
});
