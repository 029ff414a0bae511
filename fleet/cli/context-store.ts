import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { messageOf, readBounded } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';

/** One manager and the token for it. */
export interface FleetContext {
  readonly url: string;
  readonly token?: string;
  /** PEM file, absolute path, of the authority that signed the certificate of an https:// manager; left out: those of the system. */
  readonly caFile?: string;
}

/** All contexts of a user. */
export interface Contexts {
  /** Empty when none is current. */
  readonly current: string;
  readonly contexts: Readonly<Record<string, FleetContext>>;
}

/** Of the file of all contexts. */
const mostBytes = 1_048_576;

const nameShape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** $XDG_CONFIG_HOME/seatrial/contexts.yaml */
export function contextsFile(environment: NodeJS.ProcessEnv): string {
  const home = environment.XDG_CONFIG_HOME || join(homedir(), '.config');
  return join(home, 'seatrial', 'contexts.yaml');
}

/** Reads all contexts; none when there is no file. @throws E2007, E2011 */
export function readContexts(environment: NodeJS.ProcessEnv): Contexts {
  const file = contextsFile(environment);
  let text: string;
  try {
    text = readBounded(file, mostBytes, (detail) => cliError('E2011', detail)).toString('utf8');
  } catch (error) {
    if (((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return { current: '', contexts: {} };
    throw error;
  }
  return parseContexts(text, file);
}

// By hand and not by a zod schema: zod would double the time that every command takes to start.
function parseContexts(text: string, file: string): Contexts {
  const broken = (message: string, line?: number) => cliError('E2007', { message, at: { file, ...(line === undefined ? {} : { line }) } });
  const document = parseDocument(text);
  const [first] = document.errors;
  if (first !== undefined) throw broken(first.message.split('\n')[0] ?? '', first.linePos?.[0].line);
  const value: unknown = document.toJS();
  if (!isRecord(value) || value.apiVersion !== 'seatrial/v1' || value.kind !== 'Contexts' || !isRecord(value.contexts)) {
    throw broken('it is no file of apiVersion seatrial/v1, kind Contexts');
  }
  const contexts: Record<string, FleetContext> = {};
  for (const [name, entry] of Object.entries(value.contexts)) {
    if (!nameShape.test(name)) throw broken(`"${name}" is no name of a context`);
    if (!isRecord(entry) || typeof entry.url !== 'string') throw broken(`context ${name} has no url`);
    if (entry.token !== undefined && typeof entry.token !== 'string') throw broken(`the token of context ${name} is no text`);
    if (entry.caFile !== undefined && typeof entry.caFile !== 'string') throw broken(`the caFile of context ${name} is no text`);
    contexts[name] = {
      url: entry.url,
      ...(entry.token === undefined ? {} : { token: entry.token }),
      ...(entry.caFile === undefined ? {} : { caFile: entry.caFile }),
    };
  }
  const current = value.current ?? '';
  if (typeof current !== 'string' || (current !== '' && contexts[current] === undefined)) throw broken('current names no context');
  return { current, contexts };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes all contexts, readable by the owner alone: the old file or the new one, never half of it. */
export function writeContexts(environment: NodeJS.ProcessEnv, contexts: Contexts): void {
  const file = contextsFile(environment);
  const text = stringify({ apiVersion: 'seatrial/v1', kind: 'Contexts', current: contexts.current, contexts: contexts.contexts });
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, text, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, file);
  } catch (error) {
    throw cliError('E2011', { message: `can't write ${file}: ${messageOf(error)}`, cause: error });
  }
}

/**
 * Adds a context.
 * @param replace whether one of that name may point elsewhere afterwards
 * @throws E2003 for a wrong name or URL, E2019
 */
export function addContext(all: Contexts, name: string, context: FleetContext, options: { replace: boolean; use: boolean }): Contexts {
  if (!nameShape.test(name)) {
    throw cliError('E2003', { message: `"${name}" is no name of a context: 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit` });
  }
  checkUrl(context.url);
  const old = all.contexts[name];
  if (old !== undefined && !options.replace) throw cliError('E2019', { message: `context ${name} exists and points to ${old.url}` });
  return { current: options.use ? name : all.current, contexts: { ...all.contexts, [name]: context } };
}

/** @throws E2003 unless it is an http or https URL */
export function checkUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw cliError('E2003', { message: `"${url}" is no address of a manager such as http://127.0.0.1:8470` });
  }
}
