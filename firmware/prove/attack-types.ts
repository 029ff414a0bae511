import type { WeakenedRules } from '#firmware/device/index.js';
import type { Profile } from '#proto/profile/index.js';

/** Rows of the table of attacks (TUF, Uptane, SUIT), in its order. */
export const attackTitles = {
  A1: 'arbitrary software',
  A2: 'rollback',
  A3: 'indefinite freeze',
  A4: 'expired while offline',
  A5: 'fast-forward',
  A6: 'mix and match',
  A7: 'partial install',
  A8: 'endless data',
  A9: 'slow retrieval',
  A10: 'dropped requests',
  A11: 'extraneous data',
  A12: 'malicious mirror',
  A13: 'wrong device',
  A14: 'wrong precursor',
  A15: 'manifest modified',
  A16: 'swapped after the check',
  A17: 'keys below the threshold',
  A18: 'unapproved update',
  A19: 'eavesdropping',
  A20: 'denial of service',
  A21: 'stolen identity',
} as const;

/** Number of an attack. */
export type AttackId = keyof typeof attackTitles;

/** What every attack of a run shares. */
export interface AttackSetting {
  /** The same seed gives the same run. */
  readonly seed: string;
  readonly profile: Profile;
  /** Left out but in the test that shows that the proof notices. */
  readonly weakened?: WeakenedRules;
}

/** One way to make an attack. */
export interface AttackCase {
  readonly attack: AttackId;
  /** What goes wrong. */
  readonly injected: string;
  /** What the device or the manager must do. */
  readonly expected: string;
  /** Makes it, on virtual time. */
  readonly run: (setting: AttackSetting) => AttackFinding | Promise<AttackFinding>;
}

/** What came of it. */
export interface AttackFinding {
  /** What the device or the manager did, for a person. */
  readonly did: string;
  /** Where that is not what is expected: each with what was measured. Empty: the attack was beaten. */
  readonly misses: readonly string[];
}
