/** Keys and metadata of a user's folder: DIR/keys has a file a key, DIR/root.json and DIR/targets.json what they signed last. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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
  type TrustSigner,
  trustPublicKey,
} from '#proto/trust/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandInput } from './command-input.ts';

/** How long a root or targets are signed for when nobody says, days. */
export const defaultDays = 365;

/** The days of --days for what the keys of a folder sign; what a manager signs with its development keys has the terms of its limits. @throws E2003 */
export function daysOfFolder(input: Pick<CommandInput, 'count'>, folder: string | undefined): number {
  const days = input.count('days', 1, 3_650);
  if (days === undefined || folder !== undefined) return days ?? defaultDays;
  const message = '--days goes with --keys: what development keys sign has the terms limits.rootMs and limits.targetsMs of the manager';
  throw cliError('E2003', { message });
}

/** Reads metadata as text. @throws E2011 */
export function readMetadataText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw cliError('E2011', { message: `${file}: ${messageOf(error)}`, at: { file }, cause: error });
  }
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

/**
 * Signers that the options name: --key FILE (repeatable), --keys DIR, or --sign-command with --public-key.
 * @throws E1550 to E1552, E2003
 */
export function signersOf(input: CommandInput): TrustSigner[] {
  const command = input.text('signCommand');
  const publicHex = input.text('publicKey');
  if ((command === undefined) !== (publicHex === undefined)) {
    throw cliError('E2003', { message: '--sign-command and --public-key belong together' });
  }
  if (publicHex !== undefined && !/^[0-9a-f]{64}$/.test(publicHex)) {
    throw cliError('E2003', { message: `--public-key is "${publicHex}", not 32 bytes in lower case hex` });
  }
  const folder = input.text('keys');
  return [
    ...input.list('key').flatMap((file) => readKeyFile(file).key ?? []),
    ...(folder === undefined ? [] : folderKeys(folder)),
    ...(command === undefined || publicHex === undefined ? [] : [commandSigner(command, publicHex)]),
  ];
}

/** Signs by a command of the user's shell: it gets the bytes on its standard input and prints the signature in hex. */
function commandSigner(command: string, publicHex: string): TrustSigner {
  return {
    ...trustPublicKey(publicHex),
    sign: (bytes) => {
      const { status, stdout, stderr, error } = spawnSync(command, { shell: true, input: bytes, timeout: 300_000, maxBuffer: 1_048_576 });
      const hex = stdout?.toString('utf8').trim() ?? '';
      if (error === undefined && status === 0 && /^[0-9a-fA-F]{128}$/.test(hex)) return Buffer.from(hex, 'hex');
      const why =
        error?.message ??
        (status === 0
          ? `it printed ${hex.length} characters, not 128 of hex`
          : `it ended with ${status}: ${stderr.toString('utf8').slice(0, 200)}`);
      throw failTrust('E1556', { message: `"${command}": ${why}` });
    },
  };
}
