import { expect, test } from 'vitest';
import type { PlanSubject, RolloutBucket, RolloutState } from '#fleet/domain/index.js';
import { MemberBook } from './member-book.ts';
import { memberFlags } from './member-flags.ts';
import { busyWith, rivalOf } from './rival-logic.ts';
import { testPlan, testRecord } from './rollout-fixture.ts';

function runOf(
  name: string,
  priority: number,
  startedAtMs: number,
  change: { bucket?: RolloutBucket; state?: RolloutState; wave?: number } = {},
) {
  const { bucket = 'pending', state = 'dispatching', wave = 0 } = change;
  const members = new MemberBook(2, 1);
  members.add('d-1', wave, 'all', 0);
  const flags = bucket === 'downloading' ? memberFlags.inFlight : 0;
  members.place(0, { bucket, isReady: false }, flags, undefined, 0);
  return { name, members, record: testRecord({ plan: testPlan({ name, priority }), startedAtMs, state }) };
}

const other = runOf('other', 50, 100);

test.each([
  ['of higher priority', runOf('a', 60, 900), 'a'],
  ['of the same priority, started first', runOf('a', 50, 99), 'a'],
  ['started later', runOf('a', 50, 101), ''],
  ['of lower priority', runOf('a', 40, 1), ''],
  ['that is through with the device', runOf('a', 60, 1, { bucket: 'updated' }), ''],
  ['that gave it up', runOf('a', 60, 1, { bucket: 'failed' }), ''],
  ['that is superseded there itself', runOf('a', 60, 1, { bucket: 'superseded' }), ''],
  ['that is paused', runOf('a', 60, 1, { state: 'paused' }), 'a'],
  ['that was halted', runOf('a', 60, 1, { state: 'halted' }), ''],
  ['whose waves do not take it', runOf('a', 60, 1, { wave: -1 }), ''],
])('a rollout %s', (_, run, rival) => {
  expect(rivalOf('d-1', other.record, [other, run])).toBe(rival);
  expect(rivalOf('d-2', other.record, [other, run])).toBe('');
});

const settings = (...keys: string[]) =>
  ({ type: 'configuration', set: Object.fromEntries(keys.map((key) => [key, 1])), reset: [] }) as const;
const image = (release: string) => ({ type: 'release', release, delta: 'prefer' }) as const;

test.each<[string, PlanSubject, PlanSubject, RolloutBucket, string]>([
  ['the same setting', settings('a', 'b'), { type: 'configuration', set: {}, reset: ['b'] }, 'updated', 'a'],
  ['the same setting, while it soaks', settings('a'), settings('a'), 'soaking', 'a'],
  ['the same setting that it failed to bring', settings('a'), settings('a'), 'failed', ''],
  ['another setting', settings('a'), settings('b'), 'updated', ''],
  ['another version', image('pump@1.0.0'), image('pump@1.1.0'), 'updated', ''],
  ['another image', image('pump@1.0.0'), image('pump-lite@1.0.0'), 'updated', 'a'],
  ['an image, and it brought a setting', settings('a'), image('pump@1.0.0'), 'updated', ''],
  ['a setting, and it brought an image', image('pump@1.0.0'), settings('a'), 'updated', ''],
])('a rollout that is above keeps what it brought from one that brings %s', (_, brought, wanted, bucket, rival) => {
  const above = runOf('a', 60, 1, { bucket });
  const record = { ...above.record, plan: { ...above.record.plan, subject: brought } };
  const claim = { ...other.record, plan: { ...other.record.plan, subject: wanted } };
  expect(rivalOf('d-1', claim, [{ ...above, record }])).toBe(rival);
  expect(rivalOf('d-1', claim, [{ ...above, record: { ...record, state: 'completed' } }])).toBe('');
});

test('what another rollout has under way is told, whatever its claim', () => {
  const busy = runOf('a', 1, 900, { bucket: 'downloading' });
  expect(busyWith('d-1', other.record, [other, busy])).toBe('rollout a (downloading)');
  expect(busyWith('d-1', other.record, [other, runOf('a', 90, 1)])).toBe('');
  expect(busyWith('d-1', busy.record, [busy])).toBe('');
});
