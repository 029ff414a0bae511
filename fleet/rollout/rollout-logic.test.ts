import { expect, test } from 'vitest';
import type { GateVerdict, PlanGate } from '#fleet/domain/index.js';
import { testPlan, testRecord } from './rollout-fixture.ts';
import {
  changeOf,
  gateNow,
  hasRole,
  isActive,
  isGoingBack,
  isLastWave,
  isOver,
  isPromoted,
  isRaise,
  isRunning,
  limitOf,
  limitText,
  mergeVerdicts,
  stepRollout,
  waveOf,
  withKey,
} from './rollout-logic.ts';

const by = { by: 'olga', reason: '' };
const good: GateVerdict = {
  gate: 'g',
  wave: 'first',
  outcome: 'good',
  summary: '',
  measured: '',
  limit: '',
  details: {},
  sinceMs: 5,
};

test('the start begins the first wave, once, and is remembered', () => {
  const started = stepRollout(testRecord(), { type: 'operator.started', isLater: false }, 7_000, by);
  expect(started).toMatchObject({ state: 'dispatching', wave: 0, startedAtMs: 7_000, waveStartedAtMs: 7_000 });
});

test('a stop remembers where it came from through further stops, and resume leads back there with the times of the wave', () => {
  const soaking = testRecord({ state: 'soaking', wave: 1, waveStartedAtMs: 10, soakStartedAtMs: 20, startedAtMs: 5 });
  const paused = stepRollout(soaking, { type: 'operator.paused' }, 30, by);
  expect(paused).toMatchObject({ state: 'paused', resumeTo: 'soaking' });
  const resumed = stepRollout(paused as never, { type: 'operator.resumed', to: 'soaking' }, 40, by);
  expect(resumed).toMatchObject({ state: 'soaking', resumeTo: '', wave: 1, waveStartedAtMs: 10, soakStartedAtMs: 30, startedAtMs: 5 });
});

test('good gates move on to the next wave and keep what they said; the last one completes', () => {
  const deciding = testRecord({ state: 'deciding', soakStartedAtMs: 20, verdicts: [good] });
  const next = stepRollout(deciding, { type: 'gates.good', isLast: false }, 100, by);
  expect(next).toMatchObject({ state: 'dispatching', wave: 1, waveStartedAtMs: 100, soakStartedAtMs: 0, verdicts: [], passed: [good] });
  const last = stepRollout({ ...deciding, wave: 1 }, { type: 'gates.good', isLast: true }, 100, by);
  expect(last).toMatchObject({ state: 'completed', wave: 1, endedAtMs: 100, passed: [good] });
  expect([isLastWave(deciding), isLastWave({ ...deciding, wave: 1 })]).toEqual([false, true]);
});

test('promoted in its last dispatch it goes on dispatching the same wave', () => {
  const last = testRecord({ state: 'dispatching', wave: 1, waveStartedAtMs: 10, promoted: ['rest'] });
  const after = stepRollout(last, { type: 'operator.promoted', isLast: true }, 100, by);
  expect(after).toMatchObject({ state: 'dispatching', wave: 1, waveStartedAtMs: 10 });
  expect(isPromoted(last)).toBe(true);
});

test('of many steps the first 20 and the newest 180 stay', () => {
  let record = testRecord({ state: 'dispatching', steps: [] });
  for (let turn = 1; turn <= 250; turn += 1) {
    const event = turn % 2 === 1 ? ({ type: 'operator.paused' } as const) : ({ type: 'operator.resumed', to: 'dispatching' } as const);
    record = stepRollout(record, event, turn, by) ?? record;
  }
  expect(record.steps).toHaveLength(200);
  expect([record.steps[19]?.atMs, record.steps[20]?.atMs, record.steps[199]?.atMs]).toEqual([20, 71, 250]);
  expect(record.revision).toBe(251);
});

test('32 idempotency keys are kept, the oldest are forgotten', () => {
  let record = testRecord();
  for (let turn = 1; turn <= 33; turn += 1) record = withKey(record, `k${turn}`, 'pause', '');
  expect([record.keys.length, record.keys[0]?.key, record.keys[31]?.key]).toEqual([32, 'k2', 'k33']);
  expect(withKey(record, undefined, 'pause', '')).toBe(record);
});

const threshold = { type: 'threshold', name: 'failed', of: ['failed'], causes: [], minimum: 10, absolute: false, onBad: 'halt' } as const;
const health = { type: 'health', name: 'h', falsePromotion: 0.05, failures: ['crash'], countedFailures: 3, onBad: 'halt' } as const;
const gates: readonly (readonly [PlanGate, limit: number | undefined, raise: number, tooFar: number, text: string])[] = [
  [{ ...threshold, abovePercent: 5 }, 5, 8, 101, 'failed: 8 %'],
  [{ type: 'consecutive', name: 'c', failures: 3, onBad: 'halt' }, 3, 6, 3.5, 'c: 6 in a row'],
  [{ ...health, falseStop: 0.01, promotion: 'soak', holdMs: 0 }, 1, 2.5, 21, 'h: 2.5 times as often'],
  [{ type: 'signal', name: 's', when: 'true', minimum: 20, onBad: 'pause' }, undefined, 40, 20, ''],
  [{ type: 'manual', name: 'm', role: 'admin' }, undefined, 5, 5, ''],
];

test.each(gates)('$type: a changed limit counts, one that lets nothing more through is none', (gate, limit, raise, tooFar, text) => {
  expect(limitOf(gate)).toBe(limit);
  const judged = [raise, tooFar, limit ?? 1, Number.NaN].map((one) => isRaise(gate, one));
  expect(judged).toEqual([limit !== undefined, false, false, false]);
  if (limit === undefined) return;
  expect(`${gate.name}: ${limitText(gate, raise)}`).toBe(text);
  const record = testRecord({
    changes: [limit, raise].map((one) => ({ atMs: 1, by: 'olga', reason: '', gate: gate.name, limit: one, text: '' })),
  });
  const now = gateNow(gate, changeOf(record, gate.name));
  expect(limitOf(now)).toBe(raise);
  expect(isRaise(now, raise)).toBe(false);
  expect(gateNow(gate, undefined)).toBe(gate);
});

test('a higher role has what a lower one has', () => {
  const actor = (role: 'viewer' | 'operator' | 'admin') => ({ name: 'x', role, reason: '' });
  expect([hasRole(actor('admin'), 'operator'), hasRole(actor('operator'), 'operator'), hasRole(actor('operator'), 'admin')]).toEqual([
    true,
    true,
    false,
  ]);
});

test('a verdict that says the same as before keeps its time; a turned one is told', () => {
  const same = mergeVerdicts([good], [{ ...good, measured: '7', sinceMs: 90 }]);
  expect(same).toEqual({ verdicts: [{ ...good, measured: '7' }], isTurned: false });
  expect(mergeVerdicts([good], [{ ...good, outcome: 'bad', sinceMs: 90 }])).toMatchObject({ isTurned: true, verdicts: [{ sinceMs: 90 }] });
  expect(mergeVerdicts([], [good]).isTurned).toBe(true);
});

test('states: those that run, those that have their devices, those that go back, ends', () => {
  const states = ['draft', 'deciding', 'paused', 'rollingBack', 'rolledBack', 'completed', 'aborted'] as const;
  expect(states.map(isRunning)).toEqual([false, true, false, false, false, false, false]);
  expect(states.map(isActive)).toEqual([false, true, true, true, true, false, false]);
  expect(states.map(isGoingBack)).toEqual([false, false, false, true, true, false, false]);
  expect(states.map(isOver)).toEqual([false, false, false, false, false, true, true]);
  expect(waveOf(testRecord({ wave: 1 })).name).toBe('rest');
});

test('the plan of a test has what a plan has', () => {
  expect(testPlan({ priority: 7 })).toMatchObject({ name: 'r-1', priority: 7 });
});
