import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands, nouns } from './command-table.ts';
import { complete } from './completion-logic.ts';
import { completionScripts, shells } from './completion-scripts.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { main } from './program.ts';

const tree = { commands, nouns };

function wordsAt(...words: string[]): string[] {
  return complete(tree, words).candidates.map(({ word }) => word);
}

describe('candidates', () => {
  test('the first word is a noun or a verb, and what shells alone call is not among them', () => {
    expect(wordsAt('')).toEqual(expect.arrayContaining(['serve', 'device', 'sim', 'completion']));
    expect(wordsAt('')).not.toContain('__complete');
    expect(wordsAt('de')).toEqual(['demo', 'device']);
  });

  test.each([
    [['device', 'li'], ['list']],
    [['devices', 'li'], ['list']],
    [['provision', 'token', 'c'], ['create']],
    [['provision', 'tok'], ['token']],
    [['device', 'list', '--lim'], ['--limit']],
    [['device', 'list', '-o', 'j'], ['json']],
    [['device', 'list', '--limit', '5', '-o', 'y'], ['yaml']],
    [['device', 'list', '--output=c'], ['csv']],
    [['completion', 'z'], ['zsh']],
    [['no', 'such'], []],
    [['status', 'more'], []],
  ])('%j gives %j', (words, expected) => {
    expect(wordsAt(...words)).toEqual(expected);
  });

  test.each([
    [['device', 'get', ''], 'device'],
    [['device', 'list', '-w', ''], 'device'],
    [['alarm', 'ack', ''], 'alarm'],
    [['context', 'use', ''], 'context'],
    [['sim', 'stop', ''], 'population'],
    [['profile', 'show', ''], 'profile'],
    [['status', '--context', ''], 'context'],
    [['explain', 'rollout', ''], 'rollout'],
    [['explain', 'device', ''], 'device'],
    [['rollout', 'pause', ''], 'rollout'],
    [['rollout', 'abort', 'r-1', '--confirm', ''], 'rollout'],
    [['rollout', 'get', 'r-1', '--wave', ''], 'wave'],
    [['rollout', 'resume', 'r-1', '--raise='], 'gate'],
    [['rollout', 'retry', 'r-1', '--cause', ''], 'cause'],
    [['hook', 'test', ''], 'hook'],
    [['device', 'update', 'd', '--release', ''], 'release'],
    [['release', 'get', ''], 'release'],
    [['context', 'add', ''], undefined],
    [['device', 'get', 'one', ''], undefined],
  ] as const)('%j asks for names of %s', (words, names) => {
    expect(complete(tree, words).names).toBe(names);
  });

  test.each([[['serve', '--config', '']], [['profile', 'validate', '']], [['profile', 'validate', 'a.yaml', '']]])(
    '%j means files',
    (words) => {
      expect(complete(tree, words).files).toBe(true);
    },
  );

  test('every command, noun and option can be reached', () => {
    for (const spec of commands.filter(({ isHidden }) => isHidden !== true)) {
      const words = spec.path.split(' ');
      const verb = words.at(-1) ?? '';
      expect(wordsAt(...words.slice(0, -1), verb), spec.path).toContain(verb);
      for (const { flags } of spec.options ?? []) {
        const flag = /--[a-z-]+/.exec(flags)?.[0] ?? '';
        expect(wordsAt(...words, flag), `${spec.path} ${flag}`).toContain(flag);
      }
    }
  });
});

describe('the hidden command', () => {
  test('without a manager there are no names, no error, and exit code 0', async () => {
    const terminal = new FakeTerminal();
    terminal.environment = { XDG_CONFIG_HOME: '/nonexistent' };
    expect(await main(['__complete', '--', 'device', 'get', 'x'], terminal)).toBe(0);
    expect([terminal.outText, terminal.errText]).toEqual(['', '']);
  });

  test('shipped profiles are named', async () => {
    const terminal = new FakeTerminal();
    expect(await main(['__complete', '--', 'profile', 'show', 'therm'], terminal)).toBe(0);
    expect(terminal.outText).toBe('thermostat\t\n');
  });
});

describe('in real shells', () => {
  let folder = '';
  let path = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'seatrial-completion-'));
    const program = join(folder, 'fleet');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'bin.mjs')}' "$@"\n`);
    chmodSync(program, 0o755);
    for (const shell of shells) writeFileSync(join(folder, `completion.${shell}`), completionScripts[shell]);
    writeFileSync(join(folder, 'rules one.yaml'), '');
    path = `${folder}:${process.env.PATH ?? ''}`;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What is not installed is said aloud: the rest of the suite does not need it. */
  function has(shell: string): boolean {
    const isThere = spawnSync(shell, ['--version']).status === 0;
    if (!isThere) process.stderr.write(`SKIPPED: ${shell} is not installed, its completion script was not run\n`);
    return isThere;
  }

  function run(shell: string, ...args: string[]): string[] {
    const text = execFileSync(shell, args, { cwd: folder, env: { ...process.env, PATH: path, HOME: folder }, encoding: 'utf8' });
    return text.split('\n').filter((line) => line !== '');
  }

  function bash(line: string): string[] {
    const script = `source completion.bash; COMP_LINE='${line}'; COMP_POINT=${line.length}; _fleet; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run('bash', '-c', script);
  }

  test.skipIf(!has('bash'))('bash: words, values behind "=", files', () => {
    expect(bash('fleet device li')).toEqual(['list']);
    expect(bash('fleet device list --output=js')).toEqual(['json']);
    expect(bash('fleet serve --config rules')).toEqual(['rules one.yaml']);
  });

  test.skipIf(!has('fish'))('fish', () => {
    expect(run('fish', '-c', "source completion.fish; complete -C 'fleet device li'")).toEqual(['list\tDevices by id']);
  });

  test.skipIf(!has('zsh'))('zsh: the script is read and asks the program', () => {
    const script = `_describe() { print -l -- "\${(@P)2}" }; words=(fleet device li); CURRENT=3; source ./completion.zsh; _fleet`;
    expect(run('zsh', '-c', script)).toEqual(['list:Devices by id']);
  });
});
