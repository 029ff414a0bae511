import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
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
 * Asks for something with a secret that is shown once: into the file of --token-out, then it leaves the item; else it stays in it and is printed.
 * The file is opened before anything is asked for, so that one that can't be written costs no token; it goes away when the request fails.
 * @throws E2011 when the file is there already or cannot be opened: nothing was made; on a full disk the token has to be revoked.
 *   What `request` throws
 */
export async function keepSecret({ input, terminal }: CommandContext, request: () => Promise<Item>): Promise<Item> {
  const file = input.text('tokenOut');
  if (file === undefined) {
    const item = await request();
    terminal.err('the secret is shown this once\n');
    return item;
  }
  const descriptor = openNew(file);
  let isKept = false;
  try {
    const item = await request();
    writeSecret(descriptor, file, item);
    isKept = true;
    terminal.err(`the secret is in ${file}\n`);
    const { secret: _kept, ...rest } = item;
    return rest;
  } finally {
    closeSync(descriptor);
    if (!isKept) rmSync(file, { force: true });
  }
}

function openNew(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const message = `can't write ${file}: ${messageOf(error)}; no token was made`;
    throw cliError('E2011', { message, next: 'another FILE for --token-out, one that is not there yet', cause: error });
  }
}

function writeSecret(descriptor: number, file: string, item: Item): void {
  try {
    writeFileSync(descriptor, `${cellText(item.secret)}\n`);
  } catch (error) {
    const message = `can't write ${file}: ${messageOf(error)}; token ${cellText(item.id)} was made, and its secret is lost`;
    throw cliError('E2011', { message, next: `revoke token ${cellText(item.id)} and make another one`, cause: error });
  }
}
