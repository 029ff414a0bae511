/** Steps of the application that the watchdog allows in one second of application time. */
export const mostStepsPerSecond = 100;

/** Counts steps by the second. Changed in place. */
export interface StepBudget {
  /** Start of the second that is counted, ms of the application clock. */
  startMs: number;
  steps: number;
}

/** Counts one step. False when it is one too many: the watchdog bites. */
export function takeStep(budget: StepBudget, nowMs: number): boolean {
  if (nowMs - budget.startMs >= 1_000) {
    budget.startMs = nowMs;
    budget.steps = 0;
  }
  budget.steps += 1;
  return budget.steps <= mostStepsPerSecond;
}
