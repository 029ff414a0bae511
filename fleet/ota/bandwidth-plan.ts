import { Budget } from './turn-order.ts';
import type { UpdateContext } from './update-context.ts';

/** Which budgets a device's parts are paid from: that of the manager, those of its groups, and that of the rollout that its attempt belongs to. */
export class BandwidthPlan {
  readonly #context: UpdateContext;
  readonly #fleet: Budget | undefined;
  /** By group, as long as its rate stays the same. */
  readonly #groups = new Map<string, Budget>();
  readonly #rollouts = new Map<string, Budget>();

  constructor(context: UpdateContext) {
    this.#context = context;
    const { updateBytesPerSecond } = context.limits;
    this.#fleet = updateBytesPerSecond === 0 ? undefined : new Budget(updateBytesPerSecond, context.clock.nowMs());
  }

  /**
   * Judged once a transfer: who leaves a group keeps its budget until then.
   * @param rollout of the attempt; empty: none
   */
  budgetsOf(deviceId: string, rollout: string, nowMs: number): readonly Budget[] {
    const budgets = this.#fleet === undefined ? [] : [this.#fleet];
    for (const { name, updateBytesPerSecond } of this.#context.groups().budgets()) {
      if (this.#context.devices().matches(deviceId, `group=${name}`) !== true) continue;
      budgets.push(budgetIn(this.#groups, name, updateBytesPerSecond, nowMs));
    }
    const bytesPerSecond = rollout === '' ? 0 : this.#context.rolloutBytesPerSecond(rollout);
    if (bytesPerSecond > 0) {
      if (!this.#rollouts.has(rollout)) this.#forgetRollouts();
      budgets.push(budgetIn(this.#rollouts, rollout, bytesPerSecond, nowMs));
    }
    return budgets;
  }

  /** Rollouts that are no more keep no budget, so there are as many budgets as rollouts at most. */
  #forgetRollouts(): void {
    for (const name of this.#rollouts.keys()) if (this.#context.rolloutBytesPerSecond(name) === 0) this.#rollouts.delete(name);
  }
}

function budgetIn(budgets: Map<string, Budget>, name: string, bytesPerSecond: number, nowMs: number): Budget {
  const known = budgets.get(name);
  if (known?.bytesPerSecond === bytesPerSecond) return known;
  const budget = new Budget(bytesPerSecond, nowMs);
  budgets.set(name, budget);
  return budget;
}
