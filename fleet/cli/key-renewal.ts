import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeOwnFile } from '#fleet/app/index.js';
import { canonicalJson } from '#proto/image/index.js';
import { systemRandomBytes } from '#proto/kit/index.js';
import {
  createTrustKey,
  makeRoot,
  type RoleKeys,
  type RootFacts,
  rootFacts,
  signMetadata,
  type TrustRole,
  type TrustSigner,
  trustPublicKey,
} from '#proto/trust/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import { cellText, type Item } from './field-paths.ts';
import { readRoot, writeKey } from './key-files.ts';

/** What a user's keys sign. */
export interface KeyOrder {
  readonly signers: readonly TrustSigner[];
  /** Where new keys and what was signed go; undefined: nowhere. */
  readonly folder: string | undefined;
  /** Public halves of new keys of root or targets whose private ones are elsewhere, hex; empty: they are made in the folder. */
  readonly newKeys: readonly string[];
  /** Until what is signed expires. */
  readonly days: number;
  readonly reason: string;
}

/** Puts new keys of a role into the next production root, and installs it. @throws E2003, E1552, E1556 */
export async function rotateBySigners(api: ApiClient, role: TrustRole, order: KeyOrder): Promise<Item> {
  const facts = await currentRoot(api);
  requireOne(facts, 'root', order.signers);
  const before = facts.roles[role];
  const isOnline = role === 'snapshot' || role === 'timestamp' || role === 'director';
  if (isOnline && order.newKeys.length > 0) {
    throw cliError('E2003', { message: `--new-key is for root and targets: the manager makes the keys of ${role}` });
  }
  const fresh = isOnline ? { keys: await newOnlineKey(api, role, order.reason), made: [] } : freshKeys(role, before, order);
  const next: RoleKeys = { keys: fresh.keys, threshold: isOnline ? 1 : before.threshold };
  const signers = [...order.signers, ...fresh.made];
  return await installNext(api, { ...facts, roles: { ...facts.roles, [role]: next } }, { ...order, signers }, role === 'targets');
}

/** Signs the root or the targets for another term, and installs them. @throws E2003, E1556 */
export async function renewBySigners(api: ApiClient, role: 'root' | 'targets', order: KeyOrder): Promise<Item> {
  const facts = await currentRoot(api);
  requireOne(facts, role, order.signers);
  if (role === 'root') return await installNext(api, facts, order, false);
  const targets = await nextTargets(api, signersFor(facts, 'targets', order.signers), order.days);
  keep(order.folder, 'targets', targets);
  return await api.post('/v1/trust/renew', { role, targets, reason: order.reason });
}

async function currentRoot(api: ApiClient): Promise<RootFacts> {
  const { text } = await api.get('/v1/trust/metadata/root');
  return rootFacts(readRoot(cellText(text), 'the root of the manager'));
}

async function newOnlineKey(api: ApiClient, role: TrustRole, reason: string): Promise<RoleKeys['keys']> {
  const { items } = await api.post('/v1/trust/online-keys', { roles: [role], isNew: true, reason });
  return (items as { public: string }[]).map((key) => trustPublicKey(key.public));
}

/** New keys of root or targets: those that are given, or as many as there were, made in the folder. */
function freshKeys(role: TrustRole, before: RoleKeys, { newKeys, folder }: KeyOrder) {
  const keys = [...new Set(newKeys)].map(trustPublicKey);
  if (keys.length > 0 && keys.length < before.threshold) {
    const message = `--new-key gives ${keys.length} keys, the threshold of ${role} is ${before.threshold}`;
    throw cliError('E2003', { message });
  }
  if (keys.length > 0) return { keys, made: [] };
  if (folder === undefined) {
    throw cliError('E2003', {
      message: `there is no place for the ${before.keys.length} new keys of ${role}`,
      next: '--out DIR makes them there; --new-key HEX names one that a box has made',
    });
  }
  const made = before.keys.map(() => createTrustKey(systemRandomBytes(32)));
  for (const key of made) writeKey(folder, role, key);
  return { keys: made, made };
}

async function installNext(api: ApiClient, facts: RootFacts, order: KeyOrder, hasNewTargets: boolean): Promise<Item> {
  const { signers, folder, days, reason } = order;
  const before = await currentRoot(api);
  const ofRoot = [...new Set([...signersFor(before, 'root', signers), ...signersFor(facts, 'root', signers)])];
  const root = signMetadata(makeRoot({ ...facts, version: before.version + 1, expiresMs: Date.now() + days * 86_400_000 }), ofRoot);
  const text = Buffer.from(root).toString('utf8');
  const targets = hasNewTargets ? await nextTargets(api, signersFor(facts, 'targets', signers), days) : undefined;
  keep(folder, 'root', text);
  if (targets !== undefined) keep(folder, 'targets', targets);
  return await api.post('/v1/trust/root', { root: text, ...(targets === undefined ? {} : { targets }), reason });
}

function signersFor({ roles }: RootFacts, role: TrustRole, signers: readonly TrustSigner[]): TrustSigner[] {
  return signers.filter((key) => roles[role].keys.some(({ keyId }) => keyId === key.keyId));
}

/** Before a box is asked for anything. */
function requireOne(facts: RootFacts, role: TrustRole, signers: readonly TrustSigner[]): void {
  if (signersFor(facts, role, signers).length > 0) return;
  const given = signers.map(({ keyId }) => keyId.slice(0, 16)).join(', ');
  throw cliError('E2003', {
    message: `none of the ${signers.length} keys that were given (${given}) is a key of ${role} in root ${facts.version} of this manager`,
    next: 'fleet key status -o wide',
  });
}

/** The targets that are published, as the next version with another expiry. */
async function nextTargets(api: ApiClient, signers: readonly TrustSigner[], days: number): Promise<string> {
  const { text } = await api.get('/v1/trust/metadata/targets');
  const { signed } = JSON.parse(cellText(text)) as { signed: { version: number } };
  const expires = new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const next = canonicalJson({ signatures: [], signed: { ...signed, version: signed.version + 1, expires } });
  return Buffer.from(signMetadata(Buffer.from(next), signers)).toString('utf8');
}

/** The newest in the folder; what was there before goes beside it. */
function keep(folder: string | undefined, role: 'root' | 'targets', text: string): void {
  if (folder === undefined) return;
  const file = join(folder, `${role}.json`);
  const { signed } = JSON.parse(text) as { signed: { version: number } };
  if (existsSync(file)) copyFileSync(file, join(folder, `${role}.before-version-${signed.version}.json`));
  writeOwnFile(file, text);
}
