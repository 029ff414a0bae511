/** Steps of a rollout that are kept: the first ones and the newest. */
export const keptSteps = { first: 20, newest: 180 } as const;
/** Newest idempotency keys that a rollout remembers. */
export const keptKeys = 32;
