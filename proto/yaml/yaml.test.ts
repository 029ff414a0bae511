import { expect, test } from 'vitest';
import { z } from 'zod';
import { isSeatrialError, type SeatrialError } from '#proto/kit/index.js';
import { closestWord, maximumYamlBytes, parseYaml } from './index.ts';

const schema = z.strictObject({
  name: z.string(),
  everyMs: z.number().int().min(1).optional(),
  items: z.array(z.strictObject({ title: z.string(), limit: z.number() })).optional(),
  limits: z.record(z.string(), z.strictObject({ low: z.number(), high: z.number() })).optional(),
  onBad: z.enum(['pause', 'halt']).optional(),
  kind: z.literal('Thing').optional(),
  gate: z
    .discriminatedUnion('type', [z.strictObject({ type: z.literal('threshold') }), z.strictObject({ type: z.literal('manual') })])
    .optional(),
  choice: z.union([z.number(), z.strictObject({ context: z.string() }), z.strictObject({ signal: z.string() })]).optional(),
});

function refused(text: string): SeatrialError {
  try {
    parseYaml(text, schema, 'some.yaml');
  } catch (error) {
    if (isSeatrialError(error)) return error;
    throw error;
  }
  throw new Error('was accepted');
}

test('a file that fits comes back typed', () => {
  expect(parseYaml('name: a\nitems:\n  - {title: b, limit: 1.5}\n', schema, 'some.yaml')).toEqual({
    name: 'a',
    items: [{ title: 'b', limit: 1.5 }],
  });
});

test('aliases within reason are resolved', () => {
  expect(parseYaml('name: &x a\nitems: [{title: *x, limit: 1}]', schema, 'f')).toEqual({ name: 'a', items: [{ title: 'a', limit: 1 }] });
});

const table: readonly [what: string, text: string, code: string, line: number | undefined, column: number | undefined, message: RegExp][] =
  [
    ['unknown key', 'name: a\neveryms: 3\n', 'E1013', 2, 1, /unknown key "everyms", did you mean "everyMs"\?/],
    ['unknown key within a list', 'name: a\nitems:\n  - title: b\n    limt: 3\n    limit: 1\n', 'E1013', 4, 5, /items\[0\]: .*"limit"/],
    [
      'unknown key within a table',
      'name: a\nlimits:\n  b: {low: 1, high: 2, hihg: 3}\n',
      'E1013',
      3,
      24,
      /limits\.b: .*did you mean "high"/,
    ],
    ['unknown key far from any', 'name: a\nzzzzzzzz: 3\n', 'E1013', 2, 1, /known are name, everyMs/],
    ['wrong type', 'name: a\neveryMs: soon\n', 'E1012', 2, 10, /everyMs: expected number/],
    ['out of range', 'name: a\neveryMs: 0\n', 'E1012', 2, 10, /everyMs: .*1/],
    ['missing key', 'everyMs: 1\n', 'E1012', 1, 1, /name: it is missing: expected string$/],
    ['missing key in a list', 'name: a\nitems:\n  - title: b\n', 'E1012', 3, 5, /items\[0\]\.limit/],
    ['several problems', 'name: 1\neveryMs: soon\nother: 1\n', 'E1012', 1, 7, /and 2 more problems/],
    ['union, nothing fits', 'name: a\nchoice: text\n', 'E1012', 2, 9, /choice: expected number or object/],
    ['union, nearly', 'name: a\nchoice: {contxt: b}\n', 'E1013', 2, 10, /did you mean "context"/],
    ['duplicate key', 'name: a\nname: b\n', 'E1011', 2, 1, /unique/],
    ['not YAML', 'name: [a\n', 'E1011', 2, 1, /some\.yaml/],
    ['two documents', 'name: a\n---\nname: b\n', 'E1011', 2, 1, /document/],
    ['unknown tag', 'name: !thing a\n', 'E1011', 1, 7, /tag/i],
    ['key that is no text', '[1]: a\n', 'E1011', 1, 1, /string/i],
    ['empty', '', 'E1012', 1, 1, /the file: it is empty/],
    [
      'a choice, nearly',
      'name: a\nonBad: hlat\n',
      'E1012',
      2,
      8,
      /onBad: expected one of pause, halt, found "hlat", did you mean "halt"\?$/,
    ],
    ['a choice with more to it', 'name: a\nonBad: halting\n', 'E1012', 2, 8, /did you mean "halt"\?$/],
    ['no choice at all', 'name: a\nonBad: 3\n', 'E1012', 2, 8, /onBad: expected one of pause, halt, found 3$/],
    ['the only choice', 'name: a\nkind: thing\n', 'E1012', 2, 7, /kind: expected "Thing", found "thing", did you mean "Thing"\?$/],
    [
      'the type of one of several',
      'name: a\ngate: {type: treshold}\n',
      'E1012',
      2,
      14,
      /gate\.type: expected one of threshold, manual, found "treshold", did you mean "threshold"\?$/,
    ],
    ['no type', 'name: a\ngate: {}\n', 'E1012', 2, 7, /gate\.type: it is missing: expected one of threshold, manual$/],
  ];

test.each(table)('%s is refused with its place', (_what, text, code, line, column, message) => {
  const error = refused(text);
  expect([error.code, error.at?.file, error.at?.line, error.at?.column]).toEqual([code, 'some.yaml', line, column]);
  expect(error.message).toMatch(message);
});

test('alias bombs are refused', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (let level = 0; level < 8; level += 1) {
    const from = String.fromCharCode(97 + level);
    const to = String.fromCharCode(98 + level);
    bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(',')}]`);
  }
  expect(refused(bomb.join('\n')).code).toBe('E1014');
  const many = (count: number): string => `name: &x a\nitems: [${Array(count).fill('{title: *x, limit: 1}').join(',')}]`;
  expect(parseYaml(many(100), schema, 'f').items).toHaveLength(100);
  expect(refused(many(101)).code).toBe('E1014');
});

test('nesting is bounded at the limit', () => {
  const nested = (depth: number): string => `name: ${'['.repeat(depth)}${']'.repeat(depth)}`;
  expect(refused(nested(64)).code).toBe('E1012');
  expect(refused(nested(65)).code).toBe('E1010');
  expect(refused(nested(500_000)).code).toBe('E1010');
  expect(refused(`${Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')} 1`).code).toBe('E1010');
});

test('size is bounded at the limit', () => {
  const sized = (bytes: number): string => `name: a\n#${'x'.repeat(bytes - 9)}`;
  expect(parseYaml(sized(maximumYamlBytes), schema, 'f').name).toBe('a');
  expect(refused(sized(maximumYamlBytes + 1)).code).toBe('E1010');
});

test('a key called __proto__ changes no prototype', () => {
  expect(refused('name: a\n__proto__: {x: 1}\n').code).toBe('E1013');
  expect(({} as { x?: number }).x).toBeUndefined();
});

test('closestWord finds slips and leaves strangers alone', () => {
  expect(closestWord('hystersis', ['hysteresis', 'signal'])).toBe('hysteresis');
  expect(closestWord('singal', ['signal', 'single'])).toBe('signal');
  expect(closestWord('colour', ['signal'])).toBeUndefined();
});
