import type { SlotEntry } from './boot-record.ts';
import type { SlotIndex } from './flash-geometry.ts';
import type { JournalEntry } from './journal.ts';
import type { SlotHeader } from './slot-header.ts';

/** Safety rules. All are on but in tests and proofs, which show that a proof sees it when one is off. */
export interface SafetyRules {
  /** A slot is verified at each boot. */
  readonly verifyAtBoot: boolean;
  /** Images below the security counter are refused, and it moves on confirm only. */
  readonly counter: boolean;
  /** Record and journal have two copies. */
  readonly twoCopyRecord: boolean;
  /** A new image is on trial until it is confirmed. */
  readonly confirm: boolean;
  /** The journal is kept: the attempt and the security counter survive resets and the loss of the record. */
  readonly journal: boolean;
}

/** All rules. */
export const allSafetyRules: SafetyRules = { verifyAtBoot: true, counter: true, twoCopyRecord: true, confirm: true, journal: true };

/** Why a job was refused or failed: causes of the wire's UpdateCause. The state of before stands. */
export type StoreCause = 'too-large' | 'rollback' | 'content-damaged' | 'flash-full' | 'flash-failed' | 'not-confirmed' | 'modified';

/** A job that did not do what it was asked for. */
export interface StoreFailure {
  readonly type: 'failed';
  readonly cause: StoreCause;
  /** What was measured against which limit. */
  readonly message: string;
}

/** A job is done. */
export interface StoreDone {
  readonly type: 'ok';
}

/** A chunk is wanted: `next` of `chunks`; none when they are equal. */
export interface StoreProgress extends StoreDone {
  readonly next: number;
  readonly chunks: number;
}

/** Why an image that was to be booted is not. */
export type BootRefusal = 'not-confirmed' | 'boot-failed' | 'rollback' | 'flash-failed';

/** What the boot loader did. */
export type BootResult =
  | {
      readonly type: 'slot';
      readonly slot: SlotIndex;
      readonly image: SlotHeader;
      /** Booted, not confirmed. */
      readonly isTrial: boolean;
      /** Further boots that a trial has. */
      readonly attemptsLeft: number;
      /** What this boot gave up on its way to the slot. */
      readonly gaveUp: readonly GivenUp[];
    }
  /** No image boots: no application, but link and updates work. */
  | { readonly type: 'recovery'; readonly gaveUp: readonly GivenUp[] };

/** An image that this boot gave up. */
export interface GivenUp {
  readonly slot: SlotIndex;
  readonly digest: string;
  readonly why: BootRefusal;
}

/** What a device tells of its flash. */
export interface StoreFacts {
  /** Running since the boot; undefined in recovery and before a boot. */
  readonly running: { readonly slot: SlotIndex; readonly digest: string; readonly isConfirmed: boolean } | undefined;
  readonly counter: number;
  readonly attemptsLeft: number;
  /** A and B. */
  readonly slots: readonly [SlotEntry, SlotEntry];
  /** Copies of the record that are whole, 0 to 2. */
  readonly recordCopies: number;
  readonly attempt: JournalEntry | undefined;
}

/** What a job takes. */
export interface JobCost {
  readonly operations: number;
  readonly durationMs: number;
}

/** An image that goes into the slot that does not run. */
export interface AttemptStart {
  /** 1 to 64 characters. */
  readonly attemptId: string;
  /** As in the image file, checked against its signed digest before. */
  readonly headerBytes: Uint8Array;
}
