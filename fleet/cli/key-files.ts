/** Keys and metadata of a user's folder: DIR/keys has a file a key, DIR/root.json and DIR/targets.json what they signed last. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyFile, writeOwnFile } from '#fleet/app/index.js';
import { messageOf } from '#proto/kit/index.js';
import {
  failTrust,
  formatKeyFile,
  type HeldRoot,
  initialTrust,
  TrustCache,
  type TrustKey,
  type TrustRole,
  trustLimits,
} from '#proto/trust/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandInput } from './command-input.ts';
import { readBytes } from './given-files.ts';

/** How long a root or targets are signed for when nobody says, days. */
export const defaultDays = 365;

/**
 * The days of --days for what production keys sign; what a manager signs with its development keys has the terms of its limits.
 * @throws E2003
 */
export function daysOf(input: Pick<CommandInput, 'count'>, isProduction: boolean): number {
  const days = input.count('days', 1, 3_650);
  if (days === undefined || isProduction) return days ?? defaultDays;
  const message =
    '--days goes with --keys, --key or --sign-command: what development keys sign has the terms limits.rootMs and limits.targetsMs of the manager';
  throw cliError('E2003', { message });
}

/** Reads metadata as text. @throws E2011 when it can't be read or is larger than a device takes; without a role than any metadata can be */
export function readMetadataText(file: string, role: 'root' | 'targets' = 'targets'): string {
  const most = role === 'root' ? trustLimits.rootBytes : trustLimits.targetsBytes;
  return Buffer.from(readBytes(file, most)).toString('utf8');
}

/** A root that is signed well enough to begin with. @throws E1554 */
export function readRoot(text: string, what: string): HeldRoot {
  const step = initialTrust(Buffer.from(text), new TrustCache());
  if (step.type === 'refused') throw failTrust('E1554', { message: `${what}: ${step.cause}: ${step.message}` });
  return step.state.root;
}

/** Keys in a folder, with their private halves. @throws E1550 to E1552 */
export function folderKeys(folder: string): TrustKey[] {
  let names: string[];
  try {
    names = readdirSync(join(folder, 'keys')).filter((name) => name.endsWith('.json'));
  } catch (error) {
    throw failTrust('E1552', { message: `${join(folder, 'keys')}: ${messageOf(error)}`, cause: error });
  }
  return names.sort().flatMap((name) => readKeyFile(join(folder, 'keys', name)).key ?? []);
}

/** Keeps a key of a role in a folder; gives the file. @throws E1552 */
export function writeKey(folder: string, role: TrustRole, key: TrustKey): string {
  const file = join(folder, 'keys', `${role}-${key.keyId.slice(0, 12)}.json`);
  writeOwnFile(file, formatKeyFile({ role, isDevelopment: false, keyId: key.keyId, publicHex: key.publicHex, key }));
  return file;
}
