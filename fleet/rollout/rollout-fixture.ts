/** Plans and records for tests: small ones, each field as a plan file's defaults would have it or simpler. */
import type { RolloutPlan, RolloutRecord } from '#fleet/domain/index.js';
import { newRecord } from './new-record.ts';

/** A plan of two waves without gates. */
export function testPlan(change: Partial<RolloutPlan> = {}): RolloutPlan {
  return {
    name: 'r-1',
    title: '',
    subject: { type: 'release', release: 'thermostat@1.1.0', delta: 'prefer' },
    selector: 'profile=thermostat',
    exclude: '',
    seed: 'r-1',
    strata: ['profile', 'hardware'],
    membership: 'static',
    waves: [
      { name: 'first', share: { type: 'count', count: 2 }, soakMs: 60_000, patienceMs: 600_000, gates: [] },
      { name: 'rest', share: { type: 'percent', percent: 100, atLeast: 1 }, soakMs: 60_000, patienceMs: 600_000, gates: [] },
    ],
    dispatch: { type: 'constant', perMinute: 6_000 },
    limits: { inFlight: 10, bytesPerSecond: 0 },
    windows: [],
    timeZone: 'UTC',
    deadlines: { offerMs: 3_600_000, downloadMs: 3_600_000, installMs: 1_800_000, confirmMs: 600_000 },
    retries: { byCause: {}, others: 2, waitMs: 60_000 },
    penalty: { failures: 3, ms: 86_400_000 },
    condition: '',
    approval: undefined,
    priority: 50,
    startAtMs: 0,
    missedWakeUps: 3,
    ...change,
  };
}

/** A record of that plan, as it was made. */
export function testRecord(change: Partial<RolloutRecord> = {}): RolloutRecord {
  const olga = { name: 'olga', role: 'operator', reason: '' } as const;
  return { ...newRecord(testPlan(), '', 1, 1_000, olga), steps: [], ...change };
}
