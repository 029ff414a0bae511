/**
 * Processes that tests start load the program from bundles made of the sources when the run begins: a process that loads a thousand modules one by
 * one computes for half a second before it does anything, and tests start hundreds. Nothing else differs: each module keeps the address of its source,
 * so files beside it and further processes are found as ever. The README's commands (test/docs.test.ts) and test/package.test.ts run what users run.
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';
import type { TestProject } from 'vitest/node';

const root = realpathSync(resolve(import.meta.dirname, '..'));
/** Environment variable with NODE_OPTIONS for programs: see e2e/program-environment.ts. */
const variable = 'SEATRIAL_PROGRAM_OPTIONS';
/** What begins a process: see fleet/cli/bin.mjs, and each fork(). */
const entries = ['fleet/cli/program.ts', 'fleet/cli/sim-detached-process.ts', 'firmware/host/shard-process.ts'];
/** They load native code, or files beside their own. */
const apart = ['@duckdb/node-bindings', 'pino'];

/** Leaves to each module of ours the address of its source. */
const addresses: Plugin = {
  name: 'addresses-of-sources',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(`${root}/`) || id.includes('/node_modules/') || !code.includes('import.meta.')) return null;
    const values = { url: pathToFileURL(id).href, dirname: dirname(id), filename: id };
    return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`import.meta.${name}`, JSON.stringify(value)), code);
  },
};

/** Names packages by their files: a bundle lies in a folder that has none. */
const packagesApart: Plugin = {
  name: 'packages-apart',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!apart.includes(id)) return null;
    return { id: createRequire(importer ?? import.meta.url).resolve(id), external: true };
  },
};

/** Sends a process that begins with one of these sources to its bundle: text of a module for --import. */
function hookOf(folder: string): string {
  const address = (path: string): string => pathToFileURL(path).href;
  const bundles = entries.map((entry) => [address(join(root, entry)), address(join(folder, `${basename(entry, '.ts')}.mjs`))] as const);
  return `import module from 'node:module';
const cache = ${JSON.stringify(join(folder, 'compiled'))};
module.enableCompileCache(cache);
process.env.NODE_COMPILE_CACHE ??= cache;
const bundles = new Map(${JSON.stringify(bundles)});
module.registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const url = bundles.get(resolved.url);
    return url === undefined ? resolved : { ...resolved, url, format: 'module' };
  },
});
`;
}

async function bundle(folder: string): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [packagesApart, addresses],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'es2024',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((entry) => [basename(entry, '.ts'), join(root, entry)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'part-[hash].mjs' },
      },
    },
  });
}

/** Before the first test, and again when sources changed under a watching vitest. @returns what takes the bundles away after the last */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seatrial-programs-')));
  await bundle(folder);
  project.onTestsRerun(() => bundle(folder));
  const hook = join(folder, 'hook.mjs');
  writeFileSync(hook, hookOf(folder));
  // Not NODE_OPTIONS itself: the processes of vitest load modules in their own way.
  process.env[variable] = `--import=${pathToFileURL(hook).href}`;
  return () => rmSync(folder, { recursive: true, force: true });
}
