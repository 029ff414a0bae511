import type { WakePlan } from '#proto/profile/index.js';

/** Longest time a sleeper stays up beyond its plan to get its store acknowledged, ms. */
const longestDrainMs = 10_000;

/** True when the unit sleeps between its wakings. */
export function isSleeper(plan: WakePlan): boolean {
  return plan.wakeEveryMs > 0;
}

/** Time until the next waking, whole ms, 1 or more: wakings keep the beat of the first one, however long each lasted. */
export function sleepMs(plan: WakePlan, wokeAtMs: number, nowMs: number): number {
  const beats = Math.max(1, Math.floor((nowMs - wokeAtMs) / plan.wakeEveryMs) + 1);
  return Math.max(1, Math.ceil(wokeAtMs + beats * plan.wakeEveryMs - nowMs));
}

/** How long a sleeper waits at the end of its waking for acknowledgements, ms: never past half of what is left of its beat. */
export function drainMs(plan: WakePlan): number {
  return Math.max(1, Math.min(longestDrainMs, Math.floor((plan.wakeEveryMs - plan.awakeMs) / 2)));
}
