import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fstatSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lookAtPopulation, openPopulationLog, populationsFolder } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { printObject } from './render.ts';

/** Between two looks at a population that starts, ms. */
const lookEveryMs = 200;

/** What the process behind is given: it runs the same command line without --detach. */
export interface DetachedCall {
  readonly argv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** What it finds on standard input. */
  readonly input: string;
}

/**
 * Runs a population in a process of its own that outlives this one and its shell, and writes to detached.log in its folder. Returns when all
 * devices have started, or when the population ended before that: with its exit code, after its words.
 */
export async function detach(context: CommandContext, name: string): Promise<number> {
  const { terminal, argv, input, signal } = context;
  if (input.list('expect').length > 0) {
    throw cliError('E2003', {
      message: '--expect and --detach exclude each other: nobody would wait for the exit code of the verdict',
      next: 'leave --detach out, or run it behind by the shell: fleet sim … --expect … &',
    });
  }
  const folder = populationsFolder(terminal.environment);
  const log = openPopulationLog(folder, name);
  const { size } = fstatSync(log.descriptor);
  const entry = new URL(`./sim-detached-process${extname(import.meta.filename)}`, import.meta.url);
  const child = fork(entry, { detached: true, stdio: ['ignore', log.descriptor, log.descriptor, 'ipc'] });
  try {
    const call: DetachedCall = {
      argv: argv.filter((word) => word !== '--detach'),
      environment: terminal.environment,
      input: input.text('tokenFile') === '-' ? await terminal.readInput() : '',
    };
    child.send(call, () => undefined);
    const devices = await allStarted(child, folder, name, signal);
    if (devices === undefined) {
      terminal.err(textFrom(log.descriptor, size));
      log.forgetUnlessKept();
      return signal.aborted ? exitCodes.interrupted : (child.exitCode ?? exitCodes.failed);
    }
    const item = { apiVersion: 'seatrial/v1', kind: 'Population', name, state: 'running', pid: child.pid ?? 0, devices, log: log.path };
    await printObject(context, { kind: 'Population', name: 'name', columns: [] }, item);
    return exitCodes.ok;
  } finally {
    log.close();
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/** Their number; undefined when the process ended before. Ctrl-C ends it. */
async function allStarted(child: ChildProcess, folder: string, name: string, signal: AbortSignal): Promise<number | undefined> {
  const ended = once(child, 'exit');
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for (;;) {
      await Promise.race([ended, sleep(lookEveryMs)]);
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      const { state, pid, report } = await lookAtPopulation(folder, name);
      if (state !== 'running' || pid !== child.pid || report === undefined || signal.aborted) continue;
      if (report.started === report.devices) return report.devices;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What was written to a file from there on. */
function textFrom(descriptor: number, position: number): string {
  const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - position));
  const length = bytes.length === 0 ? 0 : readSync(descriptor, bytes, 0, bytes.length, position);
  return bytes.toString('utf8', 0, length);
}
