import { closeSync, openSync, writeSync } from 'node:fs';
import { exitCodes, messageOf } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { newKeyPair } from './device-keys.ts';
import { mostIdentities } from './identity-file.ts';

/** fleet provision keygen */
export async function run({ input, terminal }: CommandContext): Promise<number> {
  const name = input.argument(0);
  const count = input.count('count', 1, mostIdentities);
  const longest = count === undefined ? 64 : 58;
  if (!new RegExp(`^[a-z0-9][a-z0-9._-]{0,${longest - 1}}$`).test(name)) {
    throw cliError('E2003', { message: `"${name}" is no name: 1 to ${longest} of a-z 0-9 . _ -, starting with a letter or digit` });
  }
  const profile = input.text('profile');
  if (profile === undefined) throw cliError('E2003', { message: 'no --profile is given', next: 'fleet profile list' });
  const ids = count === undefined ? [name] : Array.from({ length: count }, (_, index) => `${name}-${String(index + 1).padStart(5, '0')}`);
  const file = input.text('out');
  const write = file === undefined ? (text: string) => terminal.out(text) : intoFile(file);
  for (const id of ids) write(`${JSON.stringify({ id, ...newKeyPair(), profile })}\n`);
  if (file !== undefined) {
    write('');
    terminal.err(`${ids.length} identities with their private keys are in ${file}\n`);
  }
  return exitCodes.ok;
}

/** Writes to a new file that its owner alone can read; an empty text closes it. */
function intoFile(file: string): (text: string) => void {
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    return (text) => {
      if (text === '') closeSync(descriptor);
      else writeSync(descriptor, text);
    };
  } catch (error) {
    throw cliError('E2011', {
      message: `can't write ${file}: ${messageOf(error)}`,
      next: 'another FILE, one that is not there yet',
      cause: error,
    });
  }
}
