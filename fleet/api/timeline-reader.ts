import type { Manager, TimelineEntry } from '#fleet/domain/index.js';

/** Entries read in one go, and how many such pages one request may read. */
const pageEntries = 1_000;
const mostPages = 20;

/** What is wanted of the timeline. */
export interface BackwardRead {
  /** Only entries below this sequence; left out: from the newest on. */
  readonly before?: number | undefined;
  /** Nothing older, ms; 0: no bound. */
  readonly sinceMs: number;
  readonly limit: number;
  readonly wanted: (entry: TimelineEntry) => boolean;
}

/**
 * The newest entries that are wanted, newest first, however far back they are. One request reads 20,000 entries at most.
 * @returns `next`: the sequence to go on below; undefined when nothing older is wanted
 */
export async function readBack(
  journal: Pick<Manager['journal'], 'readTimeline'>,
  { before, sinceMs, limit, wanted }: BackwardRead,
): Promise<{ readonly entries: TimelineEntry[]; readonly next: number | undefined }> {
  const entries: TimelineEntry[] = [];
  let below = before;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await journal.readTimeline({ limit: pageEntries, ...(below === undefined ? {} : { before: below }) });
    for (const entry of page.reverse()) {
      if (entry.atMs < sinceMs) return { entries, next: undefined };
      if (wanted(entry)) entries.push(entry);
      below = entry.sequence;
      if (entries.length === limit) return { entries, next: below > 1 ? below : undefined };
    }
    if (page.length < pageEntries) return { entries, next: undefined };
  }
  return { entries, next: below };
}
