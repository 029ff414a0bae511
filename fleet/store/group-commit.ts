import type { EncodedMutation } from './store-batch.ts';
import { storeFailure } from './store-errors.ts';

/** What became of one batch: the new revisions, or why nothing of it was written. */
export type BatchOutcome = { readonly revisions: number[] } | { readonly error: unknown };

/** Writes batches in one transaction. A throw means that none of them was written. */
export type WriteGroup = (batches: readonly (readonly EncodedMutation[])[]) => BatchOutcome[];

/** Brings what was written to the disk, off the event loop. A rejection means that nobody knows whether it is there. */
export type SyncGroup = () => Promise<void>;

/** Limits of a GroupCommit, in mutations. */
export interface GroupLimits {
  /** That may wait; beyond, calls are refused with E1610. 1 or more. */
  readonly waitingMutations: number;
  /** In one transaction, so that one flush does not hold up the event loop. A larger single batch goes alone. 1 or more. */
  readonly groupMutations: number;
}

/** Limits that suit a manager: one group takes ten milliseconds or so. */
const defaultGroupLimits: GroupLimits = { waitingMutations: 200_000, groupMutations: 400 };

interface Waiting {
  readonly batch: readonly EncodedMutation[];
  readonly resolve: (revisions: number[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects the batches of one turn and writes them together: one sync to disk for all. While a sync is under way nothing is written: what comes
 * meanwhile is the next group.
 */
export class GroupCommit {
  readonly #schedule: (flush: () => void) => void;
  readonly #write: WriteGroup;
  readonly #sync: SyncGroup | undefined;
  #syncing: Promise<void> | undefined;
  readonly #limits: GroupLimits;
  #waiting: Waiting[] = [];
  #waitingMutations = 0;
  #scheduled = false;
  #halted = false;

  /**
   * @param schedule calls flush later, never inside the call
   * @param sync left out where a write is safe by itself
   */
  constructor(schedule: (flush: () => void) => void, write: WriteGroup, limits: GroupLimits = defaultGroupLimits, sync?: SyncGroup) {
    this.#schedule = schedule;
    this.#write = write;
    this.#sync = sync;
    this.#limits = limits;
  }

  /** Queues a batch; settles with what write says of it. */
  submit(batch: readonly EncodedMutation[]): Promise<number[]> {
    const total = this.#waitingMutations + batch.length;
    if (total > this.#limits.waitingMutations && this.#waiting.length > 0) {
      const message = `${total} changes would wait to be written, ${this.#limits.waitingMutations} allowed`;
      return Promise.reject(storeFailure('E1610', { message, retryAfterMs: 1_000 }));
    }
    this.#waitingMutations = total;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#arm();
    });
  }

  /** Writes all that waits, now; a sync may still be under way then. */
  flush(): void {
    while (this.#waiting.length > 0 && !this.#halted) this.#flushGroup();
  }

  /** Resolves when all that waits is written and synced, or failed. */
  async drain(): Promise<void> {
    while ((this.#waiting.length > 0 && !this.#halted) || this.#syncing !== undefined) {
      if (this.#syncing === undefined) this.#flushGroup();
      await this.#syncing;
    }
  }

  /** What waits is lost and never settles: what a killed process would have left. */
  halt(): void {
    this.#halted = true;
    this.#waiting = [];
    this.#waitingMutations = 0;
  }

  #arm(): void {
    if (this.#scheduled || this.#halted || this.#syncing !== undefined) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      if (this.#halted || this.#waiting.length === 0 || this.#syncing !== undefined) return;
      this.#flushGroup();
      if (this.#waiting.length > 0) this.#arm();
    });
  }

  #takeGroup(): Waiting[] {
    let mutations = 0;
    let count = 0;
    for (const { batch } of this.#waiting) {
      if (count > 0 && mutations + batch.length > this.#limits.groupMutations) break;
      mutations += batch.length;
      count += 1;
    }
    this.#waitingMutations -= mutations;
    if (count < this.#waiting.length) return this.#waiting.splice(0, count);
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }

  #flushGroup(): void {
    const group = this.#takeGroup();
    let outcomes: BatchOutcome[];
    try {
      outcomes = this.#write(group.map(({ batch }) => batch));
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    if (this.#sync === undefined) settle(group, outcomes);
    else this.#syncing = this.#syncGroup(this.#sync, group, outcomes);
  }

  async #syncGroup(sync: SyncGroup, group: readonly Waiting[], outcomes: readonly BatchOutcome[]): Promise<void> {
    try {
      await sync();
      settle(group, outcomes);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    this.#syncing = undefined;
    if (this.#waiting.length > 0) this.#arm();
  }
}

function settle(group: readonly Waiting[], outcomes: readonly BatchOutcome[]): void {
  for (const [index, { resolve, reject }] of group.entries()) {
    const outcome = outcomes[index] as BatchOutcome;
    if ('error' in outcome) reject(outcome.error);
    else resolve(outcome.revisions);
  }
}
