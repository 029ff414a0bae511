/** What operators do with rollouts: each verb is judged, stored, carried out, audited. */
import type {
  Actor,
  BlastRadius,
  Explanation,
  PlanDifference,
  RaisedLimits,
  RolloutCall,
  RolloutCounters,
  RolloutForecast,
  RolloutMemberView,
  RolloutPageRecord,
  RolloutPlan,
  RolloutRecord,
  RolloutService,
  RolloutVerb,
  RolloutView,
} from '#fleet/domain/index.js';
import { CallbackTask, isSeatrialError, messageOf, Serial } from '#proto/kit/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { blastOf } from './blast-logic.ts';
import { countersOf } from './desk-counters.ts';
import { EngineShelf } from './engine-shelf.ts';
import { explainDeviceOf, explainRolloutOf } from './explain-sources.ts';
import { forecastOf } from './forecast-sources.ts';
import { hasWayBack } from './gate-turn.ts';
import { forgiven } from './member-logic.ts';
import { membersOf } from './member-view.ts';
import { diffPlans } from './plan-diff.ts';
import { parsePlan } from './plan-file.ts';
import { candidatesOf, type RolloutContext } from './rollout-context.ts';
import { fail } from './rollout-errors.ts';
import { isActive, isGoingBack, type StepCause, stepRollout, stepsWith, withKey } from './rollout-logic.ts';
import { noteStep } from './rollout-notes.ts';
import { viewOf } from './rollout-view.ts';
import { choosePages } from './start-logic.ts';
import { approved, checkCall, checkRevision, isRepeated, promoted, resumed, stepped } from './verb-logic.ts';

/** A rollout whose time has come and that could not start tries again after this, ms. */
const restartMs = 60_000;

/** @see the head of this file */
export class RolloutDesk implements RolloutService {
  readonly #context: RolloutContext;
  readonly #shelf: EngineShelf;
  /** Verbs of rollouts that have no engine yet, one after the other. */
  readonly #serial = new Serial();
  readonly #listeners = new Set<(name: string) => void>();
  readonly #starter = new CallbackTask(() => this.#startDue());

  constructor(context: RolloutContext) {
    this.#context = context;
    this.#shelf = new EngineShelf(context, (name) => this.#changed(name));
  }

  /** Reads rollouts back and goes on with those that were under way. */
  async open(): Promise<void> {
    for (const kept of await this.#context.book.load()) if (kept.record.startedAtMs > 0) this.#shelf.open(kept);
    this.#shelf.startAll();
    this.#armStarter();
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    this.#context.clock.cancel(this.#starter);
    await this.#shelf.stop();
  }

  get counters(): RolloutCounters {
    return countersOf(this.#context.book, this.#shelf);
  }

  /** All kept counts of all rollouts, counted anew: one line a difference; empty when all agree. */
  recount(): string[] {
    return this.#shelf.recount();
  }

  parse(source: string, file: string): RolloutPlan {
    return parsePlan(source, file, this.#context.compileSelector);
  }

  forecast(plan: RolloutPlan): RolloutForecast {
    return forecastOf(this.#context, plan, () => this.#shelf.runs());
  }

  create(request: { readonly source: string; readonly file: string } & RolloutCall, by: Actor): Promise<RolloutView> {
    return this.#run('create', async () => {
      checkCall(request, by);
      const { book, clock, journal, limits } = this.#context;
      const plan = this.parse(request.source, request.file);
      const known = book.get(plan.name);
      if (known !== undefined && isRepeated(known, request.key, 'create')) return this.get(plan.name);
      if (known !== undefined) throw fail('E2702', { message: `there is a rollout ${plan.name} already: number ${known.number}` });
      if (book.names().length >= limits.rollouts && !(await this.#shelf.forgetOldest())) {
        throw fail('E2705', {
          message: `${book.names().length} rollouts are kept and none of them is over, the limit is ${limits.rollouts}`,
        });
      }
      const atMs = clock.wallMs();
      const state = plan.approval === undefined ? 'draft' : 'awaitingApproval';
      const step = { atMs, state, wave: '', by: by.name, reason: by.reason } as const;
      const record: RolloutRecord = {
        ...blank,
        plan,
        source: request.source,
        number: book.nextNumber,
        state,
        steps: [step],
        createdAtMs: atMs,
        createdBy: by.name,
      };
      await book.put(withKey(record, request.key, 'create'));
      this.#audit('create', record, by);
      journal.timeline({
        source: 'operator',
        kind: 'rollout.created',
        deviceId: '',
        message: `${by.name}: rollout ${plan.name} was made, ${plan.waves.length} waves`,
        detail: { rollout: plan.name },
      });
      this.#changed(plan.name);
      return this.get(plan.name);
    });
  }

  approve(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    return this.#verb(name, 'approve', call, by, (record, nowMs) => approved(record, nowMs, by));
  }

  start(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    return this.#verb(name, 'start', call, by, (record, nowMs) => {
      if (record.state === 'awaitingApproval') {
        const { approvals = 1 } = record.plan.approval ?? {};
        throw fail('E2707', { message: `rollout ${name} has ${record.approvals.length} of ${approvals} approvals` });
      }
      const isLater = record.state === 'draft' && record.plan.startAtMs > nowMs;
      return stepped(record, { type: 'operator.started', isLater }, 'start', nowMs, by);
    });
  }

  pause(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    return this.#verb(name, 'pause', call, by, (record, nowMs) => stepped(record, { type: 'operator.paused' }, 'pause', nowMs, by));
  }

  resume(name: string, call: RolloutCall & { readonly raise: RaisedLimits }, by: Actor): Promise<RolloutView> {
    return this.#verb(name, 'resume', call, by, (record, nowMs) => resumed(record, call.raise, nowMs, by));
  }

  promote(name: string, call: RolloutCall & { readonly all: boolean }, by: Actor): Promise<RolloutView> {
    return this.#verb(name, 'promote', call, by, (record, nowMs) => promoted(record, call.all, nowMs, by));
  }

  retry(name: string, call: RolloutCall & { readonly cause?: string | undefined }, by: Actor): Promise<RolloutView> {
    return this.#verb(name, 'retry', call, by, (record, nowMs) => {
      const run = this.#shelf.get(name)?.run;
      if (run === undefined || !isActive(record.state) || isGoingBack(record.state)) {
        throw fail('E2704', { message: `rollout ${name} is ${record.state}: retry is not possible` });
      }
      let count = 0;
      for (const [index, member] of run.members.records()) {
        const again = forgiven(member, call.cause);
        if (again === undefined) continue;
        count += 1;
        run.keep(index, again);
        run.dirty.add(index);
      }
      const of = call.cause === undefined ? '' : ` by ${call.cause}`;
      if (count === 0) throw fail('E2704', { message: `no device of rollout ${name} has failed${of}` });
      const step = {
        atMs: nowMs,
        state: record.state,
        wave: record.plan.waves[record.wave]?.name ?? '',
        by: by.name,
        reason: `${count} failed devices may try again: ${by.reason}`,
      };
      return { ...record, revision: record.revision + 1, steps: stepsWith(record.steps, step) };
    });
  }

  abort(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    return this.#verb(name, 'abort', call, by, (record, nowMs) => stepped(record, { type: 'operator.aborted' }, 'abort', nowMs, by));
  }

  rollback(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    return this.#verb(name, 'rollback', call, by, (record, nowMs) => {
      const after = stepped(record, { type: 'operator.rolledBack' }, 'rollback', nowMs, by);
      const run = this.#shelf.get(name)?.run;
      if (run !== undefined && !hasWayBack(run)) {
        const updated = run.members.flagged('updated');
        throw fail('E2712', { message: `none of the ${updated} devices that rollout ${name} updated has a way back` });
      }
      return after;
    });
  }

  blast(name: string, verb: RolloutVerb): BlastRadius {
    const record = this.#need(name);
    let planned = 0;
    // Its devices are drawn at its start: until then it reaches those that the plan names.
    if (record.startedAtMs === 0 && record.state !== 'aborted')
      for (const _device of candidatesOf(this.#context, record.plan)) planned += 1;
    return blastOf(record, this.#shelf.get(name)?.run.members, verb, planned);
  }

  get(name: string): RolloutView {
    return viewOf(this.#need(name), this.#shelf.get(name)?.run.members, this.#context.clock.wallMs());
  }

  list(): RolloutView[] {
    return this.#context.book
      .names()
      .map((name) => this.get(name))
      .sort((a, b) => b.number - a.number);
  }

  members(name: string, filter: Parameters<RolloutService['members']>[1]): ReturnType<RolloutService['members']> {
    const record = this.#need(name);
    const engine = this.#shelf.get(name);
    return engine === undefined ? { members: [] as RolloutMemberView[], total: 0, next: undefined } : membersOf(engine.run, record, filter);
  }

  diff(name: string, plan: RolloutPlan): PlanDifference[] {
    return diffPlans(this.#need(name).plan, plan);
  }

  explain(name: string): Explanation {
    return explainRolloutOf(this.#context, this.get(name), this.#shelf.get(name)?.run);
  }

  explainDevice(deviceId: string): Explanation {
    return explainDeviceOf(this.#context, deviceId, this.#shelf.runs());
  }

  subscribe(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A verb: judged on what is there when its turn has come, stored, carried out, audited. */
  #verb(
    name: string,
    verb: RolloutVerb,
    call: RolloutCall,
    by: Actor,
    change: (record: RolloutRecord, nowMs: number) => RolloutRecord,
  ): Promise<RolloutView> {
    return this.#run(verb, async () => {
      checkCall(call, by);
      const { book, clock } = this.#context;
      this.#need(name);
      let isDone = false;
      const apply = (record: RolloutRecord): RolloutRecord => {
        isDone = isRepeated(record, call.key, verb);
        if (isDone) return record;
        checkRevision(record, call);
        return withKey(change(record, clock.wallMs()), call.key, verb);
      };
      const engine = this.#shelf.get(name);
      const cause = { by: by.name, reason: by.reason };
      if (engine !== undefined) await engine.change(apply, cause);
      else await this.#serial.run(async () => this.#begin(name, apply, cause));
      if (!isDone) this.#audit(verb, book.get(name) as RolloutRecord, by);
      return this.get(name);
    });
  }

  /** A change of a rollout that has no devices yet; when it starts with it, it gets them. */
  async #begin(name: string, change: (record: RolloutRecord) => RolloutRecord, cause: StepCause): Promise<void> {
    const { book } = this.#context;
    const before = this.#need(name);
    const engine = this.#shelf.get(name);
    // Started while this one waited.
    if (engine !== undefined) return engine.change(change, cause);
    const after = change(before);
    if (after === before) return;
    const pages = after.startedAtMs > 0 ? await this.#pagesOf(after) : [];
    await book.put(after);
    noteStep(this.#context, before, after, cause);
    if (after.startedAtMs > 0) this.#shelf.open({ record: after, pages, members: [] }).start();
    this.#armStarter();
    this.#changed(name);
  }

  /** Chooses its devices and stores them. Throws E2705, E2706, E2710, E2714, E18xx. */
  async #pagesOf(record: RolloutRecord): Promise<RolloutPageRecord[]> {
    const { limits, book } = this.#context;
    const running = this.#shelf.runs().filter((run) => isActive(run.record.state)).length;
    if (running >= limits.runningRollouts) {
      throw fail('E2705', { message: `${running} rollouts run, the limit is ${limits.runningRollouts}` });
    }
    const pages = choosePages(this.#context, record);
    const error = this.forecast(record.plan).findings.find(({ level }) => level === 'error');
    if (error !== undefined) throw fail('E2714', { message: error.message, next: error.next });
    const devices = pages.reduce((sum, { deviceIds }) => sum + deviceIds.length, 0);
    while (this.#shelf.devices + devices > limits.rolloutMembers) {
      if (await this.#shelf.forgetOldest()) continue;
      const message = `${this.#shelf.devices} devices of other rollouts are kept, with ${devices} more the limit of ${limits.rolloutMembers} is passed`;
      throw fail('E2706', { message });
    }
    await book.putPages(pages);
    return pages;
  }

  /** Starts those whose time has come. */
  #startDue(): void {
    void this.#context.tasks.run('rollout.start', async () => {
      const { book, clock, log } = this.#context;
      const nowMs = clock.wallMs();
      const cause = { by: 'system', reason: 'its time has come' };
      for (const name of book.names()) {
        const record = book.get(name);
        if (record?.state !== 'scheduled' || record.plan.startAtMs > nowMs) continue;
        try {
          await this.#serial.run(() => this.#begin(name, (now) => stepRollout(now, { type: 'clock.struck' }, nowMs, cause) ?? now, cause));
        } catch (error) {
          if (!isSeatrialError(error)) throw error;
          log.error('a rollout could not start at its time', { rollout: name, code: error.code, error: messageOf(error) });
        }
      }
      this.#armStarter();
    });
  }

  #armStarter(): void {
    const { book, clock } = this.#context;
    const scheduled = book.names().flatMap((name) => book.get(name) ?? []);
    const times = scheduled.filter(({ state }) => state === 'scheduled').map(({ plan }) => plan.startAtMs);
    if (times.length === 0) return clock.cancel(this.#starter);
    const waitMs = Math.min(...times) - clock.wallMs();
    clock.schedule(this.#starter, clock.nowMs() + (waitMs <= 0 ? restartMs : waitMs));
  }

  #run(verb: string, work: () => Promise<RolloutView>): Promise<RolloutView> {
    return this.#context.tasks.run(`rollout.${verb}`, work);
  }

  /** As it stands: an engine may be ahead of what is stored. */
  #need(name: string): RolloutRecord {
    const record = this.#shelf.get(name)?.run.record ?? this.#context.book.get(name);
    if (record !== undefined) return record;
    const meant = closestWord(name, this.#context.book.names());
    throw fail('E2701', { message: `there is no rollout ${name.slice(0, 80)}${meant === undefined ? '' : `, did you mean ${meant}?`}` });
  }

  #audit(verb: string, { plan, revision, state }: RolloutRecord, by: Actor): void {
    const detail = { revision, state };
    this.#context.journal.audit({ actor: by.name, action: `rollout.${verb}`, subject: `rollout:${plan.name}`, reason: by.reason, detail });
  }

  #changed(name: string): void {
    for (const listener of this.#listeners) listener(name);
  }
}

/** What a new rollout has in common with all others. */
const blank = {
  revision: 1,
  resumeTo: '',
  wave: 0,
  waveStartedAtMs: 0,
  soakStartedAtMs: 0,
  approvals: [],
  changes: [],
  keys: [],
  verdicts: [],
  passed: [],
  promoted: [],
  evidence: {},
  startedAtMs: 0,
  endedAtMs: 0,
} as const;
