import { z } from 'zod';
import { closestWord } from './closest-word.ts';

/** One thing that a value does wrong. */
export interface Problem {
  /** Where: keys and indexes from the root. */
  readonly path: readonly (string | number)[];
  /** What, one sentence without the path: "unknown key \"everMs\", did you mean \"everyMs\"?". */
  readonly message: string;
  /** True when a key is too many; the path then ends with it. */
  readonly isUnknownKey: boolean;
}

/** Path as people write it: states.on["room.cold"][0].target; "the file" for the root. */
export function pathText(path: readonly (string | number)[], root = 'the file'): string {
  if (path.length === 0) return root;
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** Checks a value. Gives the typed value, or all problems in the order of the schema. */
export function checkValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { readonly value: z.output<Schema> } | { readonly problems: readonly Problem[] } {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  const problems: Problem[] = [];
  for (const issue of result.error.issues) collect(issue, [], schema, value, problems);
  // A slip in a key often makes another key missing: the slip is the better thing to say first.
  const isSlip = (problem: Problem): boolean => problem.message.includes('did you mean');
  return { problems: [...problems.filter(isSlip), ...problems.filter((problem) => !isSlip(problem))] };
}

function collect(
  issue: z.core.$ZodIssue,
  prefix: readonly (string | number)[],
  schema: z.ZodType,
  root: unknown,
  problems: Problem[],
): void {
  const path = [...prefix, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    for (const key of issue.keys) {
      const meant = closestWord(key, known);
      const hint = meant === undefined ? (known.length === 0 ? '' : `; known are ${known.join(', ')}`) : `, did you mean "${meant}"?`;
      problems.push({ path: [...path, key], message: `unknown key "${key}"${hint}`, isUnknownKey: true });
    }
    return;
  }
  const choices = choicesOf(issue);
  if (choices !== undefined) {
    problems.push({ path, message: choiceText(choices, valueAt(root, path)), isUnknownKey: false });
    return;
  }
  if (issue.code === 'invalid_type' && isNothing(valueAt(root, path))) {
    problems.push({ path, message: nothingText(path, `expected ${issue.expected}`), isUnknownKey: false });
    return;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that came furthest says best what was meant.
    const furthest = issue.errors.reduce((best, branch) => (depthOf(branch) > depthOf(best) ? branch : best));
    if (depthOf(furthest) > 0) {
      for (const inner of furthest) collect(inner, path, schema, root, problems);
      return;
    }
    const expected = [...new Set(issue.errors.flat().map((inner) => expectation(inner)))];
    problems.push({ path, message: `expected ${expected.join(' or ')}`, isUnknownKey: false });
    return;
  }
  // A wrong key of a table: zod only says that it is wrong, the rule that it breaks says why.
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  problems.push({ path, message: lowerFirst(message.replace(/^Invalid input: /, '')) + foundText(issue, root, path), isUnknownKey: false });
}

/** The values that are allowed where the value has to be one of them; undefined: it is something else that is wrong. */
function choicesOf(issue: z.core.$ZodIssue): readonly unknown[] | undefined {
  if (issue.code === 'invalid_value') return issue.values;
  return issue.code === 'invalid_union' && 'options' in issue ? issue.options : undefined;
}

function choiceText(choices: readonly unknown[], found: unknown): string {
  const [only] = choices;
  const expected = choices.length === 1 ? `expected ${JSON.stringify(only)}` : `expected one of ${choices.join(', ')}`;
  if (isNothing(found)) return nothingText(['key'], expected);
  const text = JSON.stringify(found);
  if (typeof found !== 'string') return text.length > shownCharacters ? expected : `${expected}, found ${text}`;
  const words = choices.filter((choice) => typeof choice === 'string');
  const lower = found.toLowerCase();
  // "monday" where "mon" is meant, and "roll" where "rollback" is.
  const meant = closestWord(found, words) ?? words.find((word) => startsAlike(lower, word.toLowerCase()));
  return `${expected}, found ${text.slice(0, shownCharacters)}${meant === undefined ? '' : `, did you mean "${meant}"?`}`;
}

function startsAlike(found: string, word: string): boolean {
  return Math.min(found.length, word.length) >= 3 && (found.startsWith(word) || word.startsWith(found));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function nothingText(path: readonly (string | number)[], expected: string): string {
  return path.length === 0 ? `it is empty: ${expected}` : `it is missing: ${expected}`;
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const part of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  return value;
}

/** Longest value that is shown as it stands, characters. */
const shownCharacters = 60;

/** What stands there instead, where the message names only the limit: the measured value. */
function foundText(issue: z.core.$ZodIssue, root: unknown, path: readonly (string | number)[]): string {
  if (issue.code !== 'too_small' && issue.code !== 'too_big' && issue.code !== 'invalid_format' && issue.code !== 'custom') return '';
  const value = valueAt(root, path);
  if (Array.isArray(value)) return issue.code === 'custom' ? '' : `, found ${value.length}`;
  if (typeof value === 'string' && (issue.code === 'too_small' || issue.code === 'too_big')) return `, found ${value.length}`;
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const text = JSON.stringify(value);
  return text.length > shownCharacters || issue.message.includes(text) ? '' : `, found ${text}`;
}

function depthOf(branch: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...branch.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

function expectation(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' ? issue.expected : lowerFirst(issue.message.replace(/^Invalid input: (expected )?/, ''));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Keys of the objects that the schema allows at the path: for hints only, so a path that can't be followed gives none. */
function knownKeys(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let here = unwrap(schema);
  for (const part of path) {
    const next: z.ZodType[] = [];
    for (const candidate of here) {
      if (candidate instanceof z.ZodObject) {
        const field = (candidate.shape as Record<string, z.ZodType>)[String(part)];
        if (field !== undefined) next.push(...unwrap(field));
      } else if (candidate instanceof z.ZodArray) next.push(...unwrap(candidate.element as z.ZodType));
      else if (candidate instanceof z.ZodRecord) next.push(...unwrap(candidate.valueType as z.ZodType));
    }
    here = next;
  }
  return [...new Set(here.flatMap((candidate) => (candidate instanceof z.ZodObject ? Object.keys(candidate.shape) : [])))];
}

function unwrap(schema: z.ZodType): z.ZodType[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly
  )
    return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodLazy) return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return unwrap(schema.in as z.ZodType);
  if (schema instanceof z.ZodUnion) return (schema.options as readonly z.ZodType[]).flatMap(unwrap);
  return [schema];
}
