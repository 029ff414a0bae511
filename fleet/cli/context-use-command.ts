import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { readContexts, writeContexts } from './context-store.ts';
import { printObject } from './render.ts';
import { contextView } from './views.ts';

/** fleet context use */
export async function run(context: CommandContext): Promise<number> {
  const { environment } = context.terminal;
  const name = context.input.argument(0);
  const all = readContexts(environment);
  const entry = all.contexts[name];
  if (entry === undefined) {
    throw cliError('E2006', { message: `no context "${name}"; there are: ${Object.keys(all.contexts).join(', ') || 'none'}` });
  }
  writeContexts(environment, { ...all, current: name });
  const item = { apiVersion: 'seatrial/v1', kind: 'Context', name, current: true, url: entry.url, hasToken: entry.token !== undefined };
  await printObject(context, contextView, item);
  return exitCodes.ok;
}
