import { expect, test } from 'vitest';
import { testMember } from './member-fixture.ts';
import { blankMember, forgiven, forgivenBy, hasOpenTry, settle, withTry } from './member-logic.ts';
import { testPlan } from './rollout-fixture.ts';
import type { Standing } from './subject.ts';

const rollout = { name: 'r-1', number: 7, plan: testPlan({ retries: { byCause: { 'not-confirmed': 1 }, others: 2, waitMs: 1_000 } }) };
/** A retry of whatever failed until then. */
const all = { atMs: 1_000, cause: '', isBack: false };
const before = { beforeRelease: 'pump@1.0.0', beforeDigest: '10', beforeSettings: {} };
const toSubject = { goal: 'subject', release: 'pump@2.0.0' } as const;

function failure(change: Partial<Extract<Standing, { type: 'failed' }>> = {}): Standing {
  return { type: 'failed', kind: 'failed', cause: 'not-confirmed', message: 'why', atMs: 5, wasOffered: true, ...change };
}

test('the first try keeps what ran before; the next one has another attempt, and the same goal asked twice is the same try', () => {
  const first = withTry(blankMember('r-1', 'pump-1'), rollout, toSubject, before);
  expect(first).toMatchObject({ ...before, ...toSubject, tries: 1, triesOver: 0, orderedAtMs: 0 });
  expect(withTry(first, rollout, toSubject, { ...before, beforeDigest: '99' })).toBe(first);
  const second = withTry({ ...first, triesOver: 1 }, rollout, toSubject, { ...before, beforeDigest: '99' });
  expect(second).toMatchObject({ tries: 2, triesOver: 1, beforeDigest: '10' });
  expect(second.attemptId).not.toBe(first.attemptId);
  expect(first.attemptId).toMatch(/^[0-9a-f]{16}$/);
});

test('a try that was never ordered gives way to another goal; the way back forgets failures of the way there', () => {
  const first = withTry(testMember({ failures: [{ cause: '', message: '', atMs: 1 }] }), rollout, toSubject, before);
  const back = withTry(first, rollout, { goal: 'back', release: 'pump@1.0.0' }, before);
  expect(back).toMatchObject({ goal: 'back', tries: first.tries + 1, triesOver: first.tries, failures: [] });
});

test('a configuration has no attempt', () => {
  expect(withTry(blankMember('r-1', 'pump-1'), rollout, { goal: 'subject', release: '' }, before).attemptId).toBe('');
});

test('an offer makes it attempted, a proof ends its try by its goal', () => {
  const open = { type: 'open', bucket: 'offered', sinceMs: 1, isPastSwitch: false, deadlineAtMs: 0 } as const;
  const told = testMember({ isAttempted: false });
  expect(settle(told, { ...open, wasOffered: false }, rollout, 9)).toBe(told);
  expect(settle(told, { ...open, wasOffered: true }, rollout, 9)).toMatchObject({ isAttempted: true, triesOver: 0 });
  expect(settle(told, { type: 'none' }, rollout, 9)).toBe(told);
  const done = { type: 'done', atMs: 8 } as const;
  expect(settle(testMember(), done, rollout, 9)).toMatchObject({ outcome: 'updated', updatedAtMs: 8, triesOver: 1 });
  expect(settle(testMember({ goal: 'waypoint' }), done, rollout, 9)).toMatchObject({ outcome: '', triesOver: 1 });
  expect(settle(testMember({ goal: 'back' }), done, rollout, 9)).toMatchObject({ outcome: 'rolledBack', triesOver: 1 });
  const over = testMember({ triesOver: 1 });
  expect(settle(over, done, rollout, 9)).toBe(over);
  expect([hasOpenTry(testMember()), hasOpenTry(over), hasOpenTry(undefined)]).toEqual([true, false, false]);
});

test('a failure waits for its next try until its retries are used up, by cause; then it is over', () => {
  const once = settle(testMember(), failure(), rollout, 100);
  expect(once).toMatchObject({ outcome: '', notBeforeMs: 1_100, triesOver: 1 });
  const twice = settle({ ...once, tries: 2 }, failure({ kind: 'rolledBack' }), rollout, 200);
  expect(twice).toMatchObject({ outcome: 'rolledBack', notBeforeMs: 0, message: 'why' });
  expect(twice.failures).toHaveLength(2);
});

test('a refusal that would be the same again is final at once; silence ends as a failure', () => {
  expect(settle(testMember(), failure({ kind: 'rejected', cause: 'bad-signature' }), rollout, 1)).toMatchObject({ outcome: 'rejected' });
  const none = { ...rollout, plan: testPlan({ retries: { byCause: {}, others: 0, waitMs: 1 } }) };
  expect(settle(testMember(), failure({ kind: 'silent', cause: 'silent' }), none, 1)).toMatchObject({ outcome: 'failed' });
});

test('who failed too often waits for the penalty', () => {
  const often = testMember({ failures: [failureOf('lie'), failureOf('content-damaged')] });
  expect(settle(often, failure(), rollout, 100)).toMatchObject({ notBeforeMs: 100 + rollout.plan.penalty.ms });
});

function failureOf(cause: 'lie' | 'content-damaged'): ReturnType<typeof testMember>['failures'][number] {
  return { cause, message: '', atMs: 1 };
}

test('a try that was taken back is no failure, and the next one may come at once', () => {
  const recalled = settle(testMember({ isAttempted: false }), failure({ kind: 'recalled', wasOffered: false }), rollout, 9);
  expect(recalled).toMatchObject({ outcome: '', failures: [], notBeforeMs: 0, isAttempted: false, triesOver: 1 });
});

test('32 failures are remembered', () => {
  const failures = Array.from({ length: 32 }, () => failureOf('lie'));
  expect(settle(testMember({ failures }), failure(), rollout, 1).failures).toHaveLength(32);
});

test('forgiven are those that failed, by that cause when one is named; nobody that was brought back', () => {
  const failed = testMember({ outcome: 'failed', failures: [failureOf('lie')] });
  expect(forgiven(failed, all)).toMatchObject({ outcome: '', failures: [], notBeforeMs: 0 });
  expect(forgiven(failed, { ...all, cause: 'lie' })).toMatchObject({ outcome: '' });
  expect(forgiven(failed, { ...all, cause: 'content-damaged' })).toBeUndefined();
  expect(forgiven(testMember({ outcome: 'rolledBack', goal: 'back' }), all)).toBeUndefined();
  expect(forgiven(testMember({ outcome: 'rolledBack' }), all)).toMatchObject({ outcome: '' });
  expect(forgiven(testMember({ outcome: 'updated' }), all)).toBeUndefined();
});

test('a retry forgives what was before it, and of a way back only those that failed on it', () => {
  const failed = testMember({ outcome: 'failed', failures: [failureOf('lie')] });
  expect(forgiven(failed, { ...all, atMs: 0 })).toBeUndefined();
  expect(forgiven(failed, { ...all, isBack: true })).toBeUndefined();
  const stuck = { ...failed, goal: 'back' } as const;
  expect(forgiven(stuck, { ...all, isBack: true })).toMatchObject({ outcome: '', failures: [] });
  expect(forgiven(testMember({ outcome: 'rolledBack', goal: 'back' }), { ...all, isBack: true })).toBeUndefined();
  // What a record does not know of yet is forgiven once.
  expect(forgivenBy(failed, [all])).toMatchObject({ outcome: '' });
  expect(forgivenBy(testMember({ outcome: 'updated' }), [all])).toEqual(testMember({ outcome: 'updated' }));
});

test('a way back that failed has failed, also when the device refused it or went back to the subject by itself', () => {
  const none = { ...rollout, plan: testPlan({ retries: { byCause: {}, others: 0, waitMs: 1 } }) };
  for (const kind of ['rejected', 'rolledBack', 'failed', 'silent'] as const) {
    expect(settle(testMember({ goal: 'back' }), failure({ kind, cause: 'boot-failed' }), none, 1)).toMatchObject({ outcome: 'failed' });
  }
  // For its battery it is asked again and again: the way back has no other condition than what the device says.
  let waits = testMember({ goal: 'back' });
  for (let turn = 1; turn < 9; turn += 1) {
    waits = { ...settle(waits, failure({ kind: 'rejected', cause: 'low-battery' }), none, 100 * turn), tries: turn + 1 };
    expect(waits).toMatchObject({ outcome: '', notBeforeMs: 100 * turn + 1 });
  }
});

test('who waits for a next try may have it at once, out of the penalty box too; not while a try is open', () => {
  const waits = testMember({ outcome: '', tries: 3, triesOver: 3, failures: [failureOf('lie')], notBeforeMs: 9 });
  expect(forgiven(waits, { ...all, cause: 'lie' })).toMatchObject({ failures: [], notBeforeMs: 0 });
  expect(forgiven(waits, { ...all, cause: 'content-damaged' })).toBeUndefined();
  expect(forgiven({ ...waits, tries: 4 }, all)).toBeUndefined();
  expect(forgiven({ ...waits, goal: 'back' }, all)).toBeUndefined();
  expect(forgiven({ ...waits, failures: [] }, all)).toBeUndefined();
});
