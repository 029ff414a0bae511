import { describe, expect, test } from 'vitest';
import { AssertionError } from '#proto/kit/index.js';
import { defaultFlashPlan } from '#proto/profile/index.js';
import { ContentBlob, type CutKind, Flash, type FlashOptions, geometryOf, PowerCut, regions, wholeOf } from './index.ts';

const { slotA, slotB, recordA } = regions;
const plan = { ...defaultFlashPlan, slotBytes: 16_384, enduranceErases: 5 };
const text = new ContentBlob(Uint8Array.from({ length: 1_000 }, (_, index) => index % 251));
const zeros = new ContentBlob(new Uint8Array(1_024));

function make(options: FlashOptions = {}): Flash {
  return new Flash(geometryOf(plan), { key: 7, ...options });
}

function bytesAt(flash: Flash, from: number, length: number, region: 0 | 4 | 5 = slotA): Uint8Array {
  const bytes = new Uint8Array(length);
  flash.read(region, from, bytes);
  return bytes;
}

function isCut(job: () => unknown): boolean {
  try {
    job();
    return false;
  } catch (error) {
    if (error instanceof PowerCut) return true;
    throw error;
  }
}

describe('operations', () => {
  test('what is written is read, what is erased is 255', () => {
    const flash = make();
    expect(flash.erase(slotA, 0)).toBe(true);
    expect(flash.program(slotA, 256, wholeOf(text))).toBeUndefined();
    expect(bytesAt(flash, 0, 256)).toEqual(new Uint8Array(256).fill(0xff));
    expect(bytesAt(flash, 256, 1_000)).toEqual(text.bytes);
    expect(bytesAt(flash, 1_256, 24)).toEqual(new Uint8Array(24).fill(0xff));
    expect([flash.operations, flash.busyMs]).toEqual([5, 45 + 4 * 0.6]);
  });

  test('the worst unit takes the worst times', () => {
    const flash = make({ pace: 1 });
    flash.erase(slotA, 0);
    flash.program(slotA, 0, wholeOf(text));
    expect(flash.busyMs).toBe(400 + 4 * 3);
  });

  test('content is held by reference, also when it is written piece by piece', () => {
    const flash = make();
    for (let at = 0; at < 1_024; at += 256) flash.program(slotA, at, { blob: zeros, offset: at, bytes: 256 });
    expect(flash.stateOf(slotA).extents).toEqual([{ from: 0, to: 1_024, blob: zeros, offset: 0 }]);
    expect(flash.refAt(slotA, 100, 300)).toEqual({ blob: zeros, offset: 100, bytes: 300 });
    expect(flash.refAt(slotA, 1_000, 100)).toBeUndefined();
  });

  test.each<[string, (flash: Flash) => unknown]>([
    ['writing twice', (flash) => [flash.program(slotA, 0, wholeOf(text)), flash.program(slotA, 768, wholeOf(text))]],
    ['writing off a border', (flash) => flash.program(slotA, 100, wholeOf(text))],
    ['writing past the end', (flash) => flash.program(slotA, 15_872, wholeOf(text))],
    ['erasing past the end', (flash) => flash.erase(slotA, 4)],
    ['erasing a bad block', (flash) => [flash.markBad(slotA, 1), flash.erase(slotA, 1)]],
  ])('%s is a bug and asserts', (_what, bug) => {
    expect(() => bug(make())).toThrow(AssertionError);
  });

  test('a fork has a future of its own, in content, wear and cuts', () => {
    const flash = make();
    flash.erase(slotA, 0);
    flash.program(slotA, 0, wholeOf(text));
    flash.arm({ operation: 1, kind: 'before' });
    const fork = flash.fork();
    expect(fork.erase(slotA, 0)).toBe(true);
    expect([flash.erasesOf(slotA, 0), fork.erasesOf(slotA, 0)]).toEqual([1, 2]);
    expect([bytesAt(flash, 0, 2), bytesAt(fork, 0, 2)]).toEqual([text.bytes.subarray(0, 2), new Uint8Array([255, 255])]);
    expect(isCut(() => flash.erase(slotA, 0))).toBe(true);
    expect(flash.erasesOf(slotA, 0)).toBe(1);
  });
});

describe('wear', () => {
  test('a block stands as many erases as the plan says; then it fails and can be marked bad', () => {
    const flash = make();
    expect(Array.from({ length: 6 }, () => flash.erase(slotB, 2))).toEqual([true, true, true, true, true, false]);
    flash.markBad(slotB, 2);
    expect(flash.stateOf(slotB).bad).toEqual(new Set([2]));
    expect(flash.erase(slotB, 1)).toBe(true);
  });

  test('erases are counted past what a byte and what two bytes hold, in each fork apart', () => {
    const flash = new Flash(geometryOf({ ...plan, enduranceErases: 100_000 }));
    for (let times = 0; times < 255; times += 1) flash.erase(slotB, 2);
    const fork = flash.fork();
    for (let times = 255; times < 65_537; times += 1) flash.erase(slotB, 2);
    expect([flash.erasesOf(slotB, 2), flash.erasesOf(slotB, 1), fork.erasesOf(slotB, 2)]).toEqual([65_537, 0, 255]);
  });

  test('operations fail at the rate of their region, the same with the same key', () => {
    const failures = { regions: [recordA], rate: 0.5 };
    const tries = (key: number) => {
      const flash = new Flash(geometryOf({ ...plan, enduranceErases: 1_000 }), { key, failures });
      return Array.from({ length: 200 }, () => flash.erase(recordA, 0));
    };
    const failed = tries(1).filter((isOk) => !isOk).length;
    expect(failed).toBeGreaterThan(60);
    expect(failed).toBeLessThan(140);
    expect(tries(1)).toEqual(tries(1));
    expect(tries(1)).not.toEqual(tries(2));
    expect(make({ failures: { regions: [recordA], rate: 1 } }).program(recordA, 4_096, wholeOf(text))).toBe(1);
    expect(make({ failures: { regions: [recordA], rate: 1 } }).erase(slotA, 0)).toBe(true);
  });
});

describe('power cuts', () => {
  const kinds: readonly CutKind[] = ['before', 'torn', 'after'];

  test.each(kinds)('%s a write: what was written before stands, nothing comes behind', (kind) => {
    const flash = make();
    flash.arm({ operation: 3, kind });
    expect(isCut(() => flash.program(slotA, 0, wholeOf(text)))).toBe(true);
    expect(bytesAt(flash, 0, 512)).toEqual(text.bytes.subarray(0, 512));
    const third = Buffer.from(bytesAt(flash, 512, 256));
    expect(third.equals(text.bytes.subarray(512, 768))).toBe(kind === 'after');
    expect(third.every((byte) => byte === 0xff)).toBe(kind === 'before');
    expect(bytesAt(flash, 768, 256)).toEqual(new Uint8Array(256).fill(0xff));
    expect(flash.operations).toBe(kind === 'before' ? 2 : 3);
  });

  test('a torn unit has a part of its bytes and wrong bits', () => {
    for (let key = 0; key < 50; key += 1) {
      const flash = make({ key });
      flash.arm({ operation: 1, kind: 'torn' });
      expect(isCut(() => flash.program(slotA, 0, { blob: text, offset: 0, bytes: 256 }))).toBe(true);
      const bytes = bytesAt(flash, 0, 256);
      const wrong = bytes.findIndex((byte, index) => byte !== text.bytes[index]);
      expect(wrong).toBeGreaterThanOrEqual(0);
      expect(bytes.subarray(wrong + 1).every((byte) => byte === 0xff)).toBe(true);
    }
  });

  test.each(kinds)('%s an erase', (kind) => {
    const flash = make();
    for (let at = 0; at < 4_096; at += 1_024) flash.program(slotA, at, wholeOf(zeros));
    flash.program(slotA, 4_096, wholeOf(text));
    flash.arm({ operation: 1, kind });
    expect(isCut(() => flash.erase(slotA, 0))).toBe(true);
    const bytes = bytesAt(flash, 0, 4_096);
    expect(bytes.every((byte) => byte === 0)).toBe(kind === 'before');
    expect(bytes.every((byte) => byte === 0xff)).toBe(kind === 'after');
    expect(bytesAt(flash, 4_096, 1_000)).toEqual(text.bytes);
    expect(flash.erasesOf(slotA, 0)).toBe(kind === 'before' ? 0 : 1);
  });

  test.each(kinds)('%s the mark of a bad block', (kind) => {
    const flash = make();
    flash.arm({ operation: 1, kind });
    expect(isCut(() => flash.markBad(slotA, 3))).toBe(true);
    expect(flash.stateOf(slotA).bad.has(3)).toBe(kind === 'after');
  });

  test('by time: the operation that the clock had reached is torn', () => {
    const flash = make();
    flash.arm({ afterMs: 45 + 1.3 });
    expect(flash.erase(slotA, 0)).toBe(true);
    expect(isCut(() => flash.program(slotA, 0, wholeOf(text)))).toBe(true);
    expect(bytesAt(flash, 0, 512)).toEqual(text.bytes.subarray(0, 512));
    expect(bytesAt(flash, 512, 256)).not.toEqual(text.bytes.subarray(512, 768));
    expect(flash.operations).toBe(4);
  });

  test('by time, at once: nothing was done', () => {
    const flash = make();
    flash.arm({ afterMs: 0 });
    expect(isCut(() => flash.erase(slotA, 0))).toBe(true);
    expect([flash.operations, flash.erasesOf(slotA, 0)]).toEqual([0, 0]);
  });

  test('a cut that is later than the work does not come', () => {
    const flash = make();
    flash.arm({ operation: 5, kind: 'before' });
    expect(isCut(() => flash.program(slotA, 0, wholeOf(text)))).toBe(false);
    flash.disarm();
    expect(isCut(() => flash.erase(slotB, 0))).toBe(false);
  });
});
