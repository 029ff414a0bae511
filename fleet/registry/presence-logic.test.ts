import { expect, test } from 'vitest';
import { type PresenceFacts, presenceOf } from './presence-logic.ts';

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
