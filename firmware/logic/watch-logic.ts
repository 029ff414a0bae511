/** One limit that an application watches. Changed in place by crossed(). */
export interface Watch {
  readonly event: string;
  /** Name of the signal. */
  readonly signal: string;
  readonly above: number | undefined;
  readonly below: number | undefined;
  /** How far the signal must go back before the next crossing counts, 0 or more. */
  readonly hysteresis: number;
  readonly everyMs: number;
  /** When it looks next, ms of the application clock. */
  dueMs: number;
  /** True while beyond the limit: no event until it went back. */
  isBeyond: boolean;
}

/** True when this value makes a crossing. A limit that is broken at the first look is one. */
export function crossed(watch: Watch, value: number): boolean {
  if (watch.isBeyond) {
    watch.isBeyond =
      (watch.above !== undefined && value > watch.above - watch.hysteresis) ||
      (watch.below !== undefined && value < watch.below + watch.hysteresis);
    return false;
  }
  watch.isBeyond = (watch.above !== undefined && value > watch.above) || (watch.below !== undefined && value < watch.below);
  return watch.isBeyond;
}
