/**
 * CEL, checked before use, by cel-js: declared names and types only, `version` as a type, int and double in one arithmetic.
 * Every failure to compile is a SeatrialError E18xx with line, column and caret.
 */
import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import { messageOf, SeatrialError } from '#proto/kit/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { ExpressionSource } from './expression-source.ts';
import { checkSyntax, mostNodes, type NameUse } from './syntax-check.ts';
import { compareVersions, readVersion, VersionValue } from './version-value.ts';

/** Characters of an expression. */
export const mostCharacters = 2_000;
/** Brackets, calls and the like within each other. */
const mostDepth = 40;
/** Elements of a list or map in the text. */
const mostElements = 64;

/** Types that variables are declared with. */
export type VariableType = 'string' | 'double' | 'bool' | 'version' | 'map<string, string>' | 'map<string, double>';

/** Names an expression may use. 'double': every name is one; else the type of each name. */
export type Variables = 'double' | ReadonlyMap<string, VariableType>;

/** A checked expression that gives true or false. */
export interface Condition {
  readonly text: string;
  /** Uses of variables in the order of the text. */
  readonly names: readonly NameUse[];
  /**
   * undefined when a name it needs is missing in the values (left out or undefined) or an operation has no result; && and || go by what
   * they know. The values are read, not kept.
   */
  evaluate(values: Readonly<Record<string, unknown>>): boolean | undefined;
}

/**
 * Compiles a condition.
 * @param name what the text is, for messages
 * @param shown the text as its writer knows it, of the same length, for messages
 * @throws E1801 to E1805
 */
export function compileCondition(text: string, name: string, variables: Variables, shown = text): Condition {
  const source = new ExpressionSource(shown, name);
  if (text.length > mostCharacters) throw source.error('E1805', `${text.length} characters of at most ${mostCharacters}`, mostCharacters);
  const program = parse(base, source, text);
  const names = checkSyntax(program.ast, source);
  const checked = check(source, names, variables, text);
  return {
    text,
    names,
    evaluate: (values) => {
      try {
        const result: unknown = checked(values);
        return typeof result === 'boolean' ? result : undefined;
      } catch {
        // cel-js reports a missing value, or int overflow and division by 0, by throwing.
        return undefined;
      }
    },
  };
}

function check(source: ExpressionSource, names: readonly NameUse[], variables: Variables, text: string): ParseResult {
  const environment = base.clone();
  const declared = new Set<string>();
  for (const use of names) {
    if (declared.has(use.name)) continue;
    const type = variables === 'double' ? 'double' : variables.get(use.name);
    if (type === undefined || environment.hasVariable(use.name)) throw unknownName(source, use, variables);
    environment.registerVariable(use.name, type);
    declared.add(use.name);
  }
  const program = parse(environment, source, text);
  const result = program.check();
  if (result.error !== undefined) throw translated(result.error, source);
  if (result.type !== 'bool') throw source.error('E1803', `it gives ${result.type}, but must give true or false`, 0);
  return program;
}

function unknownName(source: ExpressionSource, use: NameUse, variables: Variables): SeatrialError {
  // Names with an underscore stand for something that is written otherwise.
  const known = variables === 'double' ? [] : [...variables.keys()].filter((name) => !name.startsWith('_'));
  const near = closestWord(use.name, known);
  const hint = near === undefined ? '' : `, did you mean "${near}"?`;
  const next = known.length === 0 ? undefined : `Known here: ${known.slice(0, 40).join(', ')}${known.length > 40 ? ', ...' : ''}.`;
  return source.error('E1802', `there is no "${use.name}"${hint}`, use.start, next);
}

/** The tree of an expression, not checked. @throws E1801, E1805 */
export function parseExpression(source: ExpressionSource): ParseResult {
  return parse(base, source, source.text);
}

function parse(environment: Environment, source: ExpressionSource, text: string): ParseResult {
  try {
    return environment.parse(text);
  } catch (error) {
    throw translated(error, source);
  }
}

/** What cel-js attaches to its errors. */
interface CelError {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: { readonly start: number };
  readonly node?: ASTNode;
}

function translated(error: unknown, source: ExpressionSource): SeatrialError {
  if (error instanceof SeatrialError) return error;
  const { code = '', summary = messageOf(error), range, node } = error as CelError;
  const offset = range?.start ?? 0;
  if (/^(Exceeded|Limit|Maximum)/i.test(summary) || code.includes('limit') || code.includes('exceeded')) {
    return source.error('E1805', summary, offset);
  }
  if (/overload/.test(summary) && /\bversion\b/.test(summary) && !/'version\(/.test(summary)) {
    const literal = versionText(node) ?? '1.4';
    const message = `${summary.replace('no such overload', 'not possible')}; a version is compared with a version: version("${literal}")`;
    return source.error('E1804', message, offset, `Write version("${literal}").`);
  }
  if (code === 'unknown_variable') return source.error('E1802', summary, offset);
  if ((error as Error).name === 'TypeError') return source.error('E1803', summary.replace('no such overload', 'not possible'), offset);
  const hint = /Unexpected character: =/.test(summary) ? '; to compare, write ==' : '';
  return source.error('E1801', `${summary.replace('EOF', 'end of text')}${hint}`, offset);
}

function versionText(node: ASTNode | undefined): string | undefined {
  if (!Array.isArray(node?.args)) return undefined;
  for (const part of node.args.flat(2)) {
    const value = typeof part === 'object' && part !== null && 'op' in part && part.op === 'value' ? part.args : undefined;
    if (typeof value === 'string' && readVersion(value) !== undefined) return value;
  }
  return undefined;
}

const base = createBase();

function createBase(): Environment {
  const environment = new Environment({
    limits: {
      maxAstNodes: mostNodes,
      maxDepth: mostDepth,
      maxListElements: mostElements,
      maxMapEntries: mostElements,
      maxCallArguments: 4,
    },
  });
  environment.registerType('version', { ctor: VersionValue, fields: {} });
  environment.registerFunction(
    'version(string): version',
    (text: string) => {
      const version = readVersion(text);
      if (version === undefined) throw new RangeError(`"${text}" is no version`);
      return version;
    },
    { async: false },
  );
  const versions: Record<string, (order: number) => boolean> = {
    '<': (order) => order < 0,
    '<=': (order) => order <= 0,
    '>': (order) => order > 0,
    '>=': (order) => order >= 0,
    '==': (order) => order === 0,
  };
  for (const [operator, holds] of Object.entries(versions)) {
    environment.registerOperator(`version ${operator} version`, (left: VersionValue, right: VersionValue) =>
      holds(compareVersions(left, right)),
    );
  }
  environment.registerOperator('double == int', (left: number, right: bigint) => left === Number(right));
  const arithmetic: Record<string, (left: number, right: number) => number> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
  };
  for (const [operator, compute] of Object.entries(arithmetic)) {
    environment.registerOperator(`int ${operator} double: double`, (left: bigint, right: number) => compute(Number(left), right));
    environment.registerOperator(`double ${operator} int: double`, (left: number, right: bigint) => compute(left, Number(right)));
  }
  return environment;
}
