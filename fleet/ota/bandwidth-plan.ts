import { Budget } from './turn-order.ts';
import type { UpdateContext } from './update-context.ts';

/** Which budgets a device's parts are paid from: that of the manager, and those of its groups. */
export class BandwidthPlan {
  readonly #context: UpdateContext;
  readonly #fleet: Budget | undefined;
  /** By group, as long as its rate stays the same. */
  readonly #groups = new Map<string, Budget>();

  constructor(context: UpdateContext) {
    this.#context = context;
    const { updateBytesPerSecond } = context.limits;
    this.#fleet = updateBytesPerSecond === 0 ? undefined : new Budget(updateBytesPerSecond, context.clock.nowMs());
  }

  /** Judged once a transfer: who leaves a group keeps its budget until then. */
  budgetsOf(deviceId: string, nowMs: number): readonly Budget[] {
    const budgets = this.#fleet === undefined ? [] : [this.#fleet];
    for (const { name, updateBytesPerSecond } of this.#context.groups().budgets()) {
      if (this.#context.devices().matches(deviceId, `group=${name}`) !== true) continue;
      budgets.push(this.#budgetOf(name, updateBytesPerSecond, nowMs));
    }
    return budgets;
  }

  #budgetOf(name: string, bytesPerSecond: number, nowMs: number): Budget {
    const known = this.#groups.get(name);
    if (known?.bytesPerSecond === bytesPerSecond) return known;
    const budget = new Budget(bytesPerSecond, nowMs);
    this.#groups.set(name, budget);
    return budget;
  }
}
