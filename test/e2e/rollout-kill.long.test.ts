/** As rollout-kill.test.ts, with two thousand devices and two kills. */
import { test } from 'vitest';
import { expectEachOnce, runKilledRollout } from './rollout-kill-rig.ts';

test('two thousand devices in other processes, two kills: each is updated once, and counts add up at every look', async () => {
  const devices = 2_000;
  const end = await runKilledRollout({ devices, perMinute: 6_000, killsAt: [600, 1_400], payloadBytes: 4_000 }, 600_000);
  expectEachOnce(end, devices);
}, 900_000);
