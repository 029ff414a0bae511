/** How a plan file writes spans of time, percents and times of the day: one form to read, one to print, so that a printed plan is the same plan. */

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** 24h, 30m, 500ms, 7d, and sums: 1h30m. */
export const spanPattern = /^(\d{1,12}(ms|s|m|h|d))+$/;

/** @param text fits spanPattern @returns ms */
export function spanMs(text: string): number {
  let total = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) total += Number(amount) * (unitMs[unit] ?? 0);
  return total;
}

/** The shortest exact form: 90 minutes are 1h30m, a day is 1d; nothing is 0s. */
export function spanText(ms: number): string {
  let rest = ms;
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const count = Math.floor(rest / (unitMs[unit] as number));
    rest -= count * (unitMs[unit] as number);
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

/** 5%, 0.5 %: four decimals at most. */
export const percentPattern = /^\d{1,3}(\.\d{1,4})? ?%$/;

/** @param text fits percentPattern @returns percent, 5 for "5%" */
export function percentOf(text: string): number {
  return Math.round(Number(text.slice(0, -1)) * 1e4) / 1e4;
}

/** @param percent of four decimals at most */
export function percentText(percent: number): string {
  return `${percent}%`;
}

/** A part of 1 as percent: 0.01 is 1%. */
export function shareText(share: number): string {
  return percentText(Math.round(share * 1e6) / 1e4);
}

/** @param text fits percentPattern @returns part of 1 */
export function shareOf(text: string): number {
  return Math.round(percentOf(text) * 1e4) / 1e6;
}

/** 00:00 to 24:00. */
export const minutePattern = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** @param text fits minutePattern @returns minutes from midnight, 0 to 1440 */
export function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

/** @param minute 0 to 1440 */
export function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Monday first: their numbers are 1 to 7. */
export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
