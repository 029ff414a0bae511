/** One rollout with its devices, as its engine works on it: everything that the parts of the engine share. */
import type { GateAction, RolloutMemberRecord, RolloutPageRecord, RolloutRecord } from '#fleet/domain/index.js';
import type { DispatchTokens } from './dispatch-logic.ts';
import type { CohortMeans } from './gate-facts.ts';
import type { MemberBook } from './member-book.ts';
import { forgivenBy } from './member-logic.ts';
import type { KeptRollout } from './rollout-book.ts';
import type { Rivals, RolloutContext } from './rollout-context.ts';
import { membersPerTurn } from './rollout-limits.ts';
import { RunFacts } from './run-facts.ts';
import { RunHealth } from './run-health.ts';
import type { Steps } from './steps.ts';
import type { Subject } from './subject.ts';

/** Devices that one thing keeps on the subject. */
export interface BackLeft {
  devices: number;
  /** Some of them, at most three. */
  readonly names: string[];
}

/** Ends of tries that are remembered for gates of failures after each other. */
const keptEnds = 1_000;

/** @see the head of this file */
export class Run {
  readonly context: RolloutContext;
  readonly rivals: Rivals;
  record: RolloutRecord;
  readonly members: MemberBook;
  readonly subject: Subject;
  readonly health: RunHealth;
  readonly facts: RunFacts;
  /** Pages in the Store. */
  pages: number;
  /** Members whose standing is to be judged. */
  readonly dirty = new Set<number>();
  /** Members whose order is being stored or made. */
  readonly ordering = new Set<number>();
  /** Members whose record is to be stored. */
  readonly unwritten = new Set<number>();
  /** The record is to be stored. */
  isUnwritten = false;
  /** Evidence changed since it was stored. */
  hasNewEvidence = false;
  /** An operator's change waits for its turn: nothing is ordered any more until it is made. */
  waitingVerbs = 0;
  /** Ends of tries since the newest good one, that one first; oldest first. */
  readonly ends: { isGood: boolean; cause: string }[] = [];
  /** When the first device was updated, wall clock; 0: none was. */
  firstUpdatedAtMs = 0;
  /** Means of the signals of updated and waiting devices; undefined: no gate asks for them, or there are none. */
  means: CohortMeans | undefined;
  /** Members whose order they were not told of, and are not to be told any more: held or pinned meanwhile, or out of their window. */
  readonly stale = new Set<number>();
  /** Newest try of a member that was told to stop. */
  readonly recalled = new Map<number, number>();
  /**
   * Where the search for members that can have their way back stands, and what it has found since it began with the first: who is left, by what
   * keeps them. `seen`: the same of the last look that was whole.
   */
  readonly back = { at: 0, waiting: 0, away: 0, left: new Map<string, BackLeft>(), seen: new Map<string, BackLeft>() };
  tokens: DispatchTokens;
  byteTokens: DispatchTokens;
  /** Since the start of the manager. */
  readonly counters = { ordered: 0, recalled: 0, decisions: 0, verdictsBad: 0, stoppedBy: {} as Partial<Record<GateAction, number>> };

  /** @param members as its pages name them; what became of them is told by restoreSteps() */
  constructor(context: RolloutContext, rivals: Rivals, { record, pages }: Pick<KeptRollout, 'record' | 'pages'>, members: MemberBook) {
    this.context = context;
    this.rivals = rivals;
    this.record = record;
    this.pages = pages.length;
    this.members = members;
    this.subject = context.subjectOf(record);
    this.health = new RunHealth(record.plan, this.members.strata.length, this.members.size, record.evidence);
    this.facts = new RunFacts(this);
    const atMs = context.clock.wallMs();
    this.tokens = { tokens: 0, atMs };
    this.byteTokens = { tokens: 1, atMs };
  }

  get name(): string {
    return this.record.plan.name;
  }

  /** The record of a member with what became of it; it is stored with the next write. */
  keep(index: number, member: RolloutMemberRecord): void {
    this.members.keep(index, member);
    this.unwritten.add(index);
  }

  /** Rollouts that have members of it now, by name, as far as a look at some of these shows. */
  takers(): string[] {
    const found = new Set<string>();
    let left = this.members.flagged('taken') === 0 ? 0 : membersPerTurn;
    for (let index = 0; index < this.members.size && left > 0; index += 1) {
      if (!this.members.has(index, 'taken')) continue;
      left -= 1;
      const rival = this.rivals.over(this.members.idAt(index), this.record);
      if (rival !== '') found.add(rival);
    }
    return [...found].sort();
  }

  /** The record with who has its devices now: that is told after its end too, when nobody has them any more. */
  withTakers({ takers: _before, ...record }: RolloutRecord): RolloutRecord {
    const takers = this.takers();
    return takers.length === 0 ? record : { ...record, takers };
  }

  /** A try ended. */
  noteEnd(isGood: boolean, cause: string): void {
    if (isGood) this.ends.length = 0;
    this.ends.push({ isGood, cause });
    if (this.ends.length > keptEnds) this.ends.shift();
  }

  /** What becomes of members that joined: they are there from now on. */
  joined(page: RolloutPageRecord, from: number): void {
    this.pages = Math.max(this.pages, page.page + 1);
    this.health.grow(this.members.size);
    for (let index = from; index < this.members.size; index += 1) this.dirty.add(index);
  }

  /** What the Store says that became of members, before any of them is judged. */
  *restoreSteps(members: readonly RolloutMemberRecord[]): Steps<void> {
    const ends: { atMs: number; isGood: boolean; cause: string }[] = [];
    for (const [number, member] of members.entries()) {
      if (number > 0 && number % membersPerTurn === 0) yield;
      const index = this.members.indexOf(member.deviceId);
      if (index < 0) continue;
      const now = forgivenBy(member, this.record.forgiving);
      if (now === member) this.members.keep(index, member);
      else this.keep(index, now);
      this.health.restore(index, member);
      for (const { atMs, cause } of now.failures) ends.push({ atMs, isGood: false, cause });
      if (member.updatedAtMs === 0) continue;
      ends.push({ atMs: member.updatedAtMs, isGood: true, cause: '' });
      if (this.firstUpdatedAtMs === 0 || member.updatedAtMs < this.firstUpdatedAtMs) this.firstUpdatedAtMs = member.updatedAtMs;
    }
    ends.sort((a, b) => a.atMs - b.atMs);
    for (const { isGood, cause } of ends) this.noteEnd(isGood, cause);
  }
}
