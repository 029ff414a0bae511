import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { createStepScope } from '#proto/machine/index.js';
import type { SettingValue } from './application.ts';
import type { LoadedApplication } from './application-loader.ts';
import type {
  ApplicationEffect,
  ApplicationInputs,
  ApplicationRecord,
  ApplicationStep,
  ApplicationTimer,
  CommandArguments,
} from './application-record.ts';
import { applicationLimits } from './application-schema.ts';
import { failImage } from './image-errors.ts';

/** An action as XState gives it back. Its own types leave out the cancelling of delays. */
interface Action {
  readonly type: string;
  readonly params: unknown;
}

const noEffects: readonly ApplicationEffect[] = [];
const noArguments: CommandArguments = {};
const noTimers: readonly ApplicationTimer[] = [];

/**
 * Starts an application: enters its initial state.
 * @param settings the device's configuration, copied into the context under its keys
 * @throws E1520, E1521: the application is at fault and the device resets
 */
export function startApplication(
  loaded: LoadedApplication,
  settings: Readonly<Record<string, SettingValue>>,
  inputs: ApplicationInputs,
): ApplicationStep {
  const context = { ...loaded.application.context, ...settings };
  const [snapshot, actions] = guarded(() => stepperOf(loaded.machine).start({ context, inputs }));
  return stepOf(snapshot, actions, noTimers, inputs);
}

/**
 * Steps an application by one event: a watch's event, `command.<name>`, `configuration.changed`, or the id of a timer that is due.
 * A pure function: the record is not changed. The id of a timer that does not run any more does nothing.
 * @param args of a command; its own map, whose names no object has already
 * @throws E1520, E1521: the application is at fault and the device resets
 */
export function stepApplication(
  loaded: LoadedApplication,
  record: ApplicationRecord,
  event: string,
  inputs: ApplicationInputs,
  args: CommandArguments = noArguments,
): ApplicationStep {
  let timers = record.timers;
  if (event.startsWith('xstate.')) {
    if (!timers.some((timer) => timer.id === event)) return { record, effects: noEffects, isTaken: false };
    timers = timers.filter((timer) => timer.id !== event);
  }
  const stepper = stepperOf(loaded.machine);
  const template = stepper.template(record.value);
  // Most events mean nothing to most states: asking the states themselves is far cheaper than a step.
  if (!template._nodes.some((node) => node.transitions.has(event)))
    return { record: timers === record.timers ? record : { ...record, timers }, effects: noEffects, isTaken: false };
  const snapshot: AnyMachineSnapshot = { ...template, context: record.context };
  const [next, actions] = guarded(() => stepper.step(snapshot, { type: event, inputs, args }));
  if (next === snapshot && actions.length === 0 && timers === record.timers) return { record, effects: noEffects, isTaken: false };
  return stepOf(next, actions, timers, inputs);
}

/** The record with other settings in its context. Step it with `configuration.changed` afterwards, so that the application can look. */
export function configureApplication(record: ApplicationRecord, settings: Readonly<Record<string, SettingValue>>): ApplicationRecord {
  return { ...record, context: { ...record.context, ...settings } };
}

function stepOf(
  snapshot: AnyMachineSnapshot,
  actions: readonly Action[],
  before: readonly ApplicationTimer[],
  inputs: ApplicationInputs,
): ApplicationStep {
  let timers = before;
  let effects: ApplicationEffect[] | undefined;
  for (const action of actions) {
    if (action.type === 'xstate.cancel') timers = withoutTimer(timers, (action.params as { readonly sendId: string }).sendId);
    else if (action.type === 'xstate.raise') {
      const { id, delay } = action.params as { readonly id: string; readonly delay: number };
      timers = withTimer(timers, { id, dueMs: inputs.nowMs + delay });
    } else {
      effects ??= [];
      effects.push(action.params as ApplicationEffect);
    }
  }
  const record = { value: leafPath(snapshot.value as StateValue), context: snapshot.context as ApplicationRecord['context'], timers };
  return { record, effects: effects ?? noEffects, isTaken: true };
}

function withTimer(timers: readonly ApplicationTimer[], timer: ApplicationTimer): readonly ApplicationTimer[] {
  const others = withoutTimer(timers, timer.id);
  const place = others.findIndex((other) => other.dueMs > timer.dueMs);
  return place < 0 ? [...others, timer] : [...others.slice(0, place), timer, ...others.slice(place)];
}

function withoutTimer(timers: readonly ApplicationTimer[], id: string): readonly ApplicationTimer[] {
  if (!timers.some((timer) => timer.id === id)) return timers;
  return timers.length === 1 ? noTimers : timers.filter((timer) => timer.id !== id);
}

/** Applications have no parallel states, so one path says all. */
function leafPath(value: StateValue): string {
  if (typeof value === 'string') return value;
  for (const key in value) return `${key}.${leafPath(value[key] ?? '')}`;
  return '';
}

/** What XState throws when `always` transitions don't come to rest is a fault of the application, not of ours. */
function guarded<Result>(step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (isSeatrialError(error) || !messageOf(error).startsWith('Infinite loop')) throw error;
    throw failImage('E1521', {
      message: `more than ${applicationLimits.microsteps} transitions without an event in one step`,
      cause: error,
    });
  }
}

/** Steps one machine: its actions only come back as data. */
class Stepper {
  readonly #machine: AnyStateMachine;
  readonly #templates = new Map<string, AnyMachineSnapshot>();
  #actions: Action[] = [];
  readonly #scope = createStepScope<AnyStateMachine>(({ type, params }) => this.#actions.push({ type, params }));

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
  }

  /** The snapshot of a state, but for its context. */
  template(path: string): AnyMachineSnapshot {
    const known = this.#templates.get(path);
    if (known !== undefined) return known;
    const keys = path.split('.');
    const value = keys.reduceRight<StateValue | undefined>((inner, key) => (inner === undefined ? key : { [key]: inner }), undefined) ?? {};
    const snapshot = this.#machine.resolveState({ value, context: {} }) as AnyMachineSnapshot;
    this.#templates.set(path, snapshot);
    return snapshot;
  }

  start(input: {
    readonly context: ApplicationRecord['context'];
    readonly inputs: ApplicationInputs;
  }): readonly [AnyMachineSnapshot, readonly Action[]] {
    this.#actions = [];
    const next = this.#machine.getInitialSnapshot(this.#scope, input);
    return [next as AnyMachineSnapshot, this.#actions];
  }

  step(snapshot: AnyMachineSnapshot, event: AnyEventObject): readonly [AnyMachineSnapshot, readonly Action[]] {
    this.#actions = [];
    const next = this.#machine.transition(snapshot, event, this.#scope);
    return [next as AnyMachineSnapshot, this.#actions];
  }
}

const steppers = new WeakMap<AnyStateMachine, Stepper>();

function stepperOf(machine: AnyStateMachine): Stepper {
  let stepper = steppers.get(machine);
  if (stepper === undefined) {
    stepper = new Stepper(machine);
    steppers.set(machine, stepper);
  }
  return stepper;
}
