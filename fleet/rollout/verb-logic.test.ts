import { expect, test } from 'vitest';
import type { GateVerdict, PlanGate, RolloutRecord, RolloutState } from '#fleet/domain/index.js';
import { testPlan, testRecord } from './rollout-fixture.ts';
import {
  approved,
  checkCall,
  checkNewKey,
  checkRevision,
  checkVerb,
  isRepeated,
  promoted,
  requestOf,
  resumed,
  stepped,
} from './verb-logic.ts';

const olga = { name: 'olga', role: 'admin', reason: 'why' } as const;
const otto = { name: 'otto', role: 'operator', reason: 'why' } as const;
const threshold: PlanGate = {
  type: 'threshold',
  name: 'failed',
  of: ['failed'],
  causes: [],
  abovePercent: 5,
  minimum: 10,
  absolute: false,
  onBad: 'halt',
};
const signal: PlanGate = { type: 'signal', name: 'warm', when: 'true', minimum: 1, onBad: 'halt' };
const manual: PlanGate = { type: 'manual', name: 'sign-off', role: 'admin' };

function withGates(gates: readonly PlanGate[], change: Partial<RolloutRecord> = {}): RolloutRecord {
  const plan = testPlan();
  return testRecord({ plan: { ...plan, waves: plan.waves.map((wave) => ({ ...wave, gates })) }, ...change });
}

function bad(gate: string): GateVerdict {
  return { gate, wave: 'first', outcome: 'bad', summary: '', measured: '', limit: '', details: {}, sinceMs: 1 };
}

const code = (expected: string) => expect.objectContaining({ code: expected });

test('reasons and keys have their ranges; a revision is that of the record', () => {
  checkCall({ key: 'x' }, { ...olga, reason: 'x'.repeat(500) });
  expect(() => checkCall({}, { ...olga, reason: 'x'.repeat(501) })).toThrow(code('E2711'));
  expect(() => checkCall({ key: '' }, olga)).toThrow(code('E2711'));
  expect(() => checkCall({ key: 'x'.repeat(65) }, olga)).toThrow(code('E2711'));
  checkRevision(testRecord({ revision: 4 }), { revision: 4 });
  checkRevision(testRecord({ revision: 4 }), {});
  expect(() => checkRevision(testRecord({ revision: 4 }), { revision: 3 })).toThrow(code('E2703'));
});

test('a key that was used is a repetition of the same request, and an error with any other one', () => {
  const request = requestOf(null);
  const record = testRecord({ keys: [{ key: 'k', verb: 'resume', request }] });
  expect(['k', 'j', undefined].map((key) => isRepeated(record, key, 'resume', request))).toEqual([true, false, false]);
  expect(() => isRepeated(record, 'k', 'abort', request)).toThrow(code('E2716'));
  expect(() => isRepeated(record, 'k', 'resume', requestOf([['failed', 4]]))).toThrow(code('E2716'));
  // As an older manager kept it.
  expect(isRepeated(testRecord({ keys: [{ key: 'k', verb: 'resume' }] }), 'k', 'resume', request)).toBe(true);
});

test('a key makes one rollout', () => {
  const made = testRecord({ keys: [{ key: 'k', verb: 'create' }] });
  expect(() => checkNewKey([made], 'k', 'r-2')).toThrow(code('E2716'));
  for (const [key, name] of [
    ['k', 'r-1'],
    ['j', 'r-2'],
    [undefined, 'r-2'],
  ] as const)
    checkNewKey([made], key, name);
});

test('a verb that means nothing in a state is refused', () => {
  expect(() => stepped(testRecord({ state: 'aborted' }), { type: 'operator.paused' }, 'pause', 1, olga)).toThrow(code('E2704'));
});

test('approvals: of the role, by different people, until there are enough', () => {
  const plan = testPlan({ approval: { role: 'operator', approvals: 2 } });
  const record = testRecord({ plan, state: 'awaitingApproval' });
  const one = approved(record, 1, olga);
  expect(one).toMatchObject({ state: 'awaitingApproval', approvals: [{ by: 'olga', atMs: 1, reason: 'why' }] });
  expect(() => approved(one, 2, olga)).toThrow(expect.objectContaining({ code: 'E2704', next: 'fleet rollout status r-1' }));
  expect(approved(one, 2, otto).state).toBe('draft');
  expect(() => approved(record, 1, { ...otto, role: 'viewer' })).toThrow(code('E2708'));
  expect(() => approved(testRecord(), 1, olga)).toThrow(code('E2704'));
});

test('a halted rollout needs a changed limit and a reason; a paused one neither', () => {
  const halted = withGates([threshold], { state: 'halted', resumeTo: 'soaking', verdicts: [bad('failed')] });
  expect(() => resumed(halted, {}, 1, olga)).toThrow(code('E2709'));
  expect(() => resumed(halted, { failed: 8 }, 1, { ...olga, reason: '' })).toThrow(code('E2711'));
  expect(() => resumed(halted, { failed: 5 }, 1, olga)).toThrow(code('E2713'));
  expect(() => resumed(halted, { nothing: 5 }, 1, olga)).toThrow(code('E2713'));
  const after = resumed(halted, { failed: 8 }, 1, olga);
  expect(after).toMatchObject({ state: 'soaking', changes: [{ gate: 'failed', limit: 8, text: 'failed: 8 %', by: 'olga' }] });
  // What counts is the newest limit, not the plan's.
  expect(() => resumed({ ...after, state: 'halted' }, { failed: 7 }, 2, olga)).toThrow(code('E2713'));
  expect(resumed({ ...halted, state: 'paused' }, {}, 1, { ...olga, reason: '' }).state).toBe('soaking');
});

test('a gate that has no limit can be passed with a reason alone', () => {
  const halted = withGates([signal], { state: 'halted', resumeTo: 'deciding', verdicts: [bad('warm')] });
  expect(resumed(halted, {}, 1, olga).state).toBe('deciding');
  expect(() => resumed(halted, { warm: 7 }, 1, olga)).toThrow(code('E2713'));
});

test('a halted rollout is not let through without a reason', () => {
  const halted = withGates([threshold], { state: 'halted', resumeTo: 'soaking', verdicts: [bad('failed')] });
  expect(() => promoted(halted, false, 1, { ...olga, reason: '' })).toThrow(code('E2711'));
  expect(promoted(halted, false, 1, olga)).toMatchObject({ state: 'dispatching', wave: 1 });
  expect(promoted({ ...halted, state: 'paused' }, false, 1, { ...olga, reason: '' }).state).toBe('dispatching');
});

test('promote lets a wave through, or all; who may is said by its manual gates', () => {
  const deciding = withGates([manual], { state: 'deciding', verdicts: [bad('sign-off')] });
  expect(() => promoted(deciding, false, 1, otto)).toThrow(code('E2708'));
  expect(promoted(deciding, false, 1, olga)).toMatchObject({ state: 'dispatching', wave: 1, promoted: ['first'] });
  expect(promoted(deciding, true, 1, olga)).toMatchObject({ state: 'dispatching', wave: 1, promoted: ['first', 'rest'] });
  expect(promoted({ ...deciding, wave: 1 }, false, 1, olga)).toMatchObject({ state: 'completed', promoted: ['rest'] });
});

test.each<[RolloutState, readonly string[]]>([
  ['draft', ['start', 'abort']],
  ['awaitingApproval', ['approve', 'abort']],
  ['dispatching', ['pause', 'promote', 'retry', 'abort', 'rollback']],
  ['paused', ['resume', 'promote', 'retry', 'abort', 'rollback']],
  ['halted', ['resume', 'promote', 'retry', 'abort', 'rollback']],
  ['aborted', []],
])('what can be done to a rollout that is %s', (state, possible) => {
  const record = testRecord({ state, plan: testPlan({ approval: { role: 'admin', approvals: 1 } }) });
  const verbs = ['approve', 'start', 'pause', 'resume', 'promote', 'retry', 'abort', 'rollback'] as const;
  const isPossible = (verb: (typeof verbs)[number]): boolean => {
    try {
      checkVerb(record, verb, undefined);
      return true;
    } catch (error) {
      expect((error as { code: string }).code).toBe(state === 'awaitingApproval' && verb === 'start' ? 'E2707' : 'E2704');
      return false;
    }
  };
  expect(verbs.filter(isPossible)).toEqual(possible);
});

test('what a verb reaches is told at the revision that was seen, and without approvals where none are asked for', () => {
  const record = testRecord({ state: 'dispatching', revision: 4 });
  checkVerb(record, 'pause', 4);
  expect(() => checkVerb(record, 'pause', 3)).toThrow(code('E2703'));
  expect(() => checkVerb(testRecord({ state: 'awaitingApproval' }), 'approve', undefined)).toThrow(code('E2704'));
});

test('the next command of a refusal names the rollout', () => {
  const aborted = testRecord({ state: 'aborted', revision: 4 });
  const { name } = aborted.plan;
  expect(() => checkVerb(aborted, 'pause', undefined)).toThrow(expect.objectContaining({ next: `fleet rollout status ${name}` }));
  expect(() => checkVerb(aborted, 'pause', 3)).toThrow(expect.objectContaining({ next: expect.stringContaining(`status ${name},`) }));
});
