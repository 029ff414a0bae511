/** What operators do with rollouts: what each verb makes of one. How it is carried out is in verb-carrier.ts, what is read in rollout-reader.ts. */
import type {
  Actor,
  AttemptRecord,
  BlastRadius,
  Explanation,
  PlanDifference,
  RaisedLimits,
  RolloutCall,
  RolloutCounters,
  RolloutForecast,
  RolloutPlan,
  RolloutRecord,
  RolloutService,
  RolloutVerb,
  RolloutView,
} from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { countersOf } from './desk-counters.ts';
import { EngineShelf } from './engine-shelf.ts';
import { newRecord } from './new-record.ts';
import { parsePlan } from './plan-file.ts';
import { retried } from './retry-logic.ts';
import type { RolloutContext } from './rollout-context.ts';
import { fail } from './rollout-errors.ts';
import { canStep, isOver, withKey } from './rollout-logic.ts';
import { RolloutReader } from './rollout-reader.ts';
import { runInTurns } from './steps.ts';
import { whyUntold } from './telling.ts';
import { VerbCarrier, type VerbOrder } from './verb-carrier.ts';
import {
  approved,
  checkApprovals,
  checkCall,
  checkNewKey,
  checkStep,
  isRepeated,
  promoted,
  requestOf,
  resumed,
  stepped,
} from './verb-logic.ts';
import { hasWayBack } from './way-back-turn.ts';

/** @see the head of this file */
export class RolloutDesk implements RolloutService {
  readonly #context: RolloutContext;
  readonly #shelf: EngineShelf;
  readonly #reader: RolloutReader;
  readonly #carrier: VerbCarrier;
  readonly #listeners = new Set<(name: string) => void>();

  constructor(context: RolloutContext) {
    this.#context = context;
    this.#shelf = new EngineShelf(context, (name) => this.#changed(name));
    this.#reader = new RolloutReader(context, this.#shelf);
    this.#carrier = new VerbCarrier(context, this.#shelf, this.#reader, (name) => this.#changed(name));
  }

  /** Reads rollouts back and goes on with those that were under way. */
  async open(): Promise<void> {
    const { book, yieldTurn } = this.#context;
    for (const kept of await book.load()) if (kept.record.startedAtMs > 0) await runInTurns(this.#shelf.openSteps(kept), yieldTurn);
    await this.#shelf.startAll();
    this.#carrier.arm();
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    this.#carrier.disarm();
    await this.#shelf.stop();
  }

  /** @see whyUntold in telling.ts */
  whyUntold(attempt: AttemptRecord): string {
    return whyUntold(this.#shelf, this.#context, attempt);
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

  forecast(plan: RolloutPlan): Promise<RolloutForecast> {
    return this.#context.tasks.run('rollout.forecast', () => this.#reader.forecast(plan));
  }

  create(request: { readonly source: string; readonly file: string } & RolloutCall, by: Actor): Promise<RolloutView> {
    return this.#context.tasks.run('rollout.create', async () => {
      checkCall(request, by);
      const { key, source, file } = request;
      const { book, clock, limits } = this.#context;
      const plan = this.parse(source, file);
      const asked = requestOf(source);
      checkNewKey(
        book.names().map((name) => this.#reader.need(name)),
        key,
        plan.name,
      );
      const known = book.get(plan.name);
      if (known !== undefined && isRepeated(this.#reader.need(plan.name), key, 'create', asked)) return this.get(plan.name);
      if (known !== undefined) throw fail('E2702', { message: `there is a rollout ${plan.name} already: number ${known.number}` });
      if (book.names().length >= limits.rollouts && !(await this.#shelf.forgetOldest())) {
        throw fail('E2705', {
          message: `${book.names().length} rollouts are kept and none of them is over, the limit is ${limits.rollouts}`,
        });
      }
      const record = newRecord(plan, source, book.nextNumber, clock.wallMs(), by);
      await book.put(withKey(record, key, 'create', asked));
      this.#carrier.audit('create', record, by);
      this.#noteCreated(record, by);
      return this.get(plan.name);
    });
  }

  approve(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    return this.#verb(name, { verb: 'approve', call, by, change: (record, nowMs) => approved(record, nowMs, by) });
  }

  start(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    const change = (record: RolloutRecord, nowMs: number): RolloutRecord => {
      checkApprovals(record);
      const isLater = record.state === 'draft' && record.plan.startAtMs > nowMs;
      return stepped(record, { type: 'operator.started', isLater }, 'start', nowMs, by);
    };
    return this.#verb(name, { verb: 'start', call, by, change });
  }

  pause(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    const change: VerbOrder['change'] = (record, nowMs) => stepped(record, { type: 'operator.paused' }, 'pause', nowMs, by);
    return this.#verb(name, { verb: 'pause', call, by, change });
  }

  resume(name: string, call: RolloutCall & { readonly raise: RaisedLimits }, by: Actor): Promise<RolloutView> {
    const asked = Object.entries(call.raise).sort();
    return this.#verb(name, { verb: 'resume', call, by, asked, change: (record, nowMs) => resumed(record, call.raise, nowMs, by) });
  }

  promote(name: string, call: RolloutCall & { readonly all: boolean }, by: Actor): Promise<RolloutView> {
    const change: VerbOrder['change'] = (record, nowMs) => promoted(record, call.all, nowMs, by);
    return this.#verb(name, { verb: 'promote', call, by, asked: call.all, change });
  }

  retry(name: string, call: RolloutCall & { readonly cause?: string | undefined }, by: Actor): Promise<RolloutView> {
    const change = (record: RolloutRecord, nowMs: number): RolloutRecord => {
      checkStep(record, { type: 'operator.retried' }, 'retry');
      const run = this.#shelf.get(name)?.run;
      assert(run !== undefined, `rollout ${name} is ${record.state} and has no devices`);
      // One that is over runs again.
      if (isOver(record.state)) this.#carrier.checkRoom();
      return retried(run, call.cause, nowMs, by);
    };
    return this.#verb(name, { verb: 'retry', call, by, asked: call.cause, change });
  }

  abort(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    const change: VerbOrder['change'] = (record, nowMs) => stepped(record, { type: 'operator.aborted' }, 'abort', nowMs, by);
    return this.#verb(name, { verb: 'abort', call, by, change });
  }

  rollback(name: string, call: RolloutCall, by: Actor): Promise<RolloutView> {
    const change = (record: RolloutRecord, nowMs: number): RolloutRecord => {
      const after = stepped(record, { type: 'operator.rolledBack' }, 'rollback', nowMs, by);
      const run = this.#shelf.get(name)?.run;
      if (run !== undefined && !hasWayBack(run)) {
        const updated = run.members.flagged('updated');
        throw fail('E2712', {
          message: `none of the ${updated} devices that rollout ${name} updated has a way back`,
          next: canStep(record.state, { type: 'operator.aborted' })
            ? `fleet rollout abort ${name} -m WHY, and bring a release that goes forward`
            : `fleet explain rollout ${name}, and bring a release that goes forward`,
        });
      }
      return after;
    };
    return this.#verb(name, { verb: 'rollback', call, by, change });
  }

  blast(name: string, verb: RolloutVerb, seen?: number): Promise<BlastRadius> {
    return this.#context.tasks.run('rollout.blast', () => this.#reader.blast(name, verb, seen));
  }

  get(name: string): RolloutView {
    return this.#reader.get(name);
  }

  list(): RolloutView[] {
    return this.#reader.list();
  }

  members(name: string, filter: Parameters<RolloutService['members']>[1]): ReturnType<RolloutService['members']> {
    return this.#reader.members(name, filter);
  }

  diff(name: string, plan: RolloutPlan): PlanDifference[] {
    return this.#reader.diff(name, plan);
  }

  explain(name: string): Explanation {
    return this.#reader.explain(name);
  }

  explainDevice(deviceId: string): Explanation {
    return this.#reader.explainDevice(deviceId);
  }

  subscribe(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #verb(name: string, order: VerbOrder): Promise<RolloutView> {
    return this.#context.tasks.run(`rollout.${order.verb}`, async () => {
      await this.#carrier.carryOut(name, order);
      return this.get(name);
    });
  }

  #noteCreated({ plan }: RolloutRecord, by: Actor): void {
    this.#context.journal.timeline({
      source: 'operator',
      kind: 'rollout.created',
      deviceId: '',
      message: `${by.name}: rollout ${plan.name} was made, ${plan.waves.length} waves`,
      detail: { rollout: plan.name },
    });
    this.#changed(plan.name);
  }

  #changed(name: string): void {
    for (const listener of this.#listeners) listener(name);
  }
}
