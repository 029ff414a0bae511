import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The entry beside a program of our own that tells what it got; an old Node is played by a preload that changes the version. */

const temporary = mkdtempSync(join(tmpdir(), 'seatrial-bin-'));
const program = `
  export async function main(argv) {
    if (argv[0] === 'wait') {
      const held = setInterval(() => undefined, 1000);
      const signal = await new Promise((done) => { process.on('SIGTERM', done); process.on('SIGINT', done); console.log('ready'); });
      clearInterval(held);
      console.log(signal);
      return 130;
    }
    if (argv[0] === 'die') process.kill(process.pid, 'SIGKILL');
    console.log(JSON.stringify({ argv, packaged: process.env.PACKAGED === '1' }));
    return 7;
  }
`;
const old = `--import data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.1.0'}})`;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(temporary, path)), { recursive: true });
  writeFileSync(join(temporary, path), text);
}

function start(checkout: string, isOld: boolean, ...args: string[]) {
  const env = { ...process.env, NODE_OPTIONS: isOld ? old : '' };
  return spawn(process.execPath, [join(temporary, checkout, 'fleet/cli/bin.mjs'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(checkout: string, isOld: boolean, ...args: string[]) {
  const child = start(checkout, isOld, ...args);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => (stdout += part));
  child.stderr.on('data', (part) => (stderr += part));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

beforeAll(() => {
  for (const checkout of ['sources', 'compiled', 'alone']) {
    cpSync(join(import.meta.dirname, 'bin.mjs'), join(temporary, checkout, 'fleet/cli/bin.mjs'));
    write(`${checkout}/package.json`, '{ "type": "module" }');
    write(`${checkout}/fleet/cli/program.${checkout === 'sources' ? 'ts' : 'js'}`, program);
    if (checkout === 'alone') continue;
    write(`${checkout}/node_modules/node/bin/node`, `#!/bin/sh\nPACKAGED=1 NODE_OPTIONS= exec '${process.execPath}' "$@"\n`);
    chmodSync(join(temporary, checkout, 'node_modules/node/bin/node'), 0o755);
  }
});

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('fleet/cli/bin.mjs', () => {
  test.each(['sources', 'compiled'])('runs the %s beside it, with arguments and exit code', async (checkout) => {
    const { code, stdout } = await run(checkout, false, 'a', '--b=c d');
    expect(JSON.parse(stdout)).toEqual({ argv: ['a', '--b=c d'], packaged: false });
    expect(code).toBe(7);
  });

  test('starts the packaged Node under an old one', async () => {
    const { code, stdout } = await run('sources', true, 'a', '--b=c d', '');
    expect(JSON.parse(stdout)).toEqual({ argv: ['a', '--b=c d', ''], packaged: true });
    expect(code).toBe(7);
  });

  test('says what it needs where there is none', async () => {
    expect(await run('alone', true, 'version')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error[E2001] needs Node >= 24, found 20.1.0; install Node 24 or newer\n',
    });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('passes %s to the packaged Node', async (signal) => {
    const child = start('sources', true, 'wait');
    let stdout = '';
    child.stdout.on('data', (part) => {
      if (stdout === '') child.kill(signal);
      stdout += part;
    });
    const [code] = await once(child, 'close');
    expect(stdout).toBe(`ready\n${signal}\n`);
    expect(code).toBe(130);
  });

  test('a packaged Node that is killed is no success', async () => {
    expect((await run('sources', true, 'die')).code).toBe(137);
  });
});
