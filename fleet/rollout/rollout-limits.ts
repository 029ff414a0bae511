/** What rollouts take at most. All are whole numbers above 0. */
export interface RolloutLimits {
  /** Rollouts that are kept, over or not: the oldest that is over makes room. */
  readonly rollouts: number;
  /** Rollouts that run, pause or go back at once. */
  readonly runningRollouts: number;
  /** Devices of one rollout. */
  readonly rolloutDevices: number;
  /** Devices of all kept rollouts together: the oldest that is over makes room. */
  readonly rolloutMembers: number;
}

/** The limits that hold when nobody says anything. */
export const defaultRolloutLimits: RolloutLimits = {
  rollouts: 1_000,
  runningRollouts: 32,
  rolloutDevices: 200_000,
  rolloutMembers: 400_000,
};

/** A rollout's turn comes this often at most, ms. */
export const turnMs = 250;
/** Turns follow each other after this while more members wait to be judged than one takes, ms: 100,000 are through in some seconds. */
export const sweepTurnMs = 25;
/** All that depends on time alone is looked at this often, ms: silence, windows, conditions, retries. */
export const sweepMs = 10_000;
/** Devices whose standing is judged in one turn: some 10 ms, as nothing else of the manager runs meanwhile. */
export const membersPerTurn = 1_000;
/** Devices of a rollout that is judged whole in the turn in which it takes a step: whoever looks then finds none where it stood before. */
export const smallMembers = 2_000;
/** Orders, and recalls, of one turn. */
export const ordersPerTurn = 256;
/** Evidence is stored this often at most while nothing else is, ms. */
export const evidenceMs = 5_000;
/** Mutations in one batch of the Store. */
export const mutationsPerBatch = 200;
/** Pages of members in one batch: each has hundreds of devices. */
export const pagesPerBatch = 10;
/** Steps of a rollout that are kept: the first ones and the newest. */
export const keptSteps = { first: 20, newest: 180 } as const;
/** Newest idempotency keys that a rollout remembers. */
export const keptKeys = 32;
/** Limit changes and approvals that a rollout remembers. */
export const keptChanges = 100;
/** An order that was refused is made again after this, ms. */
export const refusedOrderMs = 60_000;
/** A rollout that goes back waits so long for devices that are away before it says that it is done, ms. They are still welcome then. */
export const backPatienceMs = 600_000;
/** The longest that it says that it goes back, whatever it waits for, ms. Who is left is still offered the way back then. */
export const backMostMs = 86_400_000;
/** After a write that failed, ms. */
export const retryStoreMs = 1_000;
