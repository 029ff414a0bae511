import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { programEnvironment } from './program-environment.ts';
import { type Outcome, runHere } from './program-here.ts';

export type { Outcome };

const bin = resolve(import.meta.dirname, '../../fleet/cli/bin.mjs');

/** A folder with contexts, data and populations of its own, and the program run in it as users run it: a process, no terminal. */
export class CliRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'seatrial-cli-'));
  readonly #children: ChildProcess[] = [];

  /** @param environment beside a bare one: no CI, no NO_COLOR, no FLEET_… of whoever runs the tests */
  run(args: readonly string[], environment: NodeJS.ProcessEnv = {}, input = ''): Promise<Outcome> {
    return new Promise((done) => {
      const child = execFile(
        process.execPath,
        [bin, ...args],
        { cwd: this.folder, env: this.#environment(environment), timeout: 170_000, maxBuffer: 64 * 1_048_576 },
        (error, stdout, stderr) => done({ code: error === null ? 0 : ((error.code as number | undefined) ?? null), stdout, stderr }),
      );
      child.stdin?.end(input);
    });
  }

  /** Runs a command in this process, and changes its folder: see runHere(). */
  runHere(args: readonly string[], environment: NodeJS.ProcessEnv = {}, input = ''): Promise<Outcome> {
    return runHere(args, this.folder, this.#environment(environment), input);
  }

  /** Starts a command that runs until it is stopped; resolves with the first line of its standard output. */
  async start(args: readonly string[]): Promise<{ child: ChildProcess; firstLine: string }> {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: this.folder,
      env: this.#environment({}),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const line = once(createInterface({ input: child.stdout }), 'line');
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${args.join(' ')} ended with ${code}: ${said}`);
    });
    const first = await Promise.race([line, ended]);
    ended.catch(() => undefined);
    return { child, firstLine: String(first[0]) };
  }

  /** Starts a command without waiting for its output. */
  launch(args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: this.folder,
      env: this.#environment({}),
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    this.#children.push(child);
    return child;
  }

  /** Ends all that still runs, the newest first, and takes the folder away. */
  async close(): Promise<void> {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return {
      ...programEnvironment(),
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      XDG_DATA_HOME: join(this.folder, 'data'),
      XDG_STATE_HOME: join(this.folder, 'state'),
      ...more,
    };
  }
}

/** Asks again until the answer is there; the last outcome when it never is. */
export async function until<Seen extends Outcome>(ask: () => Promise<Seen>, good: (outcome: Seen) => boolean, tries = 60): Promise<Seen> {
  for (let left = tries; ; left -= 1) {
    const outcome = await ask();
    if (good(outcome) || left <= 1) return outcome;
    await new Promise((done) => setTimeout(done, 500));
  }
}
