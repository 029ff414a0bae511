import type { PlanGate } from '#fleet/domain/index.js';
import { type CohortCondition, compileCohorts } from '#fleet/expr/index.js';
import type { CohortMeans, GateFacts } from './gate-facts.ts';
import { type Judgement, type KindOfGate, promoteCommand, soakOf } from './verdict-kit.ts';
import { countText } from './verdict-text.ts';

type SignalGate = KindOfGate<'signal'>;

/** Conditions are compiled once a gate of a plan. */
const conditions = new WeakMap<PlanGate, CohortCondition>();
const noMeans: CohortMeans = { updated: {}, waiting: {}, updatedDevices: 0, waitingDevices: 0 };

/** Signals whose means a gate needs. */
export function signalsOf(gate: SignalGate): readonly string[] {
  return conditionOf(gate).signals;
}

/** A condition over the means of both cohorts. It speaks after the soak: means of half a soak jump, and a jump is no verdict. */
export function judgeSignal(gate: SignalGate, facts: GateFacts): Judgement {
  const condition = conditionOf(gate);
  const means = facts.means ?? noMeans;
  const { updatedDevices, waitingDevices } = means;
  const measured = condition.explain(means);
  const limit = gate.when.replaceAll(/\s+/g, ' ');
  const judged = { measured, limit, details: detailsOf(gate, means) };
  const soak = soakOf(facts);
  const undecided = (why: string): Judgement => {
    const next = soak.isOver ? `an operator decides: ${promoteCommand(facts)}` : soak.text;
    return { ...judged, outcome: 'waiting', summary: `${about}: ${why}; ${next}` };
  };
  const about = `${measured}, means of ${countText(updatedDevices)} updated and ${countText(waitingDevices)} waiting devices`;
  const fewest = /\bwaiting\./.test(gate.when) ? Math.min(updatedDevices, waitingDevices) : updatedDevices;
  if (fewest < gate.minimum) return undecided(`fewer than the ${countText(gate.minimum)} of each that it needs for ${limit}`);
  const holds = condition.evaluate(means);
  if (holds === undefined) return undecided(`not everything that ${limit} needs is known`);
  const summary = `${about}: ${limit} ${holds ? 'holds' : 'does not hold'}`;
  if (!soak.isOver) return { ...judged, outcome: 'waiting', summary: `${summary} so far; ${soak.text}` };
  return { ...judged, outcome: holds ? 'good' : 'bad', summary };
}

function conditionOf(gate: SignalGate): CohortCondition {
  let condition = conditions.get(gate);
  if (condition === undefined) {
    condition = compileCohorts(gate.when, `when of gate ${gate.name}`);
    conditions.set(gate, condition);
  }
  return condition;
}

function detailsOf(gate: SignalGate, means: CohortMeans): Record<string, number> {
  const { updatedDevices, waitingDevices } = means;
  const details: Record<string, number> = { updatedDevices, waitingDevices, minimum: gate.minimum };
  for (const signal of signalsOf(gate)) {
    for (const cohort of ['updated', 'waiting'] as const) {
      const mean = means[cohort][signal];
      if (mean !== undefined) details[`${cohort}.${signal}`] = mean;
    }
  }
  return details;
}
