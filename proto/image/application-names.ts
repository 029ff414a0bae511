import { isDeepStrictEqual } from 'node:util';
import { closestWord } from '#proto/yaml/index.js';
import type { Application, HardwareAction, HardwareGuard, Operand, SettingValue } from './application.ts';
import { applicationLimits } from './application-schema.ts';
import { edgesOf, nodesOf, type Path, treeOf } from './application-states.ts';
import type { ApplicationProblem } from './application-structure.ts';

/** Beginning of the events of commands. */
const commandPrefix = 'command.';

/** What the hardware of a profile offers. */
export interface HardwareNames {
  /** Names of the signals. */
  readonly signals: readonly string[];
  /** Names of the actuators. */
  readonly actuators: readonly string[];
  /** Keys of the settings; with their defaults where the kinds are known. */
  readonly settings: readonly string[] | Readonly<Record<string, SettingValue>>;
}

/** An action or a guard with its place, and the event or delay of its transition: none for entry and exit. */
interface Used<Part> {
  readonly part: Part;
  readonly path: Path;
  readonly trigger: string | undefined;
}

/** Checks that every name in actions and guards is there and of the right kind, and that watched events are taken. */
export function checkNames(application: Application, hardware: HardwareNames): ApplicationProblem[] {
  const actions = actionsOf(application);
  const checker = new NameChecker(application, hardware);
  for (const action of actions) checker.checkAction(action);
  for (const guard of guardsOf(application)) checker.checkGuard(guard);
  return [...checker.problems, ...eventProblems(application, actions)];
}

function actionsOf(application: Application): Used<HardwareAction>[] {
  const used: Used<HardwareAction>[] = [];
  const add = (list: readonly HardwareAction[] | undefined, path: Path, trigger?: string): void => {
    for (const [index, part] of (list ?? []).entries()) used.push({ part, path: [...path, index], trigger });
  };
  for (const node of nodesOf(treeOf(application))) {
    add(node.state.entry, [...node.path, 'entry']);
    add(node.state.exit, [...node.path, 'exit']);
    for (const edge of edgesOf(node)) add(edge.transition.actions, [...edge.path, 'actions'], edge.trigger);
  }
  return used;
}

function guardsOf(application: Application): Used<HardwareGuard>[] {
  return nodesOf(treeOf(application))
    .flatMap(edgesOf)
    .flatMap(({ transition, path, trigger }) =>
      transition.guard === undefined ? [] : [{ part: transition.guard, path: [...path, 'guard'], trigger }],
    );
}

/** Names of the arguments that the transitions on each command read, by its event: "command.dim". */
export function commandArguments(application: Application): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { part, trigger } of [...actionsOf(application), ...guardsOf(application)]) {
    if (trigger?.startsWith(commandPrefix) !== true) continue;
    const known = names.get(trigger) ?? [];
    names.set(trigger, known);
    for (const name of argumentsIn(part)) if (!known.includes(name)) known.push(name);
  }
  return names;
}

function argumentsIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('argument' in part && typeof part.argument === 'string') return [part.argument];
  return Object.values(part).flatMap(argumentsIn);
}

function eventProblems(application: Application, actions: readonly Used<HardwareAction>[]): ApplicationProblem[] {
  const taken = new Set(nodesOf(treeOf(application)).flatMap((node) => Object.keys(node.state.on ?? {})));
  const watched = new Set(actions.flatMap(({ part }) => (part.type === 'watch' ? [part.params.event] : [])));
  const problems: ApplicationProblem[] = [];
  for (const { part, path } of actions) {
    if (part.type === 'watch' && !taken.has(part.params.event))
      problems.push({ code: 'E1517', path: [...path, 'params', 'event'], message: `no state takes the event "${part.params.event}"` });
    if (part.type === 'unwatch' && !watched.has(part.params.event))
      problems.push({ code: 'E1517', path: [...path, 'params', 'event'], message: `nothing watches for the event "${part.params.event}"` });
  }
  return problems;
}

class NameChecker {
  readonly problems: ApplicationProblem[] = [];
  readonly #signals: ReadonlySet<string>;
  readonly #actuators: ReadonlySet<string>;
  /** Kind of each key of the context and of the settings; undefined when only the key is known. */
  readonly #keys = new Map<string, string | undefined>();
  readonly #settings: ReadonlySet<string>;
  /** Event of the transition whose guard or action is checked. */
  #trigger: string | undefined;

  constructor(application: Application, hardware: HardwareNames) {
    this.#signals = new Set(hardware.signals);
    this.#actuators = new Set(hardware.actuators);
    const settings = hardware.settings;
    if (isList(settings)) for (const key of settings) this.#keys.set(key, undefined);
    else for (const [key, value] of Object.entries(settings)) this.#keys.set(key, typeof value);
    this.#settings = new Set(this.#keys.keys());
    for (const [key, value] of Object.entries(application.context)) {
      const kind = this.#keys.get(key);
      if (kind !== undefined && kind !== typeof value)
        this.#add(['context', key], `is a ${typeof value}, but the setting of this name is a ${kind}`);
      this.#keys.set(key, typeof value);
    }
  }

  checkAction({ part, path, trigger }: Used<HardwareAction>): void {
    this.#trigger = trigger;
    const at = [...path, 'params'];
    if (part.type === 'sample') this.#checkSample(part.params, at);
    else if (part.type === 'stop') this.#checkSignals(part.params?.signals ?? [], [...at, 'signals']);
    else if (part.type === 'watch') this.#checkWatch(part.params, at);
    else if (part.type === 'actuate') {
      this.#known('actuator', part.params.actuator, this.#actuators, [...at, 'actuator']);
      this.#checkOperand(part.params.value, [...at, 'value']);
    } else if (part.type === 'report') {
      for (const [key, operand] of Object.entries(part.params.values ?? {})) this.#checkOperand(operand, [...at, 'values', key]);
    } else if (part.type === 'set') this.#checkSet(part.params, at);
    else if (part.type === 'add') {
      this.#checkWritten(part.params.key, 'number', [...at, 'key']);
      this.#checkOperand(part.params.value, [...at, 'value']);
    }
  }

  checkGuard({ part, path, trigger }: Used<HardwareGuard>): void {
    this.#trigger = trigger;
    if (part.type === 'battery') return;
    if (part.type === 'timeOfDay') {
      this.#checkOperand(part.params.fromMinute, [...path, 'params', 'fromMinute']);
      this.#checkOperand(part.params.toMinute, [...path, 'params', 'toMinute']);
      if (isDeepStrictEqual(part.params.fromMinute, part.params.toMinute))
        this.#add([...path, 'params'], 'fromMinute and toMinute are the same', 'E1511');
      return;
    }
    this.#checkOperand(part.params.left, [...path, 'params', 'left']);
    this.#checkOperand(part.params.right, [...path, 'params', 'right']);
  }

  #checkSample(params: { readonly signals: readonly string[]; readonly perFrame?: number }, at: Path): void {
    this.#checkSignals(params.signals, [...at, 'signals']);
    const readings = params.signals.length * (params.perFrame ?? 1);
    if (readings > applicationLimits.readingsPerFrame)
      this.#add(
        at,
        `${params.signals.length} signals by ${params.perFrame ?? 1} sets are ${readings} readings a frame, the limit is ${applicationLimits.readingsPerFrame}`,
        'E1511',
      );
  }

  #checkSignals(signals: readonly string[], at: Path): void {
    for (const [index, signal] of signals.entries()) {
      this.#known('signal', signal, this.#signals, [...at, index]);
      if (signals.indexOf(signal) !== index) this.#add([...at, index], `signal "${signal}" comes twice`, 'E1511');
    }
  }

  #checkWatch(params: { readonly signal: string; readonly above?: Operand; readonly below?: Operand }, at: Path): void {
    this.#known('signal', params.signal, this.#signals, [...at, 'signal']);
    if ((params.above === undefined) === (params.below === undefined))
      this.#add(at, 'a watch has either `above` or `below`, so that its event says what happened', 'E1511');
    if (params.above !== undefined) this.#checkOperand(params.above, [...at, 'above']);
    if (params.below !== undefined) this.#checkOperand(params.below, [...at, 'below']);
  }

  #checkSet(params: { readonly key: string; readonly value: Operand | string | boolean }, at: Path): void {
    const { value } = params;
    this.#checkWritten(params.key, typeof value === 'object' ? 'number' : typeof value, [...at, 'key']);
    if (typeof value !== 'string' && typeof value !== 'boolean') this.#checkOperand(value, [...at, 'value']);
  }

  #checkWritten(key: string, kind: string, path: Path): void {
    if (this.#settings.has(key)) {
      this.#add(path, `"${key}" is a setting: only the fleet changes it`);
      return;
    }
    this.#known('context key', key, this.#keys, path);
    const actual = this.#keys.get(key);
    if (actual !== undefined && actual !== kind) this.#add(path, `"${key}" is a ${actual} and can't take a ${kind}`);
  }

  #checkOperand(operand: Operand, path: Path): void {
    if (typeof operand === 'number') return;
    if ('argument' in operand) {
      if (this.#trigger?.startsWith(commandPrefix) !== true)
        this.#add([...path, 'argument'], 'only a transition on command.NAME has arguments; keep one with `set` for later');
      this.#checkOperand(operand.otherwise, [...path, 'otherwise']);
      return;
    }
    if ('signal' in operand) {
      this.#known('signal', operand.signal, this.#signals, [...path, 'signal']);
      return;
    }
    this.#known('context key or setting', operand.context, this.#keys, [...path, 'context']);
    if (this.#keys.get(operand.context) === 'string') this.#add([...path, 'context'], `"${operand.context}" is a text, not a number`);
  }

  #known(kind: string, name: string, names: { has(name: string): boolean; keys(): Iterable<string> }, path: Path): void {
    if (names.has(name)) return;
    const meant = closestWord(name, names.keys());
    this.#add(path, `there is no ${kind} "${name}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`);
  }

  #add(path: Path, message: string, code: ApplicationProblem['code'] = 'E1512'): void {
    this.problems.push({ code, path, message });
  }
}

function isList(settings: HardwareNames['settings']): settings is readonly string[] {
  return Array.isArray(settings);
}
