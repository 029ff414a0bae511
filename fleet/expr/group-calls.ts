/**
 * inGroup("name") in selectors. Before a selector is compiled each call becomes a variable of the same length, which the selector reads from the
 * group at each evaluation: so a group that changes needs no second look at those who use it, and places in messages stay right.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { closestWord } from '#proto/yaml/index.js';
import type { ExpressionSource } from './expression-source.ts';

/** A group as a selector asks it. */
export interface SelectorGroup<View> {
  /** undefined when it can not be told. */
  evaluate(view: View): boolean | undefined;
}

/** The groups that a selector may name. */
export interface SelectorGroups<View> {
  /** undefined when there is none of that name. */
  find(name: string): SelectorGroup<View> | undefined;
  readonly names: readonly string[];
}

/** One inGroup("name") of a text. */
export interface GroupCall {
  readonly name: string;
  /** The variable that stands for it. */
  readonly variable: string;
}

/**
 * The text with variables for its calls of inGroup.
 * @throws E1802 for a group that does not exist, E1803 when the name is no text in quotes
 */
export function maskGroupCalls(
  source: ExpressionSource,
  root: ASTNode,
  groups: Pick<SelectorGroups<never>, 'find' | 'names'>,
): { readonly text: string; readonly calls: readonly GroupCall[] } {
  const calls: GroupCall[] = [];
  let text = source.text;
  for (const node of callsOf(root)) {
    const name = nameOf(node, source);
    if (groups.find(name) === undefined) throw unknownGroup(name, node, source, groups.names);
    const known = calls.find((call) => call.name === name);
    const call = known ?? { name, variable: `_group${calls.length}` };
    if (known === undefined) calls.push(call);
    text = text.slice(0, node.start) + call.variable.padEnd(node.end - node.start) + text.slice(node.end);
  }
  return { text, calls };
}

function nameOf(node: ASTNode, source: ExpressionSource): string {
  const [argument, ...more] = (node.args as [string, readonly ASTNode[]])[1];
  if (argument?.op !== 'value' || typeof argument.args !== 'string' || more.length > 0) {
    throw source.error('E1803', 'inGroup takes the name of one group in quotes', node.start, 'Write inGroup("NAME").');
  }
  return argument.args;
}

function unknownGroup(name: string, node: ASTNode, source: ExpressionSource, names: readonly string[]) {
  const near = closestWord(name, names);
  const hint = near === undefined ? '' : `, did you mean "${near}"?`;
  return source.error('E1802', `there is no group "${name.slice(0, 80)}"${hint}`, node.start, 'fleet group list');
}

/** Calls of inGroup in a tree, in the order of the text. */
function callsOf(root: ASTNode): ASTNode[] {
  const found: ASTNode[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) return part.forEach(walk);
    if (typeof part !== 'object' || part === null || !('op' in part) || !('args' in part)) return;
    const node = part as ASTNode;
    if (node.op === 'call' && node.args[0] === 'inGroup') found.push(node);
    else walk(node.args);
  };
  walk(root);
  return found;
}
