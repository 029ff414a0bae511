import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { messageOf, type SeatrialError } from '#proto/kit/index.js';
import { checkValue, type Problem, pathText } from './schema-problems.ts';
import { failYaml } from './yaml-errors.ts';

/** Largest text, bytes of UTF-8. */
export const maximumYamlBytes = 1_048_576;
/** Deepest nesting. */
const maximumYamlDepth = 64;
/** Most aliases that a file may resolve. */
const maximumYamlAliases = 100;

/** Line and column, from 1, in a named file. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** YAML text that was read: its plain value, and where each part of it stands. */
export interface YamlText {
  readonly value: unknown;
  /** Where the value at the path stands, or the key that leads to it; the nearest part that is there when the path goes on. */
  place(path: readonly (string | number)[], part?: 'key' | 'value'): Place;
  /** The error E1012 or E1013 for the first of these problems, with the count of the others. */
  failure(problems: readonly Problem[]): SeatrialError;
}

/**
 * Reads strict YAML 1.2 (JSON is YAML): one document, no key twice, no merge keys.
 * @param fileName only for messages
 * @throws E1010 larger than 1 MiB or deeper than 64, E1011 not YAML, E1014 more than 100 aliases
 */
export function readYaml(text: string, fileName: string): YamlText {
  const bytes = Buffer.byteLength(text);
  if (bytes > maximumYamlBytes)
    throw failYaml('E1010', { message: `${fileName} has ${bytes} bytes, the limit is ${maximumYamlBytes}`, at: { file: fileName } });
  checkFlowDepth(text, fileName);
  const lines = new LineCounter();
  const document = parse(text, fileName, lines);
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: fileName, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const wrong = [...document.errors, ...document.warnings].sort((left, right) => left.pos[0] - right.pos[0])[0];
  if (wrong !== undefined) {
    const more = document.errors.length + document.warnings.length - 1;
    // The library's own message repeats the place and shows the line: its first sentence is enough.
    const message = (wrong.message.split(/ at line \d+, column \d+/)[0] ?? wrong.message).replace(/[.:]$/, '');
    throw failYaml('E1011', { message: `${fileName}: ${message}${moreText(more)}`, at: placeOf(wrong.pos[0]), cause: wrong });
  }
  checkTree(document.contents, fileName, placeOf);
  const value = toPlain(document, fileName);
  const place = (path: readonly (string | number)[], part: 'key' | 'value' = 'value'): Place =>
    placeOf(offsetOf(document.contents, path, part));
  const failure = (problems: readonly Problem[]): SeatrialError => {
    const [first] = problems;
    const problem = first ?? { path: [], message: 'does not fit', isUnknownKey: false };
    const where = pathText(problem.isUnknownKey ? problem.path.slice(0, -1) : problem.path);
    return failYaml(problem.isUnknownKey ? 'E1013' : 'E1012', {
      message: `${where}: ${problem.message}${moreText(problems.length - 1)}`,
      at: place(problem.path, problem.isUnknownKey ? 'key' : 'value'),
    });
  };
  return { value, place, failure };
}

/**
 * Reads strict YAML and checks it against a schema. Use strict objects in the schema: unknown keys are then refused with the key that was
 * probably meant. The first problem is thrown, the message counts the others.
 * @param fileName only for messages
 * @throws E1010 to E1014, each with file, line and column from 1
 */
export function parseYaml<Schema extends z.ZodType>(text: string, schema: Schema, fileName: string): z.output<Schema> {
  const yaml = readYaml(text, fileName);
  const result = checkValue(schema, yaml.value);
  if ('problems' in result) throw yaml.failure(result.problems);
  return result.value;
}

function parse(text: string, fileName: string, lines: LineCounter): ReturnType<typeof parseDocument> {
  try {
    return parseDocument(text, { strict: true, uniqueKeys: true, stringKeys: true, version: '1.2', lineCounter: lines, logLevel: 'error' });
  } catch (error) {
    if (error instanceof RangeError)
      throw failYaml('E1010', { message: `${fileName} is nested too deeply`, at: { file: fileName }, cause: error });
    throw failYaml('E1011', { message: `${fileName}: ${messageOf(error)}`, at: { file: fileName }, cause: error });
  }
}

function toPlain(document: ReturnType<typeof parseDocument>, fileName: string): unknown {
  try {
    // The library counts the anchor too.
    return document.toJS({ maxAliasCount: maximumYamlAliases + 1 });
  } catch (error) {
    // The only thing that can go wrong in a document without errors: aliases that multiply, or point nowhere.
    throw failYaml('E1014', { message: `${fileName}: ${messageOf(error)}`, at: { file: fileName }, cause: error });
  }
}

/** Brackets beyond any sense are refused before the parser recurses into them. Those in texts and comments count too: nobody writes 1,000. */
function checkFlowDepth(text: string, fileName: string): void {
  let depth = 0;
  let line = 1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 10) line += 1;
    else if (code === 91 || code === 123) depth += 1;
    else if ((code === 93 || code === 125) && depth > 0) depth -= 1;
    if (depth > 1_000)
      throw failYaml('E1010', { message: `${fileName} opens more than 1,000 brackets within each other`, at: { file: fileName, line } });
  }
}

function checkTree(contents: Node | null, fileName: string, placeOf: (offset: number) => Place): void {
  let aliases = 0;
  visit(contents, (_key, node, ancestors) => {
    const at = isNode(node) && node.range ? placeOf(node.range[0]) : { file: fileName };
    // Pairs are ancestors too: two a level of a mapping, one a level of a list.
    const depth = ancestors.filter((ancestor) => isMap(ancestor) || isSeq(ancestor)).length;
    if (depth > maximumYamlDepth)
      throw failYaml('E1010', { message: `${fileName} is nested deeper than the limit of ${maximumYamlDepth}`, at });
    if (isAlias(node)) {
      aliases += 1;
      if (aliases > maximumYamlAliases)
        throw failYaml('E1014', { message: `${fileName} has more aliases than the limit of ${maximumYamlAliases}`, at });
    }
  });
}

function offsetOf(contents: unknown, path: readonly (string | number)[], part: 'key' | 'value'): number {
  let node: unknown = contents;
  let offset = isNode(contents) ? (contents.range?.[0] ?? 0) : 0;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    let next: unknown;
    let key: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      next = pair?.value;
      key = pair?.key;
    } else if (isSeq(node) && typeof step === 'number') next = node.items[step];
    if (next === undefined && key === undefined) break;
    const chosen = isNode(key) && ((isLast && part === 'key') || !isNode(next)) ? key : next;
    if (isNode(chosen) && chosen.range) offset = chosen.range[0];
    node = next;
  }
  return offset;
}

function moreText(count: number): string {
  if (count <= 0) return '';
  return count === 1 ? ' (and 1 more problem)' : ` (and ${count} more problems)`;
}
