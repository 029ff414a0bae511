import type { Presence } from '#fleet/domain/index.js';

/** What presence is judged by. Times are ms of the manager's wall clock. */
export interface PresenceFacts {
  readonly connected: boolean;
  /** 0: never heard. */
  readonly lastSeenAtMs: number;
  /** The unit must say something this often while connected. */
  readonly heartbeatMs: number;
  /** Wake-up plan of its profile; 0: always on. */
  readonly wakeEveryMs: number;
  /** When an announced sleep ends; 0: none was announced. */
  readonly wakeExpectedAtMs: number;
  /** What a network may delay. */
  readonly graceMs: number;
  readonly nowMs: number;
}

/** Wake-ups that a sleeper misses before it is offline rather than late. */
const mostMissed = 3;
/** Share of a sleep that a cheap clock may be off: 5 %. */
const sleepTolerance = 0.05;

/**
 * Whether and how a device can be heard now. A sleeper that missed one wake-up is late, at three offline;
 * a unit that is always on is late for one heartbeat after its link went.
 */
export function presenceOf(facts: PresenceFacts): Presence {
  const { connected, lastSeenAtMs, heartbeatMs, wakeEveryMs, wakeExpectedAtMs, graceMs, nowMs } = facts;
  if (connected) return nowMs - lastSeenAtMs <= heartbeatMs + graceMs ? 'online' : 'late';
  if (lastSeenAtMs === 0) return 'never';
  if (wakeExpectedAtMs === 0 && wakeEveryMs === 0) return nowMs - lastSeenAtMs <= heartbeatMs + graceMs ? 'late' : 'offline';
  const dueAtMs = wakeExpectedAtMs > 0 ? wakeExpectedAtMs : lastSeenAtMs + wakeEveryMs;
  const periodMs = wakeEveryMs > 0 ? wakeEveryMs : Math.max(1, dueAtMs - lastSeenAtMs);
  const toleranceMs = Math.max(graceMs, (dueAtMs - lastSeenAtMs) * sleepTolerance);
  if (nowMs <= dueAtMs + toleranceMs) return 'asleep';
  return nowMs <= dueAtMs + (mostMissed - 1) * periodMs + toleranceMs ? 'late' : 'offline';
}

/** What missed wake-ups are counted by. */
export interface MissedFacts extends PresenceFacts {
  /** Since when the manager listens. */
  readonly listeningSinceMs: number;
}

/** A manager that was away gives every device this time to come back, ms: nobody knows what it would have said meanwhile. */
const comeBackMs = 600_000;

/**
 * Wake-ups, or heartbeats of a unit that is always on, that it missed up to now; Infinity when it was never heard. By the same marks as presence: a
 * sleeper that missed one is late, one that missed three is offline.
 */
export function missedWakeUps(facts: MissedFacts): number {
  const { connected, lastSeenAtMs, heartbeatMs, wakeEveryMs, wakeExpectedAtMs, graceMs, nowMs, listeningSinceMs } = facts;
  if (lastSeenAtMs === 0) return Number.POSITIVE_INFINITY;
  const heardAtMs = lastSeenAtMs >= listeningSinceMs ? lastSeenAtMs : listeningSinceMs + comeBackMs;
  if (connected || (wakeExpectedAtMs === 0 && wakeEveryMs === 0))
    return missedPeriods(nowMs - heardAtMs - graceMs - heartbeatMs, heartbeatMs);
  const dueAtMs = wakeExpectedAtMs > 0 ? wakeExpectedAtMs : heardAtMs + wakeEveryMs;
  const periodMs = wakeEveryMs > 0 ? wakeEveryMs : Math.max(1, dueAtMs - heardAtMs);
  const toleranceMs = Math.max(graceMs, (dueAtMs - heardAtMs) * sleepTolerance);
  return missedPeriods(nowMs - dueAtMs - toleranceMs, periodMs);
}

/** The first one is missed when it is overdue by 1 ms, each other one a period later. */
function missedPeriods(overdueMs: number, periodMs: number): number {
  return Math.max(0, Math.ceil(overdueMs / periodMs));
}
