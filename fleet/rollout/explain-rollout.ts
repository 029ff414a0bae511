import type {
  ExplainStep,
  Explanation,
  GateVerdict,
  PlanWave,
  RolloutRecord,
  RolloutState,
  RolloutView,
  WaveView,
} from '#fleet/domain/index.js';
import { eventsStillNeeded } from './gate-power.ts';
import { HealthWatch } from './health-gate.ts';
import { gateCommand, type NextFacts, nextCommands, promoteCommand } from './next-commands.ts';
import { inFlightLimit } from './plan-rules.ts';
import { backMostMs } from './rollout-limits.ts';
import { isRunning, runningUntil } from './rollout-logic.ts';
import { approvalText, stopOf, takenText } from './rollout-sentence.ts';
import { type ServiceTotals, serviceText } from './service-tally.ts';
import { countOf, countText, momentText, spanText } from './verdict-text.ts';

/** What the explanation of a rollout is made of. */
export interface RolloutExplainFacts extends NextFacts {
  readonly nowMs: number;
  readonly view: RolloutView;
  readonly service: ServiceTotals;
  /** Who still runs the subject, and what keeps them there, as leftText() says; empty: it does not go back. */
  readonly left: string;
}

/** Why a rollout stands as it does: what decided, in the order in which it did, what it came to, and what can be done. */
export function explainRollout({ nowMs, view, service, triable, canGoBack, left }: RolloutExplainFacts): Explanation {
  const steps = [
    ...approvalSteps(view),
    startStep(view, nowMs),
    ...view.plan.waves.flatMap((wave, index) => waveSteps(view, wave, index, nowMs)),
  ];
  const next = nextCommands(view, { triable, canGoBack });
  const stop = stopStep(view, triable, next[0] ?? '');
  const back = left === '' ? [] : [backStep(view, left)];
  return {
    subject: `rollout ${view.plan.name}`,
    verdict: view.verdict,
    outcomes: serviceText(service),
    steps: stop === undefined ? steps : [...steps, stop, ...back],
    next,
  };
}

function approvalSteps(view: RolloutView): ExplainStep[] {
  const { plan, approvals, state } = view;
  if (plan.approval === undefined) return [];
  const isEnough = approvals.length >= plan.approval.approvals;
  const names = approvals.map(({ by, reason }) => (reason === '' ? by : `${by} (${reason})`)).join(', ');
  const outcome = isEnough ? 'ok' : state === 'awaitingApproval' ? 'waiting' : 'notReached';
  return [
    {
      name: 'approval',
      outcome,
      measured: `${approvalText(view)}${names === '' ? '' : `: ${names}`}`,
      limit: countOf(plan.approval.approvals, 'approval'),
      setBy: 'plan',
      sinceMs: approvals.at(-1)?.atMs ?? view.createdAtMs,
      next: outcome === 'waiting' ? `fleet rollout approve ${plan.name} -m WHY` : '',
      details: {},
    },
  ];
}

function startStep(view: RolloutView, nowMs: number): ExplainStep {
  const { plan, state, startedAtMs, createdAtMs } = view;
  const limit = plan.startAtMs === 0 ? 'an operator starts it' : `not before ${momentText(plan.startAtMs)}`;
  const base = { name: 'start', limit, setBy: 'plan', details: {} };
  if (startedAtMs !== 0) {
    const step = view.steps.find(({ atMs, state: after }) => atMs === startedAtMs && after === 'dispatching');
    const by = step === undefined ? '' : ` by ${step.by}`;
    return { ...base, outcome: 'ok', measured: `started${by} at ${momentText(startedAtMs)}`, sinceMs: startedAtMs, next: '' };
  }
  if (state === 'scheduled') {
    const measured = `starts in ${spanText(plan.startAtMs - nowMs)}`;
    return { ...base, outcome: 'waiting', measured, sinceMs: createdAtMs, next: '' };
  }
  const isWaiting = state === 'draft';
  const next = isWaiting ? `fleet rollout start ${plan.name} -m WHY` : '';
  return { ...base, outcome: isWaiting ? 'waiting' : 'notReached', measured: 'not started', sinceMs: createdAtMs, next };
}

/** Offer, soak and gates of one wave. */
function waveSteps(view: RolloutView, wave: PlanWave, index: number, nowMs: number): ExplainStep[] {
  const isOver = view.state === 'completed' || index < view.wave;
  const isNow = view.startedAtMs !== 0 && index === view.wave && !isOver;
  const later =
    view.startedAtMs === 0 ? 'its devices are named at the start' : `${countOf(view.waves[index]?.devices ?? 0, 'device')} later`;
  if (!isOver && !isNow) return [notReached(`wave ${wave.name}`, later)];
  const seen = view.waves[index];
  const passed = view.passed.filter((verdict) => verdict.wave === wave.name);
  // One that was completed, and went back or was aborted after that, has passed its last wave; one that was led back to it judges anew.
  const verdicts = !isNow ? passed : isRunning(view.state) || view.verdicts.length > 0 ? view.verdicts : passed;
  const gates = wave.gates.map((gate) => {
    const verdict = verdicts.find((one) => one.gate === gate.name);
    const name = `wave ${wave.name}: gate ${gate.name}`;
    return verdict === undefined ? notReached(name, 'not judged') : gateStep(view, name, verdict, nowMs);
  });
  const promoted = view.promoted.includes(wave.name) ? [promotedStep(view, wave)] : [];
  return [offerStep(view, wave, seen, isNow, nowMs), soakStep(view, wave, isNow, nowMs), ...gates, ...promoted];
}

function offerStep(view: RolloutView, wave: PlanWave, seen: WaveView | undefined, isNow: boolean, nowMs: number): ExplainStep {
  const { plan } = view;
  const { attempted = 0, inFlight = 0 } = seen?.sums ?? {};
  const isOpen = isNow && (view.state === 'dispatching' || (view.resumeTo === 'dispatching' && view.soakStartedAtMs === 0));
  const { buckets } = seen ?? {};
  const waiting = (['pending', 'held', 'pinned', 'offline', 'outsideWindow', 'conditionNotMet', 'deferred'] as const)
    .map((bucket) => [bucket, buckets?.[bucket] ?? 0] as const)
    .filter(([, count]) => count > 0);
  const taken = seen?.taken ?? 0;
  const others = taken === 0 ? [] : [takenText(taken, view.takers)];
  const left = [...waiting.map(([bucket, count]) => `${countText(count)} ${bucketWords[bucket]}`), ...others].join(', ');
  const [taker] = view.takers ?? [];
  // As in wave-logic.ts: without a proof the wave waits on.
  const isUntried = isOpen && attempted === 0 && left !== '' && nowMs - view.waveStartedAtMs >= wave.patienceMs;
  const untried = isUntried ? '; its patience is over, and it waits on: nobody had it, so its gates have nothing to judge' : '';
  return {
    name: `wave ${wave.name}: offer`,
    outcome: isOpen ? 'waiting' : 'ok',
    measured: `${countText(attempted)} of ${countOf(seen?.devices ?? 0, 'device')} attempted${left === '' ? '' : `; ${left}`}; ${countText(inFlight)} in flight${untried}`,
    limit: `${rateText(plan.dispatch)}, ${countText(inFlightLimit(plan, view.sums.devices))} in flight, ${spanText(wave.patienceMs)} patience`,
    setBy: 'plan',
    sinceMs: isNow ? view.waveStartedAtMs : 0,
    next: isUntried
      ? promoteCommand(plan.name)
      : left === '' || !isNow
        ? ''
        : waiting.length === 0 && taker !== undefined
          ? `fleet explain rollout ${taker}`
          : `fleet explain device NAME`,
    details: { attempted, inFlight, ...Object.fromEntries(waiting) },
  };
}

const bucketWords = {
  pending: 'whose turn has not come',
  held: 'held',
  pinned: 'pinned',
  offline: 'offline',
  outsideWindow: 'outside their window',
  conditionNotMet: 'whose condition is not met',
  deferred: 'deferred',
} as const;

/** How fast offers go out by a plan. */
export function rateText(dispatch: RolloutRecord['plan']['dispatch']): string {
  if (dispatch.type === 'constant') return `${countText(dispatch.perMinute)} a minute`;
  const { basePerMinute, factor, every, mostPerMinute } = dispatch;
  const step = 'attempted' in every ? `${countText(every.attempted)} attempted` : `${countText(every.updated)} updated`;
  return `${countText(basePerMinute)} a minute, ${factor} times as fast every ${step}, at most ${countText(mostPerMinute)}`;
}

function soakStep(view: RolloutView, wave: PlanWave, isNow: boolean, nowMs: number): ExplainStep {
  const base = { name: `wave ${wave.name}: soak`, limit: spanText(wave.soakMs), setBy: 'plan', details: {}, next: '' };
  if (!isNow) return { ...base, outcome: 'ok', measured: `soaked ${spanText(wave.soakMs)}`, sinceMs: 0 };
  if (view.soakStartedAtMs === 0) return { ...base, outcome: 'notReached', measured: 'its offer is not over', sinceMs: 0 };
  const soakedMs = Math.min(runningUntil(view, nowMs) - view.soakStartedAtMs, wave.soakMs);
  const isStopped = !isRunning(view.state);
  const outcome = soakedMs >= wave.soakMs ? 'ok' : isStopped && view.resumeTo === '' ? 'notReached' : 'waiting';
  const measured = `soaked ${spanText(soakedMs)} of ${spanText(wave.soakMs)}${isStopped && outcome !== 'ok' ? ' when it stopped' : ''}`;
  return { ...base, outcome, measured, sinceMs: view.soakStartedAtMs };
}

function gateStep(view: RolloutView, name: string, verdict: GateVerdict, nowMs: number): ExplainStep {
  const outcomes = { good: 'ok', bad: 'bad', waiting: 'waiting' } as const;
  const isDeciding =
    view.soakStartedAtMs !== 0 && runningUntil(view, nowMs) >= view.soakStartedAtMs + (view.plan.waves[view.wave]?.soakMs ?? 0);
  const isOpen = verdict.outcome === 'bad' || (verdict.outcome === 'waiting' && isDeciding);
  return {
    name,
    outcome: outcomes[verdict.outcome],
    measured: `${verdict.summary}${neededText(view, verdict)}`,
    limit: verdict.limit,
    setBy: setterOf(view, verdict.gate),
    sinceMs: verdict.sinceMs,
    next: isOpen && verdict.wave === view.plan.waves[view.wave]?.name ? gateCommand(view, verdict) : '',
    details: verdict.details,
  };
}

/** Failures that are looked ahead: more are no help to somebody who waits. */
const mostNeeded = 1_000;

/** How far the verdict of a health gate is; empty for others, and when there is one. */
function neededText({ plan, evidence }: RolloutRecord, verdict: GateVerdict): string {
  const gate = plan.waves.flatMap(({ gates }) => gates).find(({ name }) => name === verdict.gate);
  const { updatedDevices: updated = 0, waitingDevices: waiting = 0 } = verdict.details;
  const saved = evidence[verdict.gate];
  if (gate?.type !== 'health' || verdict.outcome !== 'waiting' || updated < 1 || waiting < 1) return '';
  const watch = new HealthWatch(1, gate.countedFailures, saved);
  const needed = (ratio: number) => {
    const events = eventsStillNeeded(watch.evidence, { ratio, updated, waiting }, gate, mostNeeded);
    return events === undefined ? `more than ${countText(mostNeeded)} failures` : `${countOf(events.failures, 'more failure')}`;
  };
  const stop = `; were they 3 times as bad, half of all cases stop within ${needed(3)}`;
  return gate.promotion === 'soak' ? stop : `${stop}, were they as good, half are proven within ${needed(1)}`;
}

/** "plan", or who changed the limit last, and why. */
function setterOf(view: RolloutRecord, gate: string): string {
  const change = view.changes.findLast((one) => one.gate === gate);
  return change === undefined ? 'plan' : `${change.by} at ${momentText(change.atMs)}${change.reason === '' ? '' : `: ${change.reason}`}`;
}

function promotedStep(view: RolloutView, wave: PlanWave): ExplainStep {
  const step = view.steps.findLast((one) => one.wave === wave.name && one.by !== 'system' && !one.by.startsWith('gate '));
  return {
    name: `wave ${wave.name}: let through`,
    outcome: 'ok',
    measured: 'an operator let it through: its gates need not be good',
    limit: 'its gates',
    setBy: step === undefined ? 'an operator' : `${step.by}${step.reason === '' ? '' : `: ${step.reason}`}`,
    sinceMs: step?.atMs ?? 0,
    next: '',
    details: {},
  };
}

/** What stopped it or sent it back; undefined while it runs. */
function stopStep(view: RolloutView, triable: number, next: string): ExplainStep | undefined {
  const words: Partial<Record<RolloutState, string>> = {
    paused: 'no new offers, what was started finishes',
    halted: 'no new offers, and who has not switched slots was told to stop',
    rollingBack: 'halted, and who runs it is offered what ran before',
    rolledBack: 'halted, and who could go back is back',
    aborted: 'halted for good',
  };
  const word = words[view.state];
  const step = stopOf(view);
  if (word === undefined) return undefined;
  return {
    name: view.state,
    outcome: 'bad',
    measured: `${word}${step === undefined || step.reason === '' ? '' : `: ${step.reason}`}${triableText(view, triable)}`,
    limit: 'runs',
    setBy: step?.by ?? 'system',
    sinceMs: step?.atMs ?? 0,
    next,
    details: {},
  };
}

/** How far the way back is, and who does not get there. */
function backStep({ plan, state, buckets, steps }: RolloutView, left: string): ExplainStep {
  const isOver = left.startsWith('nobody');
  return {
    name: 'way back',
    outcome: isOver ? 'ok' : state === 'rollingBack' ? 'waiting' : 'bad',
    measured: `${countOf(buckets.rolledBack, 'device')} back on what ran before; ${left}`,
    limit: `nobody runs the new one; by limits in flight and bytes, at any time and whatever the condition; goes back ${spanText(backMostMs)} at most, and later for who comes`,
    setBy: 'plan',
    sinceMs: steps.findLast((step) => step.state === 'rollingBack')?.atMs ?? 0,
    next: isOver ? '' : `fleet rollout get ${plan.name} --members --bucket soaking`,
    details: {},
  };
}

/** Who could be tried again, where the order of the verbs matters; else empty. */
function triableText({ state }: RolloutRecord, triable: number): string {
  if (triable === 0) return '';
  const who = `${countOf(triable, 'failed device')} could be tried again`;
  if (state === 'paused' || state === 'halted')
    return `; ${who}: by retry before resume, which may complete it: nobody would be left to try`;
  return state === 'rolledBack' || state === 'rollingBack' ? `; ${who} by retry` : '';
}

function notReached(name: string, measured: string): ExplainStep {
  return { name, outcome: 'notReached', measured, limit: '', setBy: 'plan', sinceMs: 0, next: '', details: {} };
}
