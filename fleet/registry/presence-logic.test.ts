import { expect, test } from 'vitest';
import { type MissedFacts, missedWakeUps, type PresenceFacts, presenceOf } from './presence-logic.ts';

const minute = 60_000;
const base: PresenceFacts = {
  connected: false,
  lastSeenAtMs: 1_000 * minute,
  heartbeatMs: minute,
  wakeEveryMs: 0,
  wakeExpectedAtMs: 0,
  graceMs: 15_000,
  nowMs: 1_000 * minute,
};
const seen = base.lastSeenAtMs;

test.each<[string, Partial<PresenceFacts>, string]>([
  ['never heard', { lastSeenAtMs: 0 }, 'never'],
  ['connected, just heard', { connected: true }, 'online'],
  ['connected, silent for heartbeat and grace', { connected: true, nowMs: seen + 75_000 }, 'online'],
  ['connected, one ms longer', { connected: true, nowMs: seen + 75_001 }, 'late'],
  ['connected sleeper is judged like any other', { connected: true, wakeEveryMs: 10 * minute, nowMs: seen + 75_001 }, 'late'],
  ['always on, link went', { nowMs: seen + 75_000 }, 'late'],
  ['always on, gone for longer', { nowMs: seen + 75_001 }, 'offline'],
  ['sleeper by its plan', { wakeEveryMs: 10 * minute, nowMs: seen + 10 * minute + 30_000 }, 'asleep'],
  ['sleeper, first wake-up missed', { wakeEveryMs: 10 * minute, nowMs: seen + 10 * minute + 30_001 }, 'late'],
  ['sleeper, second missed', { wakeEveryMs: 10 * minute, nowMs: seen + 30 * minute + 30_000 }, 'late'],
  ['sleeper, third missed', { wakeEveryMs: 10 * minute, nowMs: seen + 30 * minute + 30_001 }, 'offline'],
  [
    'announced sleep wins over the plan',
    { wakeEveryMs: 10 * minute, wakeExpectedAtMs: seen + 60 * minute, nowMs: seen + 62 * minute },
    'asleep',
  ],
  ['announced sleep over', { wakeEveryMs: 10 * minute, wakeExpectedAtMs: seen + 60 * minute, nowMs: seen + 64 * minute }, 'late'],
  ['announced without a plan', { wakeExpectedAtMs: seen + 10 * minute, nowMs: seen + 10 * minute }, 'asleep'],
  ['announced without a plan, missed three', { wakeExpectedAtMs: seen + 10 * minute, nowMs: seen + 31 * minute }, 'offline'],
  ['short sleeps have the network grace', { wakeEveryMs: minute, nowMs: seen + 75_000 }, 'asleep'],
  ['the clock was set back', { connected: true, nowMs: seen - minute }, 'online'],
])('%s', (_name, facts, presence) => {
  expect(presenceOf({ ...base, ...facts })).toBe(presence);
});

test.each<[string, Partial<MissedFacts>, number]>([
  ['never heard', { lastSeenAtMs: 0 }, Number.POSITIVE_INFINITY],
  ['connected, silent for heartbeat and grace', { connected: true, nowMs: seen + 75_000 }, 0],
  ['connected, one ms longer', { connected: true, nowMs: seen + 75_001 }, 1],
  ['connected, a heartbeat more', { connected: true, nowMs: seen + 135_000 }, 1],
  ['connected, and one ms', { connected: true, nowMs: seen + 135_001 }, 2],
  ['always on, link went', { nowMs: seen + 75_000 }, 0],
  ['always on, gone for an hour', { nowMs: seen + 60 * minute }, 59],
  ['sleeper in its sleep', { wakeEveryMs: 10 * minute, nowMs: seen + 10 * minute + 30_000 }, 0],
  ['sleeper, first wake-up missed', { wakeEveryMs: 10 * minute, nowMs: seen + 10 * minute + 30_001 }, 1],
  ['sleeper, second missed', { wakeEveryMs: 10 * minute, nowMs: seen + 20 * minute + 30_001 }, 2],
  ['sleeper, third missed', { wakeEveryMs: 10 * minute, nowMs: seen + 30 * minute + 30_001 }, 3],
  ['a sleeper that is connected owes heartbeats', { connected: true, wakeEveryMs: 10 * minute, nowMs: seen + 75_001 }, 1],
  ['announced sleep', { wakeEveryMs: 10 * minute, wakeExpectedAtMs: seen + 60 * minute, nowMs: seen + 63 * minute }, 0],
  ['announced sleep over', { wakeEveryMs: 10 * minute, wakeExpectedAtMs: seen + 60 * minute, nowMs: seen + 63 * minute + 1 }, 1],
  ['announced without a plan', { wakeExpectedAtMs: seen + 10 * minute, nowMs: seen + 31 * minute }, 3],
  ['the clock was set back', { connected: true, nowMs: seen - 60 * minute }, 0],
  ['the manager was away: ten minutes to come back', { listeningSinceMs: seen + 60 * minute, nowMs: seen + 71 * minute + 15_000 }, 0],
  ['and not in them', { listeningSinceMs: seen + 60 * minute, nowMs: seen + 71 * minute + 15_001 }, 1],
  [
    'a sleeper whose manager was away: from the next wake-up on',
    { wakeEveryMs: 10 * minute, listeningSinceMs: seen + 60 * minute, nowMs: seen + 80 * minute + 30_000 },
    0,
  ],
  ['missed', { wakeEveryMs: 10 * minute, listeningSinceMs: seen + 60 * minute, nowMs: seen + 80 * minute + 30_001 }, 1],
])('missed: %s', (_name, facts, missed) => {
  expect(missedWakeUps({ ...base, listeningSinceMs: 0, ...facts })).toBe(missed);
});

test.each([0, 10 * minute])('what is missed agrees with presence (wake-up every %i ms)', (wakeEveryMs) => {
  for (let awayMs = 0; awayMs < 60 * minute; awayMs += 997) {
    const facts = { ...base, wakeEveryMs, nowMs: seen + awayMs, listeningSinceMs: 0 };
    const missed = missedWakeUps(facts);
    const presence = presenceOf(facts);
    if (wakeEveryMs === 0) expect(presence, `${awayMs}`).toBe(missed === 0 ? 'late' : 'offline');
    else expect(presence, `${awayMs}`).toBe(missed === 0 ? 'asleep' : missed < 3 ? 'late' : 'offline');
  }
});
