import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { messageOf } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { contextsFile, readContexts } from './context-store.ts';
import { formatBytes } from './duration.ts';
import { defaultDataFolder } from './serve-folder.ts';

/** One check of the doctor. */
export interface Check {
  readonly check: string;
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was measured, with the limit. */
  readonly found: string;
  /** What to do; empty when nothing. */
  readonly fix: string;
}

const neededNode = 24;
/** Files that a manager keeps for itself, as its configuration does by default. */
const reservedFiles = 1_024;

/** Checks that need no manager. */
export async function checkMachine({ input, terminal }: CommandContext): Promise<Check[]> {
  const folder = resolve(input.text('data') ?? defaultDataFolder(terminal.environment));
  return [
    checkNode(),
    await checkLibraries(),
    await checkAddress(input.text('listen') ?? '127.0.0.1:8470'),
    await checkFiles(),
    checkPorts(),
    checkFolder(folder),
    checkDisk(folder),
    checkContexts(terminal.environment),
  ];
}

function checkNode(): Check {
  const found = process.versions.node;
  const isNew = Number(found.split('.')[0]) >= neededNode;
  return {
    check: 'node',
    result: isNew ? 'ok' : 'failed',
    found: `${found}, needed ${neededNode}`,
    fix: isNew ? '' : 'install Node 24 or newer',
  };
}

/** The manager's native parts are loaded for real: a wrong platform package shows here. */
async function checkLibraries(): Promise<Check> {
  try {
    await import('#fleet/app/index.js');
    return { check: 'libraries', result: 'ok', found: 'the manager and its native parts load', fix: '' };
  } catch (error) {
    return { check: 'libraries', result: 'failed', found: messageOf(error).split('\n')[0] ?? '', fix: 'npm ci' };
  }
}

async function checkAddress(address: string): Promise<Check> {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  if (match === null || host === undefined || Number(match[3]) > 65_535) {
    return { check: 'address', result: 'failed', found: `"${address}" is not HOST:PORT`, fix: '--listen 127.0.0.1:8470' };
  }
  const problem = await listenOnce(host, Number(match[3]));
  if (problem === undefined) return { check: 'address', result: 'ok', found: `${address} is free`, fix: '' };
  if (problem.code === 'EADDRINUSE') {
    if (await isManager(address)) return { check: 'address', result: 'ok', found: `a manager serves ${address}`, fix: '' };
    return { check: 'address', result: 'failed', found: `another program holds ${address}`, fix: 'fleet serve --listen 127.0.0.1:0' };
  }
  return { check: 'address', result: 'failed', found: `${address}: ${problem.message}`, fix: 'fleet serve --listen 127.0.0.1:8470' };
}

function listenOnce(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  const { promise, resolve: done } = Promise.withResolvers<NodeJS.ErrnoException | undefined>();
  const server = createServer();
  server.once('error', done);
  server.listen({ host, port, exclusive: true }, () => server.close(() => done(undefined)));
  return promise;
}

async function isManager(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://${address}/healthz`, { signal: AbortSignal.timeout(2_000) });
    const body = (await answer.json()) as { kind?: unknown };
    return body.kind === 'Health';
  } catch {
    // Whatever it is, it does not speak as a manager does.
    return false;
  }
}

async function checkFiles(): Promise<Check> {
  const { openFileLimit } = await import('#proto/kit/index.js');
  const limit = openFileLimit();
  const fit = limit - reservedFiles;
  const found = `${limit} open files: ${Math.max(0, fit)} devices fit a manager, ${Math.max(0, limit - 64)} a process of virtual devices`;
  if (fit < 1) return { check: 'open files', result: 'failed', found, fix: 'ulimit -n 20000 before fleet serve' };
  return {
    check: 'open files',
    result: fit < 1_000 ? 'warning' : 'ok',
    found,
    fix: fit < 1_000 ? 'ulimit -n 20000 before fleet serve' : '',
  };
}

function checkPorts(): Check {
  const file = '/proc/sys/net/ipv4/ip_local_port_range';
  if (!existsSync(file)) return { check: 'ephemeral ports', result: 'skipped', found: `no ${file} on this system`, fix: '' };
  const [low = 0, high = 0] = readFileSync(file, 'utf8').trim().split(/\s+/).map(Number);
  const count = high - low + 1;
  const found = `${low} to ${high}: ${count} virtual devices reach one address of a manager`;
  const fix = 'simulate more with several addresses: fleet serve --listen A --listen B, fleet sim spawn --to A --to B';
  return { check: 'ephemeral ports', result: count < 10_000 ? 'warning' : 'ok', found, fix: count < 10_000 ? fix : '' };
}

function checkFolder(folder: string): Check {
  const there = nearest(folder);
  try {
    if (!statSync(there).isDirectory()) throw new TypeError(`${there} is no folder`);
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (error) {
    return { check: 'data folder', result: 'failed', found: messageOf(error), fix: 'fleet serve --data FOLDER with a folder of your own' };
  }
  return { check: 'data folder', result: 'ok', found: there === folder ? `${folder} can be written` : `${folder} can be made`, fix: '' };
}

function checkDisk(folder: string): Check {
  const { bavail, bsize } = statfsSync(nearest(folder));
  const free = bavail * bsize;
  const found = `${formatBytes(free)} free, at least 1 GiB is advised`;
  if (free < 100 * 1_048_576)
    return { check: 'disk', result: 'failed', found, fix: `make room, or fleet serve --data FOLDER on another disk` };
  return free < 1_073_741_824
    ? { check: 'disk', result: 'warning', found, fix: 'make room' }
    : { check: 'disk', result: 'ok', found, fix: '' };
}

function checkContexts(environment: NodeJS.ProcessEnv): Check {
  const file = contextsFile(environment);
  if (!existsSync(file)) return { check: 'contexts', result: 'ok', found: 'none yet', fix: '' };
  try {
    const names = Object.keys(readContexts(environment).contexts);
    const mode = statSync(file).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return {
        check: 'contexts',
        result: 'failed',
        found: `${file} has the mode ${mode.toString(8)}: others can read tokens`,
        fix: `chmod 600 ${file}`,
      };
    }
    return { check: 'contexts', result: 'ok', found: `${names.length} in ${file}`, fix: '' };
  } catch (error) {
    return { check: 'contexts', result: 'failed', found: messageOf(error), fix: `mend or move ${file}` };
  }
}

/** The folder itself, or the nearest above it that is there. */
function nearest(folder: string): string {
  let path = folder;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  return path;
}
