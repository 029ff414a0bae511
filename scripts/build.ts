/**
 * `node scripts/build.ts [FOLDER]` builds the package that is published into dist/ or FOLDER: the same tree, compiled. It holds what
 * fleet/cli/program.ts reaches and the sources that start as processes of their own, `*-process.ts`; so no test and no fixture.
 */
import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const trees = ['proto', 'firmware', 'fleet'];
/** The oldest Node that runs the package; fleet/cli/bin.mjs says the same. */
const engines = { node: '>=24' };

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly bin: Record<string, string>;
  readonly imports: Record<string, string>;
  readonly dependencies: Record<string, string>;
}

/** The tree has its own manifest: the same names, but each door is compiled, and nothing is private or for development. */
function manifestOf({ name, version, description, license, type, bin, imports, dependencies }: Manifest): object {
  const compiled = Object.entries(imports).map(([from, to]) => [from, to.replace(/\.ts$/, '.js')]);
  return { name, version, description, license, type, bin, engines, imports: Object.fromEntries(compiled), dependencies };
}

/** All that is no TypeScript: generated code, profiles, migrations, the schema, the entry. */
async function copyAssets(output: string): Promise<void> {
  for (const tree of trees) {
    const entries = await readdir(join(root, tree), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile() && !one.name.endsWith('.ts'))) {
      const path = join(entry.parentPath, entry.name).slice(root.length + 1);
      await mkdir(dirname(join(output, path)), { recursive: true });
      await cp(join(root, path), join(output, path));
    }
  }
  await mkdir(join(output, 'docs'), { recursive: true });
  // fleet help E1234 reads the page of errors.
  for (const name of ['README.md', 'LICENSE', 'docs/errors.md']) await cp(join(root, name), join(output, name));
}

const { positionals } = parseArgs({ allowPositionals: true });
const output = resolve(positionals[0] ?? join(root, 'dist'));
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
await rm(output, { recursive: true, force: true });
const compiler = [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', output];
const compiled = spawnSync(process.execPath, compiler, { cwd: root, encoding: 'utf8' });
if (compiled.status !== 0) throw new Error(`tsc failed:\n${compiled.stdout}${compiled.stderr}`);
await copyAssets(output);
await writeFile(join(output, 'package.json'), `${JSON.stringify(manifestOf(manifest), null, 2)}\n`);
for (const path of new Set(Object.values(manifest.bin))) await chmod(join(output, path), 0o755);
console.log(`${manifest.name} ${manifest.version} built into ${output}`);
