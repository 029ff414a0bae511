import type { LedgerBook, LedgerEntry } from '#firmware/host/index.js';
import type { Item } from './field-paths.ts';

/** Rows that one query may give: the manager's own limit. */
const mostRows = 100_000;
/** Readings and events that are asked for at once, so that rows beyond the ledger's own still fit. */
const mostWanted = 40_000;
/** Devices of one query: its text is bounded. */
const mostDevices = 200;
/** Differences that a verdict lists; the rest is counted. */
const mostDifferences = 100;

/** Something that is not in history as often as it must be. */
export interface LedgerDifference {
  readonly device: string;
  readonly boot: number;
  readonly sequence: number;
  /** "reading roomTempC of 2026-01-01T00:00:00.000Z is stored 0 times, 1 wanted" */
  readonly what: string;
}

/** What the comparison gave. */
export interface LedgerVerdict {
  readonly devices: number;
  readonly frames: number;
  readonly acknowledged: number;
  readonly rejected: number;
  readonly dropped: number;
  readonly kept: number;
  /** Acknowledged frames that were made before the ledger began: nobody knows what is in them. */
  readonly unknown: number;
  /** In acknowledged frames. */
  readonly readings: number;
  readonly events: number;
  /** Of these, not stored, or less often than acknowledged. */
  readonly lost: number;
  /** Stored more often than sent. */
  readonly doubled: number;
  readonly differences: readonly LedgerDifference[];
}

/** How often something must be stored at least, and may be at most: what was sent and not acknowledged may be there or not. */
interface Wanted {
  least: number;
  most: number;
  readonly boot: number;
  readonly sequence: number;
}

/** Asks the manager's history. */
type Query = (sql: string, maxRows: number) => Promise<Item>;

/**
 * Compares a ledger with a manager's history, some devices at a time: each reading of an acknowledged frame, by device, signal and time, and each
 * event, by device, boot and sequence, must be stored exactly once.
 */
export class LedgerCheck {
  readonly #book: LedgerBook;
  readonly #query: Query;
  readonly #counts = { acknowledged: 0, rejected: 0, dropped: 0, kept: 0, unknown: 0, readings: 0, events: 0, lost: 0, doubled: 0 };
  readonly #differences: LedgerDifference[] = [];

  constructor(book: LedgerBook, query: Query) {
    this.#book = book;
    this.#query = query;
  }

  /** @param onProgress told how many devices are done */
  async run(onProgress: (done: number) => void): Promise<LedgerVerdict> {
    let batch = new Map<string, Map<string, Wanted>>();
    let wanted = 0;
    let done = 0;
    const look = async (): Promise<void> => {
      await this.#look(batch);
      done += batch.size;
      onProgress(done);
      batch = new Map();
      wanted = 0;
    };
    for (const [device, entries] of this.#book.devices) {
      const ofDevice = this.#wantedOf(entries.values());
      if (batch.size > 0 && (wanted + ofDevice.size > mostWanted || batch.size >= mostDevices)) await look();
      batch.set(device, ofDevice);
      wanted += ofDevice.size;
    }
    await look();
    return { devices: this.#book.devices.size, frames: this.#book.frames, ...this.#counts, differences: this.#differences };
  }

  #wantedOf(entries: Iterable<LedgerEntry>): Map<string, Wanted> {
    const wanted = new Map<string, Wanted>();
    const counts = this.#counts;
    for (const { boot, sequence, end, sends, readings, signals, timesMs } of entries) {
      counts[end] += 1;
      const isAcknowledged = end === 'acknowledged';
      if (readings === null) {
        if (isAcknowledged) counts.unknown += 1;
        continue;
      }
      if (isAcknowledged) {
        if (readings === 0) counts.events += 1;
        else counts.readings += readings;
      }
      const keys =
        readings === 0 ? [`event ${boot}.${sequence}`] : timesMs.flatMap((timeMs) => signals.map((signal) => `${signal} ${timeMs}`));
      for (const key of keys) {
        const one = wanted.get(key) ?? { least: 0, most: 0, boot, sequence };
        if (isAcknowledged) one.least += 1;
        // A frame that was handed to a link may have arrived although nobody heard so, and one that is kept may have been sent by the run before.
        if (isAcknowledged || sends > 0 || end === 'kept') one.most += 1;
        wanted.set(key, one);
      }
    }
    return wanted;
  }

  async #look(batch: ReadonlyMap<string, ReadonlyMap<string, Wanted>>): Promise<void> {
    const stored = new Map<string, Map<string, number>>();
    const ids = [...batch.keys()];
    if (ids.length === 0) return;
    const times = [...batch.values()].flatMap((wanted) => [...wanted.keys()].filter((key) => !key.startsWith('event ')).map(timeOf));
    const [firstMs, lastMs] = times.reduce(
      ([low, high], time) => [Math.min(low, time), Math.max(high, time)],
      [Number.POSITIVE_INFINITY, 0],
    );
    if (firstMs <= lastMs) await this.#readings(ids, firstMs, lastMs, stored);
    await this.#events(ids, batch, stored);
    for (const [device, wanted] of batch) {
      const ofDevice = stored.get(device);
      for (const [key, one] of wanted) this.#compare(device, key, one, ofDevice?.get(key) ?? 0);
    }
  }

  /** Halves the time until the rows fit: history may hold more of these devices than the ledger. */
  async #readings(ids: readonly string[], firstMs: number, lastMs: number, stored: Map<string, Map<string, number>>): Promise<void> {
    const range = `time >= make_timestamp(${firstMs * 1_000}) AND time <= make_timestamp(${lastMs * 1_000})`;
    const sql = `SELECT device, signal || ' ' || epoch_ms(time), count(*)::INTEGER FROM readings WHERE device IN (${listOf(ids)}) AND ${range} GROUP BY ALL`;
    const answer = await this.#query(sql, mostRows);
    if (answer.truncated === true && lastMs > firstMs) {
      const middleMs = Math.floor((firstMs + lastMs) / 2);
      await this.#readings(ids, firstMs, middleMs, stored);
      await this.#readings(ids, middleMs + 1, lastMs, stored);
    } else note(answer, stored);
  }

  async #events(
    ids: readonly string[],
    batch: ReadonlyMap<string, ReadonlyMap<string, Wanted>>,
    stored: Map<string, Map<string, number>>,
  ): Promise<void> {
    const wanted = ids.filter((id) => [...(batch.get(id)?.keys() ?? [])].some((key) => key.startsWith('event ')));
    if (wanted.length === 0) return;
    const boots = wanted.flatMap((id) => [...(batch.get(id)?.values() ?? [])].map(({ boot }) => boot));
    const [first, last] = boots.reduce(([low, high], boot) => [Math.min(low, boot), Math.max(high, boot)], [Number.POSITIVE_INFINITY, 0]);
    const text = `'event ' || boot || '.' || sequence`;
    const sql = `SELECT device, ${text}, count(*)::INTEGER FROM events WHERE device IN (${listOf(wanted)}) AND boot BETWEEN ${first} AND ${last} GROUP BY ALL`;
    const answer = await this.#query(sql, mostRows);
    if (answer.truncated === true && wanted.length > 1) {
      const half = Math.ceil(wanted.length / 2);
      await this.#events(wanted.slice(0, half), batch, stored);
      await this.#events(wanted.slice(half), batch, stored);
    } else note(answer, stored);
  }

  #compare(device: string, key: string, { least, most, boot, sequence }: Wanted, count: number): void {
    if (count >= least && count <= most) return;
    if (count < least) this.#counts.lost += least - count;
    else this.#counts.doubled += count - most;
    if (this.#differences.length >= mostDifferences) return;
    const name = key.startsWith('event ') ? key : `reading ${key.slice(0, key.lastIndexOf(' '))} of ${new Date(timeOf(key)).toISOString()}`;
    const range = least === most ? String(least) : `${least} to ${most}`;
    this.#differences.push({ device, boot, sequence, what: `${name} is stored ${count} times, wanted ${range}` });
  }
}

function note(answer: Item, stored: Map<string, Map<string, number>>): void {
  for (const [device, key, count] of answer.rows as [string, string, number][]) {
    let ofDevice = stored.get(device);
    if (ofDevice === undefined) {
      ofDevice = new Map();
      stored.set(device, ofDevice);
    }
    ofDevice.set(key, (ofDevice.get(key) ?? 0) + count);
  }
}

function timeOf(key: string): number {
  return Number(key.slice(key.lastIndexOf(' ') + 1));
}

function listOf(ids: readonly string[]): string {
  return ids.map((id) => `'${id.replaceAll("'", "''")}'`).join(', ');
}
