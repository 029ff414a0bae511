import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandInput } from './command-input.ts';
import type { CommandContext, CommandSpec } from './command-spec.ts';
import { run as listDevices } from './device-list-command.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { keepSecret } from './secret-sink.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function contextOf(options: Record<string, string>, args: string[] = []): CommandContext {
  const input = new CommandInput(args, options);
  const signal = new AbortController().signal;
  return {
    spec: { path: 'test' } as CommandSpec,
    input,
    terminal: new FakeTerminal(),
    signal,
    format: 'table',
    tree: { commands: [], nouns: {} },
    argv: [],
    helpOf: () => undefined,
  };
}

test('the secret is in the file, readable by its owner alone, and not in what is printed', async () => {
  const file = join(folder, 'token');
  expect(await keepSecret(contextOf({ tokenOut: file }), async () => ({ id: 'a', secret: 's' }))).toEqual({ id: 'a' });
  expect(readFileSync(file, 'utf8')).toBe('s\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(['there', 'missing/token'])('no token is made when its file %s cannot be written', async (name) => {
  writeFileSync(join(folder, 'there'), 'mine');
  let requests = 0;
  const request = async () => ({ id: 'a', secret: `${++requests}` });
  await expect(keepSecret(contextOf({ tokenOut: join(folder, name) }), request)).rejects.toMatchObject({ code: 'E2011' });
  expect(requests).toBe(0);
  expect(readFileSync(join(folder, 'there'), 'utf8')).toBe('mine');
});

test('a request that fails leaves no file behind', async () => {
  const file = join(folder, 'token');
  await expect(keepSecret(contextOf({ tokenOut: file }), () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(existsSync(file)).toBe(false);
});

test.each(['', ' '])('a selector of "%s" is refused before anybody is asked', async (selector) => {
  await expect(listDevices(contextOf({}, [selector]))).rejects.toMatchObject({ code: 'E2003', exit: 2, message: 'the selector is empty' });
});
