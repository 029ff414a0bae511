/** Releases and signed metadata of a fleet that may turn hostile: all its keys follow from a seed, so an attack can steal any of them. */
import { createHash } from 'node:crypto';
import { buildImage, type Image, type ImageFacts, readImage } from '#proto/image/index.js';
import { type Clock, createRandom } from '#proto/kit/index.js';
import type { Profile } from '#proto/profile/index.js';
import {
  type Assignment,
  createTrustKey,
  makeAssignment,
  makeRoot,
  makeSnapshot,
  makeTargets,
  makeTimestamp,
  signMetadata,
  type TrustKey,
  type TrustRole,
  type TrustTarget,
} from '#proto/trust/index.js';

const dayMs = 86_400_000;
/** From its signing to its expiry. */
const lifetimesMs = { root: 365 * dayMs, targets: 90 * dayMs, snapshot: 7 * dayMs, timestamp: dayMs, assignment: 7 * dayMs } as const;

/** Who may sign for each role: keys by number, and how many of them it takes. */
const rules: Readonly<Record<TrustRole, { readonly keys: number; readonly threshold: number }>> = {
  root: { keys: 3, threshold: 2 },
  targets: { keys: 2, threshold: 2 },
  snapshot: { keys: 1, threshold: 1 },
  timestamp: { keys: 1, threshold: 1 },
  director: { keys: 1, threshold: 1 },
};

/** Bytes that one metadata role is at, with its version. */
export interface Versioned {
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** What makes a set of metadata differ from what an honest fleet signs. */
export interface SigningChanges {
  /** Who signs in place of the holders of the role. */
  readonly signers?: Partial<Readonly<Record<TrustRole, readonly TrustKey[]>>>;
  /** In place of the next one. */
  readonly versions?: Partial<Readonly<Record<'targets' | 'snapshot' | 'timestamp', number>>>;
  /** Last touch of what was signed: what comes back is what is served. */
  readonly altered?: Partial<Readonly<Record<'targets' | 'snapshot' | 'timestamp', (bytes: Uint8Array) => Uint8Array>>>;
}

/** The repository of a fleet, as far as devices see it. */
export class AttackRepository {
  readonly seed: string;
  readonly clock: Clock;
  readonly profile: Profile;
  /** Keys of each role that count now. */
  readonly keys: Record<TrustRole, readonly TrustKey[]>;
  readonly roots: Versioned[] = [];
  /** By version: what was once served can be served again. */
  readonly snapshots = new Map<number, Uint8Array>();
  readonly targets = new Map<number, Uint8Array>();
  timestamp: Versioned = { version: 0, bytes: new Uint8Array(0) };
  snapshotVersion = 0;
  targetsVersion = 0;
  readonly #images = new Map<string, Image>();
  readonly #releases: TrustTarget[] = [];
  #generation = 0;

  constructor(seed: string, clock: Clock, profile: Profile) {
    this.seed = seed;
    this.clock = clock;
    this.profile = profile;
    // fromEntries forgets which keys there are: those of rules, each role once.
    this.keys = Object.fromEntries(
      Object.keys(rules).map((role) => [role, this.keysFor(role as TrustRole)]),
    ) as unknown as typeof this.keys;
    this.addRoot();
    this.renew();
  }

  /** A key that follows from the seed and a name. */
  key(name: string): TrustKey {
    return createTrustKey(
      createHash('sha256')
        .update(JSON.stringify([this.seed, name]))
        .digest(),
    );
  }

  /** A stranger's keys: as many as the role has. */
  strangers(role: TrustRole): TrustKey[] {
    return Array.from({ length: rules[role].keys }, (_, index) => this.key(`stranger ${role} ${index}`));
  }

  /**
   * The image of a version: an application that is the profile's, and a payload that follows from the seed and a version.
   * @param payloadBytes length of the payload
   * @param payloadOf another version whose payload it has
   */
  image(version: string, changes: Partial<ImageFacts> = {}, payloadBytes = this.payloadBytes, payloadOf = version): Image {
    const { name, hardwareRevisions, factoryImage } = this.profile;
    const facts = { name, profiles: [name], hardwareRevisions, securityCounter: 0, minimumVersion: '', mustPassThrough: false };
    const payload = createRandom(this.seed, 'payload', payloadOf).bytes(payloadBytes);
    return readImage(buildImage({ ...facts, version, ...changes }, factoryImage.application, payload));
  }

  /** Some chunks, and never more than a quarter of a slot. */
  get payloadBytes(): number {
    return Math.min(100_000, Math.floor(this.profile.flash.slotBytes / 4));
  }

  /** Puts images into the targets and signs anew. */
  publish(images: readonly Image[], changes: SigningChanges = {}): void {
    for (const image of images) {
      this.#images.set(image.digest, image);
      this.#releases.push(targetOf(image));
    }
    this.#signTargets(changes);
    this.renew(changes);
  }

  /** Signs snapshot and timestamp anew, as a manager does by itself before they expire. */
  renew(changes: SigningChanges = {}): void {
    if (this.targetsVersion === 0) this.#signTargets({});
    const nowMs = this.clock.wallMs();
    this.snapshotVersion = changes.versions?.snapshot ?? this.snapshotVersion + 1;
    const targets = { version: this.targetsVersion, bytes: this.targets.get(this.targetsVersion) as Uint8Array };
    const snapshot = this.#sign('snapshot', makeSnapshot(this.snapshotVersion, nowMs + lifetimesMs.snapshot, targets), changes);
    this.snapshots.set(this.snapshotVersion, snapshot);
    const version = changes.versions?.timestamp ?? this.timestamp.version + 1;
    const named = { version: this.snapshotVersion, bytes: snapshot };
    this.timestamp = {
      version,
      bytes: this.#sign('timestamp', makeTimestamp(version, nowMs + lifetimesMs.timestamp, named), changes),
    };
  }

  /** Gives roles other keys; the root that says so is signed by those who held root before and those who hold it now. */
  rotate(roles: readonly TrustRole[]): void {
    const before = this.keys.root;
    this.#generation += 1;
    for (const role of roles) this.keys[role] = this.keysFor(role);
    this.addRoot([...before.slice(0, rules.root.threshold), ...this.keys.root.slice(0, rules.root.threshold)]);
  }

  /** The next root. @param signers who signs it, the holders of root when left out */
  addRoot(signers: readonly TrustKey[] = this.keys.root.slice(0, rules.root.threshold)): void {
    this.roots.push(this.nextRoot(signers));
  }

  /** The root that would be next; not served until it is pushed. */
  nextRoot(signers: readonly TrustKey[], changed: Partial<Record<TrustRole, readonly TrustKey[]>> = {}): Versioned {
    const version = (this.roots.at(-1)?.version ?? 0) + 1;
    const roles = Object.fromEntries(
      Object.entries(rules).map(([role, { threshold }]) => [
        role,
        { keys: changed[role as TrustRole] ?? this.keys[role as TrustRole], threshold },
      ]),
    ) as Record<TrustRole, { keys: readonly TrustKey[]; threshold: number }>;
    const bytes = makeRoot({ version, expiresMs: this.clock.wallMs() + lifetimesMs.root, isDevelopment: false, roles });
    return { version, bytes: signMetadata(bytes, [...new Set(signers)]) };
  }

  /** What an honest director signs for a device. */
  assign(order: Partial<Assignment> & Pick<Assignment, 'deviceId' | 'attemptId'>, image: Image, signers = this.keys.director): Uint8Array {
    const { path, digest, headerBytes, contentBytes } = targetOf(image);
    const issuedMs = this.clock.wallMs();
    const terms = { issuedMs, expiresMs: issuedMs + lifetimesMs.assignment, fullAllowed: true };
    return makeAssignment({ target: path, digest, headerBytes, contentBytes, ...terms, ...order }, signers);
  }

  private keysFor(role: TrustRole): TrustKey[] {
    return Array.from({ length: rules[role].keys }, (_, index) => this.key(`${role} ${index} of generation ${this.#generation}`));
  }

  #signTargets(changes: SigningChanges): void {
    this.targetsVersion = changes.versions?.targets ?? this.targetsVersion + 1;
    const bytes = makeTargets(this.targetsVersion, this.clock.wallMs() + lifetimesMs.targets, this.#releases);
    this.targets.set(this.targetsVersion, this.#sign('targets', bytes, changes));
  }

  #sign(role: 'targets' | 'snapshot' | 'timestamp', bytes: Uint8Array, { signers, altered }: SigningChanges): Uint8Array {
    const signed = signMetadata(bytes, signers?.[role] ?? this.keys[role]);
    return altered?.[role]?.(signed) ?? signed;
  }
}

/** An image as targets name it. */
function targetOf({ header, headerBytes, digest, content }: Image): TrustTarget {
  const { name, version, profiles, hardwareRevisions, securityCounter, minimumVersion, mustPassThrough } = header;
  const facts = { name, version, profiles, hardwareRevisions, securityCounter, minimumVersion, mustPassThrough };
  return { ...facts, path: `${name}/${version}`, digest, headerBytes: headerBytes.length, contentBytes: content.length };
}
