import type { UpdateCauseName } from '#proto/frame/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import type { RolloutPlan } from './rollout-plan.ts';

/** Where a device of a rollout stands: exactly one of these, at every instant. In the order of the life of a device. */
export const rolloutBuckets = [
  /** Its turn has not come: its wave, the rate, or the limit in flight. */
  'pending',
  /** An operator holds it. */
  'held',
  /** An operator pinned it to what it runs. */
  'pinned',
  /** It was not there before it could be offered anything. */
  'offline',
  'outsideWindow',
  'conditionNotMet',
  /** It waits for its next try, or until another attempt is over. */
  'deferred',
  /** It was told, and has not begun to take anything. */
  'offered',
  'downloading',
  'installing',
  'rebooting',
  'unconfirmed',
  /** Runs the target, confirmed; its wave is not through its gates. */
  'soaking',
  /** Runs the target, confirmed; its wave is through. */
  'updated',
  /** Ran the target before it could be offered. */
  'alreadyThere',
  /** Its tries are over; by cause. */
  'failed',
  /** Offered, or soaking, and it missed too many of its own wake-ups. */
  'silent',
  /** It refused. */
  'rejected',
  /** It runs what it ran before, again: by itself after a trial, or since the rollout was rolled back. */
  'rolledBack',
  /** Another rollout has it, or it runs something newer. */
  'superseded',
] as const;

/** @see rolloutBuckets */
export type RolloutBucket = (typeof rolloutBuckets)[number];

/** How a rollout stands. Ends: completed, aborted; halted and rolled back ones can go on. */
export type RolloutState =
  | 'draft'
  | 'awaitingApproval'
  | 'scheduled'
  | 'dispatching'
  | 'soaking'
  | 'deciding'
  | 'paused'
  | 'halted'
  | 'rollingBack'
  | 'rolledBack'
  | 'completed'
  | 'aborted';

/** What a gate found. `waiting`: not enough to judge, or its time has not come. */
export interface GateVerdict {
  readonly gate: string;
  readonly wave: string;
  readonly outcome: 'good' | 'bad' | 'waiting';
  /** One plain sentence: "updated devices crash 2.6 times as often as the 200 still waiting: 31 against 12 in 6 h; …". */
  readonly summary: string;
  /** As short figures: "31 of 200" and "12 of 200", what was measured and what it was held against. */
  readonly measured: string;
  readonly limit: string;
  /** Figures behind it: e-values, shares, counts; for --details. */
  readonly details: Readonly<Record<string, number>>;
  /** Since when the outcome is this one, ms. */
  readonly sinceMs: number;
}

/** Something that was done to a rollout: by an operator, or by a gate. */
export interface RolloutStep {
  readonly atMs: number;
  readonly state: RolloutState;
  readonly wave: string;
  /** Name of the operator, "gate GATE", or "system". */
  readonly by: string;
  readonly reason: string;
}

/** A limit that an operator changed while the rollout ran. */
export interface RolloutChange {
  readonly atMs: number;
  readonly by: string;
  readonly reason: string;
  /** Name of the gate, and its new limit: percent of a threshold, failures after each other, times as often of a health gate. */
  readonly gate: string;
  readonly limit: number;
  /** Both in words of the plan: "failed: 4 %". */
  readonly text: string;
}

/** What a retry forgives: failures up to then. It counts from the moment on in which it is stored with the rollout. */
export interface RolloutForgiveness {
  readonly atMs: number;
  /** Only failures of this cause; empty: all. */
  readonly cause: string;
  /** Of the way back, not of the way there. */
  readonly isBack: boolean;
}

/** A rollout as it is kept. Times are the manager's wall clock, ms; 0: not yet. */
export interface RolloutRecord {
  readonly plan: RolloutPlan;
  /** The file as it was given. */
  readonly source: string;
  /** From 1, growing. */
  readonly number: number;
  /** From 1, one more at each verb and each step: what a change must name. */
  readonly revision: number;
  readonly state: RolloutState;
  /** State to go back to on resume; empty unless paused or halted. */
  readonly resumeTo: 'dispatching' | 'soaking' | 'deciding' | '';
  /** Index of the wave that runs, from 0. */
  readonly wave: number;
  readonly waveStartedAtMs: number;
  /** When its dispatch was over. */
  readonly soakStartedAtMs: number;
  readonly approvals: readonly { readonly by: string; readonly atMs: number; readonly reason: string }[];
  readonly changes: readonly RolloutChange[];
  /** Idempotency keys of the newest 32 changes that had one, with their verbs and a digest of what was asked for; oldest first. */
  readonly keys: readonly { readonly key: string; readonly verb: string; readonly request?: string }[];
  /** Retries that the records of their members do not know of yet; left out: none. */
  readonly forgiving?: readonly RolloutForgiveness[];
  /** Rollouts that had devices of it at its newest step, by name; left out: none had. */
  readonly takers?: readonly string[];
  /** Newest verdict of each gate of the wave that runs. */
  readonly verdicts: readonly GateVerdict[];
  /** Of waves that are through: all verdicts at that time. */
  readonly passed: readonly GateVerdict[];
  /** Waves that an operator let through though their gates were not good. */
  readonly promoted: readonly string[];
  /** Oldest first, at most 200: the first ones and the newest stay. */
  readonly steps: readonly RolloutStep[];
  /** Evidence of the health gate, as HealthWatch saves it, by the gate's name. */
  readonly evidence: Readonly<Record<string, readonly number[]>>;
  readonly createdAtMs: number;
  readonly createdBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** A page of the devices of a rollout: written once when the rollout starts, or when devices join. Id: NAME/PAGE. */
export interface RolloutPageRecord {
  readonly rollout: string;
  /** From 0. */
  readonly page: number;
  readonly deviceIds: readonly string[];
  /** Index of the wave of each; -1: no wave takes it. */
  readonly waves: readonly number[];
  /** What each has in common with others, as text: "thermostat/b/wifi". */
  readonly strata: readonly string[];
}

/**
 * Where some devices of a rollout were counted when it was over and nothing of it was under way: what they run since changes nothing of that. Counts only
 * as long as the rollout is at that revision. Id: NAME/PAGE.
 */
export interface RolloutEndRecord {
  readonly rollout: string;
  /** From 0: of members in their order, as many a page as membersPerPage in member-pages.ts says. */
  readonly page: number;
  /** Of the rollout's record. */
  readonly revision: number;
  readonly buckets: readonly RolloutBucket[];
  /** Bits, as memberFlags in member-flags.ts has them. */
  readonly flags: readonly number[];
  /** What those that failed are counted under, empty when none was told; null: it has not failed. */
  readonly causes: readonly (string | null)[];
  /** Since when each was there, wall clock, ms. */
  readonly sincesMs: readonly number[];
}

/** What became of one device of a rollout; kept from the first order, or the first failure that counts, on. Id: NAME/DEVICE. */
export interface RolloutMemberRecord {
  readonly rollout: string;
  readonly deviceId: string;
  /** Orders so far: the number of the newest try, from 1; 0: none yet. Stored before the order is made. */
  readonly tries: number;
  /** Tries whose end was seen. One less than `tries`: the newest is open, or its order was never made. */
  readonly triesOver: number;
  /** Attempt of the newest try; empty for a configuration. */
  readonly attemptId: string;
  /** What the newest try brings: the subject, an intermediate release on the way there, or the way back. */
  readonly goal: 'subject' | 'waypoint' | 'back';
  /** Of the goal, NAME@VERSION; empty for a configuration. */
  readonly release: string;
  /** When the newest try was ordered, ms; 0: not yet, or it is not known whether it was: it is ordered again, and that changes nothing. */
  readonly orderedAtMs: number;
  /** An offer was made. */
  readonly isAttempted: boolean;
  /** Release, digest or settings before the first try: the way back. */
  readonly beforeRelease: string;
  readonly beforeDigest: string;
  readonly beforeSettings: Readonly<Record<string, SettingValue>>;
  /** Version of the configuration that was ordered; 0 for a release. */
  readonly configurationVersion: number;
  /** Ends of tries that failed, oldest first. */
  readonly failures: readonly {
    readonly cause: UpdateCauseName | 'silent' | 'lie' | '';
    readonly message: string;
    readonly atMs: number;
  }[];
  /** It is left alone until then; 0: not. */
  readonly notBeforeMs: number;
  /** Intermediate release that its newest good try on the way brought it, NAME@VERSION; left out: none. */
  readonly reached?: string;
  /** When it ran the target, confirmed; 0: never. */
  readonly updatedAtMs: number;
  /** Why it is out of the rollout for good; empty: it is not. */
  readonly outcome: 'updated' | 'alreadyThere' | 'failed' | 'rejected' | 'rolledBack' | 'superseded' | '';
  readonly message: string;
  /**
   * Since it was offered something: time in which it did not serve, ms. `lostMs`: it crashed, restarted by itself, or was silent; `rebootMs`: it rebooted
   * as it was told to, for an update too. Left out: none.
   */
  readonly lostMs?: number;
  readonly rebootMs?: number;
  /** Failures that each health gate counted since the rollout began, by the gate's name. */
  readonly healthFailures: Readonly<Record<string, number>>;
}
