import { expect, test } from 'vitest';
import { runInTurns, runSteps, type Steps } from './steps.ts';

function* work(seen: string[]): Steps<string> {
  for (const step of ['a', 'b', 'c']) {
    seen.push(step);
    yield;
  }
  return seen.join('');
}

test('at once, or with a turn between two steps: the result is the same', async () => {
  expect(runSteps(work([]))).toBe('abc');
  const seen: string[] = [];
  const turn = async (): Promise<void> => void seen.push('turn');
  expect(await runInTurns(work(seen), turn)).toBe('aturnbturncturn');
});
