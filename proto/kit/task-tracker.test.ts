import { expect, test } from 'vitest';
import { TaskTracker } from './task-tracker.ts';

test('a task is open until it settles, also when it fails', async () => {
  const tracker = new TaskTracker();
  const first = Promise.withResolvers<number>();
  const second = Promise.withResolvers<number>();
  const one = tracker.run('commit', () => first.promise);
  const two = tracker.run('claim', () => second.promise);
  expect([tracker.size, tracker.names()]).toEqual([2, ['commit', 'claim']]);
  first.resolve(5);
  expect(await one).toBe(5);
  expect(tracker.names()).toEqual(['claim']);
  second.reject(new Error('disk full'));
  await expect(two).rejects.toThrow('disk full');
  expect(tracker.size).toBe(0);
});

test('a handler that throws at once is closed too', async () => {
  const tracker = new TaskTracker();
  await expect(
    tracker.run('claim', () => {
      throw new Error('at once');
    }),
  ).rejects.toThrow('at once');
  expect(tracker.size).toBe(0);
});
