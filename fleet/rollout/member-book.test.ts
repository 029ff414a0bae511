import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rolloutBuckets } from '#fleet/domain/index.js';
import { MemberBook } from './member-book.ts';
import { testMember } from './member-fixture.ts';
import { memberFlags } from './member-flags.ts';

const { attempted, control, silent, updated } = memberFlags;
const pending = { bucket: 'pending', isReady: false } as const;
const ready = { bucket: 'pending', isReady: true } as const;

describe('the book of members', () => {
  test('counts follow each change', () => {
    const book = new MemberBook(2, 4);
    for (const [index, wave] of [0, 0, 1, -1].entries()) book.add(`pump-${index}`, wave, wave === 1 ? 'b' : 'a', 5);
    expect([book.size, book.devices(), book.devices(0, 0), book.devices(0, 1), book.devices(-1, -1)]).toEqual([4, 4, 2, 3, 1]);
    expect(book.place(0, { bucket: 'offered', isReady: false }, attempted, undefined, 10)).toBe(true);
    expect(book.place(0, { bucket: 'offered', isReady: false }, attempted, undefined, 20)).toBe(false);
    book.place(1, { bucket: 'failed', isReady: false }, attempted, 'boot-failed', 20);
    book.place(2, { bucket: 'silent', isReady: false }, attempted | silent, undefined, 20);
    book.place(3, pending, control | silent, undefined, 20);
    expect(book.buckets()).toMatchObject({ pending: 1, offered: 1, failed: 1, silent: 1, updated: 0 });
    expect(book.buckets(0, 0)).toMatchObject({ pending: 0, offered: 1, failed: 1, silent: 0 });
    expect([book.flagged('attempted'), book.flagged('attempted', 0, 0), book.flagged('updated')]).toEqual([3, 2, 0]);
    expect(book.failures(0, 1)).toEqual([{ bucket: 'failed', cause: 'boot-failed', devices: 1 }]);
    expect(book.failures(1, 1)).toEqual([]);
    expect(book.silence()).toEqual([
      { stratum: 'a', attempted: 2, silent: 0, control: 1, controlSilent: 1 },
      { stratum: 'b', attempted: 1, silent: 1, control: 0, controlSilent: 0 },
    ]);
    expect([book.sinceAt(0), book.sinceAt(3), book.causeAt(0), book.causeAt(1)]).toEqual([10, 5, undefined, 'boot-failed']);
    expect([book.bucketAt(1), book.has(1, 'attempted'), book.has(1, 'updated'), book.stratumAt(2)]).toEqual(['failed', true, false, 1]);
    expect(book.recount()).toEqual([]);
  });

  test('an unknown device has no index, and none is added twice', () => {
    const book = new MemberBook(1, 0);
    book.add('pump-1', 0, 'a', 0);
    expect([book.indexOf('pump-1'), book.indexOf('pump-2'), book.idAt(0)]).toEqual([0, -1, 'pump-1']);
    expect(() => book.add('pump-1', 0, 'a', 0)).toThrow('pump-1 is a member already');
  });

  test('boots, health failures and records are kept a member', () => {
    const book = new MemberBook(1, 2, 2);
    book.add('pump-1', 0, 'a', 0);
    book.add('pump-2', 0, 'a', 0);
    book.setBoot(1, 4_000_000_000);
    book.setHealthFailures(1, 1, 3);
    const record = testMember({ deviceId: 'pump-2' });
    book.keep(1, record);
    expect([book.bootAt(0), book.bootAt(1)]).toEqual([0, 4_000_000_000]);
    expect([book.healthFailuresAt(1, 0), book.healthFailuresAt(1, 1)]).toEqual([0, 3]);
    expect([book.recordAt(0), ...book.records()]).toEqual([undefined, [1, record]]);
    expect(() => book.setHealthFailures(0, 2, 1)).toThrow('no health gate 2');
  });

  test('those that are ready come in their order', () => {
    const book = new MemberBook(1, 200);
    for (let index = 0; index < 200; index += 1) book.add(`pump-${index}`, 0, 'a', 0);
    expect([book.readyCount, book.nextReady(0)]).toEqual([0, -1]);
    for (const index of [199, 31, 32, 0, 63]) book.place(index, ready, 0, undefined, 0);
    const found: number[] = [];
    for (let index = book.nextReady(0); index >= 0; index = book.nextReady(index + 1)) found.push(index);
    expect(found).toEqual([0, 31, 32, 63, 199]);
    book.place(32, pending, 0, undefined, 0);
    expect([book.readyCount, book.nextReady(32), book.nextReady(200), book.nextReady(100_000)]).toEqual([4, 63, -1, -1]);
  });

  test('after any sequence of changes the kept counts are those of a recount, and buckets add up', () => {
    const change = fc.record({
      member: fc.nat(299),
      bucket: fc.constantFrom(...rolloutBuckets),
      isReady: fc.boolean(),
      flags: fc.nat(511),
      cause: fc.constantFrom(undefined, '', 'boot-failed', 'silent', 'lie'),
    });
    const joining = fc.record({ wave: fc.integer({ min: -1, max: 3 }), stratum: fc.constantFrom('a', 'b', 'c/d') });
    fc.assert(
      fc.property(fc.array(joining, { maxLength: 300 }), fc.array(change, { maxLength: 400 }), (members, changes) => {
        const book = new MemberBook(4, 10);
        for (const [index, { wave, stratum }] of members.entries()) book.add(`pump-${index}`, wave, stratum, 0);
        for (const { member, bucket, isReady, flags, cause } of changes) {
          if (member < members.length) book.place(member, { bucket, isReady }, flags, cause, 1);
        }
        expect(book.recount()).toEqual([]);
        const sum = Object.values(book.buckets()).reduce((all, one) => all + one, 0);
        expect(sum).toBe(members.length);
        const causes = book.failures().reduce((all, { devices }) => all + devices, 0);
        expect(causes).toBe(
          Array.from({ length: book.size }, (_, index) => book.causeAt(index)).filter((cause) => cause !== undefined).length,
        );
      }),
      { numRuns: 60 },
    );
  });

  test('strata without anybody to compare are left out', () => {
    const book = new MemberBook(1, 20);
    for (let index = 0; index < 20; index += 1) book.add(`pump-${index}`, 0, `stratum-${index}`, 0);
    book.place(19, { bucket: 'updated', isReady: false }, attempted | updated, undefined, 0);
    expect(book.strata).toHaveLength(20);
    expect(book.silence()).toEqual([{ stratum: 'stratum-19', attempted: 1, silent: 0, control: 0, controlSilent: 0 }]);
  });
});
