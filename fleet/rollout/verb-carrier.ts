/** How an operator's verb is carried out: judged on what is there when its turn has come, stored, done, audited. Also starts what its time has come for. */
import type { Actor, RolloutCall, RolloutPageRecord, RolloutRecord, RolloutVerb } from '#fleet/domain/index.js';
import { CallbackTask, isSeatrialError, messageOf, Serial } from '#proto/kit/index.js';
import type { EngineShelf } from './engine-shelf.ts';
import { bookSteps } from './member-pages.ts';
import { nobodyRule } from './plan-lints.ts';
import type { RolloutContext } from './rollout-context.ts';
import { fail } from './rollout-errors.ts';
import { isActive, type StepCause, stepRollout, withKey } from './rollout-logic.ts';
import { noteStep } from './rollout-notes.ts';
import type { RolloutReader } from './rollout-reader.ts';
import { pageSteps } from './start-logic.ts';
import { runInTurns } from './steps.ts';
import { checkCall, checkRevision, isRepeated, requestOf } from './verb-logic.ts';

/** A rollout whose time has come and that could not start tries again after this, ms. */
const restartMs = 60_000;

/** What a verb is to do. */
export interface VerbOrder {
  readonly verb: RolloutVerb;
  readonly call: RolloutCall;
  readonly by: Actor;
  /** What it asks for beside its name: tells a repetition of its key from another request. */
  readonly asked?: unknown;
  /** The record as it is to be, or throws. */
  readonly change: (record: RolloutRecord, nowMs: number) => RolloutRecord;
}

/** @see the head of this file */
export class VerbCarrier {
  readonly #context: RolloutContext;
  readonly #shelf: EngineShelf;
  readonly #reader: RolloutReader;
  readonly #onChanged: (name: string) => void;
  /** Verbs of rollouts that have no engine yet, one after the other. */
  readonly #serial = new Serial();
  readonly #starter = new CallbackTask(() => this.#startDue());

  /** @param onChanged a rollout without an engine changed */
  constructor(context: RolloutContext, shelf: EngineShelf, reader: RolloutReader, onChanged: (name: string) => void) {
    this.#context = context;
    this.#shelf = shelf;
    this.#reader = reader;
    this.#onChanged = onChanged;
  }

  /** Resolves when it is stored and done. */
  async carryOut(name: string, { verb, call, by, asked, change }: VerbOrder): Promise<void> {
    checkCall(call, by);
    const { book, clock } = this.#context;
    this.#reader.need(name);
    const request = requestOf(asked ?? null);
    let isDone = false;
    const apply = (record: RolloutRecord): RolloutRecord => {
      isDone = isRepeated(record, call.key, verb, request);
      if (isDone) return record;
      checkRevision(record, call);
      return withKey(change(record, clock.wallMs()), call.key, verb, request);
    };
    const engine = this.#shelf.get(name);
    const cause = { by: by.name, reason: by.reason };
    if (engine !== undefined) await engine.change(apply, cause);
    else await this.#serial.run(async () => this.#begin(name, apply, cause));
    if (!isDone) this.audit(verb, book.get(name) as RolloutRecord, by);
  }

  audit(verb: string, { plan, revision, state }: RolloutRecord, by: Actor): void {
    const detail = { revision, state };
    this.#context.journal.audit({ actor: by.name, action: `rollout.${verb}`, subject: `rollout:${plan.name}`, reason: by.reason, detail });
  }

  /** Sets the timer for the next rollout that starts by itself. */
  arm(): void {
    const { book, clock } = this.#context;
    const scheduled = book.names().flatMap((name) => book.get(name) ?? []);
    const times = scheduled.filter(({ state }) => state === 'scheduled').map(({ plan }) => plan.startAtMs);
    if (times.length === 0) return clock.cancel(this.#starter);
    const waitMs = Math.min(...times) - clock.wallMs();
    clock.schedule(this.#starter, clock.nowMs() + (waitMs <= 0 ? restartMs : waitMs));
  }

  disarm(): void {
    this.#context.clock.cancel(this.#starter);
  }

  /** Throws E2705 when as many rollouts run as may. */
  checkRoom(): void {
    const { limits } = this.#context;
    const running = this.#shelf.runs().filter((run) => isActive(run.record.state)).length;
    if (running < limits.runningRollouts) return;
    throw fail('E2705', { message: `${running} rollouts run, the limit is ${limits.runningRollouts}` });
  }

  /** A change of a rollout that has no devices yet; when it starts with it, it gets them. */
  async #begin(name: string, change: (record: RolloutRecord) => RolloutRecord, cause: StepCause): Promise<void> {
    const { book } = this.#context;
    const before = this.#reader.need(name);
    const engine = this.#shelf.get(name);
    // Started while this one waited.
    if (engine !== undefined) return engine.change(change, cause);
    const after = change(before);
    if (after === before) return;
    const isStarting = after.startedAtMs > 0;
    const pages = isStarting ? await this.#pagesOf(after) : [];
    const { yieldTurn } = this.#context;
    const members = await runInTurns(bookSteps(pages, after.plan.waves.length, after.startedAtMs), yieldTurn);
    await book.put(after);
    noteStep(this.#context, before, after, cause);
    if (isStarting) this.#shelf.open({ record: after, pages }, members).start();
    this.arm();
    this.#onChanged(name);
  }

  /** Chooses its devices and stores them. Throws E2705, E2706, E2710, E2714, E2715, E18xx. */
  async #pagesOf(record: RolloutRecord): Promise<RolloutPageRecord[]> {
    const { limits, book } = this.#context;
    this.checkRoom();
    const pages = await runInTurns(pageSteps(this.#context, record), this.#context.yieldTurn);
    const { findings } = await this.#reader.forecast(record.plan);
    const error = findings.find(({ level }) => level === 'error');
    if (error?.rule === nobodyRule) throw fail('E2715', { message: `rollout ${record.plan.name}: ${error.message}` });
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
      this.arm();
    });
  }
}
