import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultApiLimits } from '#fleet/api/index.js';
import { defaultLimits } from '#fleet/app/index.js';
import { commands } from '#fleet/cli/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { CliRig } from './cli-rig.ts';

/** docs/OPERATING.md names every metric, every exit code, and no command that is not there; docs/LIMITS.md every limit with its default. */

const page = readFileSync(new URL('../../docs/OPERATING.md', import.meta.url), 'utf8');
const limitsPage = readFileSync(new URL('../../docs/LIMITS.md', import.meta.url), 'utf8');
/** Limits of releases and updates stand there. */
const updatesPage = readFileSync(new URL('../../docs/UPDATES.md', import.meta.url), 'utf8');
/** Limits and metrics of rollouts stand there. */
const rolloutsPage = readFileSync(new URL('../../docs/ROLLOUTS.md', import.meta.url), 'utf8');
const grouped = (value: number) => value.toLocaleString('en');

test.each(Object.entries(defaultLimits))('limits.%s', (key, value) => {
  expect(limitsPage + updatesPage + rolloutsPage).toContain(`| ${key} | ${grouped(value)} |`);
});

test.each(Object.keys(defaultApiLimits))('limit of the API: %s', (key) => expect(limitsPage).toContain(`\`${key}\``));

test.each(Object.values(exitCodes))('exit code %d', (code) => expect(page).toMatch(new RegExp(`^\\| ${code} \\| \\S`, 'm')));

test('commands of its examples are commands', () => {
  const known = commands.map(({ path }) => path);
  const used = [...page.matchAll(/^(?:.*\| )?fleet ((?:[a-z]+ ?)+)/gm)].map(([, words = '']) => words.trim());
  expect(used.length).toBeGreaterThan(15);
  for (const words of used) expect(known.some((path) => words === path || words.startsWith(`${path} `))).toBe(true);
});

test('what each verb of a rollout does to a device: the help says the same as the page', () => {
  const help = commands.find(({ path }) => path === 'rollout pause')?.details ?? '';
  const told = [...help.matchAll(/^ {2}(\S.*)$/gm)].map(([, row = '']) => row.split(/ {2,}/));
  const table = page.slice(page.indexOf('What each verb does'));
  const written = [...table.matchAll(/^\| `(\w+)`(?:, by a gate)? \|(.*)\|$/gm)].map(([, verb = '', cells = '']) => [
    verb,
    ...cells.split('|').map((cell) => cell.trim()),
  ]);
  expect(written).toEqual(told.slice(1));
  expect(written.map(([verb]) => verb)).toEqual(['pause', 'halt', 'abort', 'rollback']);
});

test('metrics', async () => {
  const rig = new CliRig();
  try {
    await rig.start(['serve', '--listen', '127.0.0.1:0', '--log', 'warn', '-o', 'ndjson']);
    const { stdout } = await rig.run(['api', 'GET', '/metrics']);
    const names = [...stdout.matchAll(/^# TYPE seatrial_(\S+)/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) expect(page + rolloutsPage).toMatch(new RegExp(`[| ]${name}[,{ ]`));
  } finally {
    await rig.close();
  }
});

test('the program has the same exit codes in its help', async () => {
  const rig = new CliRig();
  const { stdout } = await rig.run(['help', 'exit-codes']);
  await rig.close();
  for (const code of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^ {2}${code} `, 'm'));
});
