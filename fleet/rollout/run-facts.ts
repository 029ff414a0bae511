import type { DeviceView, GroupSelector, HoldRecord, RolloutMemberRecord, RolloutRecord } from '#fleet/domain/index.js';
import type { BucketFacts } from './bucket-rules.ts';
import type { MemberBook } from './member-book.ts';
import { hasOpenTry } from './member-logic.ts';
import type { Rivals, RolloutContext } from './rollout-context.ts';
import type { Need, Standing, Subject } from './subject.ts';
import { nextOpening, timeZoneOf } from './window-logic.ts';

/** What of a rollout its facts are taken from. */
export interface FactsRun {
  readonly context: RolloutContext;
  readonly rivals: Rivals;
  readonly record: RolloutRecord;
  readonly members: MemberBook;
  readonly subject: Subject;
  readonly ordering: ReadonlySet<number>;
}

const noTry: Standing = { type: 'none' };

/** Facts about one member at a time, found out as they are asked for. One object a rollout: nothing is made for each look. */
export class RunFacts implements BucketFacts {
  nowMs = 0;
  member: RolloutMemberRecord | undefined;
  standing: Standing = noTry;
  isOrdering = false;
  device: DeviceView | undefined;
  need: Need | undefined;
  readonly missedLimit: number;
  readonly #run: FactsRun;
  readonly #condition: GroupSelector | undefined;
  #index = 0;
  /** Of this instant: many devices have the same zone. */
  readonly #openings = new Map<string, number>();

  constructor(run: FactsRun) {
    const { plan } = run.record;
    this.#run = run;
    this.missedLimit = plan.missedWakeUps;
    this.#condition = plan.condition === '' ? undefined : run.context.compileSelector(plan.condition);
  }

  /** Turns to a member. */
  look(index: number, nowMs: number): this {
    const { members, context, subject, ordering } = this.#run;
    if (nowMs !== this.nowMs) this.#openings.clear();
    this.#index = index;
    this.nowMs = nowMs;
    this.device = context.devices.get(members.idAt(index));
    this.isOrdering = ordering.has(index);
    this.need = this.device === undefined ? undefined : subject.judge(this.device);
    return this.with(members.recordAt(index));
  }

  /** The same member after its record changed. */
  with(member: RolloutMemberRecord | undefined): this {
    this.member = member;
    this.standing =
      member !== undefined && hasOpenTry(member) && !this.isOrdering ? this.#run.subject.standing(member, this.device, this.nowMs) : noTry;
    return this;
  }

  get hold(): HoldRecord | undefined {
    return this.#run.context.holds.of(this.#id);
  }

  get rival(): string {
    return this.#run.rivals.over(this.#id, this.#run.record);
  }

  get wave(): BucketFacts['wave'] {
    const { members, record } = this.#run;
    const wave = members.waveAt(this.#index);
    if (wave < 0) return 'none';
    if (wave > record.wave) return 'later';
    return wave < record.wave || record.state === 'completed' ? 'through' : 'begun';
  }

  get waveName(): string {
    const { members, record } = this.#run;
    return record.plan.waves[members.waveAt(this.#index)]?.name ?? '';
  }

  get windowOpensAtMs(): number {
    const { plan } = this.#run.record;
    const { windows } = plan;
    if (windows.length === 0) return 0;
    const zone = timeZoneOf(plan, this.device?.labels ?? {});
    let opensAtMs = this.#openings.get(zone);
    if (opensAtMs === undefined) {
      const next = nextOpening(windows, zone, this.nowMs);
      opensAtMs = next <= this.nowMs ? 0 : next;
      this.#openings.set(zone, opensAtMs);
    }
    return opensAtMs;
  }

  get isConditionMet(): boolean {
    return this.#condition === undefined || this.device === undefined || this.#condition.matches(this.device);
  }

  get conditionWhy(): string {
    const { device } = this;
    if (this.#condition === undefined || device === undefined || this.isConditionMet) return '';
    const clauses = this.#condition.explain(device).filter(({ holds }) => holds !== true);
    return clauses.map(({ clause, measured }) => `${clause}: ${measured}`).join('; ') || this.#run.record.plan.condition;
  }

  get otherAttempt(): string {
    const open = this.#run.context.updates.openOf(this.#id);
    if (open === undefined || open.id === this.member?.attemptId) return this.#run.rivals.busyWith(this.#id, this.#run.record);
    return `attempt ${open.id} (${open.release}, ${open.state})`;
  }

  get missed(): number {
    return this.#run.context.feed.missedWakeUps(this.#id);
  }

  get isOnStep(): boolean {
    const { member, device } = this;
    if (member?.reached === undefined || device === undefined) return false;
    return this.#run.context.releases.find(member.reached)?.digest === device.imageDigest;
  }

  get observedSinceMs(): number {
    return this.#run.record.startedAtMs;
  }

  get #id(): string {
    return this.#run.members.idAt(this.#index);
  }
}
