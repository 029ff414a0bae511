import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { blocksOf, headingsOf, linksOf } from './markdown.ts';

/**
 * Links of the pages lead somewhere, and blocks marked ```sh test run: all blocks of a page one after another in one folder and one shell
 * environment, with the checkout's `fleet` on the path and a home of their own.
 */

const root = resolve(import.meta.dirname, '..');
const temporary = mkdtempSync(join(tmpdir(), 'seatrial-docs-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.sort().map((name) => `docs/${name}`)].filter((path) => existsSync(join(root, path)));
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

describe('links', () => {
  test('there are pages', () => expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md'])));

  test.each(pages)('%s', (page) => {
    const dead = linksOf(textOf(page)).flatMap(({ target, line }) => {
      const [path, anchor] = target.split('#') as [string, string | undefined];
      const file = path === '' ? join(root, page) : resolve(root, dirname(page), decodeURIComponent(path));
      if (!file.startsWith(root) || !existsSync(file)) return [`${page}:${line} ${target}`];
      if (anchor === undefined || !file.endsWith('.md')) return [];
      return headingsOf(readFileSync(file, 'utf8')).includes(anchor) ? [] : [`${page}:${line} ${target}: no such heading`];
    });
    expect(dead).toEqual([]);
  });
});

const runnable = pages.map((page) => ({ page, blocks: blocksOf(textOf(page)).filter(({ info }) => info === 'sh test') }));

describe('commands', () => {
  const withBlocks = runnable.filter(({ blocks }) => blocks.length > 0);
  test('some page has commands that run', () => expect(withBlocks.length).toBeGreaterThan(0));

  test.each(withBlocks.map(({ page, blocks }) => [page, blocks] as const))(
    '%s',
    (page, blocks) => {
      const folder = join(temporary, page.replace(/\W/g, '-'));
      for (const name of ['work', 'home', 'bin']) mkdirSync(join(folder, name), { recursive: true });
      for (const name of ['fleet', 'seatrial']) symlinkSync(join(root, 'fleet/cli/bin.mjs'), join(folder, 'bin', name));
      const home = join(folder, 'home');
      const own = {
        HOME: home,
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_DATA_HOME: join(home, 'data'),
        XDG_STATE_HOME: join(home, 'state'),
      };
      const path = [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(':');
      const env = { PATH: path, TMPDIR: tmpdir(), CHECKOUT: root, CI: 'true', NO_COLOR: '1', LANG: 'C.UTF-8', ...own };
      for (const { text, line } of blocks) {
        writeFileSync(join(folder, 'block.sh'), `set -eu\nset -o pipefail\n${text}`);
        const result = spawnSync('bash', [join(folder, 'block.sh')], {
          cwd: join(folder, 'work'),
          env,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
          timeout: 120_000,
        });
        const said = `${page}:${line} exit ${result.status ?? result.signal}\n${text}\n${result.stdout}\n${result.stderr}`;
        expect(result.status, said).toBe(0);
      }
    },
    600_000,
  );
});
