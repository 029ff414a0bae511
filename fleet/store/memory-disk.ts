import {
  type DeviceEventRow,
  type HistoryFootprint,
  type HistoryRetention,
  partMs,
  type UpkeepStep,
  type Watermark,
} from '#fleet/domain/index.js';
import { type Clock, VirtualClock } from '#proto/kit/index.js';
import type { DeviceRow, SignalRow } from './history-dictionary.ts';
import { defaultRetention, RetentionBook } from './history-retention.ts';
import { type HistoryBatch, ReadingStage } from './history-stage.ts';
import { type DiskFacts, type HistoryFacts, type MonthFacts, monthOf, type RetentionStep, type SegmentFacts } from './retention-logic.ts';
import { mergeParts, type Part, partOf } from './series-logic.ts';

/** Limits of a memory history. */
export interface MemoryHistoryOptions {
  /** Readings and events in one batch, 1 or more; 2,000,000 when left out. */
  readonly stagingRows?: number;
  /** Readings kept in all, 1 or more; 20,000,000 (28 bytes each) when left out. At the limit commits reject with E1604, as on a full disk. */
  readonly keepReadings?: number;
  /** Time for upkeep; left out: it stands still, so nothing gets old. */
  readonly clock?: Clock;
  /** As a history on disk; its disk is as large as 20,000,000 readings take, unless `disk` says otherwise. */
  readonly retention?: HistoryRetention;
  readonly disk?: () => DiskFacts;
}

/** A committed reading. */
export interface StoredReading {
  readonly deviceKey: number;
  readonly profileDigest: string;
  readonly signalId: number;
  /** As defineProfile named it; "signal-ID" when it did not. */
  readonly signal: string;
  readonly unit: string;
  readonly atMs: number;
  readonly value: number;
  /** Its quarter of an hour is stored in a month. */
  readonly isSummed: boolean;
}

/** A stored quarter of an hour. */
export interface StoredPart {
  readonly deviceKey: number;
  readonly signal: string;
  readonly startMs: number;
  readonly part: Part;
}

type Mutable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] };
type MemoryMonth = Mutable<MonthFacts> & { readonly segments: number[]; readonly stored: Map<string, StoredPart> };

const bytesPerReading = 28;
const bytesPerEvent = 200;
const bytesPerPart = 44;

/** What of a history in memory survives a crash: rows, names and marks, in the files that a history on disk would have. */
export class MemoryDisk {
  readonly stagingRows: number;
  readonly keepReadings: number;
  readonly readings: ReadingStage;
  readonly marks = new Map<number, Watermark>();
  readonly devices = new Map<number, DeviceRow>();
  readonly signals = new Map<number, SignalRow>();
  /** Events in the order of their commit, with the segment that each came in. */
  events: { readonly segment: number; readonly event: DeviceEventRow }[] = [];
  fullReason = '';
  committedReadings = 0;
  committedEvents = 0;
  /** Row before it of the same device, -1 when it is the first: a device's readings are found without looking at all. */
  #previousRows: Int32Array = new Int32Array(0);
  readonly #lastRows = new Map<number, number>();
  readonly #clock: Clock;
  readonly #retention: HistoryRetention;
  readonly #disk: () => DiskFacts;
  readonly #book = new RetentionBook();
  readonly #segments: Mutable<SegmentFacts>[] = [];
  readonly #months: MemoryMonth[] = [];

  constructor(options: MemoryHistoryOptions) {
    this.stagingRows = options.stagingRows ?? 2_000_000;
    this.keepReadings = options.keepReadings ?? 20_000_000;
    this.readings = new ReadingStage(this.keepReadings);
    this.#clock = options.clock ?? new VirtualClock(0);
    this.#retention = options.retention ?? defaultRetention;
    const room = 4 * bytesPerReading * 20_000_000;
    this.#disk = options.disk ?? (() => ({ totalBytes: room, freeBytes: room }));
    this.#begin(1);
  }

  get bytes(): number {
    return this.#book.bytes(this.#facts);
  }

  get #facts(): HistoryFacts {
    return { segments: this.#segments, months: this.#months };
  }

  write(batch: HistoryBatch): void {
    const firstRow = this.readings.count;
    this.readings.appendStage(batch.readings);
    this.#growLinks();
    this.#link(firstRow);
    const segment = this.#segments.at(-1) as Mutable<SegmentFacts>;
    for (const event of batch.events) this.events.push({ segment: segment.number, event });
    for (const [deviceKey, { boot, sequence }] of batch.marks) this.marks.set(deviceKey, { deviceKey, boot, sequence });
    const { length: events } = batch.events;
    segment.readings += batch.readings.count;
    segment.events += events;
    segment.bytes += batch.readings.count * bytesPerReading + events * bytesPerEvent;
    this.committedReadings += batch.readings.count;
    this.committedEvents += events;
  }

  /** Readings of a device in the order of their commit. */
  readingsOf(deviceKey: number): StoredReading[] {
    const found: StoredReading[] = [];
    const summedRows = this.#summedRows();
    for (let row = this.#lastRows.get(deviceKey) ?? -1; row >= 0; row = this.#previousRows[row] as number) {
      const signal = this.signals.get(this.readings.signalKeys[row] as number) as SignalRow;
      found.push({
        deviceKey,
        profileDigest: signal.digest,
        signalId: signal.id,
        signal: signal.name,
        unit: signal.unit,
        atMs: this.readings.atMs(row),
        value: this.readings.values[row] as number,
        isSummed: row < summedRows,
      });
    }
    return found.reverse();
  }

  /** Stored quarters of a device, unordered: one that came in several segments is there several times only across months. */
  partsOf(deviceKey: number): StoredPart[] {
    return this.#months.flatMap(({ stored }) => [...stored.values()].filter((one) => one.deviceKey === deviceKey));
  }

  /** When the oldest segment was begun, ms. */
  get oldestRawMs(): number {
    return this.#segments[0]?.startedMs ?? 0;
  }

  upkeep(): UpkeepStep | undefined {
    const step = this.#book.nextStep(this.#facts, this.#retention, this.#disk(), this.#clock.wallMs());
    if (step === undefined) return undefined;
    this.#perform(step);
    return this.#book.done(step, 0);
  }

  footprint(): HistoryFootprint {
    return this.#book.footprint(this.#facts, this.#retention, this.#disk(), this.#clock.wallMs());
  }

  #perform(step: RetentionStep): void {
    const active = this.#segments.at(-1) as Mutable<SegmentFacts>;
    if (step.type === 'seal') {
      active.sealedMs = this.#clock.wallMs();
      this.#begin(active.number + 1);
    } else if (step.type === 'sum') this.#sum(step.segment.number);
    else if (step.type === 'dropSegment') this.#dropSegment(step.segment);
    else this.#dropMonth(step.month.name);
  }

  #begin(number: number): void {
    const startedMs = this.#clock.wallMs();
    this.#segments.push({ number, startedMs, sealedMs: undefined, bytes: 0, readings: 0, events: 0, isSummed: false });
  }

  #sum(number: number): void {
    const segment = this.#segments.find((one) => one.number === number) as Mutable<SegmentFacts>;
    const month = this.#monthFor(segment.sealedMs as number);
    let row = 0;
    for (const { number: other, readings } of this.#segments) if (other < number) row += readings;
    for (const end = row + segment.readings; row < end; row += 1) this.#addPart(month, row);
    segment.isSummed = true;
    month.segments.push(number);
    month.parts = month.stored.size;
    month.events += segment.events;
    month.rawBytes += segment.bytes;
    month.bytes = month.parts * bytesPerPart + month.events * bytesPerEvent;
    month.sealedMs = Math.max(month.sealedMs, segment.sealedMs as number);
  }

  #addPart(month: MemoryMonth, row: number): void {
    const value = this.readings.values[row] as number;
    if (!Number.isFinite(value)) return;
    const deviceKey = this.readings.deviceKeys[row] as number;
    const signalKey = this.readings.signalKeys[row] as number;
    const startMs = partMs * Math.floor(this.readings.atMs(row) / partMs);
    const key = `${deviceKey} ${signalKey} ${startMs}`;
    const signal = (this.signals.get(signalKey) as SignalRow).name;
    month.stored.set(key, { deviceKey, signal, startMs, part: mergeParts(month.stored.get(key)?.part, partOf(value)) });
    month.firstMs = month.firstMs === 0 ? startMs : Math.min(month.firstMs, startMs);
  }

  #monthFor(sealedMs: number): MemoryMonth {
    const name = monthOf(sealedMs);
    let month = this.#months.find((one) => one.name === name);
    if (month === undefined) {
      month = { name, bytes: 0, parts: 0, events: 0, sealedMs: 0, rawBytes: 0, firstMs: 0, segments: [], stored: new Map() };
      this.#months.push(month);
      this.#months.sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    return month;
  }

  /** Only ever the oldest: its readings are the first rows. */
  #dropSegment({ number, readings, isSummed }: SegmentFacts): void {
    this.#segments.shift();
    if (!isSummed) this.events = this.events.filter(({ segment }) => segment !== number);
    this.readings.dropFirst(readings);
    this.#lastRows.clear();
    this.#link(0);
  }

  #dropMonth(name: string): void {
    const [month] = this.#months.splice(
      this.#months.findIndex((one) => one.name === name),
      1,
    );
    this.events = this.events.filter(({ segment }) => month?.segments.includes(segment) !== true);
  }

  #summedRows(): number {
    return this.#segments.reduce((rows, { isSummed, readings }) => (isSummed ? rows + readings : rows), 0);
  }

  #growLinks(): void {
    const capacity = this.readings.values.length;
    if (this.#previousRows.length >= capacity) return;
    const previousRows = new Int32Array(capacity);
    previousRows.set(this.#previousRows);
    this.#previousRows = previousRows;
  }

  #link(firstRow: number): void {
    for (let row = firstRow; row < this.readings.count; row += 1) {
      const deviceKey = this.readings.deviceKeys[row] as number;
      this.#previousRows[row] = this.#lastRows.get(deviceKey) ?? -1;
      this.#lastRows.set(deviceKey, row);
    }
  }
}
