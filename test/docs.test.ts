import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { programEnvironment } from './e2e/program-environment.ts';
import { blocksOf, headingsOf, linksOf } from './markdown.ts';

/**
 * Links of the pages lead somewhere, and blocks marked ```sh test run: all blocks of a page one after another in one folder and one shell
 * environment, with the checkout's `fleet` on the path and a home of their own. Pages run side by side, as they mostly wait: for devices that
 * boot, for waves that soak. Those of the README run from the sources, as users run them, the others from bundles (bundled-programs.ts).
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

const runnable = pages
  .map((page) => ({ page, blocks: blocksOf(textOf(page)).filter(({ info }) => info === 'sh test') }))
  .filter(({ blocks }) => blocks.length > 0);

/** A folder for the commands of a page, with the program on the path of their environment. */
function settle(page: string): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
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
  const program = page === 'README.md' ? {} : programEnvironment();
  return { folder, env: { ...program, PATH: path, TMPDIR: tmpdir(), CHECKOUT: root, CI: 'true', NO_COLOR: '1', LANG: 'C.UTF-8', ...own } };
}

/** Runs a block to its end, for four minutes at most. @returns its exit code or signal, then all that it said */
function run(block: string, cwd: string, env: NodeJS.ProcessEnv): Promise<readonly [exit: number | string, said: string]> {
  return new Promise((done) => {
    const child = execFile('bash', [block], { cwd, env, timeout: 240_000, maxBuffer: 64 * 1_048_576 }, (_error, stdout, stderr) =>
      done([child.exitCode ?? child.signalCode ?? '', `${stdout}\n${stderr}`]),
    );
    child.stdin?.end();
  });
}

test('some pages have commands that run', () => expect(runnable.length).toBeGreaterThan(1));

describe.concurrent('commands', () => {
  test.each(runnable.map(({ page, blocks }) => [page, blocks] as const))(
    '%s',
    async (page, blocks) => {
      const { folder, env } = settle(page);
      for (const { text, line } of blocks) {
        const block = join(folder, 'block.sh');
        writeFileSync(block, `set -eu\nset -o pipefail\n${text}`);
        const [exit, said] = await run(block, join(folder, 'work'), env);
        expect(exit, `${page}:${line} exit ${exit}\n${text}\n${said}`).toBe(0);
      }
    },
    600_000,
  );
});
