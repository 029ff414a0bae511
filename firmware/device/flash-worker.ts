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

/** A part of a job: what the one before it gave goes into the next. */
type Step = (store: FirmwareStore, before: unknown) => unknown;

/** A job under way: done already on a copy, which takes the place of the store when the time that it takes has passed. */
interface OpenJob {
  /** What was asked for, in order: all of it is run again when the power goes. */
  readonly steps: Step[];
  readonly outcome: FirmwareStore;
  /** Of the last step. */
  result: unknown;
  /** Operations and time of the flash before it, ms. */
  readonly operationsBefore: number;
  readonly busyMsBefore: number;
  /** When the flash begins with it, and when it is done, ms of the clock. */
  readonly startsMs: number;
  endsMs: number;
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
    const { operations: operationsBefore, busyMs: busyMsBefore } = outcome.flash;
    const startsMs = this.#owner.nowMs() + leadMs;
    const result = job(outcome);
    // The job's own type comes back to who started it.
    const told = done as (result: unknown) => void;
    this.#open = { steps: [job], outcome, result, operationsBefore, busyMsBefore, startsMs, endsMs: startsMs, done: told };
    this.#await(this.#open, 0, startsMs);
  }

  /**
   * Lets the job under way do more, right after what it does; it is told of what the last step gives. For the flash a job of many steps is as many jobs,
   * also when the power goes: it saves a copy, a deadline and a word a step.
   * @param step gets what the one before it gave; it may be run again
   * @param done of the job that is meant
   * @param mostMs time that the job may take before this step
   * @returns false when it is not under way, too long, at its end, or about to lose its power: then nothing is done
   */
  extend<Result>(step: (store: FirmwareStore, before: Result) => Result, done: (result: Result) => void, mostMs: number): boolean {
    const open = this.#open;
    if (open === undefined || open.done !== done || this.#waiting !== nothing) return false;
    const { outcome, endsMs } = open;
    const spent = operationsOf(open);
    const isCut = this.#cut !== undefined && this.#cut.operation <= spent;
    if (isCut || endsMs - open.startsMs >= mostMs || this.#owner.nowMs() > endsMs) return false;
    // What comes before is of the same job, so of its type.
    const next = step as Step;
    open.result = next(outcome, open.result);
    open.steps.push(next);
    this.#await(open, spent, endsMs);
    return true;
  }

  /** The deadline `flash` came. */
  due(): void {
    const open = this.#open;
    if (open === undefined) return;
    const cut = this.#cut;
    const operations = operationsOf(open);
    if (cut !== undefined && cut.operation <= operations) {
      this.#cut = undefined;
      this.#open = undefined;
      this.#cutStore(cut, open);
      this.#owner.brownOut();
      return;
    }
    if (cut !== undefined) this.#cut = { ...cut, operation: cut.operation - operations };
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
    if (elapsedMs >= 0 && operationsOf(open) > 0) this.#store.cutAfter(elapsedMs, (store) => runAgain(open, store));
  }

  /** Waits for the end of the newest step: or for the operation in it at which the power goes. */
  #await(open: OpenJob, spentBefore: number, beginsMs: number): void {
    open.endsMs = open.startsMs + Math.ceil(open.outcome.flash.busyMs - open.busyMsBefore);
    const spent = operationsOf(open) - spentBefore;
    const cutAt = (this.#cut?.operation ?? Number.POSITIVE_INFINITY) - spentBefore;
    const dueMs = cutAt > spent ? open.endsMs : beginsMs + ((open.endsMs - beginsMs) * (cutAt - 0.5)) / spent;
    this.#owner.deadlines.arm('flash', dueMs);
  }

  #cutStore({ operation, kind }: ArmedCut, open: OpenJob): void {
    const { flash } = this.#store;
    flash.arm({ operation, kind });
    try {
      runAgain(open, this.#store);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    } finally {
      flash.disarm();
    }
  }
}

function operationsOf({ outcome, operationsBefore }: OpenJob): number {
  return outcome.flash.operations - operationsBefore;
}

function runAgain({ steps }: OpenJob, store: FirmwareStore): void {
  let result: unknown;
  for (const step of steps) result = step(store, result);
}
