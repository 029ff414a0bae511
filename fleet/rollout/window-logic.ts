/**
 * Maintenance windows by the clock on the wall where a device is. What counts is what that clock shows: an hour that summer time leaves out opens
 * nothing, and one that comes twice opens twice.
 */
import type { PlanWindow, RolloutPlan } from '#fleet/domain/index.js';
import { closestWord } from '#proto/yaml/index.js';

/** Zones that are remembered: labels of devices name them, so their number has to have a bound. */
const mostZones = 1_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const dayMinutes = 1_440;
const weekMinutes = 10_080;
/** How far ahead changes of the clock are looked for at once, days. */
const searchedDays = 20;
/** Every window opens within a week, or the week after when summer time swallowed it. */
const horizonMs = 22 * dayMs;

/** A stretch of time in which the clock of a zone is that far ahead of UTC. */
interface Stretch {
  readonly fromMs: number;
  /** Not in it any more. */
  readonly untilMs: number;
  readonly offsetMs: number;
}

/** A zone with the stretch that was asked for last: the manager's time goes on, so it is nearly always the right one. */
interface Zone {
  readonly format: Intl.DateTimeFormat;
  stretch: Stretch;
}

/** True for names of the IANA database; offsets such as +01:00 know no summer time, and are none. */
export function isTimeZone(name: string): boolean {
  return zoneNamed(name) !== undefined;
}

/** The time zone that was meant: nearly that name, or the city of one; undefined: none is near. */
export function zoneMeant(name: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = name.replaceAll(' ', '_').toLowerCase();
  return zones.find((zone) => zone.toLowerCase() === city || zone.toLowerCase().endsWith(`/${city}`)) ?? closestWord(name, zones);
}

/** The zone of a device: its label `timezone`, or that of the plan when it has none that exists. */
export function timeZoneOf(plan: Pick<RolloutPlan, 'timeZone'>, labels: Readonly<Record<string, string>>): string {
  const { timezone = '' } = labels;
  return timezone !== '' && isTimeZone(timezone) ? timezone : plan.timeZone;
}

/**
 * Whether a device in that zone may be offered something now. No windows: at any time.
 * @param timeZone one that exists
 */
export function isOpen(windows: readonly PlanWindow[], timeZone: string, wallMs: number): boolean {
  if (windows.length === 0) return true;
  return isOpenAt(windows, wallMs + stretchAt(timeZone, wallMs).offsetMs);
}

/**
 * The first moment from `wallMs` on at which a window is open, ms: `wallMs` itself when one is.
 * @param timeZone one that exists
 */
export function nextOpening(windows: readonly PlanWindow[], timeZone: string, wallMs: number): number {
  if (isOpen(windows, timeZone, wallMs)) return wallMs;
  for (let atMs = wallMs; atMs < wallMs + horizonMs; ) {
    const { untilMs, offsetMs } = stretchAt(timeZone, atMs);
    // The clock jumped into a window.
    if (isOpenAt(windows, atMs + offsetMs)) return atMs;
    const opening = firstStart(windows, atMs + offsetMs, untilMs + offsetMs);
    if (opening !== undefined) return opening - offsetMs;
    atMs = untilMs;
  }
  // Only windows without a day could get here, and a plan has none.
  return Number.POSITIVE_INFINITY;
}

/** Windows as a rhythm of the week. */
export interface OpenTime {
  /** How long they stay open without a break at most, minutes; infinite when they never close. */
  readonly longestMinutes: number;
  /** How long they stay closed at most, minutes. */
  readonly longestClosedMinutes: number;
  /** The part of the week in which they are open, above 0 to 1. */
  readonly share: number;
}

/** No windows are always open. */
export function openTime(windows: readonly PlanWindow[]): OpenTime {
  const always = { longestMinutes: Number.POSITIVE_INFINITY, longestClosedMinutes: 0, share: 1 };
  if (windows.length === 0) return always;
  const isOpenIn = new Uint8Array(weekMinutes);
  for (const { days, fromMinute, toMinute } of windows) {
    const minutes = toMinute - fromMinute + (toMinute < fromMinute ? dayMinutes : 0);
    for (const day of days) {
      for (let minute = 0; minute < minutes; minute += 1) isOpenIn[((day - 1) * dayMinutes + fromMinute + minute) % weekMinutes] = 1;
    }
  }
  const open = isOpenIn.reduce((sum, one) => sum + one, 0);
  if (open === weekMinutes) return always;
  return { longestMinutes: longestRun(isOpenIn, 1), longestClosedMinutes: longestRun(isOpenIn, 0), share: open / weekMinutes };
}

/** Twice around, so that a run over the end of the week is one. */
function longestRun(week: Uint8Array, value: number): number {
  let longest = 0;
  let run = 0;
  for (let minute = 0; minute < 2 * weekMinutes; minute += 1) {
    run = week[minute % weekMinutes] === value ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** @param localMs what the clock on the wall shows, as if it were UTC */
function isOpenAt(windows: readonly PlanWindow[], localMs: number): boolean {
  const day = Math.floor(localMs / dayMs);
  const minute = Math.floor((localMs - day * dayMs) / minuteMs);
  const today = weekdayOf(day);
  for (const { days, fromMinute, toMinute } of windows) {
    if (fromMinute < toMinute) {
      if (minute >= fromMinute && minute < toMinute && days.includes(today)) return true;
    } else if ((minute >= fromMinute && days.includes(today)) || (minute < toMinute && days.includes(weekdayOf(day - 1)))) return true;
  }
  return false;
}

/** The first start of a window after one local time and before another; undefined when there is none. */
function firstStart(windows: readonly PlanWindow[], afterMs: number, beforeMs: number): number | undefined {
  for (let day = Math.floor(afterMs / dayMs); day * dayMs < beforeMs; day += 1) {
    let first = beforeMs;
    for (const { days, fromMinute } of windows) {
      const startMs = day * dayMs + fromMinute * minuteMs;
      if (startMs > afterMs && startMs < first && days.includes(weekdayOf(day))) first = startMs;
    }
    if (first < beforeMs) return first;
  }
  return undefined;
}

/** 1 Monday to 7 Sunday; day 0 is 1970-01-01, a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

const zones = new Map<string, Zone | undefined>();

function stretchAt(timeZone: string, wallMs: number): Stretch {
  const zone = zoneNamed(timeZone);
  if (zone === undefined) throw new RangeError(`there is no time zone "${timeZone}"`);
  const { stretch } = zone;
  if (wallMs >= stretch.fromMs && wallMs < stretch.untilMs) return stretch;
  const offsetMs = offsetAt(zone.format, wallMs);
  let sameMs = wallMs;
  let untilMs = wallMs + searchedDays * dayMs;
  for (let day = 1; day <= searchedDays; day += 1) {
    const atMs = wallMs + day * dayMs;
    if (offsetAt(zone.format, atMs) === offsetMs) sameMs = atMs;
    else {
      untilMs = changeBetween(zone.format, offsetMs, sameMs, atMs);
      break;
    }
  }
  zone.stretch = { fromMs: wallMs, untilMs, offsetMs };
  return zone.stretch;
}

/** The minute in which the clock changes, between a time that has the offset still and one that has another. */
function changeBetween(format: Intl.DateTimeFormat, offsetMs: number, sameMs: number, otherMs: number): number {
  let low = Math.floor(sameMs / minuteMs);
  let high = Math.ceil(otherMs / minuteMs);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(format, middle * minuteMs) === offsetMs) low = middle;
    else high = middle;
  }
  return high * minuteMs;
}

/** How far the clock of a zone is ahead of UTC, ms. */
function offsetAt(format: Intl.DateTimeFormat, wallMs: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(wallMs)) shown[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(wallMs / 1_000) * 1_000;
}

/** undefined where there is none of that name. */
function zoneNamed(timeZone: string): Zone | undefined {
  if (zones.has(timeZone)) return zones.get(timeZone);
  let zone: Zone | undefined;
  try {
    // An offset is no place: it has no summer time.
    if (!/^[+-]/.test(timeZone)) {
      const format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
      zone = { format, stretch: { fromMs: 0, untilMs: 0, offsetMs: 0 } };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (zones.size >= mostZones) zones.clear();
  zones.set(timeZone, zone);
  return zone;
}
