import { pathText } from '#proto/yaml/index.js';
import type { Application } from './application.ts';
import { applicationLimits } from './application-schema.ts';
import {
  edgesOf,
  isUnconditional,
  leafOf,
  lineageOf,
  nodesOf,
  type Path,
  resolveTarget,
  type StateNode,
  treeOf,
} from './application-states.ts';
import type { imageErrors } from './image-errors.ts';

/** One thing wrong with an application. */
export interface ApplicationProblem {
  readonly code: keyof typeof imageErrors;
  readonly path: Path;
  readonly message: string;
}

/** Checks what the schema can't see: initial states, targets, ways in and out, circles, limits. Gives the problems, the worst kind first. */
export function checkStructure(application: Application): ApplicationProblem[] {
  const nodes = nodesOf(treeOf(application));
  const problems = [...sizeProblems(nodes), ...initialProblems(nodes), ...targetProblems(nodes)];
  // Reachability means nothing before all targets are right.
  if (problems.length > 0) return problems;
  return [...deadTransitions(nodes), ...unreachableStates(nodes), ...dropIns(nodes), ...circles(nodes)];
}

function sizeProblems(nodes: readonly StateNode[]): ApplicationProblem[] {
  const problems: ApplicationProblem[] = [];
  if (nodes.length - 1 > applicationLimits.states)
    problems.push({ code: 'E1510', path: ['states'], message: `${nodes.length - 1} states, the limit is ${applicationLimits.states}` });
  const tooDeep = nodes.find((node) => node.depth > applicationLimits.stateDepth);
  if (tooDeep !== undefined)
    problems.push({
      code: 'E1510',
      path: tooDeep.path,
      message: `states are nested ${tooDeep.depth} deep, the limit is ${applicationLimits.stateDepth}`,
    });
  return problems;
}

function initialProblems(nodes: readonly StateNode[]): ApplicationProblem[] {
  const problems: ApplicationProblem[] = [];
  for (const node of nodes) {
    const { initial } = node.state;
    const isRoot = node.parent === undefined;
    if (node.children.size === 0 && (isRoot || initial !== undefined))
      problems.push({ code: 'E1511', path: node.path, message: 'has an initial state, but no states' });
    else if (node.children.size > 0 && initial === undefined)
      problems.push({ code: 'E1511', path: node.path, message: 'has states, but no initial one' });
    else if (initial !== undefined && !node.children.has(initial))
      problems.push({ code: 'E1513', path: [...node.path, 'initial'], message: `there is no state "${initial}" here` });
  }
  return problems;
}

function targetProblems(nodes: readonly StateNode[]): ApplicationProblem[] {
  const problems: ApplicationProblem[] = [];
  for (const edge of nodes.flatMap(edgesOf)) {
    const { target } = edge.transition;
    if (target === undefined) continue;
    const node = resolveTarget(edge.source, target);
    if (node !== undefined && node.parent !== undefined) continue;
    const near = [...(edge.source.parent ?? edge.source).children.keys()].join(', ');
    problems.push({ code: 'E1513', path: [...edge.path, 'target'], message: `there is no state "${target}"; next to it are ${near}` });
  }
  return problems;
}

/** Transitions behind one that is always taken. */
function deadTransitions(nodes: readonly StateNode[]): ApplicationProblem[] {
  const problems: ApplicationProblem[] = [];
  for (const node of nodes) {
    const closed = new Set<string>();
    for (const edge of edgesOf(node)) {
      const list = pathText(edge.path.slice(0, -1));
      if (closed.has(list)) problems.push({ code: 'E1514', path: edge.path, message: 'is never taken, since the one before it always is' });
      else if (isUnconditional(edge.transition.guard)) closed.add(list);
    }
  }
  return problems;
}

function unreachableStates(nodes: readonly StateNode[]): ApplicationProblem[] {
  const reached = new Set<StateNode>();
  const root = nodes[0];
  const waiting = root === undefined ? [] : [leafOf(root)];
  for (const leaf of waiting) {
    if (leaf === undefined || reached.has(leaf)) continue;
    for (const node of lineageOf(leaf)) {
      reached.add(node);
      for (const edge of edgesOf(node)) {
        const target = edge.transition.target === undefined ? undefined : resolveTarget(node, edge.transition.target);
        if (target !== undefined) waiting.push(leafOf(target));
      }
    }
  }
  return nodes
    .filter((node) => !reached.has(node))
    .map((node) => ({ code: 'E1514', path: node.path, message: `state "${node.id}" can never be reached` }));
}

/** States that can be entered and not left, and those that say so without need. */
function dropIns(nodes: readonly StateNode[]): ApplicationProblem[] {
  const problems: ApplicationProblem[] = [];
  for (const leaf of nodes) {
    const why = leaf.state.meta?.final;
    if (leaf.children.size > 0) {
      if (why !== undefined)
        problems.push({
          code: 'E1515',
          path: [...leaf.path, 'meta', 'final'],
          message: 'only a state without states within it can be final',
        });
      continue;
    }
    const hasWayOut = lineageOf(leaf).some((node) => edgesOf(node).some((edge) => leadsAway(node, edge.transition.target, leaf)));
    if (!hasWayOut && why === undefined)
      problems.push({ code: 'E1515', path: leaf.path, message: `state "${leaf.id}" has no way out, and no meta.final that says why` });
    if (hasWayOut && why !== undefined)
      problems.push({
        code: 'E1515',
        path: [...leaf.path, 'meta', 'final'],
        message: `state "${leaf.id}" has a way out, so it is not final`,
      });
  }
  return problems;
}

function leadsAway(source: StateNode, target: string | undefined, leaf: StateNode): boolean {
  const node = target === undefined ? undefined : resolveTarget(source, target);
  return node !== undefined && leafOf(node) !== leaf;
}

/** Circles of `always` transitions that are taken whatever the data: each state has at most one such way on. */
function circles(nodes: readonly StateNode[]): ApplicationProblem[] {
  const problems: ApplicationProblem[] = [];
  for (const leaf of nodes) {
    if (leaf.children.size > 0) continue;
    const passed = new Set<StateNode>();
    let here: StateNode | undefined = leaf;
    while (here !== undefined && !passed.has(here)) {
      passed.add(here);
      here = certainNext(here);
    }
    if (here === leaf)
      problems.push({
        code: 'E1516',
        path: [...leaf.path],
        message: `state "${leaf.id}" comes back to itself by \`always\` transitions without a guard`,
      });
  }
  return problems;
}

/** Where a leaf goes at once and always: the first transition without event and guard; without a target it stays, which is a circle too. */
function certainNext(leaf: StateNode): StateNode | undefined {
  for (const node of lineageOf(leaf)) {
    const transition = (node.state.always ?? []).find((candidate) => isUnconditional(candidate.guard));
    if (transition === undefined) continue;
    const target = transition.target === undefined ? leaf : resolveTarget(node, transition.target);
    return target === undefined ? undefined : leafOf(target);
  }
  return undefined;
}
