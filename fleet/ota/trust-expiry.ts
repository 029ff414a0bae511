import type { Journal, OwnAlarms } from '#fleet/domain/index.js';
import type { TrustState } from '#proto/trust/index.js';
import { expiryBands } from './trust-limits.ts';

const dayMs = 86_400_000;

/** Raises, changes and clears the alarms of root and targets that expire. */
export function watchExpiry({ root, targets }: TrustState, nowMs: number, alarms: OwnAlarms, journal: Journal): void {
  for (const [role, held] of [['root', root] as const, ['targets', targets] as const]) {
    if (held === undefined) continue;
    const daysLeft = Math.floor((held.expiresMs - nowMs) / dayMs);
    const current = expiryBands.findLast(({ days }) => held.expiresMs - nowMs <= days * dayMs);
    for (const band of expiryBands) {
      const rule = `trust-${role}-expires-${band.days}-days`;
      if (band !== current) {
        alarms.set(rule, undefined);
        continue;
      }
      const at = new Date(held.expiresMs).toISOString();
      const isOver = held.expiresMs <= nowMs;
      const reason = `${role} ${held.version} ${isOver ? 'expired' : 'expires'} at ${at}${isOver ? '' : `, in ${daysLeft} days`}; fleet key renew ${role}`;
      const title = `The ${role} metadata of updates ${isOver ? 'has expired' : 'expires'}`;
      const isNew = alarms.set(rule, { severity: band.severity, title, reason, values: { daysLeft } });
      if (!isNew) continue;
      journal.audit({
        actor: 'system',
        action: 'trust.expiry-alarm',
        subject: `trust:${role}`,
        reason,
        detail: { daysLeft, version: held.version },
      });
    }
  }
}

/** When the next band of an expiry begins, wall clock, ms; Infinity when none does any more. */
export function nextBandMs({ root, targets }: TrustState, nowMs: number): number {
  const starts = [root, targets].flatMap((held) =>
    held === undefined ? [] : [0, ...expiryBands.map(({ days }) => days)].map((days) => held.expiresMs - days * dayMs),
  );
  return Math.min(...starts.filter((startMs) => startMs > nowMs), Number.POSITIVE_INFINITY);
}
