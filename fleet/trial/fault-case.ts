import type { AttemptState } from '#fleet/domain/index.js';
import type { FaultRow } from './fault-rows.ts';
import type { FaultId, FaultLimits, FaultSetting } from './fault-setting.ts';
import type { FaultTrial } from './fault-trial.ts';

/** What must come of a fault in a state. */
export interface FaultOutcome {
  /** Ends that the fleet may know of the attempt that was under way. */
  readonly ends: readonly AttemptState[];
  /** The unit can take no update any more, or the fleet does not want it to: no further one is ordered to show that it can. */
  readonly isLasting?: boolean;
}

/** One kind of a fault. */
export interface FaultCase {
  readonly fault: FaultId;
  /** Its name among those of the fault. */
  readonly kind: string;
  /** Why there is no such fault in a state; undefined: there is. */
  readonly senseless: (row: FaultRow, setting: FaultSetting) => string | undefined;
  /** Devices of the trial; 1 when left out. */
  readonly devices?: number;
  /** Other limits of the manager. */
  readonly limits?: FaultLimits;
  /** Begins in the state and ends with the fault gone; or says why the fault did not come about. */
  readonly make: (trial: FaultTrial, row: FaultRow) => Promise<string | undefined>;
  /** Asked when it is made, and again when all is over: ends count as they are then. */
  readonly outcome: (row: FaultRow, trial: FaultTrial) => FaultOutcome;
  /** What else must hold when all is over: what does not, for a person. */
  readonly judge?: (trial: FaultTrial, row: FaultRow) => readonly string[];
}
