/** Commands that an operator can give next: only such as the rollout takes in the state in which it is, so that nobody is sent into a refusal. */
import type { GateVerdict, PlanGate, RolloutRecord, RolloutState, RolloutVerb } from '#fleet/domain/index.js';
import { canStep, changeOf, gateNow, isRaise, limitOf, mostLimitOf } from './rollout-logic.ts';
import { openGate } from './rollout-sentence.ts';

/** What decides beside the record. */
export interface NextFacts {
  /** Devices that a retry would give another try: resumed without them a rollout may have nobody left, and completes at once. */
  readonly triable: number;
  /** Some device runs the subject, and one of them can be given what it ran before. */
  readonly canGoBack: boolean;
}

type NextRecord = Pick<RolloutRecord, 'plan' | 'state' | 'wave' | 'verdicts' | 'changes'>;

/** What an operator can do now, the likeliest first. */
export function nextCommands(record: NextRecord, { triable, canGoBack }: NextFacts): string[] {
  const { plan, state } = record;
  const command = (verb: RolloutVerb) => `fleet rollout ${verb} ${plan.name} -m WHY`;
  const retry = triable > 0 ? [command('retry')] : [];
  const back = canGoBack ? [command('rollback')] : [];
  switch (state) {
    case 'awaitingApproval':
      return [command('approve'), command('abort')];
    case 'draft':
    case 'scheduled':
      return [command('start'), command('abort')];
    case 'dispatching':
    case 'soaking':
      return [`fleet rollout watch ${plan.name}`, command('pause')];
    case 'deciding':
      return openGate(record.verdicts) === undefined
        ? [`fleet rollout watch ${plan.name}`]
        : [...retry, command('promote'), ...back, command('abort')];
    case 'paused':
      return [...retry, goOnCommand(record), ...back, command('abort')];
    case 'halted':
      return [...back, ...retry, goOnCommand(record), command('abort')];
    case 'rollingBack':
      return [`fleet rollout watch ${plan.name}`, ...retry];
    case 'rolledBack':
      return [...retry, command('abort')];
    case 'completed':
      return [...retry, ...back];
    case 'aborted':
      // It stays so: what goes on is another rollout, made from its plan.
      return [`fleet rollout get ${plan.name} --plan`];
  }
}

/** The command that a verdict of the wave that runs asks for; empty: none is possible. */
export function gateCommand(record: NextRecord, verdict: GateVerdict): string {
  const { plan, state } = record;
  if (verdict.outcome === 'waiting') return canPromote(state) ? promoteCommand(plan.name) : '';
  if (state !== 'paused' && state !== 'halted') return '';
  return raiseCommand(record, verdict.gate) ?? goOnCommand(record);
}

/** How a rollout that stands goes on: with a raised limit of the gate that stopped it, let through where there is none to raise. */
export function goOnCommand(record: NextRecord): string {
  const bad = record.verdicts.filter(({ outcome }) => outcome === 'bad').map(({ gate }) => gate);
  if (bad.length === 0) return `fleet rollout resume ${record.plan.name} -m WHY`;
  const raised = bad.map((gate) => raiseCommand(record, gate)).find((command) => command !== undefined);
  return raised ?? promoteCommand(record.plan.name);
}

/** Lets the wave through. */
export function promoteCommand(rollout: string): string {
  return `fleet rollout promote ${rollout} -m WHY`;
}

/** Verdicts without the command in their words where the rollout does not take it any more. */
export function possibleVerdicts(verdicts: readonly GateVerdict[], state: RolloutState): readonly GateVerdict[] {
  if (canPromote(state)) return verdicts;
  return verdicts.map((verdict) => ({ ...verdict, summary: withoutCommand(verdict.summary) }));
}

/** "an operator decides: fleet rollout promote r-1 -m WHY" without the command. */
export function withoutCommand(text: string): string {
  return text.replaceAll(/(?::|, then) fleet rollout promote \S+ -m WHY/g, '');
}

function canPromote(state: RolloutState): boolean {
  return canStep(state, { type: 'operator.promoted', isLast: false });
}

/** undefined: the gate has no limit, or none that is higher. */
function raiseCommand(record: NextRecord, name: string): string | undefined {
  const gate = record.plan.waves[record.wave]?.gates.find((one) => one.name === name);
  if (gate === undefined || !canRaise(gateNow(gate, changeOf(record, name)))) return undefined;
  return `fleet rollout resume ${record.plan.name} --raise ${name}=LIMIT -m WHY`;
}

function canRaise(gate: PlanGate): boolean {
  return limitOf(gate) !== undefined && isRaise(gate, mostLimitOf(gate));
}
