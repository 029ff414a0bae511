import type { SavedFlash } from '#firmware/flash/index.js';
import { clipText, type UpdateCauseName, type UpdateStateName } from '#proto/frame/index.js';
import type { TrustState } from '#proto/trust/index.js';

/** What an UpdateReport says of the attempt; the rest it takes from the device as it is made. */
export interface UpdateReportMessage {
  readonly attemptId: string;
  /** From 1, growing within the attempt. */
  readonly sequence: number;
  readonly state: UpdateStateName;
  readonly cause: UpdateCauseName | undefined;
  readonly message: string;
  readonly timeMs: number;
  readonly storedBytes: number;
  readonly receivedBytes: number;
  readonly takesDelta: boolean;
  readonly boot: number;
  readonly runningDigest: Uint8Array;
  readonly isConfirmed: boolean;
  readonly securityCounter: number;
  readonly trustedTimeMs: number;
  readonly rootVersion: number;
  readonly timestampVersion: number;
  readonly snapshotVersion: number;
  readonly targetsVersion: number;
}

/** What flash keeps of the newest attempt: plain data. */
export interface SavedAttempt {
  readonly attemptId: string;
  /** The director's assignment as it was offered. */
  readonly assignment: Uint8Array;
  /** Digest of the image that it is about, hex; empty before the assignment was checked. */
  readonly digest: string;
  /** True until its end was reported. */
  readonly isOpen: boolean;
  /** How its image failed on trial, when it did so before it was confirmed. */
  readonly trialFailure: UpdateCauseName | undefined;
  readonly takesDelta: boolean;
  readonly receivedBytes: number;
  /** Of the content or the delta: checked and stored. */
  readonly storedBytes: number;
  readonly report: UpdateReportMessage | undefined;
  readonly isAcknowledged: boolean;
}

/** What flash holds of firmware and updates: plain data for JSON. What devices share is named by its SHA-256, hex, and kept apart. */
export interface SavedFirmware {
  readonly flash: SavedFlash;
  /** Digests of the metadata files that the device trusts; null when it trusts none. */
  readonly trust: { readonly timeMs: number; readonly files: Readonly<Record<string, string>> } | null;
  readonly attempt: PlainAttempt | null;
}

/** An attempt with its bytes as text. */
export type PlainAttempt = Omit<SavedAttempt, 'assignment' | 'report' | 'trialFailure'> & {
  /** In base64. */
  readonly assignment: string;
  readonly trialFailure: SavedAttempt['trialFailure'] | null;
  readonly report: (Omit<NonNullable<SavedAttempt['report']>, 'runningDigest'> & { readonly runningDigest: string }) | null;
};

/** Firmware as plain data, and what it names: bytes by their digest, shared by all devices that hold the same. */
export interface FirmwareImage {
  readonly saved: SavedFirmware;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** The part of the flash that an updater writes beside its slots: changed in place, saved as it is. */
export class UpdateRecord {
  trust: TrustState | undefined;
  attempt: SavedAttempt | undefined;

  constructor(trust: TrustState | undefined, attempt: SavedAttempt | undefined) {
    this.trust = trust;
    this.attempt = attempt;
  }

  /** The attempt that is not over. */
  get open(): SavedAttempt | undefined {
    return this.attempt?.isOpen === true ? this.attempt : undefined;
  }

  /** An offer is taken up. */
  begin(attemptId: string, assignment: Uint8Array): void {
    this.attempt = {
      attemptId,
      assignment: Uint8Array.from(assignment),
      digest: '',
      isOpen: true,
      trialFailure: undefined,
      takesDelta: false,
      receivedBytes: 0,
      storedBytes: 0,
      report: undefined,
      isAcknowledged: true,
    };
  }

  /** Changes the newest attempt; nothing when there is none. */
  change(changes: Partial<SavedAttempt>): void {
    if (this.attempt !== undefined) this.attempt = { ...this.attempt, ...changes };
  }

  /** Keeps a report in place of the one before. */
  keep(report: UpdateReportMessage): void {
    this.change({ report: { ...report, message: clipText(report.message) }, isAcknowledged: false });
  }

  /** Reports up to this one are stored at the fleet. */
  acknowledge(attemptId: string, sequence: number): void {
    const { attempt } = this;
    if (attempt?.attemptId !== attemptId || attempt.report === undefined || sequence < attempt.report.sequence) return;
    this.change({ isAcknowledged: true });
  }
}
