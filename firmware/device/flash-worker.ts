import type { CutKind, FirmwareStore, Flash } from '#firmware/flash/index.js';
import { PowerCut } from '#firmware/flash/index.js';
import type { Deadlines } from './deadlines.ts';

/** A power cut that a test armed. */
export interface ArmedCut {
  /** Operations of the flash from now on, 1: the next one. */
  readonly operation: number;
  readonly kind: CutKind;
}

/** The device around its flash. */
export interface FlashOwner {
  readonly deadlines: Deadlines;
  nowMs(): number;
  /** An armed cut was reached: the power is gone. */
  brownOut(): void;
}

/** Stands for an empty list. Never written to. */
const nothing: (() => void)[] = [];

/** A job under way: done already on a copy, which takes the place of the store when the time that it takes has passed. */
interface OpenJob {
  readonly job: (store: FirmwareStore) => unknown;
  readonly outcome: FirmwareStore;
  readonly result: unknown;
  readonly operations: number;
  /** When the flash begins with it, and when it is done, ms of the clock. */
  readonly startsMs: number;
  readonly endsMs: number;
  readonly done: (result: unknown) => void;
}

/**
 * Runs jobs of a flash in the time that they take, one at a time. What a job does is in the store only when its time has passed; when the power goes
 * before, the job is run again with the cut at the operation that the time had reached.
 */
export class FlashWorker {
  readonly #owner: FlashOwner;
  #store: FirmwareStore;
  #open: OpenJob | undefined;
  /** Jobs that wait for the flash, oldest first. */
  #waiting: (() => void)[] = nothing;
  #cut: ArmedCut | undefined;

  constructor(owner: FlashOwner, store: FirmwareStore) {
    this.#owner = owner;
    this.#store = store;
  }

  /** What the flash holds: of a job that is under way, nothing. */
  get store(): FirmwareStore {
    return this.#store;
  }

  get isBusy(): boolean {
    return this.#open !== undefined;
  }

  /** What happens to the flash itself, also to the copy that a job under way writes. */
  afflict(change: (flash: Flash) => void): void {
    change(this.#store.flash);
    if (this.#open !== undefined) change(this.#open.outcome.flash);
  }

  /** Lets the power go at an operation that is to come; undefined takes it back. */
  arm(cut: ArmedCut | undefined): void {
    this.#cut = cut;
  }

  /**
   * Starts a job, after those that were started before.
   * @param leadMs time before the flash is touched
   * @param done called when the time has passed, with what the job gave
   */
  start<Result>(job: (store: FirmwareStore) => Result, done: (result: Result) => void, leadMs = 0): void {
    if (this.#open !== undefined) {
      this.#waiting = [...this.#waiting, () => this.start(job, done, leadMs)];
      return;
    }
    const outcome = this.#store.fork();
    const { operations, busyMs } = outcome.flash;
    const result = job(outcome);
    const startsMs = this.#owner.nowMs() + leadMs;
    const endsMs = startsMs + Math.ceil(outcome.flash.busyMs - busyMs);
    const spent = outcome.flash.operations - operations;
    // The job's own type comes back to who started it.
    this.#open = { job, outcome, result, operations: spent, startsMs, endsMs, done: done as (result: unknown) => void };
    const cut = this.#cut;
    const dueMs = cut === undefined || cut.operation > spent ? endsMs : startsMs + ((endsMs - startsMs) * (cut.operation - 0.5)) / spent;
    this.#owner.deadlines.arm('flash', dueMs);
  }

  /** The deadline `flash` came. */
  due(): void {
    const open = this.#open;
    if (open === undefined) return;
    const cut = this.#cut;
    if (cut !== undefined && cut.operation <= open.operations) {
      this.#cut = undefined;
      this.#open = undefined;
      this.#cutStore(cut, open.job);
      this.#owner.brownOut();
      return;
    }
    if (cut !== undefined) this.#cut = { ...cut, operation: cut.operation - open.operations };
    this.#open = undefined;
    this.#store = open.outcome;
    open.done(open.result);
    const [next, ...others] = this.#waiting;
    if (this.#open !== undefined || next === undefined) return;
    this.#waiting = others.length === 0 ? nothing : others;
    next();
  }

  /** The power is gone: what the flash had begun it leaves where the time had come. */
  powerLost(): void {
    const open = this.#open;
    this.#open = undefined;
    this.#waiting = nothing;
    this.#owner.deadlines.disarm('flash');
    if (open === undefined) return;
    const elapsedMs = this.#owner.nowMs() - open.startsMs;
    if (elapsedMs >= 0 && open.operations > 0) this.#store.cutAfter(elapsedMs, open.job);
  }

  #cutStore({ operation, kind }: ArmedCut, job: (store: FirmwareStore) => unknown): void {
    const { flash } = this.#store;
    flash.arm({ operation, kind });
    try {
      job(this.#store);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    } finally {
      flash.disarm();
    }
  }
}
