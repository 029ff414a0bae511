import type { AttemptRecord } from '#fleet/domain/index.js';
import type { AttemptBook } from './attempt-book.ts';
import type { AttemptEvent } from './attempt-event.ts';
import { isOver } from './attempt-logic.ts';
import { stepAttempt } from './attempt-machine.ts';
import { noteAttempt } from './attempt-notes.ts';
import type { UpdateContext } from './update-context.ts';

/** Steps attempts, and tells what came of it: the book, the timeline, transfers, and who listens. */
export class AttemptSteps {
  /** Ends since start, by state. */
  readonly ended: Record<string, number> = {};
  readonly #context: UpdateContext;
  readonly #book: AttemptBook;
  readonly #onMoved: (record: AttemptRecord) => void;
  readonly #listeners = new Set<(record: AttemptRecord) => void>();

  /** @param onMoved an attempt is in another state: its transfer may end */
  constructor(context: UpdateContext, book: AttemptBook, onMoved: (record: AttemptRecord) => void) {
    this.#context = context;
    this.#book = book;
    this.#onMoved = onMoved;
  }

  /** Hears of every attempt that is new, goes to another state or has something to say. Returns how to stop it. */
  subscribe(listener: (record: AttemptRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells the listeners how an attempt stands now. */
  tell(record: AttemptRecord): void {
    if (this.#listeners.size === 0) return;
    const now = this.#book.get(record.id) ?? record;
    for (const listener of this.#listeners) listener(now);
  }

  /**
   * Steps an attempt, keeps and tells what came of it.
   * @param record as the book has it, or with figures that it has not yet
   * @param afterStored called once the record is stored, whatever the event means in its state
   */
  step(record: AttemptRecord, event: AttemptEvent, afterStored?: () => void): AttemptRecord {
    const after = stepAttempt(record, event, this.#context.limits);
    if (after === undefined) {
      if (afterStored !== undefined) this.#book.put(record, afterStored);
      return record;
    }
    this.#book.put(after, afterStored);
    if (after.state === record.state) {
      if (after.steps !== record.steps || after.isCancelling !== record.isCancelling) this.tell(after);
      return after;
    }
    if (isOver(after.state)) this.ended[after.state] = (this.ended[after.state] ?? 0) + 1;
    this.#onMoved(after);
    noteAttempt(this.#context.journal, after);
    this.tell(after);
    return after;
  }
}
