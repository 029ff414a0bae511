import { assert } from '#proto/kit/index.js';

/**
 * Who is at risk when a device fails: devices by stratum, side and number of failures. A failure is judged among the devices that could have had
 * it, and that is all the statistics know of the fleet. Three rules keep equal firmware equal; docs/decisions/0060-canary-statistics.md has what
 * it costs to break them.
 *
 * - A device is judged among those that have failed as often, and keeps its number when it is updated.
 * - A device that is away (silent, offline, in the middle of an attempt) can't fail and is not at risk. It can't be updated either: counted,
 *   the away gather among those that wait and make them look good.
 * - What follows within an hour is the same incident: a device is at risk again when it has been quiet for `incidentQuietMs`.
 */

/** Side of a comparison. */
export type RiskSide = 'updated' | 'waiting';

/** How long a device must be without a failure before the next one counts as a new incident. */
export const incidentQuietMs = 3_600_000;

/** Number of devices at risk on both sides: what CanaryEvidence.add takes. */
export interface AtRisk {
  readonly updated: number;
  readonly waiting: number;
}

/** Counts by stratum. A caller puts a device in when it is at risk and takes it out, with the same arguments, when it no longer is. */
export class RiskSets {
  readonly #countedFailures: number;
  readonly #counts = new Map<string, { readonly updated: Int32Array; readonly waiting: Int32Array }>();

  /** @param countedFailures failures of a device that count, 1 to 10 */
  constructor(countedFailures: number) {
    this.#countedFailures = countedFailures;
  }

  /**
   * A device is at risk from now on. One whose failures are all counted is never.
   * @param failures how often it failed since the rollout began, whichever side it was on
   */
  add(stratum: string, side: RiskSide, failures: number): void {
    this.#change(stratum, side, failures, 1);
  }

  /** A device is at risk no more: it failed, went away, is being updated, or left the rollout. */
  remove(stratum: string, side: RiskSide, failures: number): void {
    this.#change(stratum, side, failures, -1);
  }

  /** Devices of a stratum that have failed so often; ask before the device that fails is removed. */
  atRisk(stratum: string, failures: number): AtRisk {
    const counts = this.#counts.get(stratum);
    return { updated: counts?.updated[failures] ?? 0, waiting: counts?.waiting[failures] ?? 0 };
  }

  #change(stratum: string, side: RiskSide, failures: number, by: number): void {
    if (failures >= this.#countedFailures) return;
    let counts = this.#counts.get(stratum);
    if (counts === undefined) {
      counts = { updated: new Int32Array(this.#countedFailures), waiting: new Int32Array(this.#countedFailures) };
      this.#counts.set(stratum, counts);
    }
    const count = (counts[side][failures] as number) + by;
    assert(count >= 0, 'a device left a risk set that it was not in');
    counts[side][failures] = count;
  }
}
