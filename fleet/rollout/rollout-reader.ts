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
import { membersOf } from './member-view.ts';
import { diffPlans } from './plan-diff.ts';
import { candidatesOf, type RolloutContext } from './rollout-context.ts';
import { fail } from './rollout-errors.ts';
import { viewOf } from './rollout-view.ts';

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

  get(name: string): RolloutView {
    return viewOf(this.need(name), this.#shelf.get(name)?.run.members, this.#context.clock.wallMs());
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
    return engine === undefined ? { members: [] as RolloutMemberView[], total: 0, next: undefined } : membersOf(engine.run, record, filter);
  }

  blast(name: string, verb: RolloutVerb): BlastRadius {
    const record = this.need(name);
    let planned = 0;
    // Its devices are drawn at its start: until then it reaches those that the plan names.
    if (record.startedAtMs === 0 && record.state !== 'aborted')
      for (const _device of candidatesOf(this.#context, record.plan)) planned += 1;
    return blastOf(record, this.#shelf.get(name)?.run.members, verb, planned);
  }

  async forecast(plan: RolloutPlan): Promise<RolloutForecast> {
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
