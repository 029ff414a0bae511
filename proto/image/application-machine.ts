import { type AnyStateMachine, assign, setup } from 'xstate';
import { assert } from '#proto/kit/index.js';
import type {
  Application,
  ApplicationTransition,
  HardwareAction,
  HardwareGuard,
  MinuteOperand,
  Operand,
  SettingValue,
} from './application.ts';
import type { ApplicationEffect, ApplicationInputs, CommandArguments } from './application-record.ts';
import { applicationLimits } from './application-schema.ts';
import { resolveTarget, type StateNode, treeOf } from './application-states.ts';
import { failImage } from './image-errors.ts';

/** Context of the machine: the application's own. */
export type ApplicationContext = Readonly<Record<string, SettingValue>>;

/** Every event carries what guards and operands read, so that nothing has to stand beside the machine. */
export interface ApplicationEvent {
  readonly type: string;
  readonly inputs: ApplicationInputs;
  /** Of a command. */
  readonly args?: CommandArguments;
}

/** What XState hands to functions; at the start the inputs come as `input`. */
interface Scope {
  readonly context: ApplicationContext;
  readonly event: ApplicationEvent | { readonly type: string; readonly input?: { readonly inputs: ApplicationInputs } };
}

type GuardParams = HardwareGuard['params'];

/** Prefix of the ids of states, so that none is taken for another thing. */
const idOf = (node: StateNode): string => (node.parent === undefined ? 'application' : `application.${node.id}`);

const hardware = setup({
  types: {
    context: {} as ApplicationContext,
    events: {} as ApplicationEvent,
    input: {} as { readonly context: ApplicationContext; readonly inputs: ApplicationInputs },
  },
  actions: {
    // Effects: XState gives them back as data, the device does them.
    sample: (_, _params: ApplicationEffect) => undefined,
    stop: (_, _params: ApplicationEffect) => undefined,
    watch: (_, _params: ApplicationEffect) => undefined,
    unwatch: (_, _params: ApplicationEffect) => undefined,
    actuate: (_, _params: ApplicationEffect) => undefined,
    report: (_, _params: ApplicationEffect) => undefined,
    allocate: (_, _params: ApplicationEffect) => undefined,
    draw: (_, _params: ApplicationEffect) => undefined,
    wake: (_, _params: ApplicationEffect) => undefined,
    crash: (_, _params: ApplicationEffect) => undefined,
    set: assign((_, params: Readonly<Record<string, SettingValue>>) => params),
    add: assign((_, params: Readonly<Record<string, SettingValue>>) => params),
  },
  guards: {
    above: (scope, params: GuardParams) => compare(scope, params, (left, right) => left > right),
    below: (scope, params: GuardParams) => compare(scope, params, (left, right) => left < right),
    equals: (scope, params: GuardParams) => compare(scope, params, (left, right) => left === right),
    atLeast: (scope, params: GuardParams) => compare(scope, params, (left, right) => left >= right),
    battery: (scope, params: GuardParams) => 'above' in params && inputsOf(scope).batteryPercent > params.above,
    timeOfDay: (scope, params: GuardParams) => 'fromMinute' in params && isTimeOfDay(scope, params),
  },
});

/** Builds the XState machine of a checked application. */
export function buildMachine(application: Application): AnyStateMachine {
  const root = treeOf(application);
  const config = {
    ...stateConfig(root),
    context: ({ input }: { readonly input: { readonly context: ApplicationContext } | undefined }) => input?.context ?? application.context,
    options: { maxIterations: applicationLimits.microsteps },
  };
  // The type of a machine follows from its literal configuration; this one is computed, and was checked by our own schema.
  return hardware.createMachine(config as unknown as Parameters<typeof hardware.createMachine>[0]);
}

function stateConfig(node: StateNode): Record<string, unknown> {
  const { state } = node;
  const config: Record<string, unknown> = { id: idOf(node) };
  if (state.description !== undefined) config.description = state.description;
  if (state.meta !== undefined) config.meta = state.meta;
  if (node.children.size > 0) {
    config.initial = state.initial;
    config.states = Object.fromEntries([...node.children].map(([key, child]) => [key, stateConfig(child)]));
  }
  if (state.entry !== undefined) config.entry = state.entry.map(actionConfig);
  if (state.exit !== undefined) config.exit = state.exit.map(actionConfig);
  const transitions = (list: readonly ApplicationTransition[]): unknown[] => list.map((transition) => transitionConfig(node, transition));
  const table = (lists: Readonly<Record<string, readonly ApplicationTransition[]>>): unknown =>
    Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, transitions(list)]));
  if (state.on !== undefined) config.on = table(state.on);
  if (state.after !== undefined) config.after = table(state.after);
  if (state.always !== undefined) config.always = transitions(state.always);
  return config;
}

function transitionConfig(node: StateNode, transition: ApplicationTransition): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  if (transition.guard !== undefined) config.guard = transition.guard;
  if (transition.actions !== undefined) config.actions = transition.actions.map(actionConfig);
  if (transition.target !== undefined) {
    const target = resolveTarget(node, transition.target);
    assert(target !== undefined, `target ${transition.target} was checked`);
    config.target = `#${idOf(target)}`;
    // Leaving for the state itself leaves it and enters it again, so that its delays start anew.
    config.reenter = target === node;
  }
  return config;
}

function actionConfig(action: HardwareAction): { readonly type: string; readonly params: unknown } {
  return { type: action.type, params: paramsOf(action) };
}

/** What the action gives to its effect: the effect itself where it is known beforehand, else a function that resolves the operands. */
function paramsOf(
  action: HardwareAction,
): ApplicationEffect | ((scope: Scope) => ApplicationEffect | Readonly<Record<string, SettingValue>>) {
  switch (action.type) {
    case 'sample':
      return { type: 'sample', signals: action.params.signals, everyMs: action.params.everyMs, perFrame: action.params.perFrame ?? 1 };
    case 'stop':
      return { type: 'stop', signals: action.params?.signals };
    case 'watch':
      return watchParams(action.params);
    case 'unwatch':
      return { type: 'unwatch', event: action.params.event };
    case 'actuate': {
      const { actuator, value } = action.params;
      return (scope) => ({ type: 'actuate', actuator, value: numberOf(scope, value) });
    }
    case 'report': {
      const { name, message = '', values = {} } = action.params;
      const entries = Object.entries(values);
      return (scope) => {
        const resolved: Record<string, number> = {};
        for (const [key, value] of entries) resolved[key] = numberOf(scope, value);
        return { type: 'report', name, message, values: resolved };
      };
    }
    case 'set': {
      const { key, value } = action.params;
      return (scope) => ({ [key]: typeof value === 'string' || typeof value === 'boolean' ? value : numberOf(scope, value) });
    }
    case 'add': {
      const { key, value } = action.params;
      const self = { context: key };
      return (scope) => ({ [key]: finite(numberOf(scope, self) + numberOf(scope, value), key) });
    }
    case 'allocate':
      return { type: 'allocate', bytes: action.params.bytes };
    case 'draw':
      return { type: 'draw', mah: action.params.mah };
    case 'wake':
      return { type: 'wake' };
    case 'crash':
      return { type: 'crash', message: action.params.message };
  }
}

function watchParams(params: Extract<HardwareAction, { type: 'watch' }>['params']): (scope: Scope) => ApplicationEffect {
  const { signal, above, below, hysteresis = 0, everyMs = 1_000, event } = params;
  return (scope) => ({
    type: 'watch',
    signal,
    above: above === undefined ? undefined : numberOf(scope, above),
    below: below === undefined ? undefined : numberOf(scope, below),
    hysteresis,
    everyMs,
    event,
  });
}

function inputsOf(scope: Scope): ApplicationInputs {
  const { event } = scope;
  const inputs = 'inputs' in event ? event.inputs : event.input?.inputs;
  assert(inputs !== undefined, 'a step has inputs');
  return inputs;
}

/** The number of an operand; NaN for a signal without a sample. Flags count as 1 and 0. */
function operandValue(scope: Scope, operand: Operand): number {
  if (typeof operand === 'number') return operand;
  if ('argument' in operand) return argumentOf(scope, operand.argument) ?? operandValue(scope, operand.otherwise);
  if ('signal' in operand) return inputsOf(scope).signal(operand.signal);
  return Number(scope.context[operand.context]);
}

function numberOf(scope: Scope, operand: Operand): number {
  if (typeof operand === 'number') return operand;
  return finite(operandValue(scope, operand), nameOf(operand));
}

function nameOf(operand: Exclude<Operand, number>): string {
  if ('argument' in operand) return operand.argument;
  return 'signal' in operand ? operand.signal : operand.context;
}

function argumentOf({ event }: Scope, name: string): number | undefined {
  return 'args' in event ? event.args?.[name] : undefined;
}

function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw failImage('E1520', { message: `"${name}" is ${value}, which is no finite number` });
  return value;
}

function compare(scope: Scope, params: GuardParams, holds: (left: number, right: number) => boolean): boolean {
  return 'left' in params && holds(operandValue(scope, params.left), operandValue(scope, params.right));
}

function isTimeOfDay(scope: Scope, params: { readonly fromMinute: MinuteOperand; readonly toMinute: MinuteOperand }): boolean {
  const minute = inputsOf(scope).minuteOfDay;
  const fromMinute = operandValue(scope, params.fromMinute);
  const toMinute = operandValue(scope, params.toMinute);
  if (fromMinute <= toMinute) return minute >= fromMinute && minute < toMinute;
  return minute >= fromMinute || minute < toMinute;
}
