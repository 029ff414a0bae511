import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programEnvironment } from './program-environment.ts';

const bin = fileURLToPath(new URL('../../fleet/cli/bin.mjs', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-first-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function environment(): NodeJS.ProcessEnv {
  return {
    ...programEnvironment(),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    FLEET_URL: '',
    FLEET_TOKEN: '',
  };
}

function serveArguments(listen: string): string[] {
  return [bin, 'serve', '--listen', listen, '--data', join(folder, 'fleet'), '--log', 'error', '-o', 'ndjson'];
}

function refused(listen: string): { code: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, serveArguments(listen), { env: environment(), encoding: 'utf8' });
  return { code: status, said: stderr };
}

/** Starts a manager, takes its first line, and ends it. */
async function served(): Promise<{ adminToken?: string; context: string }> {
  const child = spawn(process.execPath, serveArguments('127.0.0.1:0'), { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  return JSON.parse(line);
}

test('a start that fails takes no admin token along: the next one still shows it', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const used = refused(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  expect(used.said).toContain('E2301');
  expect(used.code).toBe(1);
  expect((await served()).adminToken).toMatch(/^\S{20,}$/);
  expect((await served()).adminToken).toBeUndefined();
});

test('an impossible address is refused before a data folder is made', () => {
  const { code, said } = refused('127.0.0.1:80000');
  expect(said).toContain('E2302');
  expect(code).toBe(2);
  expect(existsSync(join(folder, 'fleet'))).toBe(false);
});

test('contexts that can not be read do not hide the token', async () => {
  spawnSync('mkdir', ['-p', join(folder, 'config', 'seatrial')]);
  writeFileSync(join(folder, 'config', 'seatrial', 'contexts.yaml'), 'no: [contexts');
  const { adminToken, context } = await served();
  expect(adminToken).toMatch(/^\S{20,}$/);
  expect(context).toBe('');
});
