import type { RolloutPlan } from '#fleet/domain/index.js';
import type { UpdateCauseName } from '#proto/frame/index.js';

/** Refusals that are the same the next time: signature and trust, compatibility, anti-rollback, and what was taken back. */
const finalCauses: ReadonlySet<string> = new Set<UpdateCauseName>([
  'bad-signature',
  'below-threshold',
  'rollback',
  'expired',
  'mix-and-match',
  'modified',
  'not-assigned',
  'wrong-hardware',
  'unknown-format',
  'too-large',
  'endless-data',
  'extraneous-data',
  'version-too-old',
  'must-pass-through',
  'already-running',
  'withdrawn',
]);

/** A try that failed by this cause is followed by another one in no plan. */
export function isFinalCause(cause: string): boolean {
  return finalCauses.has(cause);
}

/** Tries after the first one when the newest failed by this cause; `lie` and an unknown cause count as the others. */
export function retriesOf(plan: Pick<RolloutPlan, 'retries'>, cause: string): number {
  if (isFinalCause(cause)) return 0;
  const { byCause, others } = plan.retries;
  return byCause[cause as keyof typeof byCause] ?? others;
}

/** Attempts that may be open at once in a rollout of so many devices. */
export function inFlightLimit(plan: Pick<RolloutPlan, 'limits'>, devices: number): number {
  return plan.limits.inFlight > 0 ? plan.limits.inFlight : Math.max(10, Math.ceil(devices / 100));
}
