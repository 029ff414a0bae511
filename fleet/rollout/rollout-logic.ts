import { transition } from 'xstate';
import type {
  Actor,
  GateVerdict,
  PlanGate,
  PlanWave,
  Role,
  RolloutChange,
  RolloutRecord,
  RolloutState,
  RolloutStep,
} from '#fleet/domain/index.js';
import { keptKeys, keptSteps } from './rollout-limits.ts';
import { type RolloutEvent, rolloutMachine } from './rollout-machine.ts';

/** Who did it and why, for the step that is kept. */
export interface StepCause {
  readonly by: string;
  readonly reason: string;
}

/** States in which waves go on. */
const runningStates: ReadonlySet<RolloutState> = new Set(['dispatching', 'soaking', 'deciding']);
/** States in which something is going on, or can go on: those that count against the limit. */
const activeStates: ReadonlySet<RolloutState> = new Set([...runningStates, 'paused', 'halted', 'rollingBack', 'rolledBack']);

/** Waves go on: devices are offered what is due. */
export function isRunning(state: RolloutState): boolean {
  return runningStates.has(state);
}

/** It has its devices and is not over. */
export function isActive(state: RolloutState): boolean {
  return activeStates.has(state);
}

/** It is over for good, but that a completed one may be rolled back. */
export function isOver(state: RolloutState): boolean {
  return state === 'completed' || state === 'aborted';
}

/** It goes back: devices that run the subject are offered what they ran before. */
export function isGoingBack(state: RolloutState): boolean {
  return state === 'rollingBack' || state === 'rolledBack';
}

/** Until when it ran, ms: now while it does, else when it stopped, or was over. */
export function runningUntil({ state, steps }: Pick<RolloutRecord, 'state' | 'steps'>, nowMs: number): number {
  if (isRunning(state)) return nowMs;
  const last = steps.findLastIndex((step) => isRunning(step.state));
  return Math.min(nowMs, steps[last + 1]?.atMs ?? nowMs);
}

/** Whether an event means something in a state. */
export function canStep(state: RolloutState, event: RolloutEvent): boolean {
  return rolloutMachine.resolveState({ value: state, context: {} }).can(event);
}

/** The record after an event; undefined when the event means nothing in its state. */
export function stepRollout(record: RolloutRecord, event: RolloutEvent, nowMs: number, cause: StepCause): RolloutRecord | undefined {
  const snapshot = rolloutMachine.resolveState({ value: record.state, context: {} });
  if (!snapshot.can(event)) return undefined;
  const [{ value: state }] = transition(rolloutMachine, snapshot, event);
  const moved = { ...record, ...waveAfter(record, event, state, nowMs), state, revision: record.revision + 1 };
  const isStop = state === 'paused' || state === 'halted';
  const isTriedAgain = event.type === 'operator.retried';
  return {
    ...moved,
    resumeTo: isStop
      ? isTriedAgain
        ? 'dispatching'
        : isRunning(record.state)
          ? (record.state as RolloutRecord['resumeTo'])
          : record.resumeTo
      : '',
    startedAtMs: record.startedAtMs === 0 && state === 'dispatching' ? nowMs : record.startedAtMs,
    endedAtMs: isOver(state) ? nowMs : 0,
    steps: stepsWith(record.steps, { atMs: nowMs, state, wave: moved.plan.waves[moved.wave]?.name ?? '', ...cause }),
  };
}

/** The wave and its times after an event. */
function waveAfter(record: RolloutRecord, event: RolloutEvent, state: RolloutState, nowMs: number): Partial<RolloutRecord> {
  if (state === 'dispatching' && (event.type === 'operator.started' || event.type === 'clock.struck')) {
    return { wave: 0, waveStartedAtMs: nowMs, soakStartedAtMs: 0, verdicts: [] };
  }
  if (event.type === 'wave.dispatched') return { soakStartedAtMs: nowMs };
  if (event.type === 'operator.retried') return waveTriedAgain(record, nowMs);
  // A soak stands still while the rollout does: nobody judges its gates meanwhile.
  if (event.type === 'operator.resumed' && state === 'soaking')
    return { soakStartedAtMs: record.soakStartedAtMs + nowMs - runningUntil(record, nowMs) };
  if (event.type !== 'gates.good' && event.type !== 'operator.promoted') return {};
  const passed = [...record.passed.filter(({ wave }) => wave !== waveOf(record).name), ...record.verdicts];
  if (state === 'completed') return { passed, verdicts: [] };
  // Promoted in its last wave: that is offered to its end.
  if (event.isLast) return {};
  return { wave: record.wave + 1, waveStartedAtMs: nowMs, soakStartedAtMs: 0, passed, verdicts: [] };
}

/** The wave that runs, or the last one of a completed rollout, is offered again and soaks anew; on the way back no wave is. */
function waveTriedAgain(record: RolloutRecord, nowMs: number): Partial<RolloutRecord> {
  if (isGoingBack(record.state)) return {};
  const verdicts = record.state === 'completed' ? [] : record.verdicts;
  // While it is offered for the first time it goes on as it is.
  return record.soakStartedAtMs === 0 ? { verdicts } : { waveStartedAtMs: nowMs, soakStartedAtMs: 0, verdicts };
}

/** Steps with one more: the first ones and the newest are kept. */
function stepsWith(steps: readonly RolloutStep[], step: RolloutStep): readonly RolloutStep[] {
  const { first, newest } = keptSteps;
  if (steps.length < first + newest) return [...steps, step];
  return [...steps.slice(0, first), ...steps.slice(steps.length - newest + 1), step];
}

/** The record with an idempotency key; the oldest ones are forgotten. @param request what was asked for, as requestOf() says */
export function withKey(record: RolloutRecord, key: string | undefined, verb: string, request: string): RolloutRecord {
  if (key === undefined) return record;
  return { ...record, keys: [...record.keys, { key, verb, request }].slice(-keptKeys) };
}

/** The wave that runs, or ran last. */
export function waveOf(record: RolloutRecord): PlanWave {
  return record.plan.waves[record.wave] as PlanWave;
}

/** It is in its last wave. */
export function isLastWave(record: RolloutRecord): boolean {
  return record.wave >= record.plan.waves.length - 1;
}

/** An operator let the wave that runs through. */
export function isPromoted(record: RolloutRecord): boolean {
  return record.promoted.includes(waveOf(record).name);
}

/** The newest limit that an operator gave a gate. */
export function changeOf({ changes }: Pick<RolloutRecord, 'changes'>, gate: string): RolloutChange | undefined {
  return changes.findLast((change) => change.gate === gate);
}

/** A gate with the limit that counts now: the plan's, or what an operator made of it. */
export function gateNow(gate: PlanGate, change: RolloutChange | undefined): PlanGate {
  if (change === undefined) return gate;
  if (gate.type === 'threshold') return { ...gate, abovePercent: change.limit };
  if (gate.type === 'consecutive') return { ...gate, failures: change.limit };
  return gate.type === 'health' ? { ...gate, ratio: change.limit } : gate;
}

/**
 * The limit of a gate: percent of a threshold, failures after each other, how many times as often updated devices may fail of a health
 * gate. undefined: it has none.
 */
export function limitOf(gate: PlanGate): number | undefined {
  if (gate.type === 'threshold') return gate.abovePercent;
  if (gate.type === 'consecutive') return gate.failures;
  return gate.type === 'health' ? (gate.ratio ?? 1) : undefined;
}

/** Whether a limit lets more through than the one that counts now, and is one that the gate can have. */
export function isRaise(gate: PlanGate, limit: number): boolean {
  const now = limitOf(gate);
  if (now === undefined || !Number.isFinite(limit) || limit <= now || limit > mostLimitOf(gate)) return false;
  return gate.type !== 'consecutive' || Number.isInteger(limit);
}

/** The highest limit that a gate can have. */
export function mostLimitOf({ type }: PlanGate): number {
  if (type === 'threshold') return 100;
  // Greater ratios are not told apart.
  return type === 'health' ? 20 : 1_000_000;
}

/** A limit in words of the plan. */
export function limitText(gate: PlanGate, limit: number): string {
  if (gate.type === 'threshold') return `${limit} %`;
  return gate.type === 'health' ? `${limit} times as often` : `${limit} in a row`;
}

const ranks: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

/** Whether an actor has a role, or a higher one. */
export function hasRole(by: Actor, role: Role): boolean {
  return ranks[by.role] >= ranks[role];
}

/** Verdicts with new ones in the place of older ones of the same gate; one that says the same as before keeps its time. */
export function mergeVerdicts(
  before: readonly GateVerdict[],
  now: readonly GateVerdict[],
): { readonly verdicts: GateVerdict[]; readonly isTurned: boolean } {
  const known = new Map(before.map((verdict) => [verdict.gate, verdict]));
  let isTurned = before.length !== now.length;
  const verdicts = now.map((verdict) => {
    const old = known.get(verdict.gate);
    if (old?.outcome === verdict.outcome) return { ...verdict, sinceMs: old.sinceMs };
    isTurned = true;
    return verdict;
  });
  return { verdicts, isTurned };
}
