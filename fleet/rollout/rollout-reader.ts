/** Rollouts as operators look at them: nothing is changed, and all that is said is of now. */
import type {
  BlastRadius,
  Explanation,
  PlanDifference,
  RolloutForecast,
  RolloutMemberView,
  RolloutPlan,
  RolloutRecord,
  RolloutService,
  RolloutVerb,
  RolloutView,
} from '#fleet/domain/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { blastOf } from './blast-logic.ts';
import type { EngineShelf } from './engine-shelf.ts';
import { explainDeviceOf, explainRolloutOf } from './explain-sources.ts';
import { forecastOf } from './forecast-sources.ts';
import { verdictsNow } from './gate-turn.ts';
import { membersOf, waveNumber } from './member-view.ts';
import { diffPlans } from './plan-diff.ts';
import { candidateSteps, type RolloutContext } from './rollout-context.ts';
import { fail } from './rollout-errors.ts';
import { isRunning } from './rollout-logic.ts';
import { viewOf } from './rollout-view.ts';
import { runInTurns } from './steps.ts';
import { checkVerb } from './verb-logic.ts';

/** @see the head of this file */
export class RolloutReader {
  readonly #context: RolloutContext;
  readonly #shelf: EngineShelf;

  constructor(context: RolloutContext, shelf: EngineShelf) {
    this.#context = context;
    this.#shelf = shelf;
  }

  /** The record as it stands: an engine may be ahead of what is stored. Throws E2701. */
  need(name: string): RolloutRecord {
    const record = this.#shelf.get(name)?.run.record ?? this.#context.book.get(name);
    if (record !== undefined) return record;
    const meant = closestWord(name, this.#context.book.names());
    throw fail('E2701', { message: `there is no rollout ${name.slice(0, 80)}${meant === undefined ? '' : `, did you mean ${meant}?`}` });
  }

  /** With what its gates find now: those of the last turn may be seconds old. */
  get(name: string): RolloutView {
    const nowMs = this.#context.clock.wallMs();
    const kept = this.need(name);
    const engine = this.#shelf.get(name);
    if (engine === undefined || !isRunning(kept.state)) return viewOf(kept, engine?.run.members, nowMs);
    const { verdicts, isTurned } = verdictsNow(engine.run, nowMs);
    // What follows from it is not done by looking: the next turn finds it too.
    if (isTurned) engine.wake(0);
    return viewOf({ ...kept, verdicts, takers: engine.run.takers() }, engine.run.members, nowMs);
  }

  /** Newest first. */
  list(): RolloutView[] {
    return this.#context.book
      .names()
      .map((name) => this.get(name))
      .sort((a, b) => b.number - a.number);
  }

  members(name: string, filter: Parameters<RolloutService['members']>[1]): ReturnType<RolloutService['members']> {
    const record = this.need(name);
    const engine = this.#shelf.get(name);
    waveNumber(record.plan, filter.wave);
    return engine === undefined ? { members: [] as RolloutMemberView[], total: 0, next: undefined } : membersOf(engine.run, record, filter);
  }

  async blast(name: string, verb: RolloutVerb, seen: number | undefined): Promise<BlastRadius> {
    const record = this.need(name);
    checkVerb(record, verb, seen);
    let planned = 0;
    // Its devices are drawn at its start: until then it reaches those that the plan names.
    if (record.startedAtMs === 0 && record.state !== 'aborted') {
      const count = (): void => {
        planned += 1;
      };
      await runInTurns(candidateSteps(this.#context, record.plan, count), this.#context.yieldTurn);
    }
    return blastOf(record, this.#shelf.get(name)?.run.members, verb, planned);
  }

  forecast(plan: RolloutPlan): Promise<RolloutForecast> {
    return forecastOf(this.#context, plan, () => this.#shelf.runs());
  }

  diff(name: string, plan: RolloutPlan): PlanDifference[] {
    return diffPlans(this.need(name).plan, plan);
  }

  explain(name: string): Explanation {
    return explainRolloutOf(this.#context, this.get(name), this.#shelf.get(name)?.run);
  }

  explainDevice(deviceId: string): Explanation {
    return explainDeviceOf(this.#context, deviceId, this.#shelf.runs());
  }
}
