import type { Actor } from './registry-port.ts';
import type { GateAction, RolloutPlan } from './rollout-plan.ts';
import type { GateVerdict, RolloutBucket, RolloutRecord, RolloutState } from './rollout-record.ts';

/** Counts of all buckets; together they are the devices of the rollout. */
export type BucketCounts = Readonly<Record<RolloutBucket, number>>;

/** Sets that are sums of buckets, or of members. */
export interface RolloutSums {
  readonly devices: number;
  /** Devices that an offer was made to. */
  readonly attempted: number;
  /** Open attempts. */
  readonly inFlight: number;
  /** Runs the target, confirmed: soaking and updated. */
  readonly updated: number;
  /** Failed, rejected, rolled back by itself, and silent ones beyond what the control group shows. */
  readonly failed: number;
  /** Failed, and have tries left: neither failed nor updated yet. */
  readonly failing: number;
  /** Failed, and heard again on a signed image. */
  readonly recovered: number;
}

/** One wave as it stands. */
export interface WaveView {
  readonly name: string;
  readonly devices: number;
  readonly state: 'waiting' | 'dispatching' | 'soaking' | 'deciding' | 'passed' | 'stopped';
  readonly buckets: BucketCounts;
  /** Of the superseded ones those that another rollout has for as long as it wants them. */
  readonly taken: number;
  readonly sums: RolloutSums;
  readonly gates: readonly GateVerdict[];
}

/** A rollout as operators see it. */
export interface RolloutView extends RolloutRecord {
  readonly buckets: BucketCounts;
  readonly sums: RolloutSums;
  /** Failed ones by cause. */
  readonly causes: Readonly<Record<string, number>>;
  readonly waves: readonly WaveView[];
  /** One plain sentence about how it stands, with measured values. */
  readonly verdict: string;
}

/** One device of a rollout. */
export interface RolloutMemberView {
  readonly deviceId: string;
  readonly wave: string;
  readonly bucket: RolloutBucket;
  /** Why it is there, with measured value and limit: "offline since 2026-01-01T10:00Z". */
  readonly why: string;
  readonly attemptId: string;
  readonly tries: number;
  readonly sinceMs: number;
}

/** What stands before, in, and past the switch of slots: what a verb can still reach. */
export interface BlastRadius {
  readonly verb: string;
  readonly rollout: string;
  readonly revision: number;
  /** Never offered anything. */
  readonly before: number;
  /** Offered, and not past the switch. */
  readonly inside: number;
  /** Past the switch: they always finish. */
  readonly past: number;
  /** Run the target, confirmed. */
  readonly updated: number;
  /** What the verb does to each of them, one line each. */
  readonly effects: readonly string[];
  /** The verb that undoes it, as a command; empty: nothing does. */
  readonly undo: string;
}

/** Something odd about a plan, or what stands in its way. */
export interface PlanFinding {
  readonly level: 'error' | 'warning' | 'note';
  /** kebab-case: "threshold-cannot-trip". */
  readonly rule: string;
  readonly message: string;
  /** What to do. */
  readonly next: string;
}

/** Devices that can't be updated now, by reason. */
export interface PlanBlocker {
  readonly reason: RolloutBucket | 'otherProfile' | 'otherHardware' | 'tooOld' | 'noDelta' | 'notActive' | 'securityCounter' | 'setting';
  readonly devices: number;
  /** Some of them by name, at most 10. */
  readonly names: readonly string[];
  readonly message: string;
}

/** One wave before the start. */
export interface WaveForecast {
  readonly name: string;
  readonly devices: number;
  /** By stratum, the greatest first, at most 20. */
  readonly strata: readonly { readonly stratum: string; readonly devices: number }[];
  /** Devices that still wait when it soaks: the control group. */
  readonly control: number;
  /** Bytes of content or delta. */
  readonly bytes: number;
  /** From its start until its gates decide, ms: likely, and when all deadlines are used up. */
  readonly expectedMs: number;
  readonly longestMs: number;
  readonly gates: readonly {
    readonly name: string;
    /** "with 52 devices a failure of 0.5 % is unseen in 77 % of cases; 598 are needed for 95 %". */
    readonly power: string;
    readonly figures: Readonly<Record<string, number>>;
  }[];
}

/** What a plan would do; nothing was done. */
export interface RolloutForecast {
  readonly plan: RolloutPlan;
  readonly devices: number;
  readonly excluded: number;
  readonly waves: readonly WaveForecast[];
  readonly blockers: readonly PlanBlocker[];
  readonly bytes: number;
  readonly expectedMs: number;
  /** Silence that this fleet shows without any update. */
  readonly silence: { readonly devices: number; readonly percent: number; readonly perDayPercent: number };
  /** The way back: for how many devices there is one, and why not for the others. */
  readonly wayBack: { readonly devices: number; readonly missing: readonly { readonly devices: number; readonly why: string }[] };
  readonly findings: readonly PlanFinding[];
}

/** One thing that decided, in the order in which it did. */
export interface ExplainStep {
  readonly name: string;
  readonly outcome: 'ok' | 'bad' | 'waiting' | 'notReached';
  readonly measured: string;
  readonly limit: string;
  /** Who set the limit: "plan", or a name with the reason that was given. */
  readonly setBy: string;
  /** Since when the outcome is this one, ms; 0: not known. */
  readonly sinceMs: number;
  /** The next command; empty when there is nothing to do. */
  readonly next: string;
  readonly details: Readonly<Record<string, number>>;
}

/** An answer to "why". */
export interface Explanation {
  /** "rollout r-42", "device pump-00042". */
  readonly subject: string;
  /** Plain, with numbers. */
  readonly verdict: string;
  /** What it came to: devices kept working, device-hours of service lost. */
  readonly outcomes: string;
  readonly steps: readonly ExplainStep[];
  readonly next: readonly string[];
}

/** Two plans compared. */
export interface PlanDifference {
  readonly path: string;
  readonly running: string;
  readonly given: string;
}

/** What every change of a rollout names. */
export interface RolloutCall {
  /** As the operator saw it; refused with a conflict when it is another by now. Left out: whatever it is. */
  readonly revision?: number | undefined;
  /** Of the caller: the same key again gives the first answer again, and nothing is done twice. Up to 64 characters. */
  readonly key?: string | undefined;
}

/** Changed limits of gates on resume, by the gate's name: percent of a threshold, failures after each other, or times as often of a health gate. */
export type RaisedLimits = Readonly<Record<string, number>>;

/** Rollouts: what operators do with them. Every mutation is audited with actor and reason. Errors: E2701 to E2799. */
export interface RolloutService {
  /** Reads a plan file (YAML of kind Rollout). Throws E10xx, E18xx or E27xx with file, line and column. */
  parse(source: string, file: string): RolloutPlan;
  /** Walks over the whole fleet, a bounded part of it at a time. */
  forecast(plan: RolloutPlan): Promise<RolloutForecast>;
  create(request: { readonly source: string; readonly file: string } & RolloutCall, by: Actor): Promise<RolloutView>;
  approve(name: string, call: RolloutCall, by: Actor): Promise<RolloutView>;
  start(name: string, call: RolloutCall, by: Actor): Promise<RolloutView>;
  pause(name: string, call: RolloutCall, by: Actor): Promise<RolloutView>;
  resume(name: string, call: RolloutCall & { readonly raise: RaisedLimits }, by: Actor): Promise<RolloutView>;
  /** Lets the wave through: `wave`, or all that are left. */
  promote(name: string, call: RolloutCall & { readonly all: boolean }, by: Actor): Promise<RolloutView>;
  /**
   * Gives failed devices another try; of one cause when given. A wave that soaks, decides or was the last one of a completed rollout is offered again; one
   * that goes back tries the way back again.
   */
  retry(name: string, call: RolloutCall & { readonly cause?: string | undefined }, by: Actor): Promise<RolloutView>;
  abort(name: string, call: RolloutCall, by: Actor): Promise<RolloutView>;
  rollback(name: string, call: RolloutCall, by: Actor): Promise<RolloutView>;
  /** What a verb would reach. Throws E2703 unless it is at the revision that was seen, and E2704, E2707 where the verb would whatever is said with it. */
  blast(name: string, verb: RolloutVerb, seen?: number): Promise<BlastRadius>;
  get(name: string): RolloutView;
  /** Newest first. */
  list(): RolloutView[];
  members(
    name: string,
    filter: {
      readonly bucket?: RolloutBucket | undefined;
      readonly wave?: string | undefined;
      readonly after?: string | undefined;
      readonly limit: number;
    },
  ): { readonly members: RolloutMemberView[]; readonly total: number; readonly next: string | undefined };
  diff(name: string, plan: RolloutPlan): PlanDifference[];
  explain(name: string): Explanation;
  explainDevice(deviceId: string): Explanation;
  /** Called when a rollout changed, at most once a turn a rollout. Returns the unsubscriber. */
  subscribe(listener: (name: string) => void): () => void;
  readonly counters: RolloutCounters;
}

/** What operators can do to one that exists. */
export type RolloutVerb = 'approve' | 'start' | 'pause' | 'resume' | 'promote' | 'retry' | 'abort' | 'rollback';

/** Since the start of the manager; gauges are of now. */
export interface RolloutCounters {
  readonly byState: Readonly<Partial<Record<RolloutState, number>>>;
  /** Of rollouts that are not over, or have devices at work still, by bucket. */
  readonly buckets: Readonly<Record<string, BucketCounts>>;
  readonly ordered: number;
  readonly recalled: number;
  readonly decisions: number;
  readonly verdictsBad: number;
  readonly stoppedBy: Readonly<Partial<Record<GateAction, number>>>;
}
