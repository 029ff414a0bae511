import type { HealthFailure } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { type CanaryBounds, CanaryEvidence, type CanaryVerdict, type RatioRange } from './canary-statistics.ts';

/**
 * How long a device must be without a failure, and be heard, before it is watched again. What follows sooner is the same incident: a device that crashed is
 * likely to crash again at once, and two failures in a row are no two witnesses.
 */
export const incidentQuietMs = 3_600_000;

/** Which side of the comparison a device is on: it runs the update, confirmed, or it was not attempted yet. */
export type HealthSide = 'updated' | 'waiting';

const kinds: readonly HealthFailure[] = ['crash', 'reboot', 'silence', 'selfTest'];
const columns = ['updated', 'waiting'] as const;
/** Numbers behind the evidence in save(): two sums of the ratio, and failures by kind and side. */
const extraNumbers = 2 + kinds.length * columns.length;

/**
 * The health of updated devices against those that wait, of one rollout and gate: who can fail, and what the failures say. Devices are told apart by stratum
 * and by how often they failed since the rollout began, whichever side they were on; the next failure of a device is judged among those
 * that failed as often (docs/decisions/0060-canary-statistics.md). Its risk sets are counts: whoever restarts enters every device anew, and only
 * the evidence is saved.
 *
 * Who can't fail must not be in it, or equal firmware is stopped far more often than the plan allows: a device that is away (silent, offline), in the
 * middle of its attempt, or in an incident (`incidentQuietMs`) leaves at once and enters again afterwards. What can't be reached can't be updated
 * either, so the away would gather among those that wait and make them look good.
 */
export class HealthWatch {
  readonly #countedFailures: number;
  readonly #evidence: CanaryEvidence;
  /** Devices by stratum and failures, for each side; the last one of a stratum has those whose failures are all counted. */
  readonly #counts: Readonly<Record<HealthSide, Int32Array>>;
  readonly #totals: Record<HealthSide, number> = { updated: 0, waiting: 0 };
  /** Sums of the Mantel-Haenszel ratio of the rates. */
  #above = 0;
  #below = 0;
  readonly #byKind: Float64Array;

  /**
   * @param strata how many there are, 1 or more
   * @param countedFailures of one device, 1 to 3
   * @param saved what save() gave
   */
  constructor(strata: number, countedFailures: number, saved?: readonly number[]) {
    this.#countedFailures = countedFailures;
    const cells = strata * (countedFailures + 1);
    this.#counts = { updated: new Int32Array(cells), waiting: new Int32Array(cells) };
    this.#byKind = new Float64Array(kinds.length * columns.length);
    this.#evidence = new CanaryEvidence(saved?.slice(0, -extraNumbers));
    const extra = saved?.slice(-extraNumbers) ?? [];
    this.#above = extra[0] ?? 0;
    this.#below = extra[1] ?? 0;
    this.#byKind.set(extra.slice(2));
  }

  /**
   * A device comes under observation on a side.
   * @param failures how often it failed since the rollout began; those beyond the counted ones make no difference
   */
  enter(stratum: number, side: HealthSide, failures: number): void {
    this.#change(stratum, side, failures, 1);
  }

  /** It leaves, with the same arguments as it is there with: it is attempted, goes away, or leaves the rollout. */
  leave(stratum: number, side: HealthSide, failures: number): void {
    this.#change(stratum, side, failures, -1);
  }

  /**
   * A device under observation failed for the (failures + 1)-th time: the failure is counted, and the device stands among those that failed once more. One
   * whose failures are all counted changes nothing.
   */
  fail(stratum: number, side: HealthSide, failures: number, kind: HealthFailure): void {
    if (failures >= this.#countedFailures) return;
    const cell = this.#cell(stratum, failures);
    const updated = this.#counts.updated[cell] as number;
    const waiting = this.#counts.waiting[cell] as number;
    assert((side === 'updated' ? updated : waiting) > 0, 'a device failed that nobody watches');
    this.#evidence.add(side === 'updated', updated, waiting);
    if (updated > 0 && waiting > 0) {
      if (side === 'updated') this.#above += waiting / (updated + waiting);
      else this.#below += updated / (updated + waiting);
      const place = kinds.indexOf(kind) * columns.length + columns.indexOf(side);
      this.#byKind[place] = (this.#byKind[place] as number) + 1;
    }
    this.leave(stratum, side, failures);
    this.enter(stratum, side, failures + 1);
  }

  /** Devices under observation now. */
  get devices(): { readonly updated: number; readonly waiting: number } {
    return { ...this.#totals };
  }

  /** Devices of a stratum that failed so often. */
  atRisk(stratum: number, failures: number): { readonly updated: number; readonly waiting: number } {
    const cell = this.#cell(stratum, failures);
    return { updated: this.#counts.updated[cell] as number, waiting: this.#counts.waiting[cell] as number };
  }

  /** Failures that counted: those that happened while devices of both sides were at risk. */
  get failures(): { readonly updated: number; readonly waiting: number } {
    return this.#evidence.failures;
  }

  /** Failures that counted, by kind, those that happened only. */
  get failuresByKind(): readonly { readonly kind: HealthFailure; readonly updated: number; readonly waiting: number }[] {
    return kinds
      .map((kind, index) => ({ kind, updated: this.#byKind[index * 2] as number, waiting: this.#byKind[index * 2 + 1] as number }))
      .filter(({ updated, waiting }) => updated + waiting > 0);
  }

  /**
   * How many times as often updated devices fail, after Mantel and Haenszel: with as many on both sides the quotient of the failures. Infinity when only
   * updated ones failed; undefined before the first failure.
   */
  get ratio(): number | undefined {
    return this.#above + this.#below === 0 ? undefined : this.#above / this.#below;
  }

  verdict(bounds: CanaryBounds): CanaryVerdict {
    return this.#evidence.verdict(bounds);
  }

  /** What the failures say, for forecasts. */
  get evidence(): CanaryEvidence {
    return this.#evidence;
  }

  /** @param miss largest probability that the range ever misses the truth */
  range(miss: number): RatioRange {
    return this.#evidence.range(miss);
  }

  /** The evidence, as plain numbers. */
  save(): number[] {
    return [...this.#evidence.save(), this.#above, this.#below, ...this.#byKind];
  }

  #change(stratum: number, side: HealthSide, failures: number, by: 1 | -1): void {
    const counts = this.#counts[side];
    const cell = this.#cell(stratum, Math.min(failures, this.#countedFailures));
    const count = (counts[cell] as number) + by;
    assert(count >= 0, 'a device left a side of the watch on which it was not');
    counts[cell] = count;
    this.#totals[side] += by;
  }

  #cell(stratum: number, failures: number): number {
    return stratum * (this.#countedFailures + 1) + failures;
  }
}
