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
