/** A repository for tests: keys that follow from names, and a set of metadata that fits together. */
import { createHash } from 'node:crypto';
import type { Assignment } from './assignment.ts';
import {
  makeAssignment,
  makeRoot,
  makeSnapshot,
  makeTargets,
  makeTimestamp,
  type RoleKeys,
  type RootFacts,
  signMetadata,
} from './metadata-maker.ts';
import type { TrustCache } from './trust-cache.ts';
import { createTrustKey, type TrustKey } from './trust-key.ts';
import type { TrustRole, TrustState, TrustStep, TrustTarget } from './trust-state.ts';
import { finishRoots, initialTrust, takeSnapshot, takeTargets, takeTimestamp } from './trust-steps.ts';

/** Some instant, wall clock, ms. */
export const nowMs = Date.UTC(2026, 0, 1);
export const dayMs = 86_400_000;

/** The key that follows from a name. */
export function keyNamed(name: string): TrustKey {
  return createTrustKey(createHash('sha256').update(name).digest());
}

/** Who signs for the roles: names of keys, the threshold last. */
export type RoleNames = Readonly<Record<TrustRole, readonly [names: readonly string[], threshold: number]>>;

/** One key a role, two of three for root. */
export const defaultRoles: RoleNames = {
  root: [['root 1', 'root 2', 'root 3'], 2],
  targets: [['targets'], 1],
  snapshot: [['snapshot'], 1],
  timestamp: [['timestamp'], 1],
  director: [['director'], 1],
};

/** A release. */
export function target(version: string, changes: Partial<TrustTarget> = {}): TrustTarget {
  return {
    path: `pump/${version}`,
    name: 'pump',
    version,
    digest: createHash('sha256').update(version).digest('hex'),
    headerBytes: 300,
    contentBytes: 100_000,
    profiles: ['pump'],
    hardwareRevisions: [],
    securityCounter: 1,
    minimumVersion: '',
    mustPassThrough: false,
    ...changes,
  };
}

/** What a set of metadata is made with; what is left out has its default. */
export interface SetOptions {
  readonly roles?: RoleNames;
  readonly rootVersion?: number;
  readonly version?: number;
  readonly snapshotVersion?: number;
  readonly targetsVersion?: number;
  readonly targets?: readonly TrustTarget[];
  readonly rootExpiresMs?: number;
  readonly targetsExpiresMs?: number;
  readonly snapshotExpiresMs?: number;
  readonly timestampExpiresMs?: number;
}

/** A set of metadata that fits together. */
export interface MetadataSet {
  readonly root: Uint8Array;
  readonly targets: Uint8Array;
  readonly snapshot: Uint8Array;
  readonly timestamp: Uint8Array;
}

/** Facts of a root from names of keys. */
export function rootOf(roles: RoleNames, version = 1, expiresMs = nowMs + 365 * dayMs): RootFacts {
  const entries = Object.entries(roles).map(([role, [names, threshold]]): [string, RoleKeys] => [
    role,
    { keys: names.map(keyNamed), threshold },
  ]);
  return { version, expiresMs, isDevelopment: false, roles: Object.fromEntries(entries) as RootFacts['roles'] };
}

/** Keys of a role. */
export function keysOf(roles: RoleNames, role: TrustRole): TrustKey[] {
  return roles[role][0].map(keyNamed);
}

/** Makes and signs a set. */
export function makeSet(options: SetOptions = {}): MetadataSet {
  const { roles = defaultRoles, version = 1, targetsVersion = version, snapshotVersion = version } = options;
  const root = signMetadata(makeRoot(rootOf(roles, options.rootVersion ?? 1, options.rootExpiresMs)), keysOf(roles, 'root'));
  const releases = options.targets ?? [target('1.0.0'), target('2.0.0')];
  const targets = signMetadata(
    makeTargets(targetsVersion, options.targetsExpiresMs ?? nowMs + 90 * dayMs, releases),
    keysOf(roles, 'targets'),
  );
  const snapshot = signMetadata(
    makeSnapshot(snapshotVersion, options.snapshotExpiresMs ?? nowMs + 7 * dayMs, { version: targetsVersion, bytes: targets }),
    keysOf(roles, 'snapshot'),
  );
  const timestamp = signMetadata(
    makeTimestamp(version, options.timestampExpiresMs ?? nowMs + dayMs, { version: snapshotVersion, bytes: snapshot }),
    keysOf(roles, 'timestamp'),
  );
  return { root, targets, snapshot, timestamp };
}

/** Goes on with a step that must have gone well. */
export function okState(step: TrustStep): TrustState {
  if (step.type === 'ok') return step.state;
  throw new Error(`refused: ${step.cause}: ${step.message}`);
}

/** Takes timestamp, snapshot and targets; gives the first refusal. */
export function takeSet(state: TrustState, set: Omit<MetadataSet, 'root'>, timeMs: number, cache: TrustCache): TrustStep {
  let step: TrustStep = finishRoots(state, timeMs);
  if (step.type === 'ok') step = takeTimestamp(step.state, set.timestamp, timeMs, cache);
  if (step.type === 'ok') step = takeSnapshot(step.state, set.snapshot, timeMs, cache);
  if (step.type === 'ok') step = takeTargets(step.state, set.targets, timeMs, cache);
  return step;
}

/** A device that trusts a set. */
export function trusting(set: MetadataSet, cache: TrustCache, timeMs = nowMs): TrustState {
  return okState(takeSet(okState(initialTrust(set.root, cache)), set, timeMs, cache));
}

/** An assignment of pump/2.0.0 to pump-1, signed by the director. */
export function assignmentBytes(changes: Partial<Assignment> = {}, signers = [keyNamed('director')]): Uint8Array {
  const { path, digest, headerBytes, contentBytes } = target('2.0.0');
  const assignment: Assignment = {
    deviceId: 'pump-1',
    attemptId: 'attempt-1',
    target: path,
    digest,
    headerBytes,
    contentBytes,
    issuedMs: nowMs,
    expiresMs: nowMs + 7 * dayMs,
    fullAllowed: true,
    ...changes,
  };
  return makeAssignment(assignment, signers);
}
