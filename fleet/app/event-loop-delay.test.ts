import { expect, test } from 'vitest';
import { EventLoopDelay } from './event-loop-delay.ts';

/** Blocks the loop, and lets the probe see it. */
async function block(ms: number): Promise<void> {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

test('a stall is seen in its window and the next one, then forgotten', async () => {
  const delay = new EventLoopDelay();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await block(400);
  const stalled = delay.longestMs;
  expect(stalled).toBeGreaterThan(300);
  delay.turn();
  expect(delay.longestMs).toBe(stalled);
  delay.turn();
  expect(delay.longestMs).toBe(0);
  delay.stop();
});
