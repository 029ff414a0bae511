import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** What would be published: built, packed, unpacked into an empty project that holds its declared dependencies and nothing else. */

const root = resolve(import.meta.dirname, '..');
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'seatrial-package-')));
const project = join(temporary, 'project');
const installed = join(project, 'node_modules/seatrial');

interface Manifest {
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies: Record<string, string>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function run(...args: string[]) {
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: temporary, XDG_CONFIG_HOME: join(temporary, 'config') };
  return spawnSync(join(project, 'node_modules/.bin/fleet'), args, { cwd: project, env, encoding: 'utf8' });
}

beforeAll(() => {
  const output = join(temporary, 'dist');
  execFileSync(process.execPath, ['scripts/build.ts', output], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  execFileSync('npm', ['pack', '--offline', '--pack-destination', temporary], { cwd: output, stdio: ['ignore', 'pipe', 'pipe'] });
  const [tarball] = readdirSync(temporary).filter((name) => name.endsWith('.tgz'));
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', join(temporary, tarball!), '-C', installed, '--strip-components=1']);
  for (const name of Object.keys(manifestOf(installed).dependencies)) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
  }
  mkdirSync(join(project, 'node_modules/.bin'));
  symlinkSync('../seatrial/fleet/cli/bin.mjs', join(project, 'node_modules/.bin/fleet'));
}, 180_000);

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('the package', () => {
  test('holds no TypeScript, no test, and what is read at run time', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\.ts$|\.test\./.test(name))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'proto/gen/seatrial.js', 'fleet/cli/program.js']));
    const assets = ['proto', 'firmware', 'fleet'].flatMap((tree) =>
      readdirSync(join(root, tree), { recursive: true, encoding: 'utf8' }).map((name) => `${tree}/${name}`),
    );
    expect(files).toEqual(expect.arrayContaining(assets.filter((name) => /\.(yaml|sql|proto)$/.test(name))));
    const processes = assets.filter((name) => name.endsWith('-process.ts')).map((name) => name.replace(/\.ts$/, '.js'));
    expect(files).toEqual(expect.arrayContaining(processes));
  });

  test('is publishable and runs without install scripts', () => {
    const manifest = manifestOf(installed);
    expect(manifest).toMatchObject({
      name: 'seatrial',
      license: 'Apache-2.0',
      version: manifestOf(root).version,
      engines: { node: '>=24' },
    });
    expect(manifest.private).toBeUndefined();
    expect(JSON.stringify(manifest)).not.toMatch(/"scripts"|"devDependencies"/);
  });

  test('fleet version', () => {
    const { status, stdout, stderr } = run('version');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(manifestOf(root).version);
  });

  test('the help of the program', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('serve');
  });

  test('every door and every command loads with the declared dependencies alone', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    const modules = files.filter((name) => name.endsWith('/index.js') || name.endsWith('-command.js')).map((name) => join(installed, name));
    expect(modules.length).toBeGreaterThan(1);
    const script = `for (const path of ${JSON.stringify(modules)}) await import(path).catch((error) => { console.error(path, error); process.exitCode = 1; })`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: project, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('nothing names a source that is not there any more', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((name) => /\.js$/.test(name));
    const naming = files.filter((name) => /\.ts['"`]/.test(readFileSync(join(installed, name), 'utf8')));
    expect(naming).toEqual([]);
  });
});
