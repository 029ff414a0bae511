import { chanceAt, isWeekend, subKey } from './chance.ts';
import { warmestOfYearMs, yearRate } from './curves.ts';

/**
 * What a household takes from the grid: lights, screens and heating aids as a smooth load by half an hour of the day, and appliances that run at
 * an instant of their own. Which runs a day has follows from (household, day), so that the load at any instant follows from the time alone.
 */

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const minuteMs = 60_000;
/** The smooth load stands still for so long, ms. */
export const slotMs = 1_800_000;

/** Smooth load by hour of the day as share of its mean, on working days and at weekends. */
const workdayShare = [
  0.9, 0.7, 0.55, 0.5, 0.5, 0.6, 0.9, 1.1, 0.9, 0.75, 0.7, 0.75, 0.8, 0.75, 0.75, 0.85, 1.1, 1.5, 1.8, 1.9, 1.8, 1.7, 1.45, 1.1,
];
const weekendShare = [
  1, 0.8, 0.6, 0.5, 0.5, 0.5, 0.6, 0.8, 1.05, 1.15, 1.15, 1.15, 1.2, 1.1, 1.05, 1.05, 1.2, 1.5, 1.75, 1.85, 1.75, 1.65, 1.45, 1.2,
];

/** A run that a day may have: window of its start, h; power, W; length, min; chance on a working day and at a weekend; phase 0 to 2. */
type Run = readonly [fromH: number, toH: number, powerW: number, minutes: number, workday: number, weekend: number, phase: number];
const runs: readonly Run[] = [
  [6.2, 8.2, 2_400, 4, 0.9, 0.3, 0],
  [8.5, 11, 2_400, 4, 0.3, 0.8, 0],
  [12, 15, 2_400, 4, 0.35, 0.6, 0],
  [16.5, 19, 2_400, 4, 0.8, 0.7, 0],
  [19, 22, 2_400, 4, 0.6, 0.6, 0],
  [6.3, 8, 900, 5, 0.6, 0.2, 0],
  [11.8, 13, 1_800, 30, 0.2, 0.5, 1],
  [17, 19.5, 1_800, 30, 0.75, 0.7, 1],
  [17.2, 19.5, 2_200, 40, 0.35, 0.5, 2],
  [8, 20, 2_000, 25, 0.3, 0.5, 2],
  [19.5, 22, 1_900, 35, 0.5, 0.5, 2],
  [9, 21, 1_200, 20, 0.15, 0.35, 1],
];

/** Ends, powers and phases of the runs of one day. Filled by runsOf; one object a process. */
export interface DayRuns {
  count: number;
  readonly startMs: number[];
  readonly endMs: number[];
  readonly powerW: number[];
  readonly phase: number[];
}

export const emptyRuns = (): DayRuns => ({ count: 0, startMs: [], endMs: [], powerW: [], phase: [] });

/** Fills the runs of a day, in ms since 1970. None passes midnight. */
export function runsOf(household: number, day: number, into: DayRuns): void {
  const key = subKey(household, 11);
  into.count = 0;
  for (const [index, [fromH, toH, powerW, minutes, workday, weekend, phase]] of runs.entries()) {
    const number = (day * runs.length + index) * 2;
    if (chanceAt(key, number) >= (isWeekend(day) ? weekend : workday)) continue;
    const startMs = day * dayMs + Math.floor((fromH + (toH - fromH) * chanceAt(key, number + 1)) * hourMs);
    into.startMs[into.count] = startMs;
    into.endMs[into.count] = startMs + minutes * minuteMs;
    into.powerW[into.count] = powerW;
    into.phase[into.count] = phase;
    into.count += 1;
  }
}

/** Smooth load of half an hour, W, whose mean over the year is meanW: a third more in January, a third less in July. */
export function smoothW(household: number, meanW: number, slot: number): number {
  const day = Math.floor(slot / 48);
  const shares = isWeekend(day) ? weekendShare : workdayShare;
  const season = 1 - 0.33 * Math.cos(yearRate * (slot * slotMs - warmestOfYearMs));
  const mood = 0.7 + 0.6 * chanceAt(subKey(household, 12), slot);
  return meanW * (shares[Math.floor((slot - 48 * day) / 2)] as number) * season * mood;
}
