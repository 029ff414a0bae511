import { join } from 'node:path';
import { exitCodes, systemRandomBytes } from '#proto/kit/index.js';
import {
  createTrustKey,
  makeRoot,
  makeTargets,
  type RoleKeys,
  signMetadata,
  type TrustKey,
  type TrustPublicKey,
  type TrustRole,
  trustPublicKey,
} from '#proto/trust/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { refuseExisting, writeBytes } from './given-files.ts';
import { defaultDays, readMetadataText, writeKey } from './key-files.ts';
import { keyFolderView } from './key-views.ts';
import { printObject } from './render.ts';

const onlineRoles = ['snapshot', 'timestamp', 'director'] as const;

/** fleet key init */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const folder = input.text('out');
  if (folder === undefined) throw cliError('E2003', { message: 'no --out is given', next: 'fleet key init --out DIR' });
  const days = input.count('days', 1, 3_650) ?? defaultDays;
  const wanted = thresholds(input.pairs('threshold'));
  const [rootFile, targetsFile] = [join(folder, 'root.json'), join(folder, 'targets.json')];
  for (const file of [rootFile, targetsFile]) refuseExisting(file, false);
  const online = await onlineKeys(context);
  const make = (role: 'root' | 'targets'): TrustKey[] =>
    Array.from({ length: wanted[role].keys }, () => createTrustKey(systemRandomBytes(32)));
  const offline = { root: make('root'), targets: make('targets') };
  const one = (role: TrustRole): RoleKeys => ({ keys: online.filter((key) => key.role === role), threshold: 1 });
  const expiresMs = Date.now() + days * 86_400_000;
  const root = makeRoot({
    version: 1,
    expiresMs,
    isDevelopment: false,
    roles: {
      root: { keys: offline.root, threshold: wanted.root.threshold },
      targets: { keys: offline.targets, threshold: wanted.targets.threshold },
      snapshot: one('snapshot'),
      timestamp: one('timestamp'),
      director: one('director'),
    },
  });
  const files = (['root', 'targets'] as const).flatMap((role) => offline[role].map((key) => writeKey(folder, role, key)));
  writeBytes(rootFile, signMetadata(root, offline.root));
  writeBytes(targetsFile, signMetadata(makeTargets(1, expiresMs, []), offline.targets));
  const expiresAt = new Date(expiresMs).toISOString();
  const next = `fleet key install ${rootFile}`;
  const item = { apiVersion: 'seatrial/v1', kind: 'KeyFolder', folder, root: rootFile, targets: targetsFile, keys: files, expiresAt, next };
  await printObject(context, keyFolderView, item);
  return exitCodes.ok;
}

interface Share {
  readonly threshold: number;
  readonly keys: number;
}

/** --threshold root=2/3: two of three keys. */
function thresholds(given: Readonly<Record<string, string>>): { readonly root: Share; readonly targets: Share } {
  const shares = { root: { threshold: 1, keys: 1 }, targets: { threshold: 1, keys: 1 } };
  for (const [role, text] of Object.entries(given)) {
    const match = /^(\d{1,2})\/(\d{1,2})$/.exec(text);
    const [threshold, keys] = [Number(match?.[1]), Number(match?.[2])];
    const isRole = role === 'root' || role === 'targets';
    if (!isRole || match === null || threshold < 1 || threshold > keys || keys > 16) {
      throw cliError('E2003', { message: `--threshold is "${role}=${text}", not root=N/M or targets=N/M with 1 <= N <= M <= 16` });
    }
    shares[role] = { threshold, keys };
  }
  return shares;
}

/** From the file of `fleet key online -o json`, or from the manager. @throws E2003 for a file that lacks a role */
async function onlineKeys(context: CommandContext): Promise<(TrustPublicKey & { readonly role: string })[]> {
  const file = context.input.text('online');
  const body = { roles: onlineRoles, reason: context.input.text('reason') ?? '' };
  const answer: unknown = file === undefined ? await (await openApi(context)).post('/v1/trust/online-keys', body) : parse(file);
  const items = typeof answer === 'object' && answer !== null && 'items' in answer && Array.isArray(answer.items) ? answer.items : [];
  return onlineRoles.map((role) => {
    const found: unknown = items.find((item: { role?: unknown }) => item.role === role)?.public;
    if (typeof found !== 'string' || !/^[0-9a-f]{64}$/.test(found)) {
      throw cliError('E2003', {
        message: `${file ?? 'the manager'} has no public key of ${role}`,
        next: 'fleet key online -o json > online.json',
      });
    }
    return { role, ...trustPublicKey(found) };
  });
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readMetadataText(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw cliError('E2003', { message: `${file} is no JSON`, next: 'fleet key online -o json > online.json' });
  }
}
