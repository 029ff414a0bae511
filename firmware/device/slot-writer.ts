import type { BlobRef, FirmwareStore, StoreFailure, StoreProgress } from '#firmware/flash/index.js';
import { transferRules } from '#firmware/logic/index.js';
import type { FlashWorker } from './flash-worker.ts';

/** Told by a writer. */
export interface WriterHost {
  /** Chunks are in flash: so many from the first on. */
  stored(progress: StoreProgress): void;
  /** A block went bad: chunks from `next` on are wanted again. */
  rewound(next: number): void;
  writeFailed(failure: StoreFailure): void;
}

/** Time of the flash that a job may take before one more chunk comes to it, ms: a chunk that takes as long is a job of its own. */
const mostJobMs = 100;

/** Stands for an empty list. Never written to. */
const nothing: BlobRef[] = [];

type Outcome = StoreProgress | StoreFailure;

/**
 * Writes checked chunks into the slot, in order, as fast as the flash takes them. What waits is held by reference. Chunks that come while one is
 * written are one job with it as long as that is short, and are told of together.
 */
export class SlotWriter {
  readonly #worker: FlashWorker;
  readonly #host: WriterHost;
  readonly #done = (outcome: Outcome): void => this.#written(outcome);
  #progress: StoreProgress;
  /** Chunks that wait for the job under way to end. */
  #queue: BlobRef[] = nothing;
  #isWriting = false;
  /** The chunk behind those of that job. */
  #end = 0;

  constructor(worker: FlashWorker, host: WriterHost, progress: StoreProgress) {
    this.#worker = worker;
    this.#host = host;
    this.#progress = progress;
  }

  /** What is in flash. */
  get progress(): StoreProgress {
    return this.#progress;
  }

  /** True when the flash is not behind by more than one question and the chunk that it writes. */
  get hasRoom(): boolean {
    const written = this.#isWriting ? this.#end - this.#progress.next : 0;
    return this.#queue.length + written <= transferRules.creditParts + 1;
  }

  get isDone(): boolean {
    return this.#progress.next === this.#progress.chunks && !this.#isWriting;
  }

  /** Takes the chunk after the last one. */
  push(ref: BlobRef): void {
    if (!this.#isWriting) this.#begin(ref);
    else if (this.#queue !== nothing) this.#queue.push(ref);
    else if (!this.#extend(ref)) this.#queue = [ref];
  }

  #begin(ref: BlobRef): void {
    this.#isWriting = true;
    this.#end = this.#progress.next + 1;
    this.#worker.start(stepOf(this.#progress.next, ref), this.#done);
  }

  /** Adds to the job under way. False: the chunk has to wait. */
  #extend(ref: BlobRef): boolean {
    if (!this.#worker.extend(stepOf(this.#end, ref), this.#done, mostJobMs)) return false;
    this.#end += 1;
    return true;
  }

  #written(outcome: Outcome): void {
    this.#isWriting = false;
    if (outcome.type === 'failed') {
      this.#queue = nothing;
      this.#host.writeFailed(outcome);
      return;
    }
    this.#progress = outcome;
    if (outcome.next !== this.#end) {
      this.#queue = nothing;
      this.#host.rewound(outcome.next);
      return;
    }
    this.#goOn();
    this.#host.stored(outcome);
  }

  #goOn(): void {
    const [first, ...others] = this.#queue;
    if (first === undefined) return;
    this.#begin(first);
    let taken = 0;
    while (taken < others.length && this.#extend(others[taken] as BlobRef)) taken += 1;
    this.#queue = taken === others.length ? nothing : others.slice(taken);
  }
}

/** Writes a chunk, unless one before it failed or is wanted again. It may be run again, so it knows its chunk. */
function stepOf(index: number, ref: BlobRef): (store: FirmwareStore, before?: Outcome) => Outcome {
  return (store, before) =>
    before === undefined || (before.type === 'ok' && before.next === index) ? store.writeChunk(index, ref) : before;
}
