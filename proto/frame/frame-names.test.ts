import { describe, expect, test } from 'vitest';
import { seatrial } from '#proto/gen/index.js';
import {
  commandOutcomes,
  dataCategories,
  eventKinds,
  linkKinds,
  type NameTable,
  refusalCodeOf,
  refusalReasonOf,
  refusalReasons,
  rejectReasons,
  resetReasons,
  supplies,
} from './index.ts';

const v1 = seatrial.v1;

describe.each<[string, NameTable<string>, Readonly<Record<string, number | string>>]>([
  ['REFUSAL_CODE_', refusalReasons, v1.RefusalCode],
  ['RESET_REASON_', resetReasons, v1.ResetReason],
  ['EVENT_KIND_', eventKinds, v1.EventKind],
  ['LINK_KIND_', linkKinds, v1.LinkKind],
  ['SUPPLY_', supplies, v1.Supply],
  ['REJECT_CODE_', rejectReasons, v1.RejectCode],
  ['COMMAND_OUTCOME_', commandOutcomes, v1.CommandOutcome],
  ['DATA_CATEGORY_', dataCategories, v1.DataCategory],
])('%s', (prefix, table, wire) => {
  test('has every number of the .proto file under its name in lower case with dashes', () => {
    const expected = Object.entries(wire)
      .filter(([key, code]) => key.startsWith(prefix) && typeof code === 'number' && code > 0)
      .map(([key, code]) => [key.slice(prefix.length).toLowerCase().replaceAll('_', '-'), code]);
    expect(expected.length).toBeGreaterThan(1);
    expect(table.names.map((name) => [name, table.codeOf(name)])).toEqual(expected);
    for (const name of table.names) expect(table.nameOf(table.codeOf(name))).toBe(name);
  });

  test('knows no name for 0, nothing, and numbers of later versions', () => {
    for (const code of [0, undefined, null, 9_999, -1]) expect(table.nameOf(code)).toBeUndefined();
    expect([table.has(table.names[0] as string), table.has('toString'), table.has('')]).toEqual([true, false, false]);
  });
});

test('the shorthands of refusals', () => {
  expect(refusalCodeOf('clock-skew')).toBe(16);
  expect(refusalReasonOf(16)).toBe('clock-skew');
  expect(refusalReasonOf(0)).toBeUndefined();
});
