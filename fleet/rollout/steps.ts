/**
 * Work over a whole fleet, in steps of some milliseconds: whoever drives it lets the event loop have its turn between two of them, or, of a small fleet, runs
 * them all. Between two steps devices come, change and go.
 */
export type Steps<Result> = Generator<void, Result>;

/** Devices of one step. */
export const devicesPerStep = 1_000;

/** Runs all steps at once. */
export function runSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Runs the steps, with a turn of the event loop between two. */
export async function runInTurns<Result>(steps: Steps<Result>, yieldTurn: () => Promise<void>): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await yieldTurn();
  }
}
