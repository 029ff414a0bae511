import type { TimelineEntry } from '#fleet/domain/index.js';

/** Where an event of a device stands among its events. */
export interface EventPlace {
  readonly atMs: number;
  readonly boot: number;
  readonly sequence: number;
}

/** Where a page of both sources goes on: below this entry of the timeline, before this event of the device; undefined: at the newest. */
export interface HistoryPlace {
  readonly sequence: number | undefined;
  readonly event: EventPlace | undefined;
}

/** The two sources of a device's history, each newest first, at most a page of it. */
export interface HistorySources {
  /** The timeline below a sequence; `next`: where to go on, undefined when nothing older is wanted. */
  told(before: number | undefined): Promise<{ readonly entries: readonly TimelineEntry[]; readonly next: number | undefined }>;
  /** The device's own events before a place, none older than a time. */
  events(
    before: EventPlace | undefined,
    atLeastMs: number,
  ): Promise<readonly { readonly entry: TimelineEntry; readonly place: EventPlace }[]>;
}

/** An entry of either source, with the time that it is ordered by. */
interface Item {
  readonly entry: TimelineEntry;
  readonly orderMs: number;
  readonly place: (before: HistoryPlace) => HistoryPlace;
}

/**
 * A page of both sources as one, newest first. Pages that go on where the one before ended give every entry once.
 * @returns `next`: where the page after begins; undefined behind the last
 */
export async function readPage(
  place: HistoryPlace,
  limit: number,
  sources: HistorySources,
): Promise<{ readonly items: TimelineEntry[]; readonly next: HistoryPlace | undefined }> {
  const { entries, next } = await sources.told(place.sequence);
  const told = inOrder(entries);
  // No event is skipped for an entry that is not read yet: what is older than the oldest read entry waits for the next page.
  const oldest = next === undefined ? Number.NEGATIVE_INFINITY : told.at(-1)?.orderMs;
  const events = oldest === undefined ? [] : await sources.events(place.event, Math.max(0, oldest));
  const own = events.map(({ entry, place: event }): Item => ({ entry, orderMs: entry.atMs, place: (at) => ({ ...at, event }) }));
  const merged = [...told, ...own].sort((a, b) => b.orderMs - a.orderMs).slice(0, limit);
  const items = merged.map(({ entry }) => entry);
  if (merged.length < limit && next === undefined) return { items, next: undefined };
  const end = merged.reduce((at, item) => item.place(at), place);
  const isToldRead = next !== undefined && told.every((item) => merged.includes(item));
  return { items, next: isToldRead ? { ...end, sequence: next } : end };
}

/** The timeline is in the order of its sequence, also where the manager's clock was set back: nothing is ordered before what came after it. */
function inOrder(entries: readonly TimelineEntry[]): Item[] {
  let orderMs = Number.POSITIVE_INFINITY;
  return entries.map((entry) => {
    orderMs = Math.min(orderMs, entry.atMs);
    return { entry, orderMs, place: (at) => ({ ...at, sequence: entry.sequence }) };
  });
}
