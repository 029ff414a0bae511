import type { Application, ApplicationState, ApplicationTransition, HardwareGuard } from './application.ts';

/** A place in an application: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** One state with its place, or the root. */
export interface StateNode {
  /** Keys of the states from the root, joined by dots; "" for the root. */
  readonly id: string;
  /** Where it stands in the JSON. */
  readonly path: Path;
  readonly key: string;
  readonly parent: StateNode | undefined;
  readonly state: Omit<ApplicationState, 'states'>;
  readonly children: Map<string, StateNode>;
  /** Levels below the root. */
  readonly depth: number;
}

/** A transition with its source and its place. */
export interface Edge {
  readonly source: StateNode;
  readonly path: Path;
  /** The event, the delay, or undefined for `always`. */
  readonly trigger: string | undefined;
  readonly transition: ApplicationTransition;
}

/** The states of an application as a tree. */
export function treeOf(application: Application): StateNode {
  const { states, ...root } = application;
  const state = root.on === undefined ? { initial: root.initial } : { initial: root.initial, on: root.on };
  const node: StateNode = { id: '', path: [], key: '', parent: undefined, state, children: new Map(), depth: 0 };
  addChildren(node, states);
  return node;
}

function addChildren(parent: StateNode, states: Readonly<Record<string, ApplicationState>> | undefined): void {
  for (const [key, { states: inner, ...state }] of Object.entries(states ?? {})) {
    const id = parent.id === '' ? key : `${parent.id}.${key}`;
    const node: StateNode = { id, path: [...parent.path, 'states', key], key, parent, state, children: new Map(), depth: parent.depth + 1 };
    parent.children.set(key, node);
    addChildren(node, inner);
  }
}

/** The root and all states below it, parents first. */
export function nodesOf(root: StateNode): StateNode[] {
  const nodes = [root];
  for (const node of nodes) nodes.push(...node.children.values());
  return nodes;
}

/** All transitions of one state, in the order in which they are asked. */
export function edgesOf(node: StateNode): Edge[] {
  const edges: Edge[] = [];
  const add = (trigger: string | undefined, list: readonly ApplicationTransition[], path: Path): void => {
    for (const [index, transition] of list.entries()) edges.push({ source: node, path: [...path, index], trigger, transition });
  };
  add(undefined, node.state.always ?? [], [...node.path, 'always']);
  for (const [event, list] of Object.entries(node.state.on ?? {})) add(event, list, [...node.path, 'on', event]);
  for (const [delay, list] of Object.entries(node.state.after ?? {})) add(delay, list, [...node.path, 'after', delay]);
  return edges;
}

/**
 * The state that a target names: "#a.b" from the root; else from the state's siblings ("b", "b.c"), for the root from its children.
 * undefined when there is none.
 */
export function resolveTarget(source: StateNode, target: string): StateNode | undefined {
  let start: StateNode | undefined = source.parent ?? source;
  let path = target;
  if (target.startsWith('#')) {
    path = target.slice(1);
    while (start?.parent !== undefined) start = start.parent;
  }
  for (const key of path.split('.')) start = start?.children.get(key);
  return start;
}

/** The state without children that is entered with this one; undefined when an `initial` is wrong. */
export function leafOf(node: StateNode): StateNode | undefined {
  let leaf: StateNode | undefined = node;
  while (leaf !== undefined && leaf.children.size > 0) leaf = leaf.children.get(leaf.state.initial ?? '');
  return leaf;
}

/** The state and its parents up to the root, in the order in which they are asked. */
export function lineageOf(node: StateNode): StateNode[] {
  const lineage: StateNode[] = [];
  for (let here: StateNode | undefined = node; here !== undefined; here = here.parent) lineage.push(here);
  return lineage;
}

/** True when the transition is taken whatever the device's data: no guard, or one between two numbers that holds. */
export function isUnconditional(guard: HardwareGuard | undefined): boolean {
  if (guard === undefined) return true;
  if (guard.type === 'battery' || guard.type === 'timeOfDay') return false;
  const { left, right } = guard.params;
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  if (guard.type === 'above') return left > right;
  if (guard.type === 'below') return left < right;
  return guard.type === 'equals' ? left === right : left >= right;
}
