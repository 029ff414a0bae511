import type { UpdateCauseName } from '#proto/frame/index.js';
import type { DeltaPolicy } from '#proto/image/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import type { Role } from './records.ts';

/** What goes to the devices: a release, or a desired configuration. */
export type PlanSubject =
  /** NAME@VERSION. */
  | { readonly type: 'release'; readonly release: string; readonly delta: DeltaPolicy }
  /** Settings to set, and keys that go back to the profile's default. */
  | { readonly type: 'configuration'; readonly set: Readonly<Record<string, SettingValue>>; readonly reset: readonly string[] };

/** What makes devices alike: a facet of the device, or `label:KEY`. */
export type PlanStratum = 'profile' | 'hardware' | 'link' | `label:${string}`;

/** Which of the devices that no earlier wave has. */
export type PlanShare =
  /** So many that all waves up to this one have this share of the whole, percent, above 0 to 100, and `atLeast` devices. */
  | { readonly type: 'percent'; readonly percent: number; readonly atLeast: number }
  | { readonly type: 'count'; readonly count: number }
  /** CEL or shorthand. */
  | { readonly type: 'selector'; readonly selector: string };

/** What a bad verdict does. `rollback` is a halt that also offers the way back, where the pre-flight says that there is one. */
export type GateAction = 'pause' | 'halt' | 'rollback';

/** Sets of a rollout's buckets that a threshold counts. */
export type ThresholdSet = 'failed' | 'silent' | 'rejected' | 'rolledBack';

/** What counts as a failure of a device for the health of updated ones. */
export type HealthFailure = 'crash' | 'reboot' | 'silence' | 'selfTest';

/** What must hold before the next wave begins. */
export type PlanGate =
  | {
      readonly type: 'threshold';
      readonly name: string;
      readonly of: readonly ThresholdSet[];
      /** Only failures of these causes; empty: every cause. */
      readonly causes: readonly (UpdateCauseName | 'lie')[];
      /** Percent of the attempted of this wave and those before it, 0 to 100: more is bad. */
      readonly abovePercent: number;
      /** Attempted devices before it judges, 1 or more. */
      readonly minimum: number;
      /** Silence as it is, and not its excess over the devices that wait. */
      readonly absolute: boolean;
      readonly onBad: GateAction;
    }
  | {
      /** Several failures of one cause after each other, in the order of their ends. */
      readonly type: 'consecutive';
      readonly name: string;
      /** 2 or more. */
      readonly failures: number;
      readonly onBad: GateAction;
    }
  | {
      readonly type: 'health';
      readonly name: string;
      /** Largest probability of ever stopping an update that is as good as what it replaces, 0.0001 to 0.5. */
      readonly falseStop: number;
      /** Largest probability of ever promoting an update with 1.5 times the failures or more, 0.0001 to 0.5. */
      readonly falsePromotion: number;
      readonly failures: readonly HealthFailure[];
      /** Failures of one device that count, 1 to 3. */
      readonly countedFailures: number;
      /** Left out in plan files: 1. On resume an operator may let updated devices fail so many times as often, above 1 to 20. */
      readonly ratio?: number;
      /** `proven`: the wave is held until the mirror test says that it is good enough, or holdMs have passed; `soak`: the soak is enough. */
      readonly promotion: 'proven' | 'soak';
      /** Longest hold beyond the soak, ms; afterwards an operator decides. 0 with `soak`. */
      readonly holdMs: number;
      readonly onBad: GateAction;
    }
  | {
      /** CEL over the means of cohorts: `updated.tempC <= waiting.tempC + 2.0`. */
      readonly type: 'signal';
      readonly name: string;
      readonly when: string;
      /** Devices of each cohort before it judges, 1 or more. */
      readonly minimum: number;
      readonly onBad: GateAction;
    }
  | {
      /** An operator lets the next wave begin. */
      readonly type: 'manual';
      readonly name: string;
      readonly role: Exclude<Role, 'viewer'>;
    };

/** One wave. */
export interface PlanWave {
  /** kebab-case, 1 to 40 characters, once in a plan. */
  readonly name: string;
  readonly share: PlanShare;
  /** From the end of its dispatch until its gates decide, ms. */
  readonly soakMs: number;
  /**
   * How long its dispatch waits for devices that can't be offered anything now (offline, held, pinned, outside their window, condition not met), ms. They
   * stay welcome as long as the rollout runs.
   */
  readonly patienceMs: number;
  readonly gates: readonly PlanGate[];
}

/** How fast offers go out. */
export type PlanDispatch =
  /** So many offers a minute, 1 to 60,000. */
  | { readonly type: 'constant'; readonly perMinute: number }
  /** Begins with a rate that is multiplied each time so many more devices were attempted, or updated. */
  | {
      readonly type: 'exponential';
      readonly basePerMinute: number;
      /** 1.1 to 5. */
      readonly factor: number;
      readonly every: { readonly attempted: number } | { readonly updated: number };
      readonly mostPerMinute: number;
    };

/** A span of the day in which a device may be offered something, by its own clock on the wall. */
export interface PlanWindow {
  /** 1 Monday to 7 Sunday: the day on which it begins. */
  readonly days: readonly number[];
  /** Minutes from midnight, 0 to 1439. */
  readonly fromMinute: number;
  /** Minutes from midnight, 1 to 1440, not in it any more; an end before the start is on the next day. */
  readonly toMinute: number;
}

/** How long an attempt may stay in a state, ms. */
export interface PlanDeadlines {
  readonly offerMs: number;
  readonly downloadMs: number;
  readonly installMs: number;
  readonly confirmMs: number;
}

/** What a plan file says, with all defaults filled in. */
export interface RolloutPlan {
  /** 1 to 63 of a-z 0-9 . _ -, starting with a letter or digit. */
  readonly name: string;
  readonly title: string;
  readonly subject: PlanSubject;
  /** CEL or shorthand. */
  readonly selector: string;
  /** Devices that never take part; empty: none. */
  readonly exclude: string;
  /** Of the lot; the name when the file has none. */
  readonly seed: string;
  readonly strata: readonly PlanStratum[];
  /** `dynamic`: devices that the selector names later join. */
  readonly membership: 'static' | 'dynamic';
  readonly waves: readonly PlanWave[];
  readonly dispatch: PlanDispatch;
  readonly limits: {
    /** Attempts that are open at once; 0: ten per 1,000 of its devices, and at least ten. */
    readonly inFlight: number;
    /** Bytes a second that are sent to all its devices together, and that offers keep within; 0: no budget of its own. */
    readonly bytesPerSecond: number;
  };
  /** Empty: at any time. */
  readonly windows: readonly PlanWindow[];
  /** IANA name, of devices without a label `timezone`. */
  readonly timeZone: string;
  readonly deadlines: PlanDeadlines;
  readonly retries: {
    /** Tries after the first one, by cause; never for signature, compatibility, rollback. */
    readonly byCause: Readonly<Partial<Record<UpdateCauseName | 'silent', number>>>;
    /** For causes that are not named. */
    readonly others: number;
    readonly waitMs: number;
  };
  /** A device that failed so often, whatever the cause, is left alone for a while. */
  readonly penalty: { readonly failures: number; readonly ms: number };
  /** CEL over the device, as in selectors: `battery >= 30.0`; empty: none. */
  readonly condition: string;
  readonly approval: { readonly role: Exclude<Role, 'viewer'>; readonly approvals: number } | undefined;
  /** Of two rollouts that want one device the higher one has it, 0 to 100; of equal ones the one that was started first. */
  readonly priority: number;
  /** Wall clock, ms; 0: when an operator starts it. */
  readonly startAtMs: number;
  /** Wake-ups, or heartbeats, that a device misses before it counts as silent, 1 to 100. */
  readonly missedWakeUps: number;
}
