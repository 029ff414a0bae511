import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { CommandInput } from './command-input.ts';
import { formatBytes, formatDuration, parseDuration } from './duration.ts';
import { csvCell, fieldPaths, parseFields, valueAt } from './field-paths.ts';
import { clip, tableLines } from './table-writer.ts';

describe('times', () => {
  test.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['3650d', 315_360_000_000],
  ])('%s', (text, ms) => expect(parseDuration(text, '--for')).toBe(ms));

  test.each(['', '5', 's', '5 s', '-5s', '5S', '1h 30m', '3651d', '1e3s'])('"%s" is refused', (text) => {
    expect(() => parseDuration(text, '--for')).toThrow(expect.objectContaining({ code: 'E2003' }));
  });

  test('for people', () => {
    expect([250, 1_000, 61_000, 90_061_000].map(formatDuration)).toEqual(['250 ms', '1s', '1m 1s', '1d 1h']);
    expect([512, 1_024, 1_572_864].map(formatBytes)).toEqual(['512 B', '1.0 KiB', '1.5 MiB']);
  });
});

describe('options are read by type, at their limits and one past them', () => {
  const input = (value: string) => new CommandInput([], { limit: value, label: ['line=4', 'wrong'] });
  test('whole numbers', () => {
    expect([input('1').count('limit', 1, 9), input('9').count('limit', 1, 9)]).toEqual([1, 9]);
    for (const wrong of ['0', '10', '1.5', '1e0', '', 'x']) {
      expect(() => input(wrong).count('limit', 1, 9)).toThrow(expect.objectContaining({ code: 'E2003' }));
    }
  });
  test('pairs', () => {
    expect(() => input('1').pairs('label')).toThrow('--label is "wrong", not KEY=VALUE');
  });
});

describe('tables', () => {
  test('fit the terminal whatever the cells hold', () => {
    const cell = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 30 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), fc.integer({ min: 40, max: 120 }), (rows, columns) => {
        for (const line of tableLines(['ONE', 'TWO', 'THREE'], rows, columns, [false, true, false])) {
          expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });

  test('wide characters count as two, and are never cut in half', () => {
    expect([clip('温度計', 6), clip('温度計', 5), clip('abc', 2)]).toEqual(['温度計', '温度…', 'a…']);
  });

  test('columns stand under each other', () => {
    expect(
      tableLines(
        ['ID', 'N'],
        [
          ['a', '1'],
          ['温度', '10'],
        ],
        80,
        [false, true],
      ),
    ).toEqual(['ID     N', 'a      1', '温度  10']);
  });
});

describe('fields', () => {
  const item = { id: 'a', detail: { command: 'reboot', deep: { n: 1 } }, list: [1, 2] };
  test('nested ones have dots', () => {
    expect(fieldPaths([item])).toEqual(['id', 'detail', 'detail.command', 'detail.deep', 'detail.deep.n', 'list']);
    expect(valueAt(item, 'detail.deep.n')).toBe(1);
    expect(valueAt(item, 'detail.none.n')).toBeUndefined();
  });
  test('a wrong one is answered with all', () => {
    expect(() => parseFields('id,colour', [item])).toThrow('"colour" is no field; fields: id, detail');
  });
  test('cells of CSV', () => {
    expect(['a', 'a,b', 'a"b', 'a\nb'].map(csvCell)).toEqual(['a', '"a,b"', '"a""b"', '"a\nb"']);
  });
});
