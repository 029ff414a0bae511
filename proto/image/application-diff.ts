import type { Application, ApplicationState, ApplicationTransition, HardwareAction } from './application.ts';
import { actionWords, transitionWords } from './application-words.ts';

/** One difference of two applications. */
export interface ApplicationChange {
  /** Path of the state; empty for the application itself. */
  readonly state: string;
  /** What of it: "state", "samples", "entry", "exit", "on NAME", "after 5000", "always", "initial", "id", "context.KEY". */
  readonly part: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** In words; empty for what was not there. */
  readonly before: string;
  readonly after: string;
}

/**
 * What differs between two applications: states, transitions with their guards, actions, sampling, context. Descriptions do not count.
 * @returns in the order of the states, those of the first application before those that came; empty when they do the same
 */
export function diffApplications(before: Application | undefined, after: Application | undefined): ApplicationChange[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const changes: ApplicationChange[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [state = '', part = ''] = key.split('\n');
    const [left, right] = [old.get(key), now.get(key)];
    if (left === right) continue;
    const change = left === undefined ? 'added' : right === undefined ? 'removed' : 'changed';
    // A state that came or went says it all: its parts came or went with it.
    if (part !== 'state' && state !== '' && old.has(`${state}\nstate`) !== now.has(`${state}\nstate`)) continue;
    changes.push({ state, part, change, before: left ?? '', after: right ?? '' });
  }
  return changes;
}

/** Everything that counts, as text by state and part. */
function partsOf(application: Application | undefined): Map<string, string> {
  const parts = new Map<string, string>();
  if (application === undefined) return parts;
  parts.set('\nid', application.id);
  parts.set('\ninitial', application.initial);
  for (const [key, value] of Object.entries(application.context)) parts.set(`\ncontext.${key}`, JSON.stringify(value));
  addTransitions(parts, '', 'on', application.on ?? {});
  for (const [name, state] of Object.entries(application.states)) addState(parts, name, state);
  return parts;
}

function addState(parts: Map<string, string>, path: string, state: ApplicationState): void {
  parts.set(`${path}\nstate`, 'there');
  if (state.initial !== undefined) parts.set(`${path}\ninitial`, state.initial);
  addActions(parts, path, 'entry', state.entry);
  addActions(parts, path, 'exit', state.exit);
  addTransitions(parts, path, 'on', state.on ?? {});
  addTransitions(parts, path, 'after', state.after ?? {});
  if (state.always !== undefined) addTransitions(parts, path, 'always', { '': state.always });
  for (const [name, inner] of Object.entries(state.states ?? {})) addState(parts, `${path}.${name}`, inner);
}

/** The sampling plan of a state is a part of its own: it decides what a fleet pays for data. */
function addActions(parts: Map<string, string>, path: string, part: 'entry' | 'exit', actions: readonly HardwareAction[] = []): void {
  const add = (key: string, those: readonly HardwareAction[]): void => {
    if (those.length > 0) parts.set(`${path}\n${key}`, those.map(actionWords).join('; '));
  };
  const isSampling = ({ type }: HardwareAction): boolean => type === 'sample' || type === 'stop';
  add(part === 'entry' ? 'samples' : 'samples on exit', actions.filter(isSampling));
  add(
    part,
    actions.filter((action) => !isSampling(action)),
  );
}

function addTransitions(
  parts: Map<string, string>,
  path: string,
  kind: string,
  all: Readonly<Record<string, readonly ApplicationTransition[]>>,
): void {
  for (const [event, transitions] of Object.entries(all)) {
    parts.set(`${path}\n${`${kind} ${event}`.trim()}`, transitions.map(transitionWords).join(' | '));
  }
}
