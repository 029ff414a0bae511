import type { AuditEntry, Journal } from '#fleet/domain/index.js';
import { type Clock, TimerTask } from '#proto/kit/index.js';

type NewEntry = Omit<AuditEntry, 'sequence' | 'atMs'>;

/** Length of a window, ms. */
const windowMs = 60_000;

/**
 * Audits what devices do wrong, at most so many entries a minute of one kind; the rest of the minute is one summary entry. A flood of wrong claims
 * must neither fill the audit nor hide in it.
 */
export class BoundedAudit extends TimerTask {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #entriesPerMinute: number;
  readonly #written = new Map<string, number>();
  readonly #suppressed = new Map<string, number>();

  constructor(journal: Journal, clock: Clock, entriesPerMinute: number) {
    super();
    this.#journal = journal;
    this.#clock = clock;
    this.#entriesPerMinute = entriesPerMinute;
  }

  /** @param kind what is counted together; the number of kinds must be bounded by the caller */
  note(kind: string, entry: NewEntry): void {
    if (this.heapIndex < 0) this.#clock.schedule(this, this.#clock.nowMs() + windowMs);
    const written = this.#written.get(kind) ?? 0;
    if (written < this.#entriesPerMinute) {
      this.#written.set(kind, written + 1);
      this.#journal.audit(entry);
    } else this.#suppressed.set(kind, (this.#suppressed.get(kind) ?? 0) + 1);
  }

  override fire(): void {
    this.flush();
  }

  /** Ends the window: writes its summaries. */
  flush(): void {
    this.#clock.cancel(this);
    for (const [kind, count] of this.#suppressed) {
      this.#journal.audit({
        actor: 'system',
        action: 'audit.summary',
        subject: kind,
        reason: `${count} more of ${kind} within a minute; entries are limited to ${this.#entriesPerMinute} a minute and kind`,
        detail: { count },
      });
    }
    this.#written.clear();
    this.#suppressed.clear();
  }
}
