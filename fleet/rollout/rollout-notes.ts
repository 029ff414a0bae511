import type { GateVerdict, RolloutRecord, RolloutState } from '#fleet/domain/index.js';
import type { RolloutContext } from './rollout-context.ts';
import type { StepCause } from './rollout-logic.ts';
import { countOf } from './verdict-text.ts';

/** Kinds of the timeline by the state that a rollout came to. */
const kinds: Readonly<Record<RolloutState, string>> = {
  draft: 'rollout.approved',
  awaitingApproval: 'rollout.approved',
  scheduled: 'rollout.scheduled',
  dispatching: 'rollout.wave',
  soaking: 'rollout.soaking',
  deciding: 'rollout.deciding',
  paused: 'rollout.paused',
  halted: 'rollout.halted',
  rollingBack: 'rollout.rolling-back',
  rolledBack: 'rollout.rolled-back',
  completed: 'rollout.completed',
  aborted: 'rollout.aborted',
};

/** States in words. */
export const stateTexts: Readonly<Record<RolloutState, string>> = {
  draft: 'a draft',
  awaitingApproval: 'awaiting approval',
  scheduled: 'scheduled',
  dispatching: 'dispatching',
  soaking: 'soaking',
  deciding: 'deciding',
  paused: 'paused',
  halted: 'halted',
  rollingBack: 'rolling back',
  rolledBack: 'rolled back',
  completed: 'completed',
  aborted: 'aborted',
};

/** Rule of the alarm that a rollout stopped. */
function haltedRule(name: string): string {
  return `rollout-halted.${name}`;
}

/** Tells the timeline of a step, and raises or clears the alarm that the rollout stopped. */
export function noteStep(
  { journal, alarms }: Pick<RolloutContext, 'journal' | 'alarms'>,
  before: RolloutRecord,
  after: RolloutRecord,
  { by, reason }: StepCause,
): void {
  const { plan, state } = after;
  const wave = plan.waves[after.wave]?.name ?? '';
  const isStart = before.startedAtMs === 0 && after.startedAtMs !== 0;
  const kind = isStart ? 'rollout.started' : kinds[state];
  const why = reason === '' ? '' : `: ${reason}`;
  const where = state === 'dispatching' || state === 'soaking' || state === 'deciding' ? `, wave ${wave}` : '';
  const detail = { rollout: plan.name, state, wave, by };
  const source = by === 'system' || by.startsWith('gate ') ? 'system' : 'operator';
  const message = `rollout ${plan.name} is ${stateTexts[state]}${where}, by ${by}${why}`.slice(0, 1_000);
  journal.timeline({ source, kind, deviceId: '', message, detail });
  const isByGate = by.startsWith('gate ');
  if (isByGate && (state === 'halted' || state === 'rollingBack')) {
    const title = `Rollout ${plan.name} was stopped by ${by}`;
    alarms.set(haltedRule(plan.name), { severity: 'high', title, reason: reason.slice(0, 500), values: {} });
  } else if (state !== 'rollingBack') alarms.set(haltedRule(plan.name), undefined);
}

/** Raises the alarm that devices still run what a rollout went back from, for as long as there are any. @param why as leftText() says */
export function noteLeft({ alarms }: Pick<RolloutContext, 'alarms'>, { plan }: RolloutRecord, left: number, why: string): void {
  const title = `Rollout ${plan.name} went back, and ${countOf(left, 'device')} still ${left === 1 ? 'runs' : 'run'} the new one`;
  const alarm = { severity: 'medium', title, reason: why.slice(0, 500), values: {} } as const;
  alarms.set(haltedRule(plan.name), left === 0 ? undefined : alarm);
}

/** Tells the timeline that a gate found something else than before. */
export function noteVerdict({ journal }: Pick<RolloutContext, 'journal'>, rollout: string, verdict: GateVerdict): void {
  const { gate, wave, outcome, summary } = verdict;
  const message = `rollout ${rollout}, wave ${wave}, gate ${gate} is ${outcome}: ${summary}`.slice(0, 1_000);
  const detail = { rollout, wave, gate, outcome, severity: outcome === 'bad' ? 'high' : 'info' };
  journal.timeline({ source: 'system', kind: 'rollout.verdict', deviceId: '', message, detail });
}
