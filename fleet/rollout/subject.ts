import { hash } from 'node:crypto';
import type { Actor, DeviceView, PlanBlocker, RolloutMemberRecord, RolloutPlan } from '#fleet/domain/index.js';
import type { UpdateCauseName } from '#proto/frame/index.js';

/** What a device needs, judged by what is known before anything is ordered. */
export type Need =
  /** It runs the subject, confirmed. */
  | { readonly type: 'there' }
  /** `release`: what it is to be given next, NAME@VERSION; empty for a configuration. */
  | {
      readonly type: 'wants';
      readonly goal: 'subject' | 'waypoint';
      readonly release: string;
      /** True: somebody wants something else of it; who had the subject did not lose it by itself. */
      readonly isReplaced?: boolean;
    }
  /** It runs a newer version of the same name. */
  | { readonly type: 'newer'; readonly message: string }
  /** It can't be given the subject as things stand. */
  | { readonly type: 'barred'; readonly reason: PlanBlocker['reason']; readonly message: string };

/** Where the newest try of a member stands. Times are the manager's wall clock, ms. */
export type Standing =
  /** No try yet, or its order was never made. */
  | { readonly type: 'none' }
  | {
      readonly type: 'open';
      readonly bucket: 'offered' | 'downloading' | 'installing' | 'rebooting' | 'unconfirmed';
      readonly sinceMs: number;
      /** The device finishes whatever is said to it. */
      readonly isPastSwitch: boolean;
      /** It was told. */
      readonly wasOffered: boolean;
      /** When the standing is to be looked at again although nothing is heard; 0: who keeps the try says when its time is over. */
      readonly deadlineAtMs: number;
    }
  /** The device runs the goal of the try, confirmed: proven, not reported. */
  | { readonly type: 'done'; readonly atMs: number }
  | {
      readonly type: 'failed';
      /** `recalled`: it was taken back, or the device was never told of it; that is nobody's failure. */
      readonly kind: 'failed' | 'rejected' | 'rolledBack' | 'silent' | 'recalled';
      readonly cause: UpdateCauseName | 'lie' | 'silent' | '';
      readonly message: string;
      readonly atMs: number;
      readonly wasOffered: boolean;
    };

/** The way back of a device that runs the subject. */
export type WayBack =
  | { readonly type: 'release'; readonly release: string }
  | { readonly type: 'settings' }
  | { readonly type: 'none'; readonly why: string };

/** What of a member record says what ran before the first try. */
export type BeforeFacts = Pick<RolloutMemberRecord, 'beforeRelease' | 'beforeDigest' | 'beforeSettings' | 'reached'>;

/** What a rollout brings to a device: a release, or a configuration. */
export interface Subject {
  /**
   * Reads anew what it keeps of releases: called with each sweep, before a way back is looked for, and when an order was refused. True: what it said of devices
   * (judge, wayBack) may be otherwise now.
   */
  refresh(): boolean;
  /** Why nobody may be given it any more, one sentence; empty: it may be given. */
  readonly problem: string;
  /** Whether a device needs it. Reads only what is in memory. */
  judge(device: DeviceView): Need;
  /** What a device runs now: kept in its member record before the first try. */
  before(device: DeviceView): BeforeFacts;
  /**
   * Orders what the record's newest try brings (goal, release). The same record makes the same order once, also after a crash in between: store the
   * record first. Throws the errors of updates (E2560 to E2567) or of configurations (E1702, E1706, E1707).
   */
  order(member: RolloutMemberRecord): Promise<{ readonly attemptId: string; readonly configurationVersion: number }>;
  /**
   * Where the newest try stands.
   * @param device undefined: it is forgotten
   */
  standing(member: RolloutMemberRecord, device: DeviceView | undefined, nowMs: number): Standing;
  /**
   * Takes the newest try back where the device is not past its switch; nothing happens where it is. Settings go back to what was wanted before, also when
   * the device refused them or did not answer.
   */
  recall(member: RolloutMemberRecord, reason: string): Promise<void>;
  /** Whether and how a device that runs the subject can go back to what it ran before. */
  wayBack(before: BeforeFacts, device: DeviceView): WayBack;
  /** A device's standing may have changed. Returns the unsubscriber. */
  subscribe(listener: (deviceId: string) => void): () => void;
}

/** The rollout that a subject works for. */
export interface SubjectRollout {
  readonly name: string;
  /** RolloutRecord.number: tells rollouts of one name apart. */
  readonly number: number;
  readonly plan: Pick<RolloutPlan, 'subject' | 'deadlines'>;
  /** In whose name it orders. */
  readonly by: Actor;
}

/** The attempt of a try: the same for the same try, 16 hex digits. */
export function attemptIdOf(
  rollout: { readonly name: string; readonly number: number },
  { deviceId, tries, goal }: Pick<RolloutMemberRecord, 'deviceId' | 'tries' | 'goal'>,
): string {
  return hash('sha256', JSON.stringify([rollout.name, rollout.number, deviceId, tries, goal]), 'hex').slice(0, 16);
}
