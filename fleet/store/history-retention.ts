import type { DropCause, Dropped, HistoryFootprint, HistoryRetention, UpkeepStep } from '#fleet/domain/index.js';
import {
  budgetOf,
  bytesOf,
  type DiskFacts,
  forecastFullMs,
  type HistoryFacts,
  nextRetentionStep,
  type RetentionStep,
} from './retention-logic.ts';

const dayMs = 86_400_000;

/** What is kept when nobody says anything. */
export const defaultRetention: HistoryRetention = {
  rawMs: 30 * dayMs,
  partsMs: 400 * dayMs,
  diskShare: 0.5,
  diskBytes: 0,
  freeBytes: 268_435_456,
  segmentMs: dayMs,
};

const nothing: HistoryFacts = { segments: [], months: [] };

/** Decides steps for a driver of History, and counts what it dropped. */
export class RetentionBook {
  readonly #dropped: Record<DropCause, Dropped> = { age: noneDropped(), disk: noneDropped() };
  /** As it was when history was last open. */
  #facts: HistoryFacts = nothing;

  bytes(facts: HistoryFacts | undefined): number {
    return bytesOf(this.#latest(facts));
  }

  nextStep(facts: HistoryFacts, retention: HistoryRetention, disk: DiskFacts, nowMs: number): RetentionStep | undefined {
    // The step holds facts as they were before it: the driver changes its own.
    return structuredClone(nextRetentionStep(facts, retention, disk, nowMs));
  }

  /** Counts a step and tells it. */
  done(step: RetentionStep, elapsedMs: number): UpkeepStep {
    if (step.type === 'seal') return { type: 'sealed', what: 'raw', cause: 'age', rows: 0, bytes: 0, elapsedMs };
    if (step.type === 'sum') {
      const { number, readings, bytes } = step.segment;
      return { type: 'summed', what: `raw ${number}`, cause: 'age', rows: readings, bytes, elapsedMs };
    }
    if (step.type === 'dropSegment') {
      const { number, readings, events, bytes, isSummed } = step.segment;
      // Events of a file that is summed live on in its month.
      this.#count(step.cause, { readings, parts: 0, events: isSummed ? 0 : events, bytes });
      return { type: 'dropped', what: `raw ${number}`, cause: step.cause, rows: readings, bytes, elapsedMs };
    }
    const { name, parts, events, bytes } = step.month;
    this.#count(step.cause, { readings: 0, parts, events, bytes });
    return { type: 'dropped', what: `parts ${name}`, cause: step.cause, rows: parts, bytes, elapsedMs };
  }

  footprint(facts: HistoryFacts | undefined, retention: HistoryRetention, disk: DiskFacts, nowMs: number): HistoryFootprint {
    const known = this.#latest(facts);
    const { segments, months } = known;
    const budgetBytes = budgetOf(known, retention, disk);
    return {
      rawBytes: bytesOf({ segments, months: [] }),
      partsBytes: bytesOf({ segments: [], months }),
      budgetBytes,
      rawReadings: segments.reduce((sum, { readings }) => sum + readings, 0),
      parts: months.reduce((sum, { parts }) => sum + parts, 0),
      oldestRawMs: segments.find(({ readings }) => readings > 0)?.startedMs ?? 0,
      oldestPartMs: months.reduce((oldest, { firstMs }) => (firstMs === 0 || (oldest !== 0 && oldest < firstMs) ? oldest : firstMs), 0),
      fullInMs: forecastFullMs(known, retention, budgetBytes, nowMs),
      dropped: { age: { ...this.#dropped.age }, disk: { ...this.#dropped.disk } },
    };
  }

  #latest(facts: HistoryFacts | undefined): HistoryFacts {
    if (facts !== undefined) this.#facts = facts;
    return this.#facts;
  }

  #count(cause: DropCause, dropped: Dropped): void {
    const sum = this.#dropped[cause];
    this.#dropped[cause] = {
      readings: sum.readings + dropped.readings,
      parts: sum.parts + dropped.parts,
      events: sum.events + dropped.events,
      bytes: sum.bytes + dropped.bytes,
    };
  }
}

function noneDropped(): Dropped {
  return { readings: 0, parts: 0, events: 0, bytes: 0 };
}
