import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { programEnvironment } from './program-environment.ts';

/** All that this file's tests started. */
const started: ChildProcess[] = [];

/** Ends what a failed test left running. */
export async function endAll(): Promise<void> {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

const bin = resolve(import.meta.dirname, '../../fleet/cli/bin.mjs');

/** How a manager is started. */
export interface ManagerStart {
  /** Data folder; one of its own when left out. */
  readonly folder?: string;
  readonly limits?: Readonly<Record<string, number>>;
  /** The limits of the file in front of it, for example 1,200 open files. */
  readonly openFiles?: number;
  /** Port; any free one when left out. */
  readonly port?: number;
  /** Of an earlier start on the same folder. */
  readonly adminToken?: string;
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Asks again until the condition holds; throws when it never does. */
export async function eventually(what: string | (() => string), holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const giveUpAt = Date.now() + withinMs; ; await sleep(20)) {
    if (await holds()) return;
    if (Date.now() > giveUpAt) throw new Error(`never: ${typeof what === 'string' ? what : what()}`);
  }
}

/** A folder of its own for one test. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'seatrial-bad-'));
}

/** `fleet serve` in a process of its own. */
export class ManagerProcess {
  readonly folder: string;
  readonly child: ChildProcess;
  readonly adminToken: string;
  readonly url: string;
  readonly deviceUrl: string;
  readonly maximumLinks: number;
  readonly #said: () => string;

  private constructor(folder: string, child: ChildProcess, serving: Record<string, unknown>, adminToken: string, said: () => string) {
    this.folder = folder;
    this.child = child;
    this.adminToken = adminToken;
    this.url = (serving.urls as string[])[0] ?? '';
    this.deviceUrl = (serving.deviceUrls as string[])[0] ?? '';
    this.maximumLinks = serving.maximumLinks as number;
    this.#said = said;
  }

  /** Starts one and waits until it serves. Throws with what it said when it ends instead. */
  static async start(start: ManagerStart = {}): Promise<ManagerProcess> {
    const folder = start.folder ?? newFolder();
    const { child, said } = launch(folder, start);
    const line = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`fleet serve ended with ${code}: ${said()}`);
    });
    const [first] = await Promise.race([line, ended]);
    ended.catch(() => undefined);
    const serving = JSON.parse(String(first)) as Record<string, unknown>;
    return new ManagerProcess(folder, child, serving, start.adminToken ?? String(serving.adminToken), said);
  }

  /** Starts one that is expected to end by itself. */
  static async startAndEnd(start: ManagerStart = {}): Promise<Ending> {
    const { child, said } = launch(start.folder ?? newFolder(), start);
    const [code, signal] = await once(child, 'close');
    return { code, signal, stderr: said() };
  }

  /** Ends it and waits until its output is closed. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<Ending> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const closed = once(child, 'close');
      child.kill(signal);
      await closed;
    }
    return { code: child.exitCode, signal: child.signalCode, stderr: this.#said() };
  }

  async api(method: 'GET' | 'POST', path: string, body?: object, token = this.adminToken): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
  }

  /** As api(), and throws when the answer is an error. */
  async order(path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await this.api('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Rows of a query. */
  async query(sql: string): Promise<unknown[][]> {
    return (await this.order('/v1/query', { sql })).rows as unknown[][];
  }

  /** An enrolment token, "id:secret". */
  async enrolmentToken(more: object = {}): Promise<string> {
    const made = await this.order('/v1/enrolment-tokens', { uses: 10_000, lifetimeMs: 3_600_000, ...more });
    return String(made.secret);
  }

  /** All numbers of /metrics without the prefix, by name and labels: refused_total{reason="silent"}. */
  async metrics(): Promise<Map<string, number>> {
    const { body } = await this.api('GET', '/metrics');
    const lines = String(body.text).matchAll(/^seatrial_(\S+(?:\{[^}]*\})?) (\S+)$/gm);
    return new Map([...lines].map(([, name, value]) => [String(name), Number(value)]));
  }
}

function launch(folder: string, { limits, openFiles, port = 0 }: ManagerStart) {
  const config = `${newFolder()}/manager.yaml`;
  const lines = Object.entries(limits ?? {}).map(([key, value]) => `  ${key}: ${value}\n`);
  writeFileSync(
    config,
    `apiVersion: seatrial/v1\nkind: ManagerConfig\nhistory: { memoryLimitMb: 256, threads: 1 }\n${lines.length === 0 ? '' : `limits:\n${lines.join('')}`}`,
  );
  const serve = [
    bin,
    'serve',
    '--config',
    config,
    '--listen',
    `127.0.0.1:${port}`,
    '--data',
    folder,
    '--no-context',
    '--log',
    'warn',
    '-o',
    'ndjson',
  ];
  const options = { env: programEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] as ('ignore' | 'pipe')[] };
  const child =
    openFiles === undefined
      ? spawn(process.execPath, serve, options)
      : spawn('bash', ['-c', `ulimit -n ${openFiles}; exec "$0" "$@"`, process.execPath, ...serve], options);
  started.push(child);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return { child, said: () => said };
}
