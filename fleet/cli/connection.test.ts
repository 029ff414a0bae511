import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CommandInput } from './command-input.ts';
import type { CommandContext, CommandSpec } from './command-spec.ts';
import { confirm } from './confirm.ts';
import { resolveConnection } from './connection.ts';
import { addContext, contextsFile, readContexts, writeContexts } from './context-store.ts';
import { FakeTerminal } from './fake-terminal.ts';

let folder: string;
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-contexts-'));
  environment = { XDG_CONFIG_HOME: folder };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function contextOf(options: Record<string, string>, more: NodeJS.ProcessEnv = {}): CommandContext {
  const terminal = new FakeTerminal();
  terminal.environment = { ...environment, ...more };
  const signal = new AbortController().signal;
  return {
    spec: { path: 'test' } as CommandSpec,
    input: new CommandInput([], options),
    terminal,
    signal,
    format: 'table',
    tree: { commands: [], nouns: {} },
    argv: [],
    helpOf: () => undefined,
  };
}

function keep(): void {
  const use = { replace: false, use: true };
  const lab = addContext(readContexts(environment), 'lab', { url: 'http://lab:1', token: 'lab-token' }, use);
  writeContexts(environment, addContext(lab, 'plant', { url: 'http://plant:2', token: 'plant-token' }, { ...use, use: false }));
}

describe('the manager is chosen by flag, environment, current context, in this order', () => {
  test.each([
    [{}, {}, { context: 'lab', url: 'http://lab:1', token: 'lab-token' }],
    [{}, { FLEET_CONTEXT: 'plant' }, { context: 'plant', url: 'http://plant:2', token: 'plant-token' }],
    [{ context: 'lab' }, { FLEET_CONTEXT: 'plant' }, { context: 'lab', url: 'http://lab:1', token: 'lab-token' }],
    [{}, { FLEET_URL: 'http://other:3' }, { context: '', url: 'http://other:3', token: undefined }],
    [{}, { FLEET_URL: 'http://plant:2' }, { context: 'plant', url: 'http://plant:2', token: 'plant-token' }],
    [{ context: 'lab' }, { FLEET_URL: 'http://other:3' }, { context: 'lab', url: 'http://lab:1', token: 'lab-token' }],
    [{ url: 'http://x:4' }, { FLEET_URL: 'http://other:3', FLEET_TOKEN: 't' }, { context: '', url: 'http://x:4', token: 't' }],
    [{}, { FLEET_TOKEN: 't' }, { context: 'lab', url: 'http://lab:1', token: 't' }],
  ])('flags %j, environment %j', async (flags, more, expected) => {
    keep();
    expect(await resolveConnection(contextOf(flags, more))).toEqual(expected);
  });

  test('a token is never sent to another address than its own', async () => {
    keep();
    expect((await resolveConnection(contextOf({ url: 'http://lab:1/elsewhere' }))).token).toBeUndefined();
    expect((await resolveConnection(contextOf({ url: 'http://lab.example:1' }))).token).toBeUndefined();
  });

  test('nothing is known, or the name is wrong', async () => {
    await expect(resolveConnection(contextOf({}))).rejects.toMatchObject({ code: 'E2004' });
    await expect(resolveConnection(contextOf({ context: 'lab' }))).rejects.toMatchObject({ code: 'E2006' });
  });
});

describe('the contexts file', () => {
  test('is the owner’s alone, also when it was open before', () => {
    keep();
    writeFileSync(contextsFile(environment), readFileSync(contextsFile(environment)), { mode: 0o644 });
    keep2();
    expect(statSync(contextsFile(environment)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['[', 'E2007'],
    ['apiVersion: seatrial/v2\nkind: Contexts\ncontexts: {}', 'E2007'],
    ['apiVersion: seatrial/v1\nkind: Contexts\ncurrent: gone\ncontexts: {}', 'E2007'],
    ['apiVersion: seatrial/v1\nkind: Contexts\ncontexts: {lab: {token: x}}', 'E2007'],
    ['apiVersion: seatrial/v1\nkind: Contexts\ncontexts: {lab: {url: "http://x", token: 5}}', 'E2007'],
    ['apiVersion: seatrial/v1\nkind: Contexts\ncontexts: {"../up": {url: "http://x"}}', 'E2007'],
  ])('%j is refused', (text, code) => {
    keep();
    writeFileSync(contextsFile(environment), text);
    expect(() => readContexts(environment)).toThrow(expect.objectContaining({ code }));
  });

  test('a name is not replaced silently', () => {
    keep();
    const again = () => addContext(readContexts(environment), 'lab', { url: 'http://other:3' }, { replace: false, use: false });
    expect(again).toThrow(expect.objectContaining({ code: 'E2019', exit: 5 }));
  });

  function keep2(): void {
    writeContexts(environment, readContexts(environment));
  }
});

describe('confirmation', () => {
  test('yes goes on, anything else does not; what is reached is shown before', async () => {
    for (const [answer, goesOn] of [
      ['y', true],
      ['YES', true],
      ['', false],
      ['engine', false],
    ] as const) {
      const context = contextOf({});
      const terminal = context.terminal as FakeTerminal;
      terminal.canAsk = true;
      terminal.answers = [answer];
      const outcome = await confirm(context, 'engine-001', ['revokes 1 device']).then(
        () => true,
        () => false,
      );
      expect([answer, outcome]).toEqual([answer, goesOn]);
      expect(terminal.errText).toBe('revokes 1 device\nGo on? [y/N] ');
    }
  });

  test('off a terminal the name is needed, and it must be the right one', async () => {
    await expect(confirm(contextOf({}), 'a', [])).rejects.toMatchObject({ code: 'E2009', next: 'add --confirm=a' });
    await expect(confirm(contextOf({ confirm: 'b' }), 'a', [])).rejects.toMatchObject({ code: 'E2010' });
    await confirm(contextOf({ confirm: 'a' }), 'a', []);
  });
});
