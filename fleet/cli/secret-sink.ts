import { writeFileSync } from 'node:fs';
import { messageOf } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { cellText, type Item } from './field-paths.ts';

/** Refuses, before anything is made, an output that would not show the secret. @throws E2003 */
export function checkSecretIsKept({ input, format }: CommandContext): void {
  if (input.text('tokenOut') !== undefined) return;
  const fields = input.text('fields');
  if (format === 'name' || input.isBare('fields') || (fields !== undefined && !fields.split(',').includes('secret'))) {
    throw cliError('E2003', { message: 'this output does not show the secret, which is shown only once', next: 'add --token-out FILE' });
  }
}

/**
 * What becomes of a secret that is shown once: into the file of --token-out, then it leaves the item; else it stays in it and is printed.
 * @throws E2011 when the file is there already or cannot be written: the token then has to be revoked
 */
export function keepSecret({ input, terminal }: CommandContext, item: Item): Item {
  const file = input.text('tokenOut');
  if (file === undefined) {
    terminal.err('the secret is shown this once\n');
    return item;
  }
  try {
    writeFileSync(file, `${cellText(item.secret)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const message = `can't write ${file}: ${messageOf(error)}; token ${cellText(item.id)} was made, and its secret is lost`;
    throw cliError('E2011', { message, next: `revoke token ${cellText(item.id)} and make another one`, cause: error });
  }
  terminal.err(`the secret is in ${file}\n`);
  const { secret: _kept, ...rest } = item;
  return rest;
}
