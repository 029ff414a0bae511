import { transferRules } from '#firmware/logic/index.js';
import type { UpdateCauseName, UpdateStateName } from '#proto/frame/index.js';
import type { UpdateOwner } from './update-owner.ts';
import type { UpdateRecord, UpdateReportMessage } from './update-record.ts';

/** What the device runs, for a report. */
export interface ReportFacts {
  readonly runningDigest: Uint8Array;
  readonly isConfirmed: boolean;
  readonly securityCounter: number;
}

/** Latest time that fits the wire, ms. */
const latestMs = 9_007_199_254_740_992;

/** Tells the fleet where the attempt stands: the newest report is kept in flash and sent again with each session until it is acknowledged. */
export class UpdateReporter {
  readonly #owner: UpdateOwner;
  readonly #record: UpdateRecord;
  readonly #facts: () => ReportFacts;
  #sentMs = Number.NEGATIVE_INFINITY;

  constructor(owner: UpdateOwner, record: UpdateRecord, facts: () => ReportFacts) {
    this.#owner = owner;
    this.#record = record;
    this.#facts = facts;
  }

  /** A change of state. */
  report(state: UpdateStateName, cause?: UpdateCauseName, message = ''): void {
    const { attempt } = this.#record;
    if (attempt === undefined) return;
    const sequence = (attempt.report?.sequence ?? 0) + 1;
    this.#record.keep(this.#make(attempt.attemptId, sequence, state, cause, message));
    this.resend();
  }

  /** More is stored: told when the last report is long enough ago. */
  progress(): void {
    const report = this.#record.attempt?.report;
    if (report === undefined || this.#owner.nowMs() - this.#sentMs < transferRules.reportEveryMs) return;
    // It takes the place of the one that said why, which may never have arrived.
    this.report(report.state, undefined, report.message);
  }

  /** The attempt goes on: a report that should be acknowledged by now is sent again. In one session nothing is lost, so this is for a fleet that could not store it. */
  remind(): void {
    if (this.#owner.nowMs() - this.#sentMs >= transferRules.patienceMs) this.resend();
  }

  /** Sends the newest report, unless it is acknowledged. */
  resend(): void {
    const { attempt } = this.#record;
    if (attempt?.report === undefined || attempt.isAcknowledged) return;
    this.#sentMs = this.#owner.nowMs();
    this.#owner.say(this.#owner.options.environment.dialect.updateReport(attempt.report));
  }

  /** Answers about what is no attempt of the device, so nothing is kept of it: an offer that is not taken up, a cancel of what it does not know. */
  refuse(attemptId: string, state: 'rejected' | 'cancelled', cause: UpdateCauseName, message: string): void {
    this.#owner.say(this.#owner.options.environment.dialect.updateReport(this.#make(attemptId, 1, state, cause, message)));
  }

  #make(
    attemptId: string,
    sequence: number,
    state: UpdateStateName,
    cause: UpdateCauseName | undefined,
    message: string,
  ): UpdateReportMessage {
    const { trust, attempt } = this.#record;
    return {
      attemptId,
      sequence,
      state,
      cause,
      message,
      timeMs: Math.min(latestMs, Math.max(0, this.#owner.wallMs())),
      storedBytes: attempt?.storedBytes ?? 0,
      receivedBytes: Math.min(0xffff_ffff, attempt?.receivedBytes ?? 0),
      takesDelta: attempt?.takesDelta ?? false,
      boot: Math.max(1, this.#owner.record.boot),
      ...this.#facts(),
      trustedTimeMs: Math.max(0, Math.floor(trust?.timeMs ?? 0)),
      rootVersion: trust?.root.version ?? 0,
      timestampVersion: trust?.timestamp?.version ?? 0,
      snapshotVersion: trust?.snapshot?.version ?? 0,
      targetsVersion: trust?.targets?.version ?? 0,
    };
  }
}
