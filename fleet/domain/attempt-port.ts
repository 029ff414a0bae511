import type { UpdateCauseName } from '#proto/frame/index.js';
import type { DeltaPolicy } from '#proto/image/index.js';
import type { Actor } from './registry-port.ts';
import type { PlanDeadlines } from './rollout-plan.ts';

/**
 * How an attempt stands. `queued`: the unit was not told yet; `offered`: it was told and has not answered; then what it reports. Ends: `updated`: a
 * boot after the offer runs the target's digest, confirmed; `failed`: it was tried and the new image did not run; `rejected`: the unit refused it;
 * `rolledBack`: the new image was tried and the old one runs again; `cancelled`: taken back; `silent`: nothing was heard of it in time.
 */
export type AttemptState =
  | 'queued'
  | 'offered'
  | 'checking'
  | 'downloading'
  | 'installing'
  | 'rebooting'
  | 'unconfirmed'
  | 'updated'
  | 'failed'
  | 'rejected'
  | 'rolledBack'
  | 'cancelled'
  | 'silent';

/** What a device is to run. */
export interface UpdateOrder {
  /** NAME@VERSION. */
  readonly release: string;
  /** Deltas where they are good, a delta or nothing, or none. */
  readonly delta: DeltaPolicy;
  /** 16 hex digits, chosen by who orders: the same order again is the same attempt. Left out: a random one. */
  readonly attemptId?: string | undefined;
  /** Rollout that it belongs to; left out: none. */
  readonly rollout?: string | undefined;
  /** In place of the manager's own limits; 1 ms to 400 days each. */
  readonly deadlines?: PlanDeadlines | undefined;
}

/** The delta that an attempt may take. Digests are hex. */
export interface AttemptDelta {
  readonly baseDigest: string;
  readonly bytes: number;
  readonly digest: string;
}

/** One step of an attempt's history. */
export interface AttemptStep {
  readonly state: AttemptState;
  /** By the manager's clock, ms. */
  readonly atMs: number;
  /** Bytes of content or delta that the unit had stored. */
  readonly storedBytes: number;
  /** Empty when there is none. */
  readonly cause: UpdateCauseName | '';
  /** For a person; empty when there is nothing to say. */
  readonly message: string;
}

/** What a Hello said of the image that runs. */
export interface HelloFacts {
  readonly boot: number;
  /** Hex. */
  readonly imageDigest: string;
  readonly imageConfirmed: boolean;
  readonly resetReason: string;
}

/** One try of one device at one release. Digests are hex, times the manager's clock, ms. */
export interface AttemptRecord {
  /** The id on the wire. */
  readonly id: string;
  /** From 1, growing. */
  readonly number: number;
  readonly deviceId: string;
  readonly release: string;
  /** Of the image's header. */
  readonly digest: string;
  readonly headerBytes: number;
  readonly contentBytes: number;
  readonly deltaPolicy: DeltaPolicy;
  /** Chosen with the first offer; left out: the whole image. */
  readonly delta?: AttemptDelta;
  /** Why delta or whole image; empty before the first offer. */
  readonly choice: string;
  /** What ran when it was ordered. */
  readonly fromVersion: string;
  readonly fromDigest: string;
  /** Boot in whose session it was offered first; 0: not offered yet. Only a later boot can prove the update. */
  readonly offeredInBoot: number;
  readonly state: AttemptState;
  readonly cause: UpdateCauseName | '';
  readonly message: string;
  /** What the unit said that its Hello contradicts; empty when nothing. */
  readonly lie: string;
  /** Oldest first, at most 64; later ones take the place of the last but one. */
  readonly steps: readonly AttemptStep[];
  /** Newest report that was taken; 0: none. */
  readonly sequence: number;
  /** Boot in which it was made; 0: none. A unit that lost its flash begins in a later boot with sequence 1 again. */
  readonly reportBoot: number;
  readonly takesDelta: boolean;
  readonly storedBytes: number;
  /** Bytes of parts that reached the unit, by its reports. */
  readonly receivedBytes: number;
  /** Bytes of parts that were sent, up to now; what was sent in a transfer that a crash of the manager ends is not counted. */
  readonly sentBytes: number;
  /** The security counter that the unit has confirmed, by its newest report; -1: not known. */
  readonly securityCounter: number;
  /** Latest Hello after the first offer. */
  readonly hello?: HelloFacts;
  /** The unit is told to stop. */
  readonly isCancelling: boolean;
  /** Of the state that it is in; 0 when it is over. */
  readonly deadlineAtMs: number;
  readonly createdAtMs: number;
  /** 0 while it is open. */
  readonly endedAtMs: number;
  readonly by: string;
  readonly reason: string;
  /** Operation that it belongs to; empty when none. */
  readonly operationId: string;
  /** Rollout that it belongs to; empty when none. */
  readonly rollout: string;
  /** How long it may stay in its states, where the order said so; left out: as the manager's limits say. */
  readonly deadlines?: PlanDeadlines;
}

/** What attempts and transfers count. */
export interface UpdateCounters {
  /** Open attempts, by state. */
  readonly open: Readonly<Record<string, number>>;
  /** Ends since start, by state. */
  readonly ended: Readonly<Record<string, number>>;
  /** Reports taken, those that were there already, and those of attempts that are over or unknown. */
  readonly reports: number;
  readonly duplicateReports: number;
  readonly strayReports: number;
  /** Reports that a Hello contradicts. */
  readonly lies: number;
  /** Bytes of parts sent. */
  readonly bytesSent: number;
  readonly partsSent: number;
  /** Devices that take an image now. */
  readonly transfersOpen: number;
  /** Requests answered with BUSY. */
  readonly busy: number;
  /** Times that a part waited for bandwidth. */
  readonly throttled: number;
  /** Requests of units for what is not theirs, or no longer. */
  readonly refused: number;
}

/** Updates of devices: one open attempt a device, kept until its end is known, over crashes of the manager and sleep of the device. */
export interface UpdateService {
  /**
   * Judges an order. `unchanged`: the device runs that image, confirmed.
   * Throws E2560 (no such device), E2561 (its status), E2562 (no published release), E2563 (other profile or hardware), E2564 (version too old),
   * E2565 (no delta for what it runs), E2566 (an attempt is open), E2572 (held or pinned).
   */
  check(deviceId: string, order: UpdateOrder): 'change' | 'unchanged';
  /**
   * Throws as check(), E2566 also when it runs that image, E2567 (too many are open), E2570 (a field is out of its range), and E2571 when its attemptId
   * is that of another device. An attemptId of an attempt of that device gives that attempt, however it stands, and nothing is ordered. Resolves when
   * it is stored.
   */
  order(deviceId: string, order: UpdateOrder, operationId: string, by: Actor): Promise<AttemptRecord>;
  /** Throws E2568. */
  get(id: string): AttemptRecord;
  /** undefined: there is none. */
  find(id: string): AttemptRecord | undefined;
  /** The open one of a device. */
  openOf(deviceId: string): AttemptRecord | undefined;
  /** Newest first, those with a number below `before`. */
  list(filter: {
    readonly deviceId?: string | undefined;
    readonly release?: string | undefined;
    readonly operationId?: string | undefined;
    readonly rollout?: string | undefined;
    readonly open?: boolean | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  }): AttemptRecord[];
  /** Takes one back; past the switch of slots the unit goes on, and the attempt ends as it does. Throws E2568, E2569 (over). */
  cancel(id: string, by: Actor): Promise<AttemptRecord>;
  /** The security counter that a device has confirmed, by its newest report; undefined: not known. */
  securityCounterOf(deviceId: string): number | undefined;
  /**
   * Called with each attempt as it stands after its order, after each of its steps, when it is being taken back, and when a report comes after its
   * end: at once, so before it is stored, but for the order. The listener must not throw. Returns the unsubscriber.
   */
  subscribe(listener: (record: AttemptRecord) => void): () => void;
  counters(): UpdateCounters;
}
