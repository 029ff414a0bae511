import { type ChildProcess, fork } from 'node:child_process';

/** A process of a bench that answers calls: `call('name', argument)`. It ends with stop() or with its parent. */
export class BenchChild {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #next = 0;

  /** @param file module beside this one that calls serveCalls() */
  constructor(file: string, nodeOptions: readonly string[] = []) {
    this.#process = fork(new URL(file, import.meta.url), { serialization: 'advanced', execArgv: [...nodeOptions] });
    this.#process.on('message', (message: { id: number; value?: unknown; error?: string }) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error !== undefined) waiting?.reject(new Error(`${file}: ${message.error}`));
      else waiting?.resolve(message.value);
    });
    this.#process.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${file} ended with ${signal ?? code}`));
      this.#waiting.clear();
    });
  }

  call<Result>(name: string, argument?: unknown): Promise<Result> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#process.send({ id, name, argument });
    });
  }

  /** kill -9, as a crash would. */
  kill(): Promise<void> {
    return this.#end(() => this.#process.kill('SIGKILL'));
  }

  /** Ends it at once; what matters was asked for before. */
  stop(): Promise<void> {
    return this.#end(() => this.#process.disconnect());
  }

  #end(act: () => void): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#process.once('exit', () => resolve());
      act();
    });
  }
}

/** The child's side: answers calls by these functions. */
export function serveCalls(calls: Readonly<Record<string, (argument: never) => unknown>>): void {
  process.on('message', async ({ id, name, argument }: { id: number; name: string; argument: unknown }) => {
    try {
      const call = calls[name] as ((argument: unknown) => unknown) | undefined;
      if (call === undefined) throw new Error(`no call ${name}`);
      process.send?.({ id, value: await call(argument) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
  process.on('SIGINT', () => undefined);
}
