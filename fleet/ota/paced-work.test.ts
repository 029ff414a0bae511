import { expect, test } from 'vitest';
import { VirtualClock } from '#proto/kit/index.js';
import { PacedWork } from './paced-work.ts';

test('so many pieces a turn, in order, what comes meanwhile behind them', () => {
  const clock = new VirtualClock(0);
  const paced = new PacedWork(clock, 2);
  const done: number[] = [];
  const pieces = (...numbers: number[]) => numbers.map((number) => () => void done.push(number));
  const nested = () => {
    done.push(0);
    paced.add(pieces(6));
  };
  paced.add([...pieces(1, 2, 3), nested, ...pieces(4, 5)]);
  expect(done).toEqual([1, 2]);
  expect(clock.pending).toBe(1);
  clock.cancel(paced);
  paced.fire();
  expect(done).toEqual([1, 2, 3, 0]);
  paced.add(pieces(7));
  paced.finish();
  expect(done).toEqual([1, 2, 3, 0, 4, 5, 6, 7]);
  expect(clock.pending).toBe(0);
});
