import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from './command-table.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { main, parseCall } from './program.ts';

/** A command line in words, as a shell reads it: double quotes hold words together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"]+|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''));
}

test.each(commands.flatMap(({ path, examples }) => examples.map(({ line }) => [line, path])))('%s', async (line, path) => {
  const [program, ...argv] = wordsOf(line ?? '');
  expect(program).toBe('fleet');
  const call = await parseCall(argv, new FakeTerminal());
  expect('spec' in call && call.spec.path).toBe(path);
});

test.each(commands.map(({ path }) => path))('fleet %s --help leads with its examples', async (path) => {
  const terminal = new FakeTerminal();
  expect(await main([...path.split(' '), '--help'], terminal)).toBe(0);
  const spec = commands.find((one) => one.path === path);
  expect(terminal.outText.indexOf('Examples:')).toBeLessThan(terminal.outText.indexOf('Usage:'));
  for (const { line } of spec?.examples ?? []) expect(terminal.outText).toContain(line);
  expect(terminal.errText).toBe('');
});

test('starting the program loads no library but commander: everything else comes with the command that runs', () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const walk = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, type, name = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (type )?[^;]*?from '([^']+)'/gm)) {
      if (type !== undefined) continue;
      if (name.startsWith('.')) walk(join(dirname(file), name));
      else if (name.startsWith('#')) walk(join(import.meta.dirname, '../..', name.slice(1).replace(/\.js$/, '.ts')));
      else packages.add(name);
    }
  };
  walk(join(import.meta.dirname, 'program.ts'));
  const heavy = [...packages].filter((name) => !name.startsWith('node:') && !name.startsWith('pure-rand/'));
  expect(heavy).toEqual(['@commander-js/extra-typings']);
});

test('plurals are aliases, and both get suggestions', async () => {
  for (const noun of ['device', 'devices']) {
    const call = await parseCall([noun, 'list'], new FakeTerminal());
    expect('spec' in call && call.spec.path).toBe('device list');
    await expect(parseCall([noun, 'lsit'], new FakeTerminal())).rejects.toMatchObject({
      code: 'E2002',
      message: expect.stringContaining('list?'),
    });
  }
});

test('a noun without a verb shows its help on standard error', async () => {
  const terminal = new FakeTerminal();
  expect(await main(['device'], terminal)).toBe(2);
  expect([terminal.outText, terminal.errText]).toEqual(['', expect.stringContaining('revoke')]);
});
