import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Changes between two checkpoints: about a page of the log each. */
const everyChanges = 1_000;
/** A thread that only calls SQLite. */
const threadLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 };

/** Moves the write-ahead log of a database into it every thousand changes, in another thread: two syncs to the disk, and some megabytes. */
export class WalCheckpoint {
  readonly #file: string;
  /** There from the first checkpoint on: a manager with little to write needs none. */
  #worker: Worker | undefined;
  /** Settles when the thread is over, however it ends: it may have ended long before close(). */
  #ended: Promise<void> = Promise.resolve();
  #isBusy = false;
  #changes = 0;

  /** @param file the database */
  constructor(file: string) {
    this.#file = file;
  }

  /** So many changes were committed. */
  note(changes: number): void {
    this.#changes += changes;
    if (this.#changes < everyChanges || this.#isBusy) return;
    this.#changes = 0;
    this.#isBusy = true;
    this.#worker ??= this.#start();
    this.#worker.postMessage('checkpoint');
  }

  /** Resolves when the thread is over, or at once when there is none. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Resolves when its connection is closed: the last one that closes takes the log away. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker === undefined) return;
    worker.ref();
    worker.on('message', (done) => {
      if (done === 'close') void worker.terminate();
    });
    worker.postMessage('close');
    await this.#ended;
  }

  #start(): Worker {
    const entry = new URL(`./checkpoint-process${extname(import.meta.filename)}`, import.meta.url);
    const worker = new Worker(entry, { workerData: { file: this.#file }, resourceLimits: threadLimits, execArgv: [] });
    worker.unref();
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', () => {
      this.#isBusy = false;
    });
    // It could not start, or has no memory: the connection of the manager makes checkpoints by itself when the log is long.
    worker.on('error', () => {
      this.#isBusy = true;
    });
    return worker;
  }
}
