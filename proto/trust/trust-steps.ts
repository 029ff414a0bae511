/**
 * What a device checks, in the order of the TUF specification 5: roots one by one, their expiry, timestamp, snapshot, targets. Each step is pure:
 * it gives the next state or a refusal, and after a refusal the state before still holds.
 */
import { readMetadata, readReference, readRules, readTargets } from './metadata-reader.ts';
import { demand, digestOf, refusing } from './refusal.ts';
import { checkSignatures, signable } from './signatures.ts';
import type { TrustCache } from './trust-cache.ts';
import type {
  Held,
  HeldRoot,
  HeldSnapshot,
  HeldTargets,
  HeldTimestamp,
  MetadataReference,
  TrustRole,
  TrustState,
  TrustStep,
} from './trust-state.ts';
import { trustLimits } from './trust-state.ts';

/**
 * Begins to trust: a root that is signed by its own threshold. The first one is pinned by whoever gives it (the factory, or first contact); it
 * may have expired meanwhile, since newer ones may follow.
 * @param timeMs latest trusted time that is known, wall clock, ms; 0 when none is
 */
export function initialTrust(rootBytes: Uint8Array, cache: TrustCache, timeMs = 0): TrustStep {
  return refusing(() => {
    const digest = checkLength('root', rootBytes, trustLimits.rootBytes);
    const root = cache.get('root', digest, 'itself', () => {
      const { signatures, held } = readRoot(rootBytes, digest);
      checkSignatures('root', signatures, held, 'root');
      return held;
    });
    return { type: 'ok', state: { root, timeMs } };
  });
}

/**
 * Takes the next root: signed by the thresholds of the one before and of itself, and exactly one version further. Expiry is looked at when the
 * last one is taken (finishRoots), since a device that was off for years has to come through roots that expired.
 */
export function takeRoot(state: TrustState, bytes: Uint8Array, cache: TrustCache): TrustStep {
  return refusing(() => {
    const digest = checkLength('root', bytes, trustLimits.rootBytes);
    const root = cache.get('next root', digest, state.root.digest, () => {
      const { signatures, held } = readRoot(bytes, digest);
      checkSignatures('root', signatures, state.root, 'root');
      checkSignatures('root', signatures, held, 'root');
      const wanted = state.root.version + 1;
      demand(held.version >= wanted, 'rollback', `root ${held.version} came, root ${state.root.version} is trusted: the next is ${wanted}`);
      demand(held.version === wanted, 'modified', `root ${held.version} came, the next is ${wanted}`);
      return held;
    });
    return { type: 'ok', state: { ...state, root } };
  });
}

/**
 * After the newest root: refuses it when it has expired. When the keys of timestamp or snapshot are others than those that signed what is held,
 * both are forgotten, so that versions that a thief of the old keys made as high as can be bind nobody (fast-forward).
 */
export function finishRoots(state: TrustState, nowMs: number): TrustStep {
  return refusing(() => {
    const { root, timestamp, snapshot, targets, timeMs } = state;
    checkFresh('root', root, timeAt(state, nowMs));
    const isSame = (role: TrustRole, held: { readonly signedBy: string } | undefined): boolean =>
      held === undefined || held.signedBy === root.rules[role].identity;
    const keeps = isSame('timestamp', timestamp) && isSame('snapshot', snapshot);
    return {
      type: 'ok',
      state: {
        root,
        timeMs,
        ...(keeps && timestamp !== undefined ? { timestamp } : {}),
        ...(keeps && snapshot !== undefined ? { snapshot } : {}),
        ...(targets !== undefined && isSame('targets', targets) ? { targets } : {}),
      },
    };
  });
}

/** Takes the newest timestamp: signed, not older than the one held, nor its snapshot, and valid. It moves trusted time on. */
export function takeTimestamp(state: TrustState, bytes: Uint8Array, nowMs: number, cache: TrustCache): TrustStep {
  return refusing(() => {
    const { root } = state;
    const digest = checkLength('timestamp', bytes, trustLimits.timestampBytes);
    const timestamp = cache.get('timestamp', digest, root.digest, (): HeldTimestamp => {
      const { metadata, signed, version, expiresMs } = readMetadata('timestamp', bytes);
      checkSignatures('timestamp', signable(signed, metadata.signatures), root, 'timestamp');
      const snapshot = readReference('snapshot', metadata.signed.snapshotMeta);
      return { ...keep(bytes, digest, version, expiresMs), snapshot, signedBy: root.rules.timestamp.identity };
    });
    checkSuccessor('timestamp', timestamp, state.timestamp);
    const before = state.timestamp?.snapshot.version ?? 0;
    const { version } = timestamp.snapshot;
    demand(version >= before, 'rollback', `the timestamp names snapshot ${version}, it named snapshot ${before} before`);
    const timeMs = timeAt(state, nowMs);
    checkFresh('timestamp', timestamp, timeMs);
    return { type: 'ok', state: { ...state, timestamp, timeMs } };
  });
}

/** The snapshot that is held, when it is the one that the timestamp names: it need not be fetched, but has to be taken again. */
export function heldSnapshot({ timestamp, snapshot }: TrustState): Uint8Array | undefined {
  return snapshot !== undefined && snapshot.digest === timestamp?.snapshot.digest ? snapshot.bytes : undefined;
}

/** Takes the snapshot that the timestamp names: the very bytes, signed, nothing in it older than before, and valid. */
export function takeSnapshot(state: TrustState, bytes: Uint8Array, nowMs: number, cache: TrustCache): TrustStep {
  return refusing(() => {
    const { root, timestamp } = state;
    demand(timestamp !== undefined, 'mix-and-match', 'a snapshot came before a timestamp');
    const timeMs = timeAt(state, nowMs);
    checkFresh('timestamp', timestamp, timeMs);
    const digest = checkLength('snapshot', bytes, trustLimits.snapshotBytes);
    checkReference('snapshot', 'timestamp', bytes, digest, timestamp.snapshot);
    const snapshot = cache.get('snapshot', digest, root.digest, (): HeldSnapshot => {
      const { metadata, signed, version, expiresMs } = readMetadata('snapshot', bytes);
      checkSignatures('snapshot', signable(signed, metadata.signatures), root, 'snapshot');
      const { meta } = metadata.signed;
      const targets = readReference('targets', meta['targets.json']);
      const listed = new Map(Object.entries(meta).map(([file, entry]) => [file, entry.version]));
      return { ...keep(bytes, digest, version, expiresMs), targets, listed, signedBy: root.rules.snapshot.identity };
    });
    checkVersion('snapshot', 'timestamp', snapshot, timestamp.snapshot);
    for (const [file, before] of state.snapshot?.listed ?? []) {
      const version = snapshot.listed.get(file) ?? 0;
      demand(version >= before, 'rollback', `the snapshot lists version ${version} of ${file}, it listed ${before} before`);
    }
    checkFresh('snapshot', snapshot, timeMs);
    return { type: 'ok', state: { ...state, snapshot } };
  });
}

/** The targets that are held, when they are what the snapshot names: they need not be fetched, but have to be taken again. */
export function heldTargets({ snapshot, targets }: TrustState): Uint8Array | undefined {
  return targets !== undefined && targets.digest === snapshot?.targets.digest ? targets.bytes : undefined;
}

/** Takes the targets that the snapshot names: the very bytes, signed and valid. */
export function takeTargets(state: TrustState, bytes: Uint8Array, nowMs: number, cache: TrustCache): TrustStep {
  return refusing(() => {
    const { root, timestamp, snapshot } = state;
    demand(snapshot !== undefined && timestamp !== undefined, 'mix-and-match', 'targets came before a snapshot');
    demand(snapshot.digest === timestamp.snapshot.digest, 'mix-and-match', 'targets came for a snapshot that the timestamp does not name');
    const timeMs = timeAt(state, nowMs);
    checkFresh('snapshot', snapshot, timeMs);
    const digest = checkLength('targets', bytes, trustLimits.targetsBytes);
    checkReference('targets', 'snapshot', bytes, digest, snapshot.targets);
    const targets = cache.get('targets', digest, root.digest, (): HeldTargets => {
      const { metadata, signed, version, expiresMs } = readMetadata('targets', bytes);
      checkSignatures('targets', signable(signed, metadata.signatures), root, 'targets');
      demand(metadata.signed.delegations === undefined, 'unknown-format', 'the targets delegate, which this system does not do');
      return {
        ...keep(bytes, digest, version, expiresMs),
        targets: readTargets(signed.targets),
        signedBy: root.rules.targets.identity,
      };
    });
    checkVersion('targets', 'snapshot', targets, snapshot.targets);
    checkFresh('targets', targets, timeMs);
    return { type: 'ok', state: { ...state, targets } };
  });
}

/** What a device keeps in its flash: the files as they came, by reference, so that a thousand devices keep one copy. */
export interface SavedTrust {
  /** Latest trusted time, wall clock, ms. */
  readonly timeMs: number;
  readonly root: Uint8Array;
  readonly timestamp?: Uint8Array;
  readonly snapshot?: Uint8Array;
  readonly targets?: Uint8Array;
}

/** What to keep of a state. */
export function saveTrust({ timeMs, root, timestamp, snapshot, targets }: TrustState): SavedTrust {
  return {
    timeMs,
    root: root.bytes,
    ...(timestamp === undefined ? {} : { timestamp: timestamp.bytes }),
    ...(snapshot === undefined ? {} : { snapshot: snapshot.bytes }),
    ...(targets === undefined ? {} : { targets: targets.bytes }),
  };
}

/**
 * Reads a state back. All is verified again, but not against the time: what has expired meanwhile still says how old versions may be. Refused
 * when the root is damaged; of the rest, what is damaged or does not fit together is left out.
 */
export function loadTrust(saved: SavedTrust, cache: TrustCache): TrustStep {
  const pinned = initialTrust(saved.root, cache);
  if (pinned.type === 'refused') return pinned;
  let { state } = pinned;
  for (const [bytes, take] of [
    [saved.timestamp, takeTimestamp],
    [saved.snapshot, takeSnapshot],
    [saved.targets, takeTargets],
  ] as const) {
    const step = bytes === undefined ? undefined : take(state, bytes, 0, cache);
    if (step?.type !== 'ok') break;
    state = step.state;
  }
  return { type: 'ok', state: { ...state, timeMs: saved.timeMs } };
}

/** Trusted time, when the clock says nowMs: it never goes back. */
export function timeAt({ timeMs }: TrustState, nowMs: number): number {
  return Math.max(timeMs, nowMs);
}

function readRoot(bytes: Uint8Array, digest: string) {
  const { metadata, signed, version, expiresMs } = readMetadata('root', bytes);
  const root = metadata.signed;
  const rules = readRules(root);
  const isDevelopment = root.unrecognizedFields.development === true;
  const held: HeldRoot = { ...keep(bytes, digest, version, expiresMs), isDevelopment, rules, root };
  return { signatures: signable(signed, metadata.signatures), held };
}

/** A copy, so that whoever gave the bytes can't change what is trusted. */
function keep(bytes: Uint8Array, digest: string, version: number, expiresMs: number): Held {
  return { version, expiresMs, bytes: Uint8Array.from(bytes), digest };
}

/** Before anything is computed over them. */
function checkLength(what: string, bytes: Uint8Array, limit: number): string {
  demand(bytes.length <= limit, 'too-large', `the ${what} has ${bytes.length} bytes, the limit is ${limit}`);
  return digestOf(bytes);
}

function checkSuccessor(what: string, next: Held, before: Held | undefined): void {
  if (before === undefined) return;
  demand(next.version >= before.version, 'rollback', `${what} ${next.version} came, ${what} ${before.version} is held`);
  const isOther = next.version === before.version && next.digest !== before.digest;
  demand(!isOther, 'modified', `${what} ${next.version} is held already with other bytes`);
}

function checkReference(what: string, by: string, bytes: Uint8Array, digest: string, reference: MetadataReference): void {
  demand(bytes.length === reference.bytes, 'mix-and-match', `the ${what} has ${bytes.length} bytes, the ${by} says ${reference.bytes}`);
  demand(digest === reference.digest, 'mix-and-match', `the ${what} has digest ${digest}, the ${by} says ${reference.digest}`);
}

function checkVersion(what: string, by: string, { version }: Held, reference: MetadataReference): void {
  demand(version === reference.version, 'mix-and-match', `the ${what} has version ${version}, the ${by} says ${reference.version}`);
}

function checkFresh(what: string, { version, expiresMs }: Held, nowMs: number): void {
  demand(nowMs < expiresMs, 'expired', `${what} ${version} expired at ${iso(expiresMs)}, trusted time is ${iso(nowMs)}`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
