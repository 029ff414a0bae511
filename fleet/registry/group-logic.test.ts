import { expect, test } from 'vitest';
import { groupProblem } from './group-logic.ts';

const uses: Readonly<Record<string, readonly string[]>> = { b: ['c'], c: ['d'], d: [] };
const usesOf = (name: string) => uses[name] ?? [];

test.each([
  ['itself', 'a', ['a'], 'group a would ask itself: a -> a'],
  ['by one other', 'c', ['b'], 'group c would ask itself: c -> b -> c'],
  ['by two others', 'd', ['b'], 'group d would ask itself: d -> b -> c -> d'],
  ['no way back', 'a', ['b', 'c', 'd'], undefined],
])('%s', (_name, changed, asked, problem) => {
  expect(groupProblem(changed, asked, usesOf, Object.keys(uses))).toBe(problem);
});

test('evaluations of a group at the limit and one past it, also when an asked group is the one that changes', () => {
  const leaves = Array.from({ length: 62 }, (_, index) => `leaf${index}`);
  const wide: Record<string, readonly string[]> = { wide: leaves, top: ['wide'] };
  const problemOf = (count: number) => groupProblem('wide', leaves.slice(0, count), (name) => wide[name] ?? [], ['wide', 'top', ...leaves]);
  expect(problemOf(62)).toBeUndefined();
  leaves.push('leaf62');
  expect(problemOf(63)).toBe('group top would ask 65 groups for each device, the limit is 64');
});
