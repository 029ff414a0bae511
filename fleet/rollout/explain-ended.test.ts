import { describe, expect, test } from 'vitest';
import type { RolloutBucket, RolloutRecord } from '#fleet/domain/index.js';
import { bucketOf } from './bucket-logic.ts';
import type { BucketFacts } from './bucket-rules.ts';
import { type DeviceInRollout, explainDevice } from './explain-device.ts';
import { testDevice, testFacts, testFailure, testHold, testMember, testNowMs, testOpen } from './member-fixture.ts';
import { testPlan, testRecord } from './rollout-fixture.ts';

const plan = testPlan({ name: 'r-42', subject: { type: 'release', release: 'pump@2.0.0', delta: 'prefer' }, selector: 'profile=pump' });
const stop = { atMs: testNowMs, wave: 'first', by: 'alice', reason: 'wrong file' };
const aborted = testRecord({ plan, state: 'aborted', startedAtMs: 1, endedAtMs: testNowMs, steps: [{ ...stop, state: 'aborted' }] });

function placeOf(changes: Partial<BucketFacts>, kept: RolloutBucket, record: RolloutRecord): DeviceInRollout {
  const facts = testFacts(changes);
  const turn = { inFlight: 0, inFlightLimit: 10, perMinute: 600, backWhy: '' };
  return { record, place: { type: 'member', facts, rule: bucketOf(facts), kept, ...turn } };
}

function explain(changes: Partial<BucketFacts>, kept: RolloutBucket, record: RolloutRecord = aborted, others: DeviceInRollout[] = []) {
  const { device, hold } = testFacts(changes);
  const rollouts = [...others, placeOf(changes, kept, record)];
  return explainDevice({
    nowMs: testNowMs,
    deviceId: 'pump-1',
    device: device === undefined ? undefined : testDevice(device),
    hold,
    openAttempt: '',
    rollouts,
  });
}

const by = 'rollout r-42 was aborted by alice at 2026-01-02T00:00Z: wrong file; ';
const away = testDevice({ presence: 'offline', lastSeenAtMs: testNowMs - 7_200_000 });
const newer = { type: 'newer', message: 'it runs pump@3.0.0, newer than pump@2.0.0' } as const;
const there = { type: 'there' } as const;

describe('a device of a rollout that was aborted', () => {
  test.each<[string, Partial<BucketFacts>, RolloutBucket, string]>([
    [
      'waited, and has something newer since',
      { need: newer, device: testDevice({ firmwareVersion: '3.0.0' }) },
      'pending',
      'it was pending then, was offered nothing and is offered nothing by it any more; since then: it runs pump@3.0.0, newer than pump@2.0.0; it runs 3.0.0, confirmed',
    ],
    [
      'another rollout has it since',
      { rival: 'r-9' },
      'pending',
      'it was pending then, was offered nothing and is offered nothing by it any more; since then: rollout r-9 has it: higher priority, or started first; it runs 1.0.0, confirmed',
    ],
    [
      'had been left to another rollout',
      {},
      'superseded',
      'it was superseded then, was offered nothing and is offered nothing by it any more; it runs 1.0.0, confirmed',
    ],
    [
      'was away',
      { device: away },
      'offline',
      'it was offline then, was offered nothing and is offered nothing by it any more; it ran 1.0.0, confirmed, when it was heard last',
    ],
    [
      'was told to stop',
      { member: testMember({ triesOver: 1 }) },
      'pending',
      'it was pending then, was offered it and told to stop and is offered nothing by it any more; it runs 1.0.0, confirmed',
    ],
    [
      'is past the switch',
      { member: testMember(), standing: testOpen('rebooting') },
      'rebooting',
      'it finishes what it began: rebooting pump@2.0.0 since 2026-01-01T23:59:58Z; it runs 1.0.0, confirmed',
    ],
    [
      'runs it',
      { member: testMember({ outcome: 'updated', updatedAtMs: 1 }), need: there, device: testDevice({ firmwareVersion: '2.0.0' }) },
      'soaking',
      'it has what was brought, and keeps it; it runs 2.0.0, confirmed',
    ],
    [
      'failed',
      { member: testMember({ triesOver: 1, outcome: 'failed', failures: [testFailure()] }) },
      'failed',
      'failed: boot-failed: it did not start; 1 try, at 2026-01-01T23:59:55Z; it runs 1.0.0, confirmed',
    ],
    [
      'is gone',
      { device: undefined, need: undefined },
      'pending',
      'it was pending then, was offered nothing and is offered nothing by it any more; the fleet has no such device any more',
    ],
  ])('%s', (_, changes, kept, expected) => {
    const { verdict, steps, next } = explain(changes, kept);
    expect(verdict).toBe(`${by}${expected}`);
    expect(steps[0]).toMatchObject({
      name: 'rollout',
      outcome: 'bad',
      measured: 'the rollout was aborted by alice at 2026-01-02T00:00Z: wrong file',
      setBy: 'alice',
      sinceMs: testNowMs,
    });
    expect(next[0]).toBe('fleet rollout get r-42 --plan');
    // Nothing waits for anything.
    expect(next.join()).not.toMatch(/rollout (retry|resume|promote|rollback)|unhold/);
    expect(JSON.stringify({ verdict, steps })).not.toMatch(/undefined|NaN|Infinity/);
  });

  test('a hold is no next step there', () => {
    expect(explain({ hold: testHold('hold') }, 'held').next).toEqual(['fleet rollout get r-42 --plan']);
  });

  test('a rollout that runs and left it to another one says more', () => {
    const running = testRecord({ plan: { ...plan, name: 'r-7' }, state: 'dispatching', startedAtMs: 1 });
    const { verdict, steps } = explain({}, 'pending', aborted, [placeOf({ need: newer }, 'superseded', running)]);
    expect(verdict).toMatch(/^superseded in rollout r-7: it runs pump@3.0.0/);
    expect(steps.at(-1)?.measured).toBe('was aborted by alice at 2026-01-02T00:00Z: wrong file; it was pending then');
  });
});

test('of a completed rollout counts what was counted at its end, and what came later is told as such', () => {
  const completed = testRecord({ plan, state: 'completed', startedAtMs: 1, endedAtMs: testNowMs });
  const member = testMember({ outcome: 'updated', updatedAtMs: testNowMs - 60_000 });
  expect(explain({ member, need: newer, wave: 'through' }, 'updated', completed).verdict).toBe(
    'updated in rollout r-42 when it was completed at 2026-01-02T00:00Z; since then: it runs pump@3.0.0, newer than pump@2.0.0',
  );
});
