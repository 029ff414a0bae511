#!/usr/bin/env node
// Plain JavaScript, so that an old Node can at least read it and say what it needs.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = 24;
const usage = 2;
const here = fileURLToPath(import.meta.url);

/** The Node of the npm package `node`, in the next node_modules upwards. */
function packagedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (let folder = dirname(here); ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', 'node', 'bin', name);
    if (existsSync(path) && realpathSync(path) !== realpathSync(process.execPath)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Runs the program under another Node: its signals, its exit code. */
function runUnder(node) {
  const stdio = process.send === undefined ? 'inherit' : ['inherit', 'inherit', 'inherit', 'ipc'];
  const child = spawn(node, [...process.execArgv, here, ...process.argv.slice(2)], { stdio });
  // A terminal sends Ctrl-C to both of us: passing it on as well would look like a second, impatient one.
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !terminal) child.kill(signal);
    });
  }
  if (process.send !== undefined) {
    child.on('message', (message) => process.send(message));
    process.on('message', (message) => child.send(message));
    process.on('disconnect', () => child.disconnect());
  }
  child.on('error', (error) => tooOld(`starting ${node} failed: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exit(code === null ? 128 + (constants.signals[signal] || 0) : code);
  });
}

function tooOld(more) {
  const found = `found ${process.versions.node}${more === undefined ? '' : `; ${more}`}`;
  process.stderr.write(`error[E2001] needs Node >= ${needed}, ${found}; install Node ${needed} or newer\n`);
  process.exitCode = usage;
}

/** The sources lie beside this file in a checkout, the compiled ones in the package. */
function run() {
  module.enableCompileCache();
  // The same one for processes that it starts: half of their start is to compile.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
  const compiled = new URL('./program.js', import.meta.url);
  const program = existsSync(compiled) ? compiled : new URL('./program.ts', import.meta.url);
  return import(program.href)
    .then(({ main }) => main(process.argv.slice(2)))
    .then((code) => {
      process.exitCode = code;
    });
}

if (Number(process.versions.node.split('.')[0]) >= needed) {
  void run();
} else {
  const node = packagedNode();
  if (node === undefined) tooOld();
  else runUnder(node);
}
