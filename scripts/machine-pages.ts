import { type AnyStateMachine, type AnyStateNode, StateMachine } from 'xstate';
import type { Door } from './doors.ts';

interface Edge {
  readonly from: string;
  readonly event: string;
  readonly guard: string;
  readonly actions: string;
  readonly to: readonly string[];
}

/** One page with a state diagram and tables for each XState machine that a door exports: [path, text]. */
export function machinePages(doors: readonly Door[]): [path: string, text: string][] {
  const pages = new Map<string, string>();
  for (const { folder, exports } of doors) {
    for (const [name, value] of Object.entries(exports)) {
      if (!(value instanceof StateMachine)) continue;
      const path = `docs/machines/${kebab(name.replace(/Machine$/, ''))}.md`;
      if (pages.has(path)) throw new Error(`two machines are called ${name}: the second one in ${folder}`);
      pages.set(path, pageOf(name, folder, value as AnyStateMachine));
    }
  }
  return [...pages];
}

/** The diagram of a machine, for a page of its own or as a part of one. */
export function machineDiagram(machine: AnyStateMachine): string {
  const { root } = machine;
  const edges = [root, ...statesOf(root)].flatMap(edgesOf);
  return `\`\`\`mermaid\nstateDiagram-v2\n${diagramOf(root, edges).join('\n')}\n\`\`\``;
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])([A-Z])/g, '-$1').toLowerCase();
}

function pageOf(name: string, folder: string, machine: AnyStateMachine): string {
  const { root } = machine;
  const states = statesOf(root);
  const edges = [root, ...states].flatMap(edgesOf);
  const parts = [
    `# ${kebab(name.replace(/Machine$/, ''))}`,
    `Generated from \`${name}\` of [${folder}](../../${folder}/index.ts) by \`npm run generate\`; do not edit.`,
    root.description ?? '',
    machineDiagram(machine),
    ...parallelNotes([root, ...states]),
    '## States',
    table(
      ['state', 'meaning', 'on entry', 'on exit'],
      states.map((state) => [pathOf(state), state.description ?? '', actionsOf(state.entry), actionsOf(state.exit)]),
    ),
    '## Transitions',
    table(
      ['from', 'event', 'if', 'does', 'to'],
      edges.map((edge) => [edge.from || '(any)', edge.event, edge.guard, edge.actions, edge.to.join(', ') || '(stays)']),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function parallelNotes(states: readonly AnyStateNode[]): string[] {
  return states
    .filter((state) => state.type === 'parallel')
    .map((state) => `${Object.keys(state.states).join(', ')} run side by side${pathOf(state) === '' ? '' : ` in ${pathOf(state)}`}.`);
}

/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/\s+/g, ' ')).join(' | ')} |`).join('\n');
}

/** All states under a node, parents before children, in the order of the machine. */
function statesOf(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states).flatMap((state) => [state, ...statesOf(state)]);
}

/** The path from the root, empty for the root itself. */
function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function edgesOf(node: AnyStateNode): Edge[] {
  const definitions = [...node.transitions.values(), node.always ?? []].flat();
  return definitions.map((definition) => ({
    from: pathOf(node),
    event: eventName(definition.eventType),
    guard: guardName(definition.guard),
    actions: actionsOf(definition.actions),
    to: (definition.target ?? []).map(pathOf),
  }));
}

/** XState's own names say where they come from; a reader wants to know what happens. */
function eventName(type: string): string {
  if (type === '') return 'always';
  const after = /^xstate\.after\.([^.]+)\./.exec(type);
  if (after !== null) return /^\d+$/.test(after[1] as string) ? `after ${after[1]} ms` : `after ${after[1]}`;
  const done = /^xstate\.done\.(?:state|actor)\.(.*)$/.exec(type);
  return done === null ? type : `done ${done[1]}`;
}

function guardName(guard: unknown): string {
  if (guard === undefined) return '';
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function') {
    // and(), or() and not() are functions that carry their parts.
    const combined = guard as { readonly guards?: readonly unknown[]; readonly name: string };
    if (combined.guards === undefined) return combined.name || 'inline';
    const names = combined.guards.map(guardName);
    return combined.name === 'not' ? `not ${names[0]}` : `(${names.join(` ${combined.name} `)})`;
  }
  const { type, params } = guard as { type: unknown; params?: unknown };
  return `${type}${comparedBy(params)}`;
}

/** What a guard of an application compares: its parameters are data. Machines of code compute theirs. */
function comparedBy(params: unknown): string {
  if (typeof params !== 'object' || params === null || !('left' in params) || !('right' in params)) return '';
  return ` ${operandText(params.left)}, ${operandText(params.right)}`;
}

function operandText(operand: unknown): string {
  if (typeof operand !== 'object' || operand === null) return String(operand);
  return Object.values(operand).map(String).join(' ');
}

function actionsOf(actions: readonly unknown[]): string {
  return actions
    .map((action) => {
      if (typeof action === 'string') return action;
      if (typeof action === 'function') return action.name || 'inline';
      return String((action as { type: unknown }).type);
    })
    .join(', ');
}

/** Mermaid's ids take letters, digits and underscores. */
function idOf(path: string): string {
  return path.replace(/[^A-Za-z0-9]/g, '_');
}

/** An edge as Mermaid can draw it: between two children of one state. */
interface Arrow {
  /** Path of the state that both ends are children of. */
  readonly scope: string;
  /** Path of the source, undefined where any child of the scope is meant. */
  readonly from: string | undefined;
  readonly to: string;
  readonly label: string;
}

/** Mermaid knows no arrow into or out of the inside of a state: such an end is lifted to the state around it and named in the label. */
function arrowsOf(edge: Edge): Arrow[] {
  return edge.to.map((target) => {
    const from = edge.from === '' ? [] : edge.from.split('.');
    const to = target.split('.');
    let shared = 0;
    while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
    if (edge.from === target) shared = from.length - 1;
    const lifted = to.slice(0, shared + 1).join('.');
    const inside = lifted === target ? '' : ` (${to.slice(shared + 1).join('.')})`;
    const label = `${edge.event}${edge.guard === '' ? '' : ` [${edge.guard}]`}${edge.actions === '' ? '' : ` / ${edge.actions}`}${inside}`;
    const source = shared === from.length ? undefined : from.slice(0, shared + 1).join('.');
    return { scope: from.slice(0, shared).join('.'), from: source, to: lifted, label: label.replace(/[:;#]/g, ' ') };
  });
}

function diagramOf(root: AnyStateNode, edges: readonly Edge[]): string[] {
  return insideOf(root, edges.flatMap(arrowsOf), '  ');
}

/** Regions of a parallel state are drawn side by side: Mermaid's divider between them loses arrows. */
function insideOf(node: AnyStateNode, arrows: readonly Arrow[], indent: string): string[] {
  const lines: string[] = [];
  const initial = node.type === 'compound' ? node.initial?.target : undefined;
  for (const first of initial ?? []) lines.push(`${indent}[*] --> ${idOf(pathOf(first))}`);
  for (const state of Object.values(node.states) as AnyStateNode[]) {
    const id = idOf(pathOf(state));
    const inside = insideOf(state, arrows, `${indent}  `);
    lines.push(`${indent}state "${state.key}" as ${id}${inside.length > 0 ? ' {' : ''}`);
    if (inside.length > 0) lines.push(...inside, `${indent}}`);
    if (state.type === 'final') lines.push(`${indent}${id} --> [*]`);
  }
  const own = arrows.filter((arrow) => arrow.scope === pathOf(node));
  const any = `${idOf(pathOf(node))}_any`;
  if (own.some((arrow) => arrow.from === undefined)) lines.push(`${indent}state "any state" as ${any}`);
  for (const { from, to, label } of own) lines.push(`${indent}${from === undefined ? any : idOf(from)} --> ${idOf(to)}: ${label}`);
  return lines;
}
