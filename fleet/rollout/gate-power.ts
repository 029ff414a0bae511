/** What a gate can see: pure figures for the plan of a rollout. */

/**
 * Probability that none of so many devices shows a failure that hits each with a probability, 0 to 1.
 * @param devices whole number, 0 or more
 */
export function unseenProbability(devices: number, failureShare: number): number {
  return (1 - failureShare) ** devices;
}

/**
 * Devices that are needed to see a failure of that share at least once with a probability.
 * @param failureShare above 0, below 1
 * @param seen above 0, below 1
 */
export function devicesToSee(failureShare: number, seen: number): number {
  return Math.ceil(Math.log(1 - seen) / Math.log1p(-failureShare));
}
