import type { BlobRef, StoreFailure, StoreProgress } from '#firmware/flash/index.js';
import { transferRules } from '#firmware/logic/index.js';
import type { FlashWorker } from './flash-worker.ts';

/** Told by a writer. */
export interface WriterHost {
  /** A chunk is in flash: so many from the first on. */
  stored(progress: StoreProgress): void;
  /** A block went bad: chunks from `next` on are wanted again. */
  rewound(next: number): void;
  writeFailed(failure: StoreFailure): void;
}

/** Writes checked chunks into the slot, in order, as fast as the flash takes them. What waits is held by reference. */
export class SlotWriter {
  readonly #worker: FlashWorker;
  readonly #host: WriterHost;
  #progress: StoreProgress;
  #queue: BlobRef[] = [];
  #isWriting = false;

  constructor(worker: FlashWorker, host: WriterHost, progress: StoreProgress) {
    this.#worker = worker;
    this.#host = host;
    this.#progress = progress;
  }

  /** What is in flash. */
  get progress(): StoreProgress {
    return this.#progress;
  }

  /** True when the flash is not behind by more than one question. */
  get hasRoom(): boolean {
    return this.#queue.length <= transferRules.creditParts;
  }

  get isDone(): boolean {
    return this.#progress.next === this.#progress.chunks && !this.#isWriting;
  }

  /** Takes the chunk after the last one. */
  push(ref: BlobRef): void {
    this.#queue.push(ref);
    this.#pump();
  }

  #pump(): void {
    const [ref, ...rest] = this.#queue;
    if (ref === undefined || this.#isWriting) return;
    this.#queue = rest;
    this.#isWriting = true;
    const { next } = this.#progress;
    this.#worker.start(
      (store) => store.writeChunk(next, ref),
      (result) => this.#written(next, result),
    );
  }

  #written(index: number, result: StoreProgress | StoreFailure): void {
    this.#isWriting = false;
    if (result.type === 'failed') {
      this.#queue = [];
      this.#host.writeFailed(result);
      return;
    }
    this.#progress = result;
    if (result.next !== index + 1) {
      this.#queue = [];
      this.#host.rewound(result.next);
      return;
    }
    this.#pump();
    this.#host.stored(result);
  }
}
