import type { WeakenedRules } from '#firmware/device/index.js';
import type { Profile } from '#proto/profile/index.js';

/** Rows of the table of faults of updates, in its order. */
export const faultTitles = {
  B1: 'power cut at an operation of the flash',
  B2: 'power cut in a revert, then again',
  B3: 'chain of resets',
  B4: 'boot-control record can not be written',
  B5: 'flash worn out, or too small',
  B6: 'link: cuts, stalls, frames twice, in another order, stale, damaged',
  B7: 'manager restarts, or goes over to another release',
  B8: 'cancelled',
  B9: 'reports lost, twice, late',
  B10: 'never confirms',
  B11: 'application crashes',
  B12: 'no network',
  B13: 'boot loop; both slots damaged',
  B14: 'degrades slowly',
  B15: 'silent death',
  B16: 'lies',
  B17: 'clock wrong by years',
  B18: 'herd',
  B19: 'credential expires',
  B20: 'settings over a revert',
  B21: 'device moved, retired, revoked, removed',
  B22: 'release withdrawn',
} as const;

/** Number of a fault. */
export type FaultId = keyof typeof faultTitles;

/** What every cell of a run shares. */
export interface FaultSetting {
  /** The same seed gives the same run. */
  readonly seed: string;
  readonly profile: Profile;
  /** Left out but in the test that shows that the proof notices. */
  readonly weakened?: WeakenedRules;
}

/** Limits of the manager that a case of a fault sets, ms. */
export interface FaultLimits {
  readonly assignmentMs?: number;
  readonly timestampMs?: number;
}
