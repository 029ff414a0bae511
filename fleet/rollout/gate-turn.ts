/** Judges the gates of the wave that runs, and says what follows. */
import type { GateAction, GateVerdict, PlanGate } from '#fleet/domain/index.js';
import type { FailureCount, GateFacts } from './gate-facts.ts';
import { judgeGate } from './gate-logic.ts';
import { changeOf, gateNow, isLastWave, isPromoted, isRunning, mergeVerdicts, type StepCause, waveOf } from './rollout-logic.ts';
import type { RolloutEvent } from './rollout-machine.ts';
import type { Run } from './run.ts';
import { lastControlShare } from './silence-logic.ts';
import { isDispatched, isUntried, waitingIn } from './wave-logic.ts';
import { hasWayBack } from './way-back-turn.ts';

/** What is to happen, and who says so. */
export interface Decision {
  readonly event: RolloutEvent;
  readonly cause: StepCause;
}

const weights: Readonly<Record<GateAction, number>> = { pause: 1, halt: 2, rollback: 3 };

/** The verdicts of all gates of the wave; told apart from those before. */
export function judgeGates(run: Run, nowMs: number): GateVerdict[] {
  const { record } = run;
  const { verdicts, isTurned } = verdictsNow(run, nowMs);
  run.counters.decisions += verdicts.length;
  const turned = isTurned ? verdicts.filter(({ gate, outcome }) => outcomeBefore(run, gate) !== outcome) : [];
  run.record = { ...record, verdicts };
  if (isTurned) run.isUnwritten = true;
  run.counters.verdictsBad += turned.filter(({ outcome }) => outcome === 'bad').length;
  return turned;
}

/** What the gates of the wave find now; nothing is changed. */
export function verdictsNow(run: Run, nowMs: number): { readonly verdicts: GateVerdict[]; readonly isTurned: boolean } {
  const { record } = run;
  const facts = factsOf(run, nowMs);
  const now = waveOf(record).gates.map((gate) => judgeGate(gateNow(gate, changeOf(record, gate.name)), facts(gate)));
  return mergeVerdicts(record.verdicts, now);
}

/** What follows from verdicts, counts and time; undefined: nothing yet. */
export function decide(run: Run, nowMs: number, sinceMs: number): Decision | undefined {
  const { record, members } = run;
  if (!isRunning(record.state)) return undefined;
  const bad = worstOf(run);
  if (bad !== undefined) return bad;
  const { problem } = run.subject;
  if (problem !== '') return { event: { type: 'operator.paused' }, cause: { by: 'system', reason: problem } };
  const wave = waveOf(record);
  const cause = { by: 'system', reason: '' };
  if (record.state === 'dispatching') {
    const counts = {
      buckets: members.buckets(record.wave, record.wave),
      inFlight: members.flagged('inFlight', 0, record.wave),
      taken: members.flagged('taken', record.wave, record.wave),
    };
    // Who of an earlier wave is offered it only now, or again, is waited for as well: the gates look at all of them.
    if (members.inBucket('pending', 0, record.wave) > 0) return undefined;
    const waitedMs = nowMs - Math.max(record.waveStartedAtMs, sinceMs);
    if (run.dirty.size > 0 || run.ordering.size > 0 || !isDispatched(counts, wave, waitedMs)) return undefined;
    const needsProof = wave.gates.length > 0 && !isLastWave(record) && !isPromoted(record);
    const attempted = members.flagged('attempted', record.wave, record.wave);
    if (needsProof && isUntried({ ...counts, attempted, before: members.flagged('attempted', 0, record.wave) - attempted }))
      return undefined;
    return { event: { type: 'wave.dispatched' }, cause };
  }
  if (record.state === 'soaking') {
    const hasNobody = members.flagged('attempted', record.wave, record.wave) === 0;
    if (!hasNobody && !isPromoted(record) && nowMs < record.soakStartedAtMs + wave.soakMs) return undefined;
    return { event: { type: 'soak.over' }, cause };
  }
  const isOpen = record.plan.membership === 'dynamic' && isLastWave(record);
  const isGood = record.verdicts.every(({ outcome }) => outcome === 'good');
  if (!isPromoted(record) && (isOpen || !isGood)) return undefined;
  return { event: { type: 'gates.good', isLast: isLastWave(record) }, cause: { ...cause, reason: summaryOf(record.verdicts) } };
}

/** The bad verdict with the gravest action. */
function worstOf(run: Run): Decision | undefined {
  const { record } = run;
  let worst: { verdict: GateVerdict; action: GateAction } | undefined;
  for (const gate of waveOf(record).gates) {
    const verdict = record.verdicts.find((one) => one.gate === gate.name);
    if (verdict?.outcome !== 'bad' || gate.type === 'manual') continue;
    if (worst === undefined || weights[gate.onBad] > weights[worst.action]) worst = { verdict, action: gate.onBad };
  }
  if (worst === undefined) return undefined;
  const { verdict } = worst;
  const cause = { by: `gate ${verdict.gate}`, reason: verdict.summary };
  if (worst.action !== 'rollback' || hasWayBack(run)) return { event: { type: 'gate.bad', action: worst.action }, cause };
  return {
    event: { type: 'gate.bad', action: 'halt' },
    cause: { ...cause, reason: `${verdict.summary} (halted: no device has a way back)` },
  };
}

function factsOf(run: Run, nowMs: number): (gate: PlanGate) => GateFacts {
  const { record, members } = run;
  const wave = waveOf(record);
  const buckets = members.buckets(0, record.wave);
  const step = record.steps.at(-1);
  // Nobody of it has anything that a soak could show.
  const hasNobody = members.flagged('attempted', record.wave, record.wave) === 0;
  const shared = {
    rollout: run.name,
    nowMs,
    wave: {
      name: wave.name,
      startedAtMs: record.waveStartedAtMs,
      soakStartedAtMs: record.soakStartedAtMs,
      soakMs: hasNobody ? 0 : wave.soakMs,
    },
    sums: {
      devices: members.devices(0, record.wave) - buckets.alreadyThere - buckets.superseded,
      attempted: members.flagged('attempted', 0, record.wave),
      failures: members.failures(0, record.wave).filter(isFailure),
      failing: members.flagged('failing', 0, record.wave),
      left: waitingIn(members.buckets()) + members.flagged('taken'),
    },
    ends: run.ends,
    silence: { strata: members.silence(), lastControlShare: lastControlShare([...record.passed, ...record.verdicts]) },
    healthHours: run.firstUpdatedAtMs === 0 ? 0 : (nowMs - run.firstUpdatedAtMs) / 3_600_000,
    means: run.means,
    promotion: isPromoted(record) && step !== undefined ? { by: step.by, reason: step.reason, atMs: step.atMs } : undefined,
  };
  return (gate) => ({
    ...shared,
    health: run.health.watchOf(gate.name),
    change: changeOf(record, gate.name),
    before: record.verdicts.find((verdict) => verdict.gate === gate.name),
  });
}

function isFailure(count: { readonly bucket: string; readonly cause: string; readonly devices: number }): count is FailureCount {
  return count.bucket === 'failed' || count.bucket === 'rejected' || count.bucket === 'rolledBack';
}

function outcomeBefore(run: Run, gate: string): GateVerdict['outcome'] | undefined {
  return run.record.verdicts.find((verdict) => verdict.gate === gate)?.outcome;
}

function summaryOf(verdicts: readonly GateVerdict[]): string {
  return verdicts
    .map(({ gate, summary }) => `${gate}: ${summary}`)
    .join('; ')
    .slice(0, 1_000);
}
