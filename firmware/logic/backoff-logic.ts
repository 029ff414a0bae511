import type { Random } from '#proto/kit/index.js';
import type { ReconnectPlan } from '#proto/profile/index.js';

/** Most doublings that are looked at: 2^40 ms is beyond every maximum. */
const mostDoublings = 40;

/**
 * Time until the next attempt to connect, whole ms: full jitter over min(maximumMs, baseMs × 2^attempt), so that devices which lost their
 * link together come back apart. When the fleet said when (floorMs above 0), that is obeyed and only baseMs of jitter is laid over it.
 *
 * @param attempt failed attempts since the last stable link, 0 or more
 * @param floorMs the fleet's retryAfter, 0 when it gave none
 */
export function backoffDelayMs(plan: ReconnectPlan, attempt: number, floorMs: number, random: Random): number {
  if (floorMs > 0) return Math.ceil(floorMs + random.float() * Math.min(plan.baseMs, plan.maximumMs));
  const ceilingMs = Math.min(plan.maximumMs, plan.baseMs * 2 ** Math.min(attempt, mostDoublings));
  return Math.ceil(random.float() * ceilingMs);
}

/** Failed attempts that count after a session ended: one that held for stableMs forgets those before it. */
export function attemptAfterSession(plan: ReconnectPlan, attempt: number, heldMs: number): number {
  return heldMs >= plan.stableMs ? 0 : attempt + 1;
}
