/** What hooks take at most. All are whole numbers above 0; docs/HOOKS.md lists them for operators. */
export interface HookLimits {
  /** Hooks that may exist. */
  readonly hooks: number;
  /** Messages that wait, of all hooks together: beyond it the oldest of the hook with the most is dropped. */
  readonly waitingMessages: number;
  /** Newest messages that are over and still listed, of all hooks together. */
  readonly keptMessages: number;
  /** Causes that one hook gathers at a time; the events of further ones become one message. */
  readonly causes: number;
  /** Devices that a message names; of the others it gives the number. */
  readonly namedDevices: number;
  /** From the first event of a cause to its message, ms. */
  readonly gatherMs: number;
  /** From one message of a cause to the next, ms. */
  readonly everyMs: number;
  /** From a failed attempt to the next one, ms; doubled at each that fails. */
  readonly retryMs: number;
  /** Longest time between two attempts, ms. */
  readonly longestRetryMs: number;
  /** A message that fails at this age is given up, ms. */
  readonly giveUpMs: number;
  /** A hook that fails for so long is an alarm, ms. */
  readonly downMs: number;
  /** Until a receiver's whole answer is there, ms. */
  readonly answerWithinMs: number;
  /** Of a receiver's answer that are read, bytes. */
  readonly answerBytes: number;
  /** Requests that are under way at a time; one a hook, test messages beside it. */
  readonly requests: number;
}

/** The limits that hold when nobody says anything. */
export const defaultHookLimits: HookLimits = {
  hooks: 16,
  waitingMessages: 2_000,
  keptMessages: 1_000,
  causes: 200,
  namedDevices: 20,
  gatherMs: 10_000,
  everyMs: 60_000,
  retryMs: 5_000,
  longestRetryMs: 900_000,
  giveUpMs: 86_400_000,
  downMs: 300_000,
  answerWithinMs: 10_000,
  answerBytes: 16_384,
  requests: 8,
};
