import type { AuditEntry, TimelineEntry } from './records.ts';

/** Writes the audit and the timeline. Entries get their sequence and time here. */
export interface Journal {
  /** Kept with the mutation it belongs to when that passes it along; else written within a second. */
  audit(entry: Omit<AuditEntry, 'sequence' | 'atMs'>): void;
  timeline(entry: Omit<TimelineEntry, 'sequence' | 'atMs'>): void;
  readAudit(options: { readonly after?: number; readonly limit: number }): Promise<AuditEntry[]>;
  /** `before`: the newest `limit` below that sequence, oldest of them first; not together with `after`. */
  readTimeline(options: { readonly after?: number; readonly before?: number; readonly limit: number }): Promise<TimelineEntry[]>;
  /** Live entries from now on. Returns the unsubscriber. */
  subscribe(listener: (entry: TimelineEntry) => void): () => void;
  /** Writes what waits. */
  flush(): Promise<void>;
}
