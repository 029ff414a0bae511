/** What a device makes of a refusal: try again, set the clock and try again, or give up until its next power cycle. */
export type RefusalVerdict = 'retry' | 'resync' | 'forever';

/** Refusals that speak of the connection and not of the device: a new connection is worth trying even when no time was given. */
const aboutTheConnection: ReadonlySet<string> = new Set([
  'superseded',
  'answer-timeout',
  'silent',
  'slow-reader',
  'stopping',
  'overloaded',
  'storage-unavailable',
  'rate-exceeded',
]);

/**
 * @param reason name of the wire's RefusalCode in lower case with dashes
 * @param retryAfterMs what the fleet said; 0 means that the same request will never be accepted
 * @param resynced the clock was set after a refusal for clock skew and no session came of it yet
 */
export function refusalVerdict(reason: string, retryAfterMs: number, resynced: boolean): RefusalVerdict {
  if (reason === 'clock-skew' && !resynced) return 'resync';
  if (retryAfterMs > 0 || aboutTheConnection.has(reason)) return 'retry';
  return 'forever';
}
