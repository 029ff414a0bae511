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
    `\`\`\`mermaid\nstateDiagram-v2\n${diagramOf(root, edges).join('\n')}\n\`\`\``,
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

function table(head: string[], rows: string[][]): string {
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
  return String((guard as { type: unknown }).type);
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
  return path === '' ? 'anyState' : path.replace(/[^A-Za-z0-9]/g, '_');
}

function diagramOf(root: AnyStateNode, edges: readonly Edge[]): string[] {
  const lines = childrenOf(root, '  ');
  if (edges.some((edge) => edge.from === '' && edge.to.length > 0)) lines.push('  state "any state" as anyState');
  for (const edge of edges) {
    const label = `${edge.event}${edge.guard === '' ? '' : ` [${edge.guard}]`}${edge.actions === '' ? '' : ` / ${edge.actions}`}`;
    for (const to of edge.to) lines.push(`  ${idOf(edge.from)} --> ${idOf(to)}: ${label.replace(/[:;#]/g, ' ')}`);
  }
  return lines;
}

function childrenOf(node: AnyStateNode, indent: string): string[] {
  const lines: string[] = [];
  const states = Object.values(node.states) as AnyStateNode[];
  const initial = node.type === 'compound' ? node.initial?.target : undefined;
  for (const first of initial ?? []) lines.push(`${indent}[*] --> ${idOf(pathOf(first))}`);
  states.forEach((state, index) => {
    const id = idOf(pathOf(state));
    if (node.type === 'parallel' && index > 0) lines.push(`${indent}--`);
    const inside = childrenOf(state, `${indent}  `);
    lines.push(`${indent}state "${state.key}" as ${id}${inside.length > 0 ? ' {' : ''}`);
    if (inside.length > 0) lines.push(...inside, `${indent}}`);
    if (state.type === 'final') lines.push(`${indent}${id} --> [*]`);
  });
  return lines;
}
