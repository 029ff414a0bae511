import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cliError } from './cli-errors.ts';

/** A manager of the demo: fleet serve in a process of its own. */
export interface DemoManager {
  readonly url: string;
  readonly deviceUrl: string;
  readonly adminToken: string;
  /** Ends it in good order. @throws E2018 when it did not end with exit code 0 */
  stop(): Promise<void>;
  /** Resolves when it ended by itself. */
  readonly lost: Promise<void>;
}

/** Longest time for a manager to start or to end, ms. */
const patienceMs = 60_000;

/**
 * Starts it and waits until it serves.
 * @param environment whose folders are the demo's own
 * @throws E2018 when it does not start
 */
export async function startDemoManager(environment: NodeJS.ProcessEnv): Promise<DemoManager> {
  const bin = fileURLToPath(new URL('./bin.mjs', import.meta.url));
  const args = [bin, 'serve', '--listen', '127.0.0.1:0', '--name', 'demo', '--log', 'warn', '-o', 'ndjson'];
  // Its own process group: Ctrl-C reaches the demo alone, which ends the devices first and the manager last.
  const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  const first = new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const line = await Promise.race([first, ended]);
  clearTimeout(timer);
  if (typeof line !== 'string')
    throw cliError('E2018', { message: `the manager of the demo did not start (exit code ${line}): ${said.trim()}` });
  const { urls, deviceUrls, adminToken } = JSON.parse(line) as { urls: string[]; deviceUrls: string[]; adminToken: string };
  // Whatever way this process ends, the manager does not stay behind.
  const last = (): void => void child.kill('SIGKILL');
  process.once('exit', last);
  return {
    url: urls[0] ?? '',
    deviceUrl: deviceUrls[0] ?? '',
    adminToken,
    lost: ended.then(() => undefined),
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      const code = await ended;
      clearTimeout(late);
      process.off('exit', last);
      if (code !== 0) throw cliError('E2018', { message: `the manager of the demo ended with exit code ${code}: ${said.trim()}` });
    },
  };
}
