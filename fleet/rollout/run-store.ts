import type { RolloutMemberRecord } from '#fleet/domain/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { endOf } from './member-ends.ts';
import { membersPerPage } from './member-pages.ts';
import { evidenceMs } from './rollout-limits.ts';
import type { Run } from './run.ts';

/** Stores what changed of a rollout: members first, then its record. */
export class RunStore {
  readonly #run: Run;
  #evidenceAtMs = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Something waits to be stored before anything else may happen. */
  get isNeeded(): boolean {
    return this.#run.unwritten.size > 0 || this.#run.isUnwritten || this.#run.record.forgiving !== undefined;
  }

  /**
   * Stores what waits; evidence alone not more often than every few seconds.
   * @returns false when it could not be stored: it waits for the next time
   */
  async write(nowMs: number): Promise<boolean> {
    const run = this.#run;
    const isEvidenceDue = run.hasNewEvidence && nowMs >= this.#evidenceAtMs + evidenceMs;
    if (!this.isNeeded && !isEvidenceDue) return true;
    const indexes = [...run.unwritten];
    const isRecordDue = run.isUnwritten || isEvidenceDue || run.record.forgiving !== undefined;
    run.unwritten.clear();
    run.isUnwritten = false;
    try {
      await run.context.book.putMembers(indexes.map((index) => run.members.recordAt(index) as RolloutMemberRecord));
      if (isRecordDue) await this.#putRecord(nowMs);
      return true;
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      for (const index of indexes) run.unwritten.add(index);
      run.isUnwritten ||= isRecordDue;
      run.context.log.error('a rollout could not be stored: nothing is offered until it can', {
        rollout: run.name,
        error: messageOf(error),
      });
      return false;
    }
  }

  /**
   * Stores where members were counted at the end: when nothing is under way any more.
   * @param index of a member whose place is another since; left out: all
   */
  async writeEnd(index?: number): Promise<void> {
    const { members, record, context, name } = this.#run;
    const pages = Math.ceil(members.size / membersPerPage);
    const wanted = index === undefined ? Array.from({ length: pages }, (_, page) => page) : [Math.floor(index / membersPerPage)];
    try {
      await context.book.putEnds(wanted.map((page) => endOf(members, record, page)));
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      // After a restart its members are judged anew.
      context.log.error('where the devices of a rollout were counted at its end could not be stored', {
        rollout: name,
        error: messageOf(error),
      });
    }
  }

  async #putRecord(nowMs: number): Promise<void> {
    const run = this.#run;
    // All members whose failures were forgiven are stored by now.
    const { forgiving, ...rest } = run.record;
    const record = { ...rest, evidence: run.health.save() };
    run.hasNewEvidence = false;
    this.#evidenceAtMs = nowMs;
    await run.context.book.put(record);
    run.record = record;
  }
}
