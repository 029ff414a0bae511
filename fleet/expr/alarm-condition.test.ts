import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSeatrialError } from '#proto/kit/index.js';
import { compileRule, shortNumber } from './alarm-condition.ts';

describe('conditions over signals', () => {
  const table: [string, number[], boolean | undefined][] = [
    ['a > 640', [640.1, 0], true],
    ['a > 640', [640, 0], false],
    ['a == 640', [640, 0], true],
    ['a != b', [1, 1], false],
    ['a - b > 5', [10, 4], true],
    ['-a < -3', [4, 0], true],
    ['(a + b) / 2 >= 1.5', [1, 2], true],
    ['7 / 2 * a == 3', [1, 0], true],
    ['a > 1 || b > 1', [2, Number.NaN], undefined],
    ['a > 1 ? b > 1 : b < 1', [2, 2], true],
    ['[a, b].exists(x, x > 5)', [1, 6], true],
    ['a / b > 1e300', [1, 0], true],
    ['int(a) % 2 == 1', [3, 0], true],
    ['1 / int(a) == 1', [0, 0], undefined],
    ['a > 1', [Number.NaN, 0], undefined],
  ];
  test.each(table)('%s over %j is %s', (text, values, expected) => {
    const condition = compileRule(text, ['a', 'b']);
    const at = condition.signals.map((signal) => ['a', 'b'].indexOf(signal));
    expect(condition.evaluate(values, at)).toBe(expected);
  });

  test('without places, values are in the order of signals', () => {
    const condition = compileRule('vibration > 5 && egtC > 640', undefined);
    expect(condition.signals).toEqual(['vibration', 'egtC']);
    expect(condition.evaluate(new Float64Array([6, 641]))).toBe(true);
  });

  test('explains itself with the values', () => {
    const condition = compileRule('egtC > 640 &&\n  egtC - n1 > 5.5', ['n1', 'egtC']);
    expect(condition.explain([2.7182999, 652.1], [1, 0])).toBe('egtC 652.1 > 640 && egtC 652.1 - n1 2.7183 > 5.5');
    expect(compileRule('egtC > 640', ['egtC']).explain([652.1])).toBe('egtC 652.1 > 640');
  });

  test('refuses unknown signals with the near one, and rules without signals', () => {
    expect(() => compileRule('egtc > 1', ['egtC', 'n1'], 'when of egt-high')).toThrow(
      /when of egt-high:1:1: there is no "egtc", did you mean "egtC"/,
    );
    expect(code(() => compileRule('1 > 2', undefined))).toBe('E1802');
    expect(code(() => compileRule('a + 1', undefined))).toBe('E1803');
    expect(code(() => compileRule('a >', undefined))).toBe('E1801');
  });

  test('short numbers keep six digits', () => {
    expect([652.1, 0.1 + 0.2, 1e-7, 123456789, -0].map(shortNumber)).toEqual(['652.1', '0.3', '1e-7', '123457000', '0']);
  });
});

// A tree with its text and its meaning in plain TypeScript: the oracle shares nothing with CEL.
type Row = readonly number[];
type Tree<Result> = { readonly text: string; readonly of: (row: Row) => Result };
const names = ['alpha', 'beta', 'gamma'];
const trees = fc.letrec<{ number: Tree<number>; truth: Tree<boolean> }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'tree' },
    fc.integer({ min: 0, max: 2 }).map((index) => ({ text: names[index] as string, of: (row: Row) => row[index] as number })),
    fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => {
      const text = value.toFixed(3);
      return { text, of: () => Number(text) };
    }),
    fc.tuple(tie('number'), tie('number'), fc.constantFrom('+', '-', '*', '/')).map(([left, right, operator]) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      of: (row: Row) => {
        const [a, b] = [left.of(row), right.of(row)];
        return operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
      },
    })),
    fc.tuple(tie('truth'), tie('number'), tie('number')).map(([test, left, right]) => ({
      text: `(${test.text} ? ${left.text} : ${right.text})`,
      of: (row: Row) => (test.of(row) ? left.of(row) : right.of(row)),
    })),
  ),
  truth: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'tree' },
    fc.tuple(tie('number'), tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!=')).map(([left, right, operator]) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      of: (row: Row) => {
        const [a, b] = [left.of(row), right.of(row)];
        return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b, '==': a === b, '!=': a !== b }[operator];
      },
    })),
    fc.integer({ min: -50, max: 50 }).map((limit) => ({ text: `(alpha > ${limit})`, of: (row: Row) => (row[0] as number) > limit })),
    fc.tuple(tie('truth'), tie('truth'), fc.constantFrom('&&', '||')).map(([left, right, operator]) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      of: (row: Row) => (operator === '&&' ? left.of(row) && right.of(row) : left.of(row) || right.of(row)),
    })),
    tie('truth').map((inner) => ({ text: `!${inner.text}`, of: (row: Row) => !inner.of(row) })),
  ),
}));

test('conditions mean what arithmetic and logic mean', () => {
  const rows = fc.array(fc.constantFrom(-50, -1, 0, 0.5, 1, 3, 640, 1e6), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(trees.truth, rows, (tree, row) => {
      // The text always uses a signal: the first part does, and never decides.
      const condition = compileRule(`alpha > 1e9 || ${tree.text}`, names);
      const at = condition.signals.map((signal) => names.indexOf(signal));
      expect(condition.evaluate(row, at)).toBe(tree.of(row));
    }),
    { numRuns: 1_000 },
  );
});

function code(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isSeatrialError(error) ? error.code : String(error);
  }
  return 'none';
}
