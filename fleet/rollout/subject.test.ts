import { expect, test } from 'vitest';
import { attemptIdOf } from './subject.ts';

const rollout = { name: 'r-1', number: 7 };
const member = { deviceId: 'pump-1', tries: 1, goal: 'subject' } as const;

test('the same try has the same attempt, any other has another', () => {
  const id = attemptIdOf(rollout, member);
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(attemptIdOf({ ...rollout }, { ...member })).toBe(id);
  const others = [
    attemptIdOf({ ...rollout, name: 'r-2' }, member),
    attemptIdOf({ ...rollout, number: 8 }, member),
    attemptIdOf(rollout, { ...member, deviceId: 'pump-2' }),
    attemptIdOf(rollout, { ...member, tries: 2 }),
    attemptIdOf(rollout, { ...member, goal: 'back' }),
  ];
  expect(new Set([id, ...others]).size).toBe(6);
});
