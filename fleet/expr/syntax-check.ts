/**
 * What an expression may contain, seen before it runs. Functions are a closed list without any that builds lists or binds names (map, filter,
 * cel.bind, split) and without matches(), whose backtracking has no bound: so no value grows beyond the data and the text itself, and the
 * cost is known from the tree.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { closestWord } from '#proto/yaml/index.js';
import type { ExpressionSource } from './expression-source.ts';
import { readVersion } from './version-value.ts';

const macros = new Set(['all', 'exists', 'exists_one']);
const functions = ['has', 'size', 'int', 'double', 'string', 'version'];
const methods = ['size', 'startsWith', 'endsWith', 'contains', 'lowerAscii', 'upperAscii', 'trim', 'all', 'exists', 'exists_one'];
/** Elements that a macro is taken to walk over. */
const macroElements = 64;

/** Parts of an expression: operators, names, literals. */
export const mostNodes = 500;
/** Cost of one evaluation: parts, times 64 within each all(), exists() or exists_one(). */
const mostCost = 20_000;

/** A name in the text that is a variable. */
export interface NameUse {
  readonly name: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** Walks the tree once: names used, in order; refuses functions that are not on the list, broken version texts and high cost. */
export function checkSyntax(root: ASTNode, source: ExpressionSource): NameUse[] {
  const names: NameUse[] = [];
  const cost = walk(root, [], names, source);
  if (cost > mostCost) {
    throw source.error('E1805', `cost ${cost} of at most ${mostCost}: all() and exists() within each other multiply`, 0);
  }
  return names;
}

/** The parts that && joins at the top of a tree, in the order of the text. */
export function conjunctsOf(node: ASTNode): ASTNode[] {
  return node.op === '&&' ? [...conjunctsOf(node.args[0]), ...conjunctsOf(node.args[1])] : [node];
}

function walk(node: ASTNode, bound: readonly string[], names: NameUse[], source: ExpressionSource): number {
  const sum = (nodes: readonly ASTNode[]) => nodes.reduce((cost, child) => cost + walk(child, bound, names, source), 1);
  switch (node.op) {
    case 'value':
      return 1;
    case 'id':
      if (!bound.includes(node.args)) names.push({ name: node.args, start: node.start, end: node.end });
      return 1;
    case '.':
    case '.?':
      return sum([node.args[0]]);
    case 'list':
      return sum(node.args);
    case 'map':
      return sum(node.args.flat());
    case 'call':
      checkCall(node.args[0], node.args[1], node, source);
      return sum(node.args[1]);
    case 'rcall': {
      const [name, receiver, args] = node.args;
      checkMethod(name, node, source);
      const variable = args[0];
      if (!macros.has(name) || variable?.op !== 'id') return sum([receiver, ...args]);
      const inner = [...bound, variable.args];
      const body = args.slice(1).reduce((cost, child) => cost + walk(child, inner, names, source), 0);
      return 1 + walk(receiver, bound, names, source) + macroElements * body;
    }
    case '!_':
    case '-_':
      return sum([node.args]);
    default:
      return sum(node.args);
  }
}

function checkCall(name: string, args: readonly ASTNode[], node: ASTNode, source: ExpressionSource): void {
  if (!functions.includes(name)) throw unknownFunction(name, functions, node, source);
  const first = args[0];
  if (name !== 'version' || first?.op !== 'value' || typeof first.args !== 'string') return;
  if (readVersion(first.args) === undefined) {
    throw source.error('E1804', `"${first.args}" is no version`, first.start, 'Write it as version("1.4") or version("1.4.2-rc.1").');
  }
}

function checkMethod(name: string, node: ASTNode, source: ExpressionSource): void {
  if (name === 'matches') {
    const next = 'Use startsWith(), endsWith() or contains().';
    throw source.error('E1802', 'matches() is not allowed here, since the time of a regular expression has no bound', node.start, next);
  }
  if (!methods.includes(name)) throw unknownFunction(name, methods, node, source);
}

function unknownFunction(name: string, known: readonly string[], node: ASTNode, source: ExpressionSource) {
  const near = closestWord(name, known);
  const hint = near === undefined ? '' : `, did you mean ${near}()?`;
  return source.error(
    'E1802',
    `there is no function ${name}()${hint}`,
    node.start,
    `Known here: ${known.map((word) => `${word}()`).join(', ')}.`,
  );
}
