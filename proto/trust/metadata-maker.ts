/** What a manager and whoever keeps keys make: metadata and assignments, from keys and times that are given. */
import { Key, Metadata, MetaFile, Root, Signature, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';
import { canonicalJson } from '#proto/image/index.js';
import type { Assignment } from './assignment.ts';
import { isRecord, type MetadataRole, readMetadata } from './metadata-reader.ts';
import { digestOf, refusing } from './refusal.ts';
import { signable } from './signatures.ts';
import { failTrust } from './trust-errors.ts';
import { type TrustPublicKey, type TrustSigner, trustPublicKey } from './trust-key.ts';
import { type HeldRoot, type TrustRole, type TrustTarget, trustLimits, trustRoles } from './trust-state.ts';

/** The version of TUF that metadata says. */
const specVersion = '1.0.31';

/** Who signs for a role. */
export interface RoleKeys {
  readonly keys: readonly TrustPublicKey[];
  /** 1 to keys.length. */
  readonly threshold: number;
}

/** What a root says. */
export interface RootFacts {
  /** From 1. */
  readonly version: number;
  /** Wall clock, ms; whole seconds are kept. */
  readonly expiresMs: number;
  /** True for keys that a manager made for trying out. */
  readonly isDevelopment: boolean;
  readonly roles: Readonly<Record<TrustRole, RoleKeys>>;
}

/**
 * Makes a root, unsigned.
 * @throws E1555 for a threshold that can't be reached, too many keys or a version out of range
 */
export function makeRoot({ version, expiresMs, isDevelopment, roles }: RootFacts): Uint8Array {
  checkVersion(version);
  const keys = new Map(trustRoles.flatMap((role) => roles[role].keys).map((key) => [key.keyId, key]));
  if (keys.size > trustLimits.keys) throw failTrust('E1555', { message: `${keys.size} keys, the limit is ${trustLimits.keys}` });
  const rules = new Map(trustRoles.map((role) => [role, ruleOf(role, roles[role])]));
  const { director, ...others } = Object.fromEntries(rules) as Record<TrustRole, ReturnType<typeof ruleOf>>;
  const root = Root.fromJSON({
    _type: 'root',
    spec_version: specVersion,
    version,
    expires: timeOf(expiresMs),
    keys: Object.fromEntries([...keys.values()].map(({ keyId, publicHex }) => [keyId, keyJson(publicHex)])),
    roles: others,
    consistent_snapshot: true,
    director,
    ...(isDevelopment ? { development: true } : {}),
  });
  return bytesOf(root.toJSON());
}

/** What a root that is held says: to make the next one. */
export function rootFacts({ version, expiresMs, isDevelopment, rules, root }: HeldRoot): RootFacts {
  const roles = trustRoles.map((role): [TrustRole, RoleKeys] => {
    const { keyIds, threshold } = rules[role];
    return [role, { threshold, keys: keyIds.map((keyId) => trustPublicKey(root.keys[keyId]?.keyVal.public ?? '')) }];
  });
  return { version, expiresMs, isDevelopment, roles: Object.fromEntries(roles) as Record<TrustRole, RoleKeys> };
}

/**
 * Makes targets, unsigned.
 * @throws E1555 for more than 1,000 releases, or a version out of range
 */
export function makeTargets(version: number, expiresMs: number, targets: Iterable<TrustTarget>): Uint8Array {
  checkVersion(version);
  const files = [...targets].map(
    ({ path, digest, headerBytes, name: _, ...custom }) =>
      new TargetFile({ path, length: headerBytes, hashes: { sha256: digest }, unrecognizedFields: { custom: jsonOf(custom) } }),
  );
  if (files.length > trustLimits.targets) {
    throw failTrust('E1555', { message: `${files.length} releases, the limit is ${trustLimits.targets}` });
  }
  // The releases apart: the model takes the square of their number for them.
  const signed = new Targets({ version, specVersion, expires: timeOf(expiresMs) }).toJSON();
  return bytesOf({ ...signed, targets: Object.fromEntries(files.map((file) => [file.path, file.toJSON()])) });
}

/** Makes the snapshot of targets, unsigned. */
export function makeSnapshot(
  version: number,
  expiresMs: number,
  targets: { readonly version: number; readonly bytes: Uint8Array },
): Uint8Array {
  checkVersion(version);
  const meta = { 'targets.json': referenceTo(targets) };
  return bytesOf(new Snapshot({ version, specVersion, expires: timeOf(expiresMs), meta }).toJSON());
}

/** Makes the timestamp of a snapshot, unsigned. */
export function makeTimestamp(
  version: number,
  expiresMs: number,
  snapshot: { readonly version: number; readonly bytes: Uint8Array },
): Uint8Array {
  checkVersion(version);
  const snapshotMeta = referenceTo(snapshot);
  return bytesOf(new Timestamp({ version, specVersion, expires: timeOf(expiresMs), snapshotMeta }).toJSON());
}

/** The role whose metadata the bytes say they are; undefined when they say none. */
function metadataRoleOf(bytes: Uint8Array): MetadataRole | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const type = isRecord(json) && isRecord(json.signed) ? json.signed._type : undefined;
    return type === 'root' || type === 'targets' || type === 'snapshot' || type === 'timestamp' ? type : undefined;
  } catch {
    // No JSON says nothing.
    return undefined;
  }
}

/**
 * Adds signatures; those that are there stay, so that holders of keys can sign one after the other.
 * @throws E1554 when it is no metadata, E1556 when a signer can't sign
 */
export function signMetadata(bytes: Uint8Array, signers: readonly TrustSigner[]): Uint8Array {
  const role = metadataRoleOf(bytes);
  const read = role === undefined ? undefined : refusing(() => readMetadata(role, bytes));
  if (read === undefined) throw failTrust('E1554', { message: 'it is no root, targets, snapshot or timestamp metadata' });
  if ('type' in read) throw failTrust('E1554', { message: read.message });
  const { metadata, signed } = read;
  return bytesOf(signed, signers, metadata.signatures);
}

/**
 * Makes an assignment and signs it.
 * @throws E1555 when it is too large, E1556 when a signer can't sign
 */
export function makeAssignment(assignment: Assignment, signers: readonly TrustSigner[]): Uint8Array {
  const { issuedMs, expiresMs, ...rest } = assignment;
  const signed = jsonOf({ _type: 'assignment', spec_version: '1.0.0', ...rest, issued: timeOf(issuedMs), expires: timeOf(expiresMs) });
  const bytes = bytesOf(signed, signers);
  if (bytes.length > trustLimits.assignmentBytes) {
    throw failTrust('E1555', { message: `the assignment has ${bytes.length} bytes, the limit is ${trustLimits.assignmentBytes}` });
  }
  return bytes;
}

function signatureOf(signer: TrustSigner, data: Uint8Array): Signature {
  return new Signature({ keyID: signer.keyId, sig: Buffer.from(signer.sign(data)).toString('hex') });
}

function ruleOf(role: TrustRole, { keys, threshold }: RoleKeys) {
  const keyids = [...new Set(keys.map(({ keyId }) => keyId))].sort();
  if (!(Number.isInteger(threshold) && threshold >= 1 && threshold <= keyids.length)) {
    throw failTrust('E1555', { message: `${role} can't need ${threshold} of ${keyids.length} distinct keys` });
  }
  return { keyids, threshold };
}

function keyJson(publicHex: string) {
  return new Key({ keyID: '', keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: publicHex } }).toJSON();
}

function referenceTo({ version, bytes }: { readonly version: number; readonly bytes: Uint8Array }): MetaFile {
  return new MetaFile({ version, length: bytes.length, hashes: { sha256: digestOf(bytes) } });
}

function checkVersion(version: number): void {
  if (Number.isInteger(version) && version >= 1 && version <= trustLimits.version) return;
  throw failTrust('E1555', { message: `version ${version} is not 1 to ${trustLimits.version}` });
}

/** Whole seconds, as TUF writes time. */
function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The envelope: the signatures that are given and those of the signers, by the ids of their keys, then the signed part. */
function bytesOf(
  signed: Readonly<Record<string, unknown>>,
  signers: readonly TrustSigner[] = [],
  given: Readonly<Record<string, Signature>> = {},
): Uint8Array {
  const { signed: part } = signable(signed, {});
  // The model makes canonical bytes of any part that has toJSON().
  const metadata = new Metadata(part as Root, { ...given });
  for (const signer of signers) metadata.sign((data) => signatureOf(signer, data));
  return Buffer.from(canonicalJson(metadata.toJSON()));
}

type Json = ReturnType<Key['toJSON']>;

/** Plain data as the model's type for JSON: what is undefined falls away. */
function jsonOf(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
