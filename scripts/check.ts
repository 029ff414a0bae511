/** `npm run check`: every gate but the tests. Runs all of them, one line each, and at the end shows what the failed ones said. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

interface Gate {
  readonly name: string;
  /** What a failure means, for the reader of the summary. */
  readonly about: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
  readonly ms: number;
}

const gates: readonly Gate[] = [
  {
    name: 'biome',
    about: 'format, style, imports, ambient time',
    command: 'biome',
    args: ['ci', '--colors=off', '--error-on-warnings', '.'],
  },
  { name: 'tsc', about: 'types', command: 'tsc', args: ['--noEmit'] },
  { name: 'generate', about: 'generated files are up to date', command: 'node', args: ['scripts/generate.ts', '--check'] },
  { name: 'lock', about: 'package-lock.json serves every system', command: 'node', args: ['scripts/lock.ts', '--check'] },
  { name: 'buf', about: 'the schema keeps the rules of protobuf', command: 'buf', args: ['lint'] },
  { name: 'knip', about: 'no file, export or dependency is unused', command: 'knip', args: ['--treat-config-hints-as-errors'] },
];

function run(gate: Gate): Promise<Outcome> {
  const startedMs = performance.now();
  return new Promise((done) => {
    const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
    const command = gate.command === 'node' ? process.execPath : gate.command;
    const child = spawn(command, gate.args, { cwd: root, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (part: Buffer) => {
      output += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      output += part.toString();
    });
    const end = (passed: boolean) => done({ passed, output, ms: performance.now() - startedMs });
    child.on('error', (error) => {
      output += `${error.message}\n`;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

const failed: string[] = [];
for (const gate of gates) {
  const { passed, output, ms } = await run(gate);
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${gate.name.padEnd(9)} ${(ms / 1000).toFixed(1).padStart(5)} s  ${gate.about}`);
  if (!passed) failed.push(`\n${gate.name}: ${gate.command} ${gate.args.join(' ')}\n${output}`);
}
for (const text of failed) console.error(text);
console.log(failed.length === 0 ? `all ${gates.length} gates passed` : `${failed.length} of ${gates.length} gates failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
