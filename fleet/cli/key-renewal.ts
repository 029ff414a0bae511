import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#proto/image/index.js';
import { systemRandomBytes } from '#proto/kit/index.js';
import {
  createTrustKey,
  makeRoot,
  type RoleKeys,
  type RootFacts,
  rootFacts,
  signMetadata,
  type TrustKey,
  type TrustRole,
  trustPublicKey,
} from '#proto/trust/index.js';
import type { ApiClient } from './api-client.ts';
import { cellText, type Item } from './field-paths.ts';
import { writeBytes } from './given-files.ts';
import { folderKeys, readRoot, writeKey } from './key-files.ts';

/** Puts new keys of a role, by the keys of a folder, into the next production root, and installs it. */
export async function rotateByFolder(api: ApiClient, role: TrustRole, folder: string, days: number, reason: string): Promise<Item> {
  const facts = await currentRoot(api);
  const before = facts.roles[role];
  const isOnline = role === 'snapshot' || role === 'timestamp' || role === 'director';
  const held = folderKeys(folder);
  const made = isOnline ? [] : before.keys.map(() => createTrustKey(systemRandomBytes(32)));
  for (const key of made) writeKey(folder, role, key);
  const next: RoleKeys = isOnline ? await newOnlineKey(api, role, reason) : { keys: made, threshold: before.threshold };
  return await installNext(api, folder, { ...facts, roles: { ...facts.roles, [role]: next } }, [...held, ...made], {
    days,
    reason,
    hasNewTargets: role === 'targets',
  });
}

/** Signs the root or the targets for another term, by the keys of a folder, and installs them. */
export async function renewByFolder(api: ApiClient, role: 'root' | 'targets', folder: string, days: number, reason: string): Promise<Item> {
  const facts = await currentRoot(api);
  const held = folderKeys(folder);
  if (role === 'root') return await installNext(api, folder, facts, held, { days, reason, hasNewTargets: false });
  const targets = await nextTargets(api, signersFor(facts, 'targets', held), days);
  keep(folder, 'targets', targets);
  return await api.post('/v1/trust/renew', { role, targets, reason });
}

async function currentRoot(api: ApiClient): Promise<RootFacts> {
  const { text } = await api.get('/v1/trust/metadata/root');
  return rootFacts(readRoot(cellText(text), 'the root of the manager'));
}

async function newOnlineKey(api: ApiClient, role: TrustRole, reason: string): Promise<RoleKeys> {
  const { items } = await api.post('/v1/trust/online-keys', { roles: [role], isNew: true, reason });
  return { keys: (items as { public: string }[]).map((key) => trustPublicKey(key.public)), threshold: 1 };
}

async function installNext(
  api: ApiClient,
  folder: string,
  facts: RootFacts,
  keys: readonly TrustKey[],
  { days, reason, hasNewTargets }: { readonly days: number; readonly reason: string; readonly hasNewTargets: boolean },
): Promise<Item> {
  const before = await currentRoot(api);
  const signers = [...new Set([...signersFor(before, 'root', keys), ...signersFor(facts, 'root', keys)])];
  const root = signMetadata(makeRoot({ ...facts, version: before.version + 1, expiresMs: Date.now() + days * 86_400_000 }), signers);
  const text = Buffer.from(root).toString('utf8');
  const targets = hasNewTargets ? await nextTargets(api, signersFor(facts, 'targets', keys), days) : undefined;
  keep(folder, 'root', text);
  if (targets !== undefined) keep(folder, 'targets', targets);
  return await api.post('/v1/trust/root', { root: text, ...(targets === undefined ? {} : { targets }), reason });
}

function signersFor({ roles }: RootFacts, role: TrustRole, keys: readonly TrustKey[]): TrustKey[] {
  return keys.filter((key) => roles[role].keys.some(({ keyId }) => keyId === key.keyId));
}

/** The targets that are published, as the next version with another expiry. */
async function nextTargets(api: ApiClient, signers: readonly TrustKey[], days: number): Promise<string> {
  const { text } = await api.get('/v1/trust/metadata/targets');
  const { signed } = JSON.parse(cellText(text)) as { signed: { version: number } };
  const expires = new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const next = canonicalJson({ signatures: [], signed: { ...signed, version: signed.version + 1, expires } });
  return Buffer.from(signMetadata(Buffer.from(next), signers)).toString('utf8');
}

/** The newest beside the keys; what was there before goes beside it. */
function keep(folder: string, role: 'root' | 'targets', text: string): void {
  const file = join(folder, `${role}.json`);
  const { signed } = JSON.parse(text) as { signed: { version: number } };
  if (existsSync(file)) renameSync(file, join(folder, `${role}.before-version-${signed.version}.json`));
  writeBytes(file, text);
}
