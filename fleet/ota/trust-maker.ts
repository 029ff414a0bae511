/** Pure steps of the trust desk: from a state and keys to the next set of metadata, checked as a device checks it. */
import {
  finishRoots,
  heldTargets,
  initialTrust,
  makeRoot,
  makeSnapshot,
  makeTargets,
  makeTimestamp,
  type RootFacts,
  signMetadata,
  TrustCache,
  type TrustKey,
  type TrustRole,
  type TrustState,
  type TrustStep,
  takeRoot,
  takeSnapshot,
  takeTargets,
  takeTimestamp,
} from '#proto/trust/index.js';
import { failDesk } from './trust-desk-errors.ts';
import type { TrustTerms } from './trust-limits.ts';

/** The files of a set; those that did not change are left out. */
export interface MadeSet {
  readonly state: TrustState;
  readonly made: readonly {
    readonly role: 'root' | 'targets' | 'snapshot' | 'timestamp';
    readonly version: number;
    readonly bytes: Uint8Array;
  }[];
}

/** What a set is made with. */
export interface MakeParts {
  readonly state: TrustState;
  readonly keys: readonly TrustKey[];
  readonly nowMs: number;
  readonly terms: TrustTerms;
}

/** Keys of a role out of those that are held. Throws E2501 when they are too few. */
export function keysFor(role: TrustRole, { state, keys }: Pick<MakeParts, 'state' | 'keys'>): TrustKey[] {
  const { keyIds, threshold } = state.root.rules[role];
  const found = keys.filter(({ keyId }) => keyIds.includes(keyId));
  if (found.length >= threshold) return found.slice(0, threshold);
  throw failDesk('E2501', {
    message: `${role} needs ${threshold} of ${keyIds.length} keys of root ${state.root.version}, the manager holds ${found.length}`,
  });
}

/** Throws E2509 when a root that somebody gave names online keys of others. */
export function requireOnlineKeys(given: TrustState, keys: readonly TrustKey[]): void {
  for (const role of ['snapshot', 'timestamp', 'director'] as const) {
    const { keyIds, threshold } = given.root.rules[role];
    const held = keys.filter(({ keyId }) => keyIds.includes(keyId)).length;
    if (held >= threshold) continue;
    throw failDesk('E2509', {
      message: `root ${given.root.version} wants ${threshold} of ${keyIds.length} keys for ${role}, the manager holds ${held} of them`,
    });
  }
}

/** Signs a new timestamp, and a new snapshot when the old one has passed half its term. */
export function renewOnline(parts: MakeParts, isForced: boolean): MadeSet {
  const { state, nowMs, terms } = parts;
  const { snapshot, targets } = state;
  const isOld = snapshot === undefined || snapshot.expiresMs - nowMs < terms.snapshotMs / 2 || isForced;
  if (targets === undefined) throw failDesk('E2506', { message: 'there are no targets to renew for' });
  return isOld ? setOf(parts, targets.bytes, []) : timestampOf(parts, snapshot, []);
}

/** The set with these targets: snapshot and timestamp are signed anew, and all is taken as a device takes it. */
export function setOf(parts: MakeParts, targets: Uint8Array, before: MadeSet['made']): MadeSet {
  const { state, nowMs, terms } = parts;
  const version = (state.snapshot?.version ?? 0) + 1;
  const targetsVersion = versionOf(targets);
  const bytes = signMetadata(
    makeSnapshot(version, nowMs + terms.snapshotMs, { version: targetsVersion, bytes: targets }),
    keysFor('snapshot', parts),
  );
  const isNew = state.targets === undefined || Buffer.compare(state.targets.bytes, targets) !== 0;
  const made = [...before, ...(isNew ? [{ role: 'targets', version: targetsVersion, bytes: targets } as const] : [])];
  return timestampOf(parts, { version, bytes }, [...made, { role: 'snapshot', version, bytes }], targets);
}

function timestampOf(
  parts: MakeParts,
  snapshot: { readonly version: number; readonly bytes: Uint8Array },
  before: MadeSet['made'],
  targets?: Uint8Array,
): MadeSet {
  const { state, nowMs, terms } = parts;
  const cache = new TrustCache();
  const version = (state.timestamp?.version ?? 0) + 1;
  const bytes = signMetadata(makeTimestamp(version, nowMs + terms.timestampMs, snapshot), keysFor('timestamp', parts));
  const stamped = taken(takeTimestamp(state, bytes, nowMs, cache));
  const snapped = taken(takeSnapshot(stamped, snapshot.bytes, nowMs, cache));
  const next = taken(takeTargets(snapped, targets ?? heldTargets(snapped) ?? new Uint8Array(0), nowMs, cache));
  return { state: next, made: [...before, { role: 'timestamp', version, bytes }] };
}

/** A trust that begins: root and empty targets signed, snapshot and timestamp after them. */
export function beginTrust(parts: Omit<MakeParts, 'state'>, root: Uint8Array, targets: Uint8Array): MadeSet {
  const state = { ...taken(initialTrust(root, new TrustCache())), timeMs: parts.nowMs };
  const finished = taken(finishRoots(state, parts.nowMs));
  return setOf({ ...parts, state: finished }, targets, [{ role: 'root', version: state.root.version, bytes: root }]);
}

/** The next root, and the rest signed anew for it. Versions go on, so that devices whose keys did not change take them too. */
export function continueTrust(parts: MakeParts, root: Uint8Array, targets: Uint8Array | undefined): MadeSet {
  const { state, nowMs } = parts;
  const rooted = taken(takeRoot(state, root, new TrustCache()));
  const { timestamp, snapshot, targets: held } = state;
  // A device forgets what other keys signed; the versions go on all the same.
  const counted = {
    ...(timestamp === undefined ? {} : { timestamp: { ...timestamp, signedBy: rooted.root.rules.timestamp.identity } }),
    ...(snapshot === undefined ? {} : { snapshot: { ...snapshot, signedBy: rooted.root.rules.snapshot.identity } }),
  };
  const finished = taken(finishRoots({ ...rooted, ...counted }, nowMs));
  const bytes = targets ?? held?.bytes;
  if (bytes === undefined) throw failDesk('E2506', { message: 'there are no targets for the root' });
  return setOf({ ...parts, state: finished }, bytes, [{ role: 'root', version: rooted.root.version, bytes: root }]);
}

/** A root that is signed by keys that are held: those of the one before too, when there is one. */
export function signedRoot(facts: RootFacts, keys: readonly TrustKey[]): Uint8Array {
  return signMetadata(makeRoot(facts), keys);
}

/** Empty targets, signed. */
export function firstTargets(expiresMs: number, keys: readonly TrustKey[]): Uint8Array {
  return signMetadata(makeTargets(1, expiresMs, []), keys);
}

/** The state after a step that devices would take too. Throws E2506. */
export function taken(step: TrustStep): TrustState {
  if (step.type === 'ok') return step.state;
  throw failDesk('E2506', { message: `${step.cause}: ${step.message}` });
}

function versionOf(bytes: Uint8Array): number {
  try {
    const { signed } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { signed?: { version?: unknown } };
    if (Number.isSafeInteger(signed?.version) && Number(signed?.version) >= 1) return Number(signed?.version);
  } catch {
    // Told below, with what was missing.
  }
  throw failDesk('E2506', { message: 'the targets are no metadata with a version' });
}
