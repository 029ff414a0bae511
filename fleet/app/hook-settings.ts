import { z } from 'zod';
import { defaultHookLimits as limits } from '#fleet/hook/index.js';

const count = (low: number, high: number, fallback: number) => z.int().min(low).max(high).default(fallback);

/** The section `hooks` of a ManagerConfig; docs/HOOKS.md tells it to operators, hook-limits.ts what each number means. */
export const hookSchema = z.strictObject({
  /** Address of the manager as people open it, for links in messages; the first address of listen when left out. */
  externalUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  hooks: count(1, 64, limits.hooks),
  waitingMessages: count(1, 20_000, limits.waitingMessages),
  keptMessages: count(1, 20_000, limits.keptMessages),
  causes: count(1, 10_000, limits.causes),
  namedDevices: count(1, 100, limits.namedDevices),
  gatherMs: count(100, 60_000, limits.gatherMs),
  everyMs: count(1_000, 3_600_000, limits.everyMs),
  retryMs: count(100, 3_600_000, limits.retryMs),
  longestRetryMs: count(1_000, 86_400_000, limits.longestRetryMs),
  giveUpMs: count(1_000, 2_592_000_000, limits.giveUpMs),
  downMs: count(1_000, 86_400_000, limits.downMs),
  answerWithinMs: count(100, 300_000, limits.answerWithinMs),
  answerBytes: count(1_024, 1_048_576, limits.answerBytes),
  requests: count(1, 64, limits.requests),
});

/** Settings of hooks, complete. */
export type HookSettings = z.infer<typeof hookSchema>;
