import type { Refusal } from '#fleet/domain/index.js';

/** A refusal that the same request will always get. */
export function refuseForGood(reason: Refusal['reason'], message: string): Refusal {
  return { reason, message, retryAfterMs: 0 };
}

/** A refusal that passes. */
export function refuseForNow(reason: Refusal['reason'], message: string, retryAfterMs: number): Refusal {
  return { reason, message, retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)) };
}
