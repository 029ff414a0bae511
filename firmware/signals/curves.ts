import { noiseAt } from '#proto/kit/index.js';

/** Small functions that the models share. None allocates. */

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : Math.min(value, high);
}

/** Severity of a fault that may be missing, 0 to 1. */
export function levelOf(faults: ReadonlyMap<string, number>, name: string): number {
  return faults.size === 0 ? 0 : clamp(faults.get(name) ?? 0, 0, 1);
}

/** The value as a sensor of so many steps a unit gives it. Also what makes traces equal where Math.exp and Math.pow differ in the last bit. */
export function quantise(value: number, stepsPerUnit: number): number {
  return Math.round(value * stepsPerUnit) / stepsPerUnit;
}

/**
 * The polyline through (x0, y0, x1, y1, …) at x; flat before its first and after its last point.
 * @param points pairs with growing x
 */
export function polyline(points: readonly number[], x: number): number {
  const last = points.length - 2;
  if (x <= (points[0] as number)) return points[1] as number;
  for (let index = 2; index <= last; index += 2) {
    const right = points[index] as number;
    if (x > right) continue;
    const left = points[index - 2] as number;
    const from = points[index - 1] as number;
    return from + (((points[index + 1] as number) - from) * (x - left)) / (right - left);
  }
  return points[last + 1] as number;
}

/** The part of x after the decimal point, 0 (with) to 1 (without), also for x below 0. */
export function fraction(x: number): number {
  return x - Math.floor(x);
}

const dayMs = 86_400_000;
const yearMs = 365.2425 * dayMs;

/** Angular frequency of the day and of the year, 1/ms. */
export const dayRate = (2 * Math.PI) / dayMs;
export const yearRate = (2 * Math.PI) / yearMs;
/** Warmest time of the day, 15:00 UTC, and of the year, 20 July, as a phase of the cosine, ms. */
export const warmestOfDayMs = 15 * 3_600_000;
export const warmestOfYearMs = 200 * dayMs;

/** Outside temperature, Cel: a mean with a day's and a year's swing. */
export function outsideTempC(meanC: number, dayC: number, yearC: number, wallMs: number): number {
  return meanC + dayC * Math.cos(dayRate * (wallMs - warmestOfDayMs)) + yearC * Math.cos(yearRate * (wallMs - warmestOfYearMs));
}

/** How a body of one heat capacity answers to a cosine of the temperature around it: delayed and damped, exact after its start has died out, K. */
function dampedSwing(amplitudeC: number, rate: number, peakMs: number, timeConstantMs: number, wallMs: number): number {
  const delayed = rate * timeConstantMs;
  return (amplitudeC / Math.sqrt(1 + delayed * delayed)) * Math.cos(rate * (wallMs - peakMs) - Math.atan(delayed));
}

/** The weather around a body: a mean with the swings of a day and of a year. */
export interface Climate {
  readonly meanC: number;
  readonly dayC: number;
  readonly yearC: number;
}

/**
 * Temperature of a body of one heat capacity in the weather, after dtMs with a steady lift over it: dT/dt = (outside + lift - T) / timeConstant,
 * in closed form.
 * @param wallMs the instant after the step
 */
export function bodyTempC(beforeC: number, climate: Climate, liftC: number, timeConstantMs: number, dtMs: number, wallMs: number): number {
  const settledC = (atMs: number): number =>
    climate.meanC +
    liftC +
    dampedSwing(climate.dayC, dayRate, warmestOfDayMs, timeConstantMs, atMs) +
    dampedSwing(climate.yearC, yearRate, warmestOfYearMs, timeConstantMs, atMs);
  return settledC(wallMs) + (beforeC - settledC(wallMs - dtMs)) * Math.exp(-dtMs / timeConstantMs);
}

/** Noise of -1 to 1 that goes smoothly from knot to knot, one knot a whole x. */
export function smoothNoise(key: number, x: number): number {
  const knot = Math.floor(x);
  const part = x - knot;
  const from = noiseAt(key, knot | 0);
  return from + (noiseAt(key, (knot + 1) | 0) - from) * part * part * (3 - 2 * part);
}
