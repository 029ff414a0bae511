import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlanWindow } from '#fleet/domain/index.js';
import { isOpen, isTimeZone, nextOpening, openTime, timeZoneOf } from './window-logic.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const at = (days: readonly number[], from: string, to: string): PlanWindow => ({ days, fromMinute: minutes(from), toMinute: minutes(to) });
const opening = (windows: PlanWindow[], zone: string, from: string) =>
  new Date(nextOpening(windows, zone, Date.parse(from))).toISOString().slice(0, 16);

test.each<[string, PlanWindow[], string, string, string]>([
  ['no windows: at once', [], 'UTC', '2026-03-01T12:34Z', '2026-03-01T12:34'],
  ['open: at once', [at(everyDay, '12:00', '13:00')], 'UTC', '2026-03-01T12:34Z', '2026-03-01T12:34'],
  ['its end is not in it', [at(everyDay, '12:00', '13:00')], 'UTC', '2026-03-01T13:00Z', '2026-03-02T12:00'],
  ['its start is', [at(everyDay, '12:00', '13:00')], 'UTC', '2026-03-01T12:00Z', '2026-03-01T12:00'],
  ['another day of the week', [at([2], '02:00', '05:00')], 'Europe/Berlin', '2026-01-07T12:00Z', '2026-01-13T01:00'],
  ['over midnight it belongs to the day before', [at([7], '22:00', '02:00')], 'UTC', '2026-03-02T01:59Z', '2026-03-02T01:59'],
  ['and only to that', [at([7], '22:00', '02:00')], 'UTC', '2026-03-03T01:59Z', '2026-03-08T22:00'],
  ['the earliest of several', [at([5], '10:00', '11:00'), at([4], '23:00', '24:00')], 'UTC', '2026-03-01T00:00Z', '2026-03-05T23:00'],
  ['summer time swallows its start', [at(everyDay, '02:00', '05:00')], 'Europe/Berlin', '2026-03-28T23:30Z', '2026-03-29T01:00'],
  ['and a whole window', [at([7], '02:10', '02:40')], 'Europe/Berlin', '2026-03-28T23:30Z', '2026-04-05T00:10'],
  ['an hour that comes twice opens first', [at(everyDay, '02:30', '02:45')], 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T00:30'],
  ['and again', [at(everyDay, '02:30', '02:45')], 'Europe/Berlin', '2026-10-25T00:45Z', '2026-10-25T01:30'],
  ['a clock that goes back into it', [at(everyDay, '01:00', '01:30')], 'America/New_York', '2026-11-01T05:30Z', '2026-11-01T06:00'],
  ['three quarters of an hour', [at(everyDay, '02:00', '03:00')], 'Asia/Kathmandu', '2026-03-01T00:00Z', '2026-03-01T20:15'],
])('%s', (_what, windows, zone, from, expected) => {
  expect(opening(windows, zone, from)).toBe(expected);
});

/** What the clock on the wall shows in each minute of some days, as minutes of the week from Monday: read one by one, without any reckoning. */
function clockOf(timeZone: string, from: string, days: number): Int32Array {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  return Int32Array.from({ length: days * 1_440 }, (_, minute) => {
    const text = format.format(Date.parse(from) + minute * 60_000);
    return names.indexOf(text.slice(0, 3)) * 1_440 + minutes(text.slice(-5));
  });
}

/** Open minutes of the week. */
function weekOf(windows: readonly PlanWindow[]): Set<number> {
  const open = new Set<number>();
  for (const { days, fromMinute, toMinute } of windows) {
    for (const day of days) {
      for (let minute = fromMinute; minute !== toMinute; minute += 1) {
        // The end of a day is the start of the next one, unless it is the end of the window.
        if (minute === 1_440) minute = 0;
        const isNextDay = minute < fromMinute;
        open.add(((day - 1 + (isNextDay ? 1 : 0)) * 1_440 + minute) % 10_080);
      }
    }
  }
  return open;
}

const window = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }),
    // Mostly around the hours in which clocks change.
    fromMinute: fc.oneof(fc.integer({ min: 0, max: 260 }), fc.integer({ min: 0, max: 1_439 })),
    toMinute: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 1_440 })),
  })
  .filter(({ fromMinute, toMinute }) => fromMinute !== toMinute);

describe('the next opening is the first minute in which the clock on the wall shows an open one', () => {
  test.each([
    ['Europe/Berlin', '2026-03-26T00:00Z'],
    ['Europe/Berlin', '2026-10-22T00:00Z'],
    ['America/New_York', '2026-03-05T00:00Z'],
    ['America/New_York', '2026-10-29T00:00Z'],
    ['Asia/Kathmandu', '2026-03-05T00:00Z'],
    ['Pacific/Chatham', '2026-04-02T00:00Z'],
    ['Pacific/Chatham', '2026-09-24T00:00Z'],
  ])('%s from %s', (timeZone, from) => {
    const days = 5;
    const clock = clockOf(timeZone, from, days);
    const startMs = Date.parse(from);
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: days * 1_440 - 1 }), (windows, start) => {
        const open = weekOf(windows);
        const first = clock.findIndex((minute, index) => index >= start && open.has(minute));
        const next = nextOpening(windows, timeZone, startMs + start * 60_000);
        if (first < 0) expect(next).toBeGreaterThanOrEqual(startMs + days * 86_400_000);
        else expect(next).toBe(startMs + first * 60_000);
        expect(isOpen(windows, timeZone, startMs + start * 60_000)).toBe(open.has(clock[start] as number));
      }),
      { numRuns: 100 },
    );
  });
});

test('time that is open', () => {
  const always = { longestMinutes: Number.POSITIVE_INFINITY, longestClosedMinutes: 0, share: 1 };
  expect(openTime([])).toEqual(always);
  expect(openTime([at(everyDay, '00:00', '24:00')])).toEqual(always);
  expect(openTime([at([1], '02:00', '05:00')])).toEqual({ longestMinutes: 180, longestClosedMinutes: 9_900, share: 180 / 10_080 });
  // Sunday night goes on on Monday.
  const night = [at([7], '22:00', '02:00'), at([1], '02:00', '03:00')];
  expect(openTime(night)).toEqual({ longestMinutes: 300, longestClosedMinutes: 9_780, share: 300 / 10_080 });
});

test('zones', () => {
  expect(['UTC', 'Europe/Berlin', 'Asia/Kathmandu'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['', 'Berlin', '+01:00', 'Europe/Berlin '].map(isTimeZone)).toEqual([false, false, false, false]);
  const plan = { timeZone: 'Asia/Kathmandu' };
  expect(timeZoneOf(plan, { timezone: 'Europe/Berlin' })).toBe('Europe/Berlin');
  expect(timeZoneOf(plan, { timezone: 'Berlin' })).toBe('Asia/Kathmandu');
  expect(timeZoneOf(plan, {})).toBe('Asia/Kathmandu');
});

test('labels of devices cannot fill the memory with zones, and those that were forgotten are found again', () => {
  for (let index = 0; index < 2_500; index += 1) isTimeZone(`Nowhere/${index}`);
  expect(opening([at(everyDay, '02:00', '05:00')], 'Europe/Berlin', '2026-01-07T12:00Z')).toBe('2026-01-08T01:00');
});
