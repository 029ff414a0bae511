import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { messageOf } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandInput } from './command-input.ts';
import type { CommandContext } from './command-spec.ts';
import { cellText, type Item } from './field-paths.ts';

/** Refuses, before anything is made, an output that would not show the secret. @throws E2003 */
export function checkSecretIsKept({ input, format, spec }: CommandContext): void {
  if (fileOf(input) !== undefined) return;
  const fields = input.text('fields');
  if (format === 'name' || input.isBare('fields') || (fields !== undefined && !fields.split(',').includes('secret'))) {
    throw cliError('E2003', {
      message: 'this output does not show the secret, which is shown only once',
      next: `add ${flagOf(spec)} FILE`,
    });
  }
}

/**
 * Asks for something with a secret that is shown once: into the file of --token-out or --secret-out, then it leaves the item; else it stays in it and is printed.
 * The file is opened before anything is asked for, so that one that can't be written costs no token; it goes away when the request fails.
 * @throws E2011 when the file is there already or cannot be opened: nothing was made; on a full disk the token has to be revoked.
 *   What `request` throws
 */
export async function keepSecret({ input, terminal, spec }: CommandContext, request: () => Promise<Item>): Promise<Item> {
  const file = fileOf(input);
  if (file === undefined) {
    const item = await request();
    terminal.err('the secret is shown this once\n');
    return item;
  }
  const descriptor = openNew(file, flagOf(spec));
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

function fileOf(input: CommandInput): string | undefined {
  return input.text('tokenOut') ?? input.text('secretOut');
}

/** The option by which this command takes the file. */
function flagOf({ options = [] }: CommandContext['spec']): string {
  return options.some(({ flags }) => flags.startsWith('--secret-out')) ? '--secret-out' : '--token-out';
}

function openNew(file: string, flag: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const message = `can't write ${file}: ${messageOf(error)}; nothing was made`;
    throw cliError('E2011', { message, next: `another FILE for ${flag}, one that is not there yet`, cause: error });
  }
}

function writeSecret(descriptor: number, file: string, item: Item): void {
  try {
    writeFileSync(descriptor, `${cellText(item.secret)}\n`);
  } catch (error) {
    const made = item.id === undefined ? `hook ${cellText(item.name)}` : `token ${cellText(item.id)}`;
    const message = `can't write ${file}: ${messageOf(error)}; ${made} was made, and its secret is lost`;
    throw cliError('E2011', { message, next: `revoke or delete ${made} and make another one`, cause: error });
  }
}
