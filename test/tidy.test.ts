import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Rules of the house that no tool has: over every file that git tracks or would track. */

const root = resolve(import.meta.dirname, '..');
/** These two hold what is forbidden, to show that it is found. */
const samples = ['test/tidy.test.ts', 'test/boundaries.test.ts'];
const generated = /^(proto\/gen\/seatrial\.|package-lock\.json$|biome\.json$|docs\/machines\/|docs\/errors\.md$)/;
const binary = /\.(gz|zst|png|jpg|ico|bin|woff2?|parquet)$/;
/** Data and tables that are no code. */
const longOnPurpose = /^(LICENSE$|test\/golden\/|firmware\/profiles\/.*\.yaml$)/;

interface SourceFile {
  readonly path: string;
  readonly lines: readonly string[];
}

function filesOfGit(): SourceFile[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const paths = list
    .split('\0')
    .filter((path) => path !== '' && !samples.includes(path) && !binary.test(path) && existsSync(join(root, path)));
  return paths.map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n') }));
}

const files = filesOfGit();
const written = files.filter(({ path }) => !generated.test(path));
const code = written.filter(({ path }) => /\.(ts|mjs|js)$/.test(path));

/** "path:line text" of each line that matches. */
function linesWith(pattern: RegExp, where: readonly SourceFile[]): string[] {
  return where.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 120)}`] : [])),
  );
}

test('there is something to look at', () => {
  expect(code.length).toBeGreaterThan(50);
});

test('no file is longer than 500 lines', () => {
  const long = written.filter(({ path, lines }) => lines.length > 501 && !longOnPurpose.test(path));
  expect(long.map(({ path, lines }) => `${path}: ${lines.length} lines`)).toEqual([]);
});

describe('nothing of', () => {
  test.each([
    ['work left undone', /\b(TODO|FIXME|XXX|HACK)\b/, code, '// TODO later'],
    ['tests that leave others out', /\b(test|it|describe)\.(only|todo)\b/, code, "  test.only('one', () => {});"],
    [
      'silenced checkers without a reason',
      /(biome-ignore(?! \S+: \S)|@ts-(ignore|nocheck)|@ts-expect-error\s*$|\bas any\b|eslint-disable)/,
      code,
      'const a = b as any;',
    ],
    ['what a developer pays for in production', /\bdebugger\b/, code, '  debugger;'],
    [
      'paths of a machine',
      /(?<![\w.~$}-])\/(home|Users|work|root|tmp|var\/folders)\/[\w.-]/,
      written,
      "const folder = '/home/me/seatrial';",
    ],
    [
      'registry addresses',
      /\bregistry\.(npmjs|yarnpkg)\.|"resolved": "http|npm\.pkg\.github|_authToken/,
      files,
      '"resolved": "https://mirror/a.tgz"',
    ],
    ['private keys', /-----BEGIN [A-Z ]*PRIVATE KEY-----/, files, '-----BEGIN PRIVATE KEY-----'],
    ['conflict markers', /^(<{7}|>{7}) /, files, '<<<<<<< HEAD'],
  ] as const)('%s', (_name, pattern, where, sample) => {
    expect(sample).toMatch(pattern);
    expect(linesWith(pattern, where)).toEqual([]);
  });
});

test('a folder has one door', () => {
  const folders = new Set(code.flatMap(({ path }) => /^(?:proto|firmware|fleet)\/[^/]+(?=\/[^/]+\.ts$)/.exec(path)?.[0] ?? []));
  const doorless = [...folders].filter((folder) => folder !== 'fleet/cli' && !existsSync(join(root, folder, 'index.ts')));
  expect(doorless).toEqual([]);
});

test('folders stay flat', () => {
  const deep = code.filter(({ path }) => /^(proto|firmware|fleet)\/[^/]+\/[^/]+\//.test(path) && !path.startsWith('proto/seatrial/'));
  expect(deep.map(({ path }) => path)).toEqual([]);
});
