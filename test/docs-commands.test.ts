import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseCall, type Terminal } from '#fleet/cli/index.js';
import { defaultHookLimits } from '#fleet/hook/index.js';
import { refusalReasons } from '#proto/frame/index.js';
import { blocksOf } from './markdown.ts';

/** Every command line of a page's shell blocks is one that the program understands, whether the block runs or not. */

const root = resolve(import.meta.dirname, '..');
const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.sort().map((name) => `docs/${name}`)];

const silent: Terminal = {
  outIsTty: false,
  errIsTty: false,
  canAsk: false,
  columns: 140,
  rows: 50,
  environment: {},
  out: () => undefined,
  err: () => undefined,
  readInput: async () => '',
  ask: async () => '',
  onInterrupt: () => () => undefined,
  style: (_stream, _style, text) => text,
};

/** Command lines that start with fleet: continued lines joined, comments, pipes, redirections and loops around them left out. */
function commandsOf(text: string): string[][] {
  const lines = text.replaceAll(/\\\n\s*/g, ' ').replaceAll(/"[^"]*"/g, (quoted) => quoted.replaceAll('\n', ' '));
  return lines
    .split('\n')
    .flatMap((line) => [...line.matchAll(/(?:^|[\s(|])(?:npx )?fleet ((?:"[^"$]*"|[^"|;&#>()\n])*)/g)])
    .map(([, words = '']) => [...words.matchAll(/(?:[^\s"]+|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', '')))
    .map((words) => (words.at(-1) === '2' ? words.slice(0, -1) : words));
}

const lines = pages.flatMap((page) =>
  blocksOf(readFileSync(join(root, page), 'utf8'))
    .filter(({ info }) => /^sh\b/.test(info))
    .flatMap(({ text, line }) => commandsOf(text).map((words) => [`${page}:${line} fleet ${words.join(' ')}`, words] as const)),
);

test('there are many', () => expect(lines.length).toBeGreaterThan(30));

test.each(lines)('%s', async (_where, words) => {
  await expect(parseCall(words, silent)).resolves.toHaveProperty('spec');
});

test.each([
  ['OPERATING', ['metrics', 'channel-metrics', 'hook-metrics', 'update-metrics']],
  ['ROLLOUTS', ['rollout-metrics']],
] as const)('metrics that docs/%s.md lists are those of the manager', (name, files) => {
  const page = readFileSync(join(root, `docs/${name}.md`), 'utf8');
  const source = files.map((file) => readFileSync(join(root, `fleet/api/${file}.ts`), 'utf8')).join('\n');
  const gauges = [...source.matchAll(/gauges?\(\s*'(\w+)'/g)].map(([, metric]) => metric as string);
  const counters = [...source.matchAll(/counters?\(\s*'(\w+)'/g)].map(([, metric]) => `${metric}_total`);
  const named = [...source.matchAll(/name: 'seatrial_(\w+)'/g)].map(([, metric]) => metric as string);
  const table = page.slice(page.indexOf('| metric ('), page.indexOf('\n\n', page.indexOf('| metric (')));
  const cells = table
    .split('\n')
    .slice(2)
    .flatMap((row) => (row.split('|')[1] ?? '').replaceAll(/\{[^}]*\}/g, '').split(','));
  expect(cells.map((cell) => cell.trim()).sort()).toEqual([...gauges, ...counters, ...named].sort());
});

test('refusals that docs/PROTOCOL.md lists are those of the wire', () => {
  const page = readFileSync(join(root, 'docs/PROTOCOL.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (\d{1,2}) \| ([a-z-]+) \|/gm)].map(([, code, name]) => [name, Number(code)]);
  expect(rows).toEqual(refusalReasons.names.map((name) => [name, refusalReasons.codeOf(name)]));
});

test.each(Object.entries(defaultHookLimits))('limit of hooks: %s', (key, value) => {
  expect(readFileSync(join(root, 'docs/HOOKS.md'), 'utf8')).toContain(`| ${key} | ${value.toLocaleString('en')} |`);
});
