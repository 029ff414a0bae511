/** A rollout over real sockets, the manager killed with kill -9 in the middle: every device gets there, by one attempt. */
import { test } from 'vitest';
import { expectEachOnce, runKilledRollout } from './rollout-kill-rig.ts';

test('sixty devices in another process, one kill: each is updated once, and counts add up at every look', async () => {
  const devices = 60;
  const end = await runKilledRollout({ devices, perMinute: 1_200, killsAt: [25], payloadBytes: 4_000 }, 60_000);
  expectEachOnce(end, devices);
});
