import type { UpdateOrder } from './attempt-port.ts';
import type { CommandOrder } from './command-port.ts';
import type { ConfigurationChange } from './configuration-port.ts';
import type { Actor } from './registry-port.ts';

/** What can be done to many devices at once. */
export type BulkOrder =
  /** Sets and removes labels. */
  | { readonly type: 'label'; readonly set: Readonly<Record<string, string>>; readonly remove: readonly string[] }
  /** Changes what is wanted of their configuration. */
  | ({ readonly type: 'configure' } & ConfigurationChange)
  /** Sends a command. */
  | ({ readonly type: 'command' } & CommandOrder)
  /** Orders an update. */
  | ({ readonly type: 'update' } & UpdateOrder)
  | { readonly type: 'approve' }
  | { readonly type: 'reject' }
  | { readonly type: 'revoke' }
  | { readonly type: 'retire' }
  | { readonly type: 'reinstate' }
  /** Leaves them alone until a time, wall clock, ms; 0: until it is taken back. */
  | { readonly type: 'hold' | 'pin'; readonly untilMs: number }
  | { readonly type: 'unhold' | 'unpin' };

/** An order for the devices that a selector matches. */
export interface BulkRequest {
  readonly order: BulkOrder;
  /** CEL or shorthand; "" only together with `all`. */
  readonly selector: string;
  /** Every device is meant. */
  readonly all: boolean;
  /** Refused when more devices match, 1 to limits.operationDevices. */
  readonly max: number;
  /** Devices a second on average, 0.01 to 1,000; the gaps vary by half, so that devices do not act in step. */
  readonly ratePerSecond: number;
  /** Ends at this many failures, 1 to 10,000. */
  readonly stopAfter: number;
}

/** What a request would do; nothing was done. */
export interface BulkPlan {
  /** Ids of the devices that match, in order. */
  readonly deviceIds: readonly string[];
  /** How many of them stand as the order wants them already. */
  readonly unchanged: number;
  /** Devices for which the order can't be carried out: with one of them nothing is begun. */
  readonly problems: readonly { readonly deviceId: string; readonly code: string; readonly message: string }[];
  /** The order in words: "label site=north". */
  readonly summary: string;
}

/** How an operation stands. `stopped`: by its failures; `interrupted`: the manager ended while it ran. */
export type OperationState = 'running' | 'done' | 'stopped' | 'cancelled' | 'interrupted';

/** An order under way or over. It runs in the manager, whether or not anybody watches. */
export interface OperationRecord {
  /** Small number as text, never reused. */
  readonly id: string;
  /** As in the audit: "device.label". */
  readonly action: string;
  /** The order in words. */
  readonly summary: string;
  /** As it was written; "all" for every device. */
  readonly selector: string;
  readonly state: OperationState;
  /** Why it ended, when it was not because all was done. */
  readonly message: string;
  readonly devices: number;
  readonly done: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly ratePerSecond: number;
  readonly stopAfter: number;
  readonly startedAtMs: number;
  /** 0 while it runs. */
  readonly endedAtMs: number;
  readonly by: string;
  readonly reason: string;
}

/** One device of an operation. */
export interface OperationStep {
  readonly deviceId: string;
  /** `waiting` for good when the operation ended before its turn. */
  readonly outcome: 'waiting' | 'done' | 'unchanged' | 'failed';
  /** Of a failure. */
  readonly code: string;
  readonly message: string;
  /** 0 before its turn. */
  readonly atMs: number;
}

/** Steps of an operation as they are stored: a page is written after each device, so it is short. */
export interface OperationPageRecord {
  readonly operationId: string;
  /** From 0. */
  readonly page: number;
  readonly steps: readonly OperationStep[];
}

/**
 * Orders to many devices. The selector is resolved once, at the start; then one device after the other has its turn, staggered, each result
 * stored before the next. After a crash an operation is `interrupted`: what is stored was done, and at most the next device may have been.
 */
export interface OperationService {
  /** Throws E1720 (nothing matches), E1721 (more than max), E1708, E18xx. */
  plan(request: BulkRequest): BulkPlan;
  /** Throws as plan(), the error of the first problem, and E1723 (as many run as may). Resolves when the operation is stored. */
  start(request: BulkRequest, by: Actor): Promise<OperationRecord>;
  /** Throws E1722. */
  get(id: string): OperationRecord;
  /** Newest first. */
  list(): OperationRecord[];
  /** Steps from `after` (0 is the first) on. Throws E1722. */
  steps(id: string, after: number, limit: number): OperationStep[];
  /** Ends a running one before its next device. Throws E1722, E1724 (not running). */
  cancel(id: string, by: Actor): Promise<OperationRecord>;
}
