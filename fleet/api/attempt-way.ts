import type { AttemptRecord } from '#fleet/domain/index.js';

/** Where a unit is when it has chosen. */
const chosen: ReadonlySet<string> = new Set(['downloading', 'installing', 'rebooting', 'unconfirmed', 'updated', 'rolledBack']);

/** What a unit takes. It chooses when all that was signed is good: one that ended before took neither, and so did one that was not heard. */
export function wayOf({
  steps,
  sequence,
  takesDelta,
  storedBytes,
}: Pick<AttemptRecord, 'steps' | 'sequence' | 'takesDelta' | 'storedBytes'>): 'unknown' | 'full' | 'delta' {
  if (sequence === 0) return 'unknown';
  if (takesDelta) return 'delta';
  return storedBytes > 0 || steps.some(({ state }) => chosen.has(state)) ? 'full' : 'unknown';
}
