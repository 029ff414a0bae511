import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listPopulations, type PopulationEntry, type PopulationReport, populationsFolder } from '#firmware/host/index.js';
import { programEnvironment } from './program-environment.ts';
import { type Outcome, runHere } from './program-here.ts';

const repository = resolve(import.meta.dirname, '../..');
const bin = join(repository, 'fleet/cli/bin.mjs');

export const pause = (delayMs: number): Promise<void> => new Promise((done) => setTimeout(done, delayMs));

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The program as users run it, in a folder of its own: a manager on a port that stays, and populations of a quick thermostat. */
export class PopulationRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'seatrial-population-'));
  readonly #port: number;
  readonly #running = new Set<Running>();
  #manager: Running | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  /** With a manager that serves, and rooms.token for so many devices. */
  static async open(uses: number): Promise<PopulationRig> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    const rig = new PopulationRig(port);
    const text = readFileSync(join(repository, 'firmware/profiles/thermostat.yaml'), 'utf8').replace(/^bootMs: .*$/m, 'bootMs: 100');
    writeFileSync(join(rig.folder, 'quick.yaml'), `${text}\nreconnect: { baseMs: 100, maximumMs: 500, stableMs: 0 }\n`);
    await rig.startManager();
    await rig.run('provision', 'token', 'create', '--uses', String(uses), '--token-out', 'rooms.token');
    return rig;
  }

  start(...args: string[]): Running {
    return this.startAs(process.execPath, [bin, ...args]);
  }

  /** @param file a program that starts ours */
  startAs(file: string, args: readonly string[]): Running {
    const child = spawn(file, args, { cwd: this.folder, env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const running: Running = {
      child,
      ended: once(child, 'close').then(([code, signal]) => {
        this.#running.delete(running);
        return { code: code as number | null, signal: signal as NodeJS.Signals | null, stdout, stderr };
      }),
    };
    this.#running.add(running);
    return running;
  }

  /** A command to its end, in this process. */
  call(...args: string[]): Promise<Outcome> {
    return runHere(args, this.folder, this.#environment());
  }

  /** The same. @throws when it does not end with 0 @returns its standard output */
  async run(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.call(...args);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** fleet sim spawn of the quick thermostat. */
  spawn(name: string, ...args: string[]): Running {
    return this.start('sim', 'spawn', name, '--profile', 'quick.yaml', '-o', 'json', ...args);
  }

  /** What fleet sim list says of one population, without the start of a program for each look. */
  async listed(name: string): Promise<PopulationEntry | undefined> {
    return (await listPopulations(populationsFolder({ XDG_STATE_HOME: join(this.folder, 'state') }))).find((entry) => entry.name === name);
  }

  /** Waits until something holds of a population's report. @throws when the population ends before */
  async reported(running: Running, name: string, holds: (report: PopulationReport) => boolean): Promise<PopulationReport> {
    for (;;) {
      if (running.child.exitCode !== null) throw new Error(JSON.stringify(await running.ended));
      const report = (await this.listed(name))?.report;
      if (report != null && holds(report)) return report;
      await pause(100);
    }
  }

  /** Waits until so many devices of a population have a session. @throws when the population ends before */
  connected(running: Running, name: string, devices: number): Promise<PopulationReport> {
    return this.reported(running, name, ({ counters }) => counters.connected === devices);
  }

  async rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (JSON.parse(await this.run('query', sql, '-o', 'json')) as { rows: unknown[][] }).rows;
  }

  async startManager(): Promise<void> {
    const manager = this.start('serve', '--listen', `127.0.0.1:${this.#port}`, '--data', join(this.folder, 'fleet'), '--log', 'warn');
    this.#manager = manager;
    // It speaks when commands find it: its context is written.
    await Promise.race([manager.child.stdout && once(manager.child.stdout, 'data'), manager.ended]);
    while (manager.child.exitCode === null && !(await isReady(this.#port))) await pause(50);
    if (manager.child.exitCode !== null) throw new Error(JSON.stringify(await manager.ended));
  }

  /** Of the manager's API. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** A file in the folder that commands run in. */
  write(file: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, file), content);
  }

  /** kill -9; startManager() starts another one on the same data and port. */
  async killManager(): Promise<void> {
    this.#manager?.child.kill('SIGKILL');
    await this.#manager?.ended;
  }

  async stopManager(): Promise<void> {
    this.#manager?.child.kill('SIGTERM');
    await this.#manager?.ended;
  }

  #environment(): NodeJS.ProcessEnv {
    const folders = { XDG_CONFIG_HOME: 'config', XDG_DATA_HOME: 'data', XDG_STATE_HOME: 'state' };
    return {
      ...programEnvironment(),
      ...Object.fromEntries(Object.entries(folders).map(([name, folder]) => [name, join(this.folder, folder)])),
    };
  }

  async close(): Promise<void> {
    for (const running of [...this.#running].reverse()) {
      running.child.kill('SIGTERM');
      const isOver = await Promise.race([running.ended.then(() => true), pause(20_000).then(() => false)]);
      if (!isOver) running.child.kill('SIGKILL');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Processes that run devices for this one. */
export function deviceProcessesOf(parent: number | undefined): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, ...args]) => Number(ppid) === parent && args.join(' ').includes('shard-process'))
    .map(([pid]) => Number(pid));
}

/** Waits until a process is gone. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await pause(20);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    // Nobody listens yet.
    return false;
  }
}
