import { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { checkUrl, readContexts } from './context-store.ts';
import { readSecret } from './secret-source.ts';
import { trustAuthority } from './trust-authority.ts';

/** Which manager a command speaks to, and with what token. */
export interface Connection {
  /** Name of the context; empty when the address was given. */
  readonly context: string;
  readonly url: string;
  readonly token: string | undefined;
  /** PEM file of the authority behind its certificate; undefined: those of the system. */
  readonly caFile: string | undefined;
}

/**
 * Address and token, the first that is there: --url or --context, FLEET_URL, FLEET_CONTEXT, the current context;
 * --token-file, FLEET_TOKEN, the token of the context whose address it is; --ca, FLEET_CA, the authority of that context.
 * @throws E2004 when there is no address, E2006, E2007, E2011, E2017
 */
export async function resolveConnection({ input, terminal }: Pick<CommandContext, 'input' | 'terminal'>): Promise<Connection> {
  const { environment } = terminal;
  const tokenFile = input.text('tokenFile');
  const ownToken = tokenFile === undefined ? environment.FLEET_TOKEN || undefined : await readSecret(tokenFile, terminal);
  const caFile = input.text('ca') ?? (environment.FLEET_CA || undefined);
  const flagContext = input.text('context');
  const url = input.text('url') ?? (flagContext === undefined ? environment.FLEET_URL || undefined : undefined);
  if (url !== undefined) {
    checkUrl(url);
    if (ownToken !== undefined) return { context: '', url, token: ownToken, caFile };
    const known = Object.entries(readContexts(environment).contexts).find(([, entry]) => entry.url === url);
    return { context: known?.[0] ?? '', url, token: known?.[1].token, caFile: caFile ?? known?.[1].caFile };
  }
  const all = readContexts(environment);
  const name = flagContext ?? (environment.FLEET_CONTEXT || all.current);
  if (name === '') throw cliError('E2004', { message: 'neither --url nor a context is given, and no context is current' });
  const entry = all.contexts[name];
  if (entry === undefined) {
    throw cliError('E2006', { message: `no context "${name}"; there are: ${Object.keys(all.contexts).join(', ') || 'none'}` });
  }
  return { context: name, url: entry.url, token: ownToken ?? entry.token, caFile: caFile ?? entry.caFile };
}

/** A client of the chosen manager. @throws E2016 when no token is known, E2022 for the authority; else as resolveConnection */
export async function openApi(context: CommandContext): Promise<ApiClient> {
  const { url, token, caFile } = await resolveConnection(context);
  if (token === undefined) throw cliError('E2016', { message: `no token is known for ${url}` });
  trustAuthority(caFile);
  return new ApiClient(url, token, context.signal);
}
