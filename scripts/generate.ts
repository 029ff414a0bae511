/**
 * `npm run generate` writes what is made from something else; `-- --check` only compares, and names each file that differs.
 * docs/profiles takes tables and plots from the profiles and a page from the releases, biome.json comes from import-zones.ts, proto/gen from the schema, docs/machines from the machines, docs/errors.md from the tables, docs/GATES.md takes tables of what gates can see.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '#proto/kit/index.js';
import { biomeConfig } from './biome-config.ts';
import { doorsOf } from './doors.ts';
import { driftOf, type GeneratedFolder, staleFiles } from './drift.ts';
import { errorPage } from './error-page.ts';
import { gatePage } from './gate-page.ts';
import { machinePages } from './machine-pages.ts';
import { profilePages } from './profile-pages.ts';
import { generateProtobuf } from './protobuf-code.ts';
import { releasePage } from './release-pages.ts';

const root = resolve(import.meta.dirname, '..');
const generatedFolders: readonly GeneratedFolder[] = [
  { folder: 'docs/machines', ending: '.md' },
  { folder: 'docs/profiles/plots', ending: '.svg' },
];

function biomeText(): string {
  const flags = ['--indent-style=space', '--indent-width=2', '--line-width=140'];
  const biome = join(root, 'node_modules/.bin/biome');
  // In the temporary folder no configuration is found: the file that is being made must not be needed to make it.
  const options = { cwd: tmpdir(), input: JSON.stringify(biomeConfig()), encoding: 'utf8' as const };
  return execFileSync(biome, ['format', ...flags, '--stdin-file-path=generated.json'], options);
}

async function generated(): Promise<Map<string, string>> {
  const files = new Map<string, string>([['biome.json', biomeText()]]);
  for (const [path, text] of await generateProtobuf(root)) files.set(path, text);
  const doors = await doorsOf(root);
  for (const [path, text] of machinePages(doors)) files.set(path, text);
  files.set('docs/errors.md', errorPage(doors));
  for (const [path, text] of await profilePages(root)) files.set(path, text);
  files.set(...releasePage());
  files.set(...gatePage(root));
  return files;
}

async function write(files: Map<string, string>): Promise<void> {
  for (const path of await staleFiles(root, generatedFolders, files)) await rm(join(root, path));
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const files = await generated();
  const different = await driftOf(root, generatedFolders, files);
  if (values.check) {
    for (const line of different) console.error(line);
    if (different.length > 0) console.error('run: npm run generate');
  } else {
    await write(files);
    for (const line of different) console.log(line.replace(/ .*/, ''));
  }
  console.log(`${files.size} generated files, ${different.length} ${values.check ? 'differ' : 'written'}`);
  return values.check && different.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
