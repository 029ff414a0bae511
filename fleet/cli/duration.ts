import { cliError } from './cli-errors.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a time: 500ms, 30s, 5m, 2h, 7d, and sums such as 1h30m.
 * @param what option or argument, for the message
 * @returns ms, 0 to ten years
 * @throws E2003
 */
export function parseDuration(text: string, what: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) {
    throw cliError('E2003', { message: `${what} is "${text}", not a time such as 500ms, 30s, 5m, 2h, 7d or 1h30m` });
  }
  let total = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) total += Number(amount) * (unitMs[unit] ?? 0);
  if (total > 3_650 * 86_400_000) throw cliError('E2003', { message: `${what} is ${text}, more than 3650d` });
  return Math.round(total);
}

/** A time for people: 1d 2h, 3m 4s, 250 ms. At most two units. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  let rest = Math.round(ms / 1_000);
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.slice(0, 2).join(' ');
}

/** A number of bytes for people: 512 B, 3.4 MiB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
