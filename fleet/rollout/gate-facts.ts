import type { GateVerdict, RolloutChange } from '#fleet/domain/index.js';
import type { HealthWatch } from './health-gate.ts';

/** Devices of one stratum whose silence is compared. All of them are devices that could be heard before. */
export interface SilenceStratum {
  /** Devices of the waves up to this one that an offer was made to: an offer goes only to a device that is there. */
  readonly attempted: number;
  /** Of those, the ones in the bucket silent. */
  readonly silent: number;
  /**
   * Devices not attempted yet, of any wave, that were heard since the rollout began: the control group. Heard since the wave began would not do: it
   * would be too young to be as silent as the attempted of the first wave.
   */
  readonly control: number;
  /** Of those, the ones that have missed as many of their own wake-ups as the plan takes for silence. */
  readonly controlSilent: number;
}

/** Attempted devices that ended badly, by bucket and cause. */
export interface FailureCount {
  readonly bucket: 'failed' | 'rejected' | 'rolledBack';
  /** UpdateCauseName, `silent` or `lie`; empty when there was none. */
  readonly cause: string;
  readonly devices: number;
}

/** Means of the signals of both cohorts. */
export interface CohortMeans {
  /** Mean by signal; one that no device of the sample has is left out. */
  readonly updated: Readonly<Record<string, number>>;
  readonly waiting: Readonly<Record<string, number>>;
  /** Devices of the sample that had any reading. */
  readonly updatedDevices: number;
  readonly waitingDevices: number;
}

/** What a gate is judged by. Times are the manager's wall clock, ms. */
export interface GateFacts {
  /** Name of the rollout, for the next command. */
  readonly rollout: string;
  readonly nowMs: number;
  readonly wave: {
    readonly name: string;
    readonly startedAtMs: number;
    /** When its dispatch was over; 0: it is not. */
    readonly soakStartedAtMs: number;
    readonly soakMs: number;
  };
  /** Of the waves up to this one together. */
  readonly sums: {
    /** Devices that want the update: without those that had it already, and those that another rollout has. */
    readonly devices: number;
    /** Devices that an offer was made to. */
    readonly attempted: number;
    readonly failures: readonly FailureCount[];
    /** Devices that failed and have tries left; they are not among the failures. */
    readonly failing: number;
    /** Devices of the whole rollout, of any wave, that may still be offered it, wherever they are now. */
    readonly left: number;
  };
  /** Newest ends of tries, oldest first; only those since the newest good one are needed. `cause` is empty for a good end. */
  readonly ends: readonly { readonly isGood: boolean; readonly cause: string }[];
  readonly silence: {
    readonly strata: readonly SilenceStratum[];
    /** What lastControlShare() finds in the verdicts so far, 0 to 1. */
    readonly lastControlShare: number | undefined;
  };
  /** Of this gate; undefined when the gate is of another kind. */
  readonly health: HealthWatch | undefined;
  /** Since the first device was updated, hours. */
  readonly healthHours: number;
  /** For gates on signals; undefined when there are no readings yet. */
  readonly means: CohortMeans | undefined;
  /** An operator let this wave through. */
  readonly promotion: { readonly by: string; readonly reason: string; readonly atMs: number } | undefined;
  /** The newest limit that an operator gave this gate. */
  readonly change: RolloutChange | undefined;
  /** What this gate said before in this wave. */
  readonly before: GateVerdict | undefined;
}
