import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssertionError } from '#proto/kit/index.js';
import { defaultFlashPlan } from '#proto/profile/index.js';
import { type CutKind, Flash, type FlashOptions, geometryOf, PowerCut, regions } from './index.ts';
import { TwoCopies } from './two-copies.ts';

const { recordA, recordB } = regions;
const plan = { ...defaultFlashPlan, slotBytes: 16_384 };
const largest = 4_080;

function make(options: FlashOptions = {}): Flash {
  return new Flash(geometryOf(plan), { key: 7, ...options });
}

/** As after a restart: nothing is remembered. */
function valueIn(flash: Flash): { readonly value: number | undefined; readonly copies: number } {
  const kept = new TwoCopies(flash, [recordA, recordB]).read();
  return { value: kept?.payload[0], copies: kept?.copies ?? 0 };
}

/** Writes one byte; false when the power went. */
function write(flash: Flash, value: number, cut?: { readonly operation: number; readonly kind: CutKind }): boolean {
  if (cut !== undefined) flash.arm(cut);
  try {
    return new TwoCopies(flash, [recordA, recordB]).write(Uint8Array.of(value));
  } catch (error) {
    if (error instanceof PowerCut) return false;
    throw error;
  } finally {
    flash.disarm();
  }
}

test('what was written is there twice; nothing is there before', () => {
  const flash = make();
  expect(valueIn(flash)).toEqual({ value: undefined, copies: 0 });
  expect([write(flash, 1), valueIn(flash)]).toEqual([true, { value: 1, copies: 2 }]);
  expect([write(flash, 2), valueIn(flash)]).toEqual([true, { value: 2, copies: 2 }]);
});

test('4,080 bytes are taken, one more is a bug', () => {
  const copies = new TwoCopies(make(), [recordA, recordB]);
  const full = Uint8Array.from({ length: largest }, (_, index) => index % 253);
  expect(copies.write(full)).toBe(true);
  expect(Buffer.compare(copies.read()?.payload ?? Uint8Array.of(), full)).toBe(0);
  expect(() => copies.write(new Uint8Array(largest + 1))).toThrow(AssertionError);
});

test('two cuts in a row, each between the copies: the newest counts, on whichever side it stands', () => {
  const flash = make();
  write(flash, 1);
  // One erased block and one unit a copy: the third operation is the first on the other copy.
  expect(write(flash, 2, { operation: 3, kind: 'before' })).toBe(false);
  expect(valueIn(flash)).toEqual({ value: 2, copies: 1 });
  expect(write(flash, 3, { operation: 3, kind: 'before' })).toBe(false);
  expect(valueIn(flash)).toEqual({ value: 3, copies: 1 });
  const copies = new TwoCopies(flash, [recordA, recordB]);
  copies.repair();
  expect(valueIn(flash)).toEqual({ value: 3, copies: 2 });
  const { operations } = flash;
  copies.repair();
  expect(flash.operations).toBe(operations);
});

test('whatever cuts come in a row, what was there or what was being written is read, and what was written is', () => {
  const cut = fc.option(
    fc.record({ operation: fc.integer({ min: 1, max: 5 }), kind: fc.constantFrom<CutKind>('before', 'torn', 'after') }),
    {
      nil: undefined,
    },
  );
  fc.assert(
    fc.property(fc.array(fc.record({ cut, isRepaired: fc.boolean() }), { maxLength: 20 }), fc.nat(), (steps, key) => {
      const flash = make({ key });
      let known = 0;
      expect(write(flash, known)).toBe(true);
      for (const [index, { cut: plannedCut, isRepaired }] of steps.entries()) {
        const value = index + 1;
        const isWritten = write(flash, value, plannedCut);
        const read = valueIn(flash).value;
        expect(isWritten ? [value] : [known, value]).toContain(read);
        known = read ?? -1;
        if (isRepaired) new TwoCopies(flash, [recordA, recordB]).repair();
        expect(valueIn(flash).value).toBe(known);
      }
    }),
  );
});

describe('bad blocks', () => {
  const small = geometryOf({ ...plan, eraseBlockBytes: 1_024 });
  const { journalA, journalB } = regions;
  const half = (small.blocks[journalB] as number) / 2;
  const long = new Uint8Array(largest);

  test.each([
    ['the first block', [0], true],
    ['the last block of the first half', [half - 1], true],
    ['the first block of the second half', [half], true],
    ['one in either half', [0, half], false],
  ])('%s', (_what, bad, isWritten) => {
    const flash = new Flash(small, { key: 7 });
    const copies = new TwoCopies(flash, [journalA, journalB]);
    for (const block of bad) flash.markBad(journalB, block);
    // The right copy is the first to be written: when it can't be, the old value stands.
    copies.write(long);
    expect(copies.write(long.fill(2))).toBe(isWritten);
    const kept = new TwoCopies(flash, [journalA, journalB]).read();
    expect([kept?.payload.at(-1), kept?.copies]).toEqual(isWritten ? [2, 2] : [undefined, undefined]);
    for (const block of bad) expect(flash.stateOf(journalB).bad.has(block)).toBe(true);
  });
});
