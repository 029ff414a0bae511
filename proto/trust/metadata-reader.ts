/**
 * Reads metadata strictly: the TUF specification's shape by @tufjs/models, and the narrower rules of this system, so that what a device takes
 * means one thing only. Signatures are not looked at here.
 */
import { createHash } from 'node:crypto';
import { type Key, Metadata, MetadataKind, type MetaFile, type Root, TargetFile } from '@tufjs/models';
import semver from 'semver';
import { canonicalJson, imageLimits } from '#proto/image/index.js';
import { messageOf } from '#proto/kit/index.js';
import { demand, RefusalError } from './refusal.ts';
import { type MetadataReference, type RoleRule, type TrustRole, type TrustTarget, trustLimits, trustRoles } from './trust-state.ts';

const digestShape = /^[0-9a-f]{64}$/;

type ModelJson = Parameters<typeof Metadata.fromJSON>[1];

const parsers = {
  root: (json: ModelJson) => Metadata.fromJSON(MetadataKind.Root, json),
  timestamp: (json: ModelJson) => Metadata.fromJSON(MetadataKind.Timestamp, json),
  snapshot: (json: ModelJson) => Metadata.fromJSON(MetadataKind.Snapshot, json),
  // Without the releases: the model takes the square of their number for them, readTargets reads them one by one.
  targets: ({ signed, ...json }: ModelJson) =>
    Metadata.fromJSON(MetadataKind.Targets, { ...json, signed: { ...(signed as ModelJson), targets: {} } }),
};

/** Roles whose metadata is a file. */
export type MetadataRole = keyof typeof parsers;

const byteLimits: Readonly<Record<MetadataRole, number>> = {
  root: trustLimits.rootBytes,
  timestamp: trustLimits.timestampBytes,
  snapshot: trustLimits.snapshotBytes,
  targets: trustLimits.targetsBytes,
};

/** Metadata with its model. */
export interface Model<Name extends MetadataRole> {
  /** Targets without their releases. */
  readonly metadata: ReturnType<(typeof parsers)[Name]>;
  /** The signed part as it came. */
  readonly signed: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly expiresMs: number;
}

/** Reads the JSON of metadata or of an assignment. */
export function readJson(what: string, bytes: Uint8Array, limitBytes: number): Record<string, unknown> {
  demand(bytes.length <= limitBytes, 'too-large', `the ${what} has ${bytes.length} bytes, the limit is ${limitBytes}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new RefusalError('modified', `the ${what} is no JSON: ${messageOf(error)}`);
  }
  demand(isRecord(value), 'modified', `the ${what} is no JSON object`);
  return value;
}

/** Reads metadata of a role; version and expiry have their shape then. */
export function readMetadata<Name extends MetadataRole>(role: Name, bytes: Uint8Array): Model<Name> {
  const json = readJson(role, bytes, byteLimits[role]);
  const { signed } = json;
  demand(isRecord(signed), 'modified', `the ${role} has no "signed"`);
  demand(signed._type === role, 'modified', `it is ${shown(signed._type)}, not ${role} metadata`);
  checkSpecification(role, signed.spec_version);
  const expiresMs = readTime(role, signed.expires);
  const version = readVersion(role, signed.version);
  let metadata: ReturnType<(typeof parsers)[Name]>;
  try {
    // Parsed from text, so it is what the model calls a JSON object; and each parser gives the model of its name.
    metadata = parsers[role](json as ModelJson) as ReturnType<(typeof parsers)[Name]>;
  } catch (error) {
    throw new RefusalError('modified', `the ${role} breaks the TUF format: ${messageOf(error)}`);
  }
  return { metadata, signed, version, expiresMs };
}

/** Refuses formats of the future, by their major version. */
export function checkSpecification(what: string, specification: unknown): void {
  const known = typeof specification === 'string' && /^1\.\d{1,4}(\.\d{1,4})?$/.test(specification);
  demand(known, 'unknown-format', `the ${what} has specification ${shown(specification)}, this device knows 1.x`);
}

/** A point of time as 2026-01-31T12:00:00Z, ms. */
export function readTime(what: string, value: unknown): number {
  const shaped = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
  const ms = shaped ? Date.parse(value) : Number.NaN;
  demand(Number.isFinite(ms), 'modified', `the ${what} has the time ${shown(value)}, not one like 2026-01-31T12:00:00Z`);
  return ms;
}

/** For people: a value that came from outside. */
export function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80);
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number within limits. */
export function isCount(value: unknown, low: number, high: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;
}

function readVersion(what: string, version: unknown): number {
  demand(
    isCount(version, 1, trustLimits.version),
    'modified',
    `the ${what} has version ${shown(version)}, not 1 to ${trustLimits.version}`,
  );
  return version;
}

/** The rules of a root: keys that are what their ids say, and thresholds that can be reached. */
export function readRules(root: Root): Readonly<Record<TrustRole, RoleRule>> {
  const keys = Object.entries(root.keys);
  demand(keys.length <= trustLimits.keys, 'too-large', `the root has ${keys.length} keys, the limit is ${trustLimits.keys}`);
  for (const [keyId, key] of keys) checkKey(keyId, key);
  const rules = trustRoles.map((role) => [role, readRule(role, role === 'director' ? directorOf(root) : root.roles[role], root)] as const);
  return Object.fromEntries(rules) as Record<TrustRole, RoleRule>;
}

/** The id of a key follows from the key, so a key can't count twice under two ids. */
export function keyIdOf(publicHex: string): string {
  return createHash('sha256')
    .update(canonicalJson({ keytype: 'ed25519', keyval: { public: publicHex }, scheme: 'ed25519' }))
    .digest('hex');
}

function checkKey(keyId: string, key: Key): void {
  demand(
    key.keyType === 'ed25519' && key.scheme === 'ed25519',
    'unknown-format',
    `key ${keyId.slice(0, 80)} is ${shown(key.keyType)}, not ed25519`,
  );
  const publicHex = key.keyVal.public;
  demand(publicHex !== undefined && digestShape.test(publicHex), 'modified', `key ${keyId.slice(0, 80)} is not 32 bytes in lower case hex`);
  demand(keyIdOf(publicHex) === keyId, 'modified', `key ${keyId.slice(0, 80)} is not what its id says`);
}

function directorOf(root: Root): { readonly keyIDs: readonly string[]; readonly threshold: number } | undefined {
  const director: unknown = root.unrecognizedFields.director;
  if (!isRecord(director)) return undefined;
  const { keyids, threshold } = director;
  const shaped = Array.isArray(keyids) && keyids.every((one) => typeof one === 'string') && new Set(keyids).size === keyids.length;
  return shaped ? { keyIDs: keyids, threshold: threshold as number } : undefined;
}

function readRule(
  role: TrustRole,
  given: { readonly keyIDs: readonly string[]; readonly threshold: number } | undefined,
  root: Root,
): RoleRule {
  demand(given !== undefined, 'modified', `the root does not say who signs for ${role}`);
  const missing = given.keyIDs.find((keyId) => !Object.hasOwn(root.keys, keyId));
  demand(missing === undefined, 'modified', `the root lacks key ${missing?.slice(0, 80)} of ${role}`);
  const { length } = given.keyIDs;
  demand(isCount(given.threshold, 1, length), 'modified', `${role} needs ${shown(given.threshold)} of ${length} keys`);
  const keyIds = [...given.keyIDs].sort();
  return { keyIds, threshold: given.threshold, identity: `${given.threshold} of ${keyIds.join(' ')}` };
}

/** What a timestamp or a snapshot says of another file: length and SHA-256 are no option here. */
export function readReference(what: string, file: MetaFile | undefined): MetadataReference {
  demand(file !== undefined, 'modified', `it names no ${what}`);
  const digest = file.hashes?.sha256;
  demand(digest !== undefined && digestShape.test(digest), 'modified', `it names no SHA-256 of the ${what}`);
  demand(isCount(file.length, 1, trustLimits.targetsBytes), 'modified', `it names no length of the ${what}`);
  return { version: readVersion(what, file.version), bytes: file.length, digest };
}

/** The releases of targets metadata, by path. */
export function readTargets(files: unknown): ReadonlyMap<string, TrustTarget> {
  demand(isRecord(files), 'modified', 'the targets name no releases');
  const entries = Object.entries(files);
  demand(entries.length <= trustLimits.targets, 'too-large', `it names ${entries.length} releases, the limit is ${trustLimits.targets}`);
  return new Map(entries.map(([path, file]) => [path, readTarget(path, targetFileOf(path, file))]));
}

function targetFileOf(path: string, file: unknown): TargetFile {
  try {
    return TargetFile.fromJSON(path, file as ModelJson);
  } catch (error) {
    // Also what is no object at all ends here.
    throw new RefusalError('modified', `target ${shown(path)} breaks the TUF format: ${messageOf(error)}`);
  }
}

function readTarget(path: string, file: TargetFile): TrustTarget {
  const [, image = '', version = ''] = /^([a-z0-9-]{1,64})\/(.{1,64})$/.exec(path) ?? [];
  const where = `target ${shown(path)}`;
  demand(semver.valid(version) === version, 'modified', `${where} is not NAME/VERSION`);
  const digest = file.hashes.sha256;
  demand(digest !== undefined && digestShape.test(digest), 'modified', `${where} has no SHA-256`);
  demand(isCount(file.length, 1, imageLimits.headerBytes), 'modified', `${where} has length ${shown(file.length)}`);
  const { custom } = file;
  const { securityCounter, minimumVersion, mustPassThrough, contentBytes } = custom;
  demand(custom.version === version, 'modified', `${where} says version ${shown(custom.version)}`);
  demand(isCount(securityCounter, 0, 0xffff_ffff), 'modified', `${where} has security counter ${shown(securityCounter)}`);
  demand(isCount(contentBytes, 1, imageLimits.contentBytes), 'modified', `${where} has ${shown(contentBytes)} content bytes`);
  demand(typeof mustPassThrough === 'boolean', 'modified', `${where} does not say whether it must be passed through`);
  const isVersion = typeof minimumVersion === 'string' && (minimumVersion === '' || semver.valid(minimumVersion) === minimumVersion);
  demand(isVersion, 'modified', `${where} has minimum version ${shown(minimumVersion)}`);
  const profiles = readNames(where, custom.profiles, 1, imageLimits.profiles);
  const hardwareRevisions = readNames(where, custom.hardwareRevisions, 0, imageLimits.hardwareRevisions);
  return {
    path,
    name: image,
    version,
    digest,
    headerBytes: file.length,
    contentBytes,
    profiles,
    hardwareRevisions,
    securityCounter,
    minimumVersion,
    mustPassThrough,
  };
}

function readNames(where: string, value: unknown, low: number, high: number): readonly string[] {
  const shaped =
    Array.isArray(value) &&
    value.length >= low &&
    value.length <= high &&
    value.every((one) => typeof one === 'string' && one.length <= 64);
  demand(shaped, 'modified', `${where} has a list of names that is none, or one of less than ${low} or more than ${high}`);
  return value as string[];
}
