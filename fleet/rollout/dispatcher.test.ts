import { expect, test } from 'vitest';
import { chooseWaysBack } from './dispatcher.ts';
import { MemberBook } from './member-book.ts';
import { testDevice, testMember, testNowMs } from './member-fixture.ts';
import { memberFlags } from './member-flags.ts';
import { testPlan } from './rollout-fixture.ts';
import { membersPerTurn } from './rollout-limits.ts';
import type { Run } from './run.ts';

/** Updated members without anything that a way back would need, but that they are offline. */
function runOf(count: number): { readonly run: Run; readonly looks: number[] } {
  const members = new MemberBook(1, count);
  const looks: number[] = [];
  for (let index = 0; index < count; index += 1) {
    members.add(`pump-${index}`, 0, 'all', 0);
    members.place(index, { bucket: 'updated', isReady: false }, memberFlags.updated, undefined, testNowMs);
  }
  const facts = {
    device: testDevice({ presence: 'offline' }),
    member: testMember(),
    hold: undefined,
    need: { type: 'there' },
    look: (index: number) => {
      looks.push(index);
      return facts;
    },
  };
  const subject = { wayBack: () => ({ type: 'release', release: 'pump@1.0.0' }) };
  const record = { plan: testPlan() };
  // Dispatch asks no more of a run than these.
  return { run: { members, facts, subject, record, back: { at: 0, waiting: 0, away: 0 } } as unknown as Run, looks };
}

test('of thousands of updated members a turn looks at so many, and the counts are those of all at the end', () => {
  const count = membersPerTurn + 10;
  const { run, looks } = runOf(count);
  expect(chooseWaysBack(run, testNowMs)).toMatchObject({ isWhole: false, waitMs: 0 });
  expect(looks).toHaveLength(membersPerTurn);
  expect(chooseWaysBack(run, testNowMs)).toMatchObject({ isWhole: true, waiting: 0, away: count });
  expect(new Set(looks).size).toBe(count);
  // The next pass begins with the first.
  chooseWaysBack(run, testNowMs);
  expect(looks[count]).toBe(0);
});

test('as many as a turn looks at are done in one', () => {
  const { run } = runOf(membersPerTurn);
  expect(chooseWaysBack(run, testNowMs)).toMatchObject({ isWhole: true, away: membersPerTurn });
});
