import { resolve } from 'node:path';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { addContext, contextsFile, readContexts, writeContexts } from './context-store.ts';
import { printObject } from './render.ts';
import { readSecret } from './secret-source.ts';
import { trustAuthority } from './trust-authority.ts';
import { contextView } from './views.ts';

/** fleet context add */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const name = input.argument(0);
  const url = input.text('url') ?? terminal.environment.FLEET_URL;
  if (url === undefined) throw cliError('E2003', { message: 'no address is given', next: `fleet context add ${name} --url URL` });
  const file = input.text('tokenFile');
  const token = file === undefined ? terminal.environment.FLEET_TOKEN || undefined : await readSecret(file, terminal);
  const use = !input.isOff('use');
  const ca = input.text('ca');
  trustAuthority(ca);
  const entry = { url, ...(token === undefined ? {} : { token }), ...(ca === undefined ? {} : { caFile: resolve(ca) }) };
  const all = addContext(readContexts(terminal.environment), name, entry, { replace: input.flag('replace'), use });
  writeContexts(terminal.environment, all);
  terminal.err(`kept in ${contextsFile(terminal.environment)}\n`);
  const item = { apiVersion: 'seatrial/v1', kind: 'Context', name, current: all.current === name, url, hasToken: token !== undefined };
  await printObject(context, contextView, item);
  return exitCodes.ok;
}
