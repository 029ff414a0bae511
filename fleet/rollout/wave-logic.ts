/** When a wave has been offered to all that it can be offered to. */
import type { BucketCounts, PlanWave } from '#fleet/domain/index.js';

/** What is counted of the members of one wave. */
export interface WaveCounts {
  readonly buckets: BucketCounts;
  readonly inFlight: number;
  /** That another rollout has for as long as it wants them: of the superseded ones. */
  readonly taken: number;
}

/**
 * Whether the dispatch of a wave is over: nobody is in flight or can be offered something by and by, and those that can't be offered anything now,
 * or that another rollout has, were waited for as long as the plan says.
 * @param waitedMs since its dispatch began
 */
export function isDispatched({ buckets, inFlight, taken }: WaveCounts, wave: Pick<PlanWave, 'patienceMs'>, waitedMs: number): boolean {
  if (inFlight > 0 || buckets.pending > 0) return false;
  return waitingIn(buckets) + taken === 0 || waitedMs >= wave.patienceMs;
}

/**
 * Whether a wave that should prove something has proven nothing yet, whatever its patience: nobody of it was attempted because their windows
 * are closed, which will open; or nobody at all was attempted, and some of its devices may still come. Its gates have nothing to judge then, and
 * the next wave would be the first bet.
 * @param before attempted devices of the waves before it
 */
export function isUntried({
  buckets,
  taken,
  attempted,
  before,
}: Pick<WaveCounts, 'buckets' | 'taken'> & { readonly attempted: number; readonly before: number }): boolean {
  return attempted === 0 && (buckets.outsideWindow > 0 || (before === 0 && waitingIn(buckets) + taken > 0));
}

/** Devices that may still be offered something, wherever they are now. */
export function waitingIn(buckets: BucketCounts): number {
  const { pending, deferred, offline, held, pinned, outsideWindow, conditionNotMet } = buckets;
  return pending + deferred + offline + held + pinned + outsideWindow + conditionNotMet;
}
