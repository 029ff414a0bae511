import { describe, expect, test } from 'vitest';
import type { PlanGate } from '#fleet/domain/index.js';
import { incidentQuietMs } from './health-gate.ts';
import { testMember } from './member-fixture.ts';
import { testPlan } from './rollout-fixture.ts';
import { failureOfBoot, failureOfEvent, RunHealth } from './run-health.ts';

function gate(name: string, change: Partial<Extract<PlanGate, { type: 'health' }>> = {}): PlanGate {
  return {
    type: 'health',
    name,
    falseStop: 0.01,
    falsePromotion: 0.05,
    failures: ['crash'],
    countedFailures: 2,
    promotion: 'soak',
    holdMs: 0,
    onBad: 'halt',
    ...change,
  };
}

function healthOf(...gates: PlanGate[]): RunHealth {
  const [wave] = testPlan().waves;
  const health = new RunHealth(testPlan({ waves: [{ ...(wave as NonNullable<typeof wave>), gates }] }), 1, 4, {});
  for (let index = 0; index < 4; index += 1) health.place(index, 0, index < 2 ? 'updated' : 'waiting', 0);
  return health;
}

test('a failure is counted once an hour, and the device stands aside until it is over', () => {
  const health = healthOf(gate('h'));
  const watch = health.watchOf('h');
  expect(health.fail(0, 0, 'crash', 1_000)).toEqual({ h: 1 });
  expect(watch?.devices).toEqual({ updated: 1, waiting: 2 });
  health.place(0, 0, 'updated', 2_000);
  expect(watch?.devices.updated).toBe(1);
  // The same incident goes on, and the hour begins anew.
  expect(health.fail(0, 0, 'crash', 1_000_000)).toBeUndefined();
  health.place(0, 0, 'updated', 1_000_000 + incidentQuietMs - 1);
  expect(watch?.devices.updated).toBe(1);
  health.place(0, 0, 'updated', 1_000_000 + incidentQuietMs);
  expect(watch?.atRisk(0, 1)).toEqual({ updated: 1, waiting: 0 });
  expect(watch?.failures).toEqual({ updated: 1, waiting: 0 });
});

test('each gate counts its own kinds; one that has counted all of a device counts no more', () => {
  const health = healthOf(gate('crashes'), gate('all', { failures: ['crash', 'silence'], countedFailures: 1 }));
  expect(health.fail(2, 0, 'silence', 0)).toEqual({ crashes: 0, all: 1 });
  expect(health.fail(2, 0, 'selfTest', 0)).toBeUndefined();
  health.place(2, 0, 'waiting', incidentQuietMs);
  expect(health.fail(2, 0, 'silence', incidentQuietMs)).toBeUndefined();
  expect(health.fail(2, 0, 'crash', 2 * incidentQuietMs + 1)).toEqual({ crashes: 1, all: 1 });
});

test('who is away, or in the middle of its attempt, fails nobody', () => {
  const health = healthOf(gate('h'));
  health.place(1, 0, undefined, 0);
  expect(health.fail(1, 0, 'crash', 1)).toBeUndefined();
  expect(health.watchOf('h')?.failures).toEqual({ updated: 0, waiting: 0 });
});

test('after a restart the evidence and the number of failures are there, and everybody enters anew', () => {
  const before = healthOf(gate('h'));
  before.fail(0, 0, 'crash', 0);
  const [wave] = testPlan().waves;
  const plan = testPlan({ waves: [{ ...(wave as NonNullable<typeof wave>), gates: [gate('h')] }] });
  const after = new RunHealth(plan, 1, 4, before.save());
  after.restore(0, testMember({ healthFailures: { h: 1 } }));
  after.place(0, 0, 'updated', 0);
  expect(after.watchOf('h')?.failures).toEqual({ updated: 1, waiting: 0 });
  expect(after.watchOf('h')?.atRisk(0, 1)).toEqual({ updated: 1, waiting: 0 });
});

test('members that join have room; strata beyond those that were foreseen are compared with nobody', () => {
  const health = healthOf(gate('h'));
  health.grow(5_000);
  health.place(4_999, 0, 'waiting', 0);
  health.place(4_998, 65, 'waiting', 0);
  expect(health.watchOf('h')?.devices.waiting).toBe(3);
});

describe('what counts as a failure', () => {
  test.each([
    ['crash', 'crash'],
    ['watchdog', 'crash'],
    ['app-fault', 'crash'],
    ['recovery', 'crash'],
    ['power-on', 'reboot'],
    ['brownout', 'reboot'],
    ['command', undefined],
    ['update', undefined],
    ['revert', undefined],
  ])('a boot by %s is %s', (reason, failure) => {
    expect(failureOfBoot(reason)).toBe(failure);
  });
  test('a crash and a failed self-test tell so, all else does not', () => {
    expect(failureOfEvent({ kind: 'crash', name: 'application.crashed' })).toBe('crash');
    expect(failureOfEvent({ kind: 'application', name: 'self-test.failed' })).toBe('selfTest');
    expect(failureOfEvent({ kind: 'application', name: 'room.overheated' })).toBeUndefined();
  });
});
