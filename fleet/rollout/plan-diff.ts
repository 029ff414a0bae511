import type { PlanDifference, RolloutPlan } from '#fleet/domain/index.js';
import { planObject } from './plan-text.ts';

/** What stands where one of two plans has nothing. */
const nothing = '(not there)';

/** Where two plans differ, in the words and the order of a plan file: `waves.canary.gates.failed.above`, 5%, 4%. Waves and gates are held against those of their name. */
export function diffPlans(running: RolloutPlan, given: RolloutPlan): PlanDifference[] {
  const differences: PlanDifference[] = [];
  compare('', planObject(running), planObject(given), differences);
  return differences;
}

function compare(path: string, running: unknown, given: unknown, differences: PlanDifference[]): void {
  const [left, right] = [partsOf(running), partsOf(given)];
  if (left === undefined || right === undefined) {
    const [before, after] = [textOf(running), textOf(given)];
    if (before !== after) differences.push({ path, running: before, given: after });
    return;
  }
  const [before, after] = [orderOf(running), orderOf(given)];
  if (before !== after) differences.push({ path: `${path} (order)`, running: before, given: after });
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    compare(path === '' ? key : `${path}.${key}`, left.get(key), right.get(key), differences);
  }
}

/** The parts of a value that are compared one by one: keys of an object, or names of waves and gates; undefined for all else. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (isNamedList(value)) return new Map(value.map((one) => [one.name, one]));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  return undefined;
}

/** Names in their order; empty for what has no order of its own. */
function orderOf(value: unknown): string {
  return isNamedList(value) ? value.map(({ name }) => name).join(', ') : '';
}

function isNamedList(value: unknown): value is readonly { readonly name: string }[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null && 'name' in one);
}

function textOf(value: unknown): string {
  if (value === undefined) return nothing;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
