/**
 * One rollout at work. What happens only marks members; a turn, at most every quarter of a second, judges them, then the gates, stores what follows,
 * and only then orders or recalls. Turns and operators' verbs come one after the other.
 */
import type { RolloutEndRecord, RolloutRecord } from '#fleet/domain/index.js';
import { CallbackTask, Serial } from '#proto/kit/index.js';
import { chooseOrders, performOrders } from './dispatcher.ts';
import { decide, judgeGates } from './gate-turn.ts';
import { Joiner } from './joiner.ts';
import { judgeMembers } from './member-turn.ts';
import { Observer } from './observer.ts';
import { recallStale, recallTries } from './recall.ts';
import { forgiveAll } from './retry-logic.ts';
import { backMostMs, backPatienceMs, membersPerTurn, retryStoreMs, smallMembers, sweepMs, sweepTurnMs, turnMs } from './rollout-limits.ts';
import { isActive, isGoingBack, isRunning, type StepCause, stepRollout } from './rollout-logic.ts';
import type { RolloutEvent } from './rollout-machine.ts';
import { noteLeft, noteStep, noteVerdict } from './rollout-notes.ts';
import type { Run } from './run.ts';
import { RunEnd } from './run-end.ts';
import { RunMeans } from './run-means.ts';
import { RunStore } from './run-store.ts';
import type { Steps } from './steps.ts';
import { chooseWaysBack, leftBehind, leftText, restartBack } from './way-back-turn.ts';

/** @see the head of this file */
export class Engine {
  readonly run: Run;
  readonly end: RunEnd;
  readonly #onChanged: () => void;
  readonly #store: RunStore;
  readonly #observer: Observer;
  readonly #joiner: Joiner;
  readonly #means: RunMeans;
  readonly #serial = new Serial();
  readonly #timer = new CallbackTask(() => this.#fire());
  /** Where the sweep through all members stands. */
  #sweepAt = 0;
  #nextSweepMs = 0;
  /** When this engine began, wall clock: what nobody heard before that is not held against a device. */
  readonly #openedAtMs: number;
  /** Tries are to be taken back as the state wants it: it came to another one, or not all could be taken back. */
  #isRecallDue = true;
  #isRecallLacking = false;
  /** Members are judged after a restart: it does nothing until all are. */
  #isBeginning = false;
  #isStopped = false;

  /** @param onChanged a turn came to its end, or a verb was carried out */
  constructor(run: Run, onChanged: () => void) {
    this.run = run;
    this.#onChanged = onChanged;
    this.#store = new RunStore(run);
    this.#openedAtMs = run.context.clock.wallMs();
    this.#joiner = new Joiner(run);
    this.#means = new RunMeans(run);
    this.end = new RunEnd(run, {
      store: this.#store,
      serial: this.#serial,
      isResting: () => this.#isResting,
      changed: onChanged,
    });
    this.#observer = new Observer(
      run,
      () => this.wake(turnMs),
      (deviceId) => {
        if (this.#joiner.note(deviceId)) this.wake(turnMs);
      },
    );
  }

  /** Begins with a new rollout: its first turn judges as many members as a turn takes, and the others come in the turns that follow. */
  start(): void {
    this.#sweepAt = judgeMembers(this.run, 0, this.run.context.clock.wallMs());
    this.begin();
  }

  /**
   * Judges all members of a rollout that was under way: its limits could not be held if it went on before it knows what it has in flight. Nothing that
   * happens between two steps is missed.
   */
  *judgeSteps(): Steps<void> {
    const { run } = this;
    if (this.end.isRestored) return;
    this.#isBeginning = true;
    this.#observer.start();
    for (;;) {
      this.#sweepAt = judgeMembers(run, this.#sweepAt, run.context.clock.wallMs());
      if (this.#sweepAt >= run.members.size) return;
      yield;
    }
  }

  /** Members stand where they stood when it was over; false: that is not known, and they are to be judged. */
  restoreEnd(ends: readonly RolloutEndRecord[]): boolean {
    if (this.end.restore(ends)) this.#sweepAt = this.run.members.size;
    return this.end.isRestored;
  }

  /** Goes on with what is under way. */
  begin(): void {
    this.#isBeginning = false;
    if (this.#isResting) {
      this.#observer.stop();
      this.end.noteGoneSince();
      return;
    }
    this.#observer.start();
    this.#joiner.start();
    this.wake(turnMs);
  }

  /** Writes what waits. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#observer.stop();
    this.run.context.clock.cancel(this.#timer);
    await this.#serial.run(() => this.#store.write(Number.POSITIVE_INFINITY));
  }

  /** Has its next turn after this time at most, ms. */
  wake(delayMs: number): void {
    const { clock } = this.run.context;
    const dueMs = clock.nowMs() + Math.max(this.#isBehind ? sweepTurnMs : turnMs, delayMs);
    if (this.#isStopped || this.#isBeginning || (this.#timer.heapIndex >= 0 && this.#timer.dueMs <= dueMs)) return;
    clock.schedule(this.#timer, dueMs);
  }

  /** Another rollout let go of a device, or took it. */
  touch(deviceId: string): void {
    const index = this.run.members.indexOf(deviceId);
    if (index < 0 || this.#isResting) return;
    this.run.dirty.add(index);
    this.wake(turnMs);
  }

  /**
   * An operator's change: stored, then carried out. Nothing is ordered from its call on.
   * @param change the record as it is to be, or throws; it sees what is there when its turn has come
   */
  change(change: (record: RolloutRecord) => RolloutRecord, cause: StepCause): Promise<void> {
    const { run } = this;
    run.waitingVerbs += 1;
    return this.#serial
      .run(async () => {
        const before = run.record;
        const changed = change(before);
        if (changed === before) return;
        const after = changed.state === before.state ? changed : run.withTakers(changed);
        await run.context.book.put({ ...after, evidence: run.health.save() });
        run.record = after;
        if (after.forgiving !== before.forgiving) forgiveAll(run);
        if (after.state !== before.state || after.wave !== before.wave) {
          this.#stepped(before, cause);
          this.#judge(run.context.clock.wallMs());
          this.#judgeSmall(run.context.clock.wallMs());
        }
        await this.#store.write(run.context.clock.wallMs());
        await this.#recall();
      })
      .finally(() => {
        run.waitingVerbs -= 1;
        this.#onChanged();
        this.wake(turnMs);
      });
  }

  /** It is over, and nothing of it is under way. */
  get #isResting(): boolean {
    const { record, members, dirty } = this.run;
    return !isActive(record.state) && members.flagged('inFlight') === 0 && this.#sweepAt >= members.size && dirty.size === 0;
  }

  /** More members wait to be judged than a turn takes. */
  get #isBehind(): boolean {
    const { members, dirty } = this.run;
    return this.#sweepAt < members.size || dirty.size >= membersPerTurn;
  }

  #fire(): void {
    const { tasks } = this.run.context;
    void tasks.run('rollout.due', () => this.#serial.run(() => tasks.run('rollout.turn', () => this.#turn())));
  }

  async #turn(): Promise<void> {
    if (this.#isStopped) return;
    const { run } = this;
    const { clock } = run.context;
    const nowMs = clock.wallMs();
    await this.#joiner.join(nowMs);
    this.#judge(nowMs);
    const decisionMs = this.#decide(nowMs);
    if (this.#sweepAt === 0) this.#judgeSmall(nowMs);
    const waits = [Math.max(0, this.#nextSweepMs - clock.nowMs()), decisionMs];
    const choice = this.#choose(nowMs);
    if (choice !== undefined) waits.push(choice);
    if (run.dirty.size > 0 || this.#joiner.isBusy) waits.push(turnMs);
    if (this.#isBehind || this.#means.isBusy) waits.push(sweepTurnMs);
    if (await this.#store.write(nowMs)) {
      await performOrders(run);
      await this.#recall();
      if (this.#store.isNeeded) waits.push(turnMs);
    } else waits.push(retryStoreMs);
    this.#onChanged();
    if (!this.#isResting || this.#store.isNeeded) return this.wake(Math.min(...waits));
    this.#observer.stop();
    await this.end.keep();
  }

  /** Judges who is marked, and a part of all others. */
  #judge(nowMs: number): void {
    const { run } = this;
    const clockMs = run.context.clock.nowMs();
    if (clockMs >= this.#nextSweepMs && this.#sweepAt >= run.members.size) {
      this.#sweepAt = 0;
      this.#nextSweepMs = clockMs + sweepMs;
      this.#isRecallDue ||= this.#isRecallLacking;
      run.subject.refresh();
      this.#means.begin();
    }
    this.#means.go();
    this.#sweepAt = judgeMembers(run, this.#sweepAt, nowMs);
  }

  /** After a step members stand elsewhere: of a small rollout all are judged before anybody looks. */
  #judgeSmall(nowMs: number): void {
    const { size } = this.run.members;
    if (size <= smallMembers) while (this.#sweepAt < size) this.#judge(nowMs);
  }

  /** Judges gates and steps as often as something follows. @returns time until something can follow by itself, ms */
  #decide(nowMs: number): number {
    const { run } = this;
    for (let steps = 0; steps <= run.record.plan.waves.length * 3 && isRunning(run.record.state); steps += 1) {
      for (const verdict of judgeGates(run, nowMs)) noteVerdict(run.context, run.name, verdict);
      const decision = decide(run, nowMs, this.#openedAtMs);
      if (decision === undefined) break;
      this.#step(decision.event, decision.cause, nowMs);
    }
    const { record } = run;
    if (record.state !== 'soaking') return sweepMs;
    const soakMs = record.plan.waves[record.wave]?.soakMs ?? 0;
    return Math.max(turnMs, record.soakStartedAtMs + soakMs - nowMs);
  }

  /** Gives members their next try. @returns when more can be given though nothing happens, ms */
  #choose(nowMs: number): number | undefined {
    const { run } = this;
    if (run.waitingVerbs > 0) return turnMs;
    if (isRunning(run.record.state)) return chooseOrders(run, nowMs).waitMs;
    if (!isGoingBack(run.record.state)) return undefined;
    const { waiting, away, isWhole, waitMs } = chooseWaysBack(run, nowMs);
    const sinceMs = Math.max(this.#openedAtMs, run.record.steps.at(-1)?.atMs ?? 0);
    const isBusy = !isWhole || waiting > 0 || run.members.flagged('inFlight') > 0 || run.dirty.size > 0 || this.#sweepAt < run.members.size;
    const isPatient = away > 0 && nowMs < sinceMs + backPatienceMs;
    // Whatever keeps the last ones: it has an end, and says who they are.
    const isLate = isWhole && nowMs >= (run.record.steps.at(-1)?.atMs ?? 0) + backMostMs;
    if (run.record.state === 'rollingBack' && (isLate || (!isBusy && !isPatient))) {
      this.#step({ type: 'wayBack.over' }, { by: 'system', reason: leftText(run) }, nowMs);
    }
    if (isWhole && run.record.state === 'rolledBack') noteLeft(run.context, run.record, leftBehind(run), leftText(run));
    return waitMs;
  }

  #step(event: RolloutEvent, cause: StepCause, nowMs: number): void {
    const { run } = this;
    const before = run.record;
    const after = stepRollout(before, event, nowMs, cause);
    if (after === undefined) return;
    run.record = run.withTakers(after);
    run.isUnwritten = true;
    if (event.type === 'gate.bad') run.counters.stoppedBy[event.action] = (run.counters.stoppedBy[event.action] ?? 0) + 1;
    this.#stepped(before, cause);
  }

  /** The record came to another state or wave: what that means for members is found out by a sweep. */
  #stepped(before: RolloutRecord, cause: StepCause): void {
    const { run } = this;
    noteStep(run.context, before, run.record, cause);
    this.#sweepAt = 0;
    this.#isRecallDue = true;
    this.#means.restart();
    restartBack(run);
    if (isActive(run.record.state) && !isActive(before.state)) this.#observer.start();
  }

  /** Takes back what the state wants taken back: once a state, since nothing is ordered while it lasts; what failed again with the next sweep. */
  async #recall(): Promise<void> {
    if (this.run.stale.size > 0) await recallStale(this.run);
    if (!this.#isRecallDue) return;
    this.#isRecallDue = false;
    const { state, steps } = this.run.record;
    const reason = `rollout ${this.run.name}: ${steps.at(-1)?.reason || state}`.slice(0, 400);
    if (state === 'paused') this.#isRecallLacking = !(await recallTries(this.run, 'untold', true, reason));
    else if (state === 'halted' || state === 'aborted' || isGoingBack(state)) {
      this.#isRecallLacking = !(await recallTries(this.run, 'unswitched', !isGoingBack(state), reason));
    } else this.#isRecallLacking = false;
  }
}
