/** Keys that the options of a command name: files, a folder of fleet key init, or commands that ask a box. */
import { spawnSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { readKeyFile } from '#fleet/app/index.js';
import { failTrust, type TrustSigner, trustPublicKey } from '#proto/trust/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandInput } from './command-input.ts';
import { daysOf, folderKeys } from './key-files.ts';
import type { KeyOrder } from './key-renewal.ts';

/** A command that signs may ask a person to touch a key: so long, ms. */
const longestSignMs = 300_000;
const publicHead = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Signers that the options name, each key once.
 * @throws E1550 to E1552, E2003
 */
export function signersOf(input: Pick<CommandInput, 'text' | 'list'>): TrustSigner[] {
  const commands = input.list('signCommand');
  const publicKeys = input.list('publicKey');
  if (commands.length !== publicKeys.length) {
    const message = `--sign-command and --public-key belong together: ${commands.length} and ${publicKeys.length} are given`;
    throw cliError('E2003', { message });
  }
  const folder = input.text('keys');
  const signers = [
    ...input.list('key').flatMap((file) => readKeyFile(file).key ?? []),
    ...(folder === undefined ? [] : folderKeys(folder)),
    ...commands.map((command, index) => commandSigner(command, publicHexOf(publicKeys[index] as string, '--public-key'))),
  ];
  return [...new Map(signers.map((signer) => [signer.keyId, signer])).values()];
}

/** 32 bytes in lower case hex. @throws E2003 */
function publicHexOf(text: string, flag: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw cliError('E2003', { message: `${flag} is "${text}", not 32 bytes in lower case hex` });
}

/** What key rotate and key renew are given; no signers: the manager's development keys. @throws E1550 to E1552, E2003 */
export function keyOrderOf(input: Pick<CommandInput, 'text' | 'list' | 'count'>): KeyOrder {
  const signers = signersOf(input);
  const folder = input.text('out') ?? input.text('keys');
  const newKeys = input.list('newKey').map((hex) => publicHexOf(hex, '--new-key'));
  if (signers.length === 0 && (input.text('keys') ?? input.text('out') ?? newKeys[0]) !== undefined) {
    throw cliError('E2003', {
      message: 'no key is given that could sign',
      next: '--keys DIR, --key FILE, or --sign-command with --public-key',
    });
  }
  return { signers, folder, newKeys, days: daysOf(input, signers.length > 0), reason: input.text('reason') ?? '' };
}

/**
 * Signs by a command of the user's shell: it gets the bytes on its standard input and prints the signature in hex. What it prints is checked at once, so
 * that a box with another key is found here and not by a device.
 */
export function commandSigner(command: string, publicHex: string, withinMs = longestSignMs): TrustSigner {
  const refuse = (why: string): Error => failTrust('E1556', { message: `"${command}": ${why}` });
  const key = createPublicKey({ key: Buffer.concat([publicHead, Buffer.from(publicHex, 'hex')]), format: 'der', type: 'spki' });
  return {
    ...trustPublicKey(publicHex),
    sign: (bytes) => {
      const { status, signal, stdout, stderr, error } = spawnSync(command, {
        shell: true,
        input: bytes,
        timeout: withinMs,
        killSignal: 'SIGKILL',
        maxBuffer: 1_048_576,
      });
      if (error !== undefined && 'code' in error && error.code === 'ETIMEDOUT') throw refuse(`it did not end within ${withinMs} ms`);
      // A command that ends without reading all that it was given has still said what it has to say.
      const isUnread = error !== undefined && 'code' in error && error.code === 'EPIPE';
      if (error !== undefined && !isUnread) throw refuse(error.message);
      if (status !== 0) throw refuse(`it ended with ${signal ?? status}: ${stderr.toString('utf8').trim().slice(0, 200)}`);
      const hex = stdout.toString('utf8').trim();
      if (!/^[0-9a-fA-F]{128}$/.test(hex)) throw refuse(`it printed ${hex.length} characters, not 128 of hex: "${hex.slice(0, 40)}"`);
      const signature = Buffer.from(hex, 'hex');
      if (!verify(undefined, bytes, key, signature)) throw refuse(`what it printed is no signature of these bytes by the key ${publicHex}`);
      return signature;
    },
  };
}
