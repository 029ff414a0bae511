/** Rules of plans as a plan's reader would work them out: written anew here, so that a wrong one in the engine is seen. */
import type { AttemptRecord, RolloutPlan } from '#fleet/domain/index.js';

const minuteMs = 60_000;
/** Refusals that are the same the next time: nobody tries again after them. */
const final: ReadonlySet<string> = new Set([
  'bad-signature',
  'below-threshold',
  'rollback',
  'expired',
  'mix-and-match',
  'modified',
  'wrong-hardware',
  'unknown-format',
  'too-large',
  'version-too-old',
  'must-pass-through',
]);

/** Orders that may be open at once: what the plan says, else ten of a thousand, and ten at least. */
export function inFlightLimitOf({ limits }: Pick<RolloutPlan, 'limits'>, devices: number): number {
  return limits.inFlight > 0 ? limits.inFlight : Math.max(10, Math.ceil(devices / 100));
}

/** Whether a time lies in a window of a plan in UTC. */
export function isInWindow(windows: RolloutPlan['windows'], wallMs: number): boolean {
  if (windows.length === 0) return true;
  const minutes = Math.floor(wallMs / minuteMs);
  return windows.some(({ days, fromMinute, toMinute }) => {
    // Of a window over midnight the part of the day before counts too.
    for (const daysBack of [0, 1]) {
      const midnight = (Math.floor(minutes / 1_440) - daysBack) * 1_440;
      // 1970-01-01 was a Thursday.
      const day = ((midnight / 1_440 + 3) % 7) + 1;
      const length = (toMinute - fromMinute + 1_440) % 1_440 || 1_440;
      const from = midnight + fromMinute;
      if (days.includes(day) && minutes >= from && minutes < from + length) return true;
    }
    return false;
  });
}

/** Why a try failed; empty: it did not, or it was taken back, or its device was never told. */
function failureCauseOf({ state, cause, lie, offeredInBoot }: AttemptRecord): string {
  if (state === 'silent') return offeredInBoot > 0 ? 'silent' : '';
  if (state !== 'failed' && state !== 'rejected' && state !== 'rolledBack') return '';
  return lie === '' ? cause || 'unknown' : 'lie';
}

/**
 * Whether a plan allows a further try.
 * @param earlier tries of the same device
 * @param forgivenAtMs failures up to then do not count; 0: all do
 * @returns why not; empty: it does
 */
export function mayTryAgain(earlier: readonly AttemptRecord[], atMs: number, plan: RolloutPlan, forgivenAtMs: number): string {
  const failures = earlier
    .map((attempt) => ({ cause: failureCauseOf(attempt), atMs: attempt.endedAtMs }))
    .filter(({ cause, atMs: endMs }) => cause !== '' && endMs > forgivenAtMs);
  const last = failures.toSorted((a, b) => a.atMs - b.atMs).at(-1);
  if (last === undefined) return '';
  for (const { cause } of failures) {
    if (final.has(cause)) return `it failed by ${cause}, which is the same the next time`;
    const count = failures.filter((one) => one.cause === cause).length;
    const allowed = plan.retries.byCause[cause as keyof typeof plan.retries.byCause] ?? plan.retries.others;
    if (count > allowed) return `it failed ${count} times by ${cause}, and ${allowed} retries are allowed`;
  }
  const waitMs = failures.length >= plan.penalty.failures ? plan.penalty.ms : plan.retries.waitMs;
  return atMs < last.atMs + waitMs ? `${atMs - last.atMs} ms after its failure, and ${waitMs} are to pass` : '';
}
