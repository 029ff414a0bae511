/**
 * `npm run lock` writes package-lock.json so that `npm ci` takes it everywhere. A registry mirror may lack the platform packages of other
 * systems; npm then leaves them out of the lock that it writes, and `npm ci` refuses that lock. Their version, system and processor are
 * enough, and these follow from what depends on them. `-- --check` only tells what is missing.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { completeLock, type Lock } from './lock-platforms.ts';

const root = resolve(import.meta.dirname, '..');
const path = join(root, 'package-lock.json');

function npm(...args: string[]): void {
  execFileSync('npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
if (!values.check) npm('install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund');
const lock = JSON.parse(readFileSync(path, 'utf8')) as Lock;
const changes = completeLock(lock);
for (const line of changes) console.log(line);
if (values.check) {
  if (changes.length > 0) console.error('run: npm run lock');
  process.exitCode = changes.length > 0 ? 1 : 0;
} else {
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  npm('ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund');
}
console.log(`${Object.keys(lock.packages).length} packages, ${changes.length} ${values.check ? 'to change' : 'changed'}`);
