/** Figures and spans of verdicts and explanations as people read them. */

/** 1,234,567. */
export function countText(count: number): string {
  return Math.round(count)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 device", "1,000 devices". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${Math.round(count) === 1 ? one : many}`;
}

/** A number with two significant digits at least, and no digits that nobody needs: 0.05, 3.1, 12, 250. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'without end' : String(value);
  const size = Math.abs(value);
  if (size >= 100) return countText(value);
  return String(Number(size >= 10 ? value.toFixed(1) : value.toPrecision(2)));
}

/** A share, to two or three digits: "3.1 %". @param percent 0 to 100 */
export function percentText(percent: number): string {
  return `${rounded(percent, percent >= 10 ? 3 : 2)} %`;
}

/** A limit as it was written: "2.125 %". */
export function limitText(percent: number): string {
  return `${rounded(percent, 12)} %`;
}

/** A share beside its limit, with as many digits as tell on which side it is: 2.0004 against 2 is not "2 %, more than 2 %". */
export function percentAgainst(percent: number, limitPercent: number): string {
  const side = Math.sign(percent - limitPercent);
  for (let digits = percent >= 10 ? 3 : 2; digits < 17; digits += 1) {
    const value = rounded(percent, digits);
    if (Math.sign(value - limitPercent) === side) return `${value} %`;
  }
  return `${percent} %`;
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** A span of time in its two greatest units: "6 h", "1 h 30 min", "45 s". @param ms below 0 counts as 0 */
export function spanText(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return 'for ever';
  let rest = Math.max(0, Math.round(ms / 1_000));
  const parts: string[] = [];
  for (const [unit, seconds] of units) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A moment, to the minute: "2026-01-01T10:00Z". @param ms wall clock; 0: not known */
export function momentText(ms: number): string {
  return ms === 0 ? 'an unknown time' : `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

/** "2.6 times as often as", "as often as", "0.4 times as often as". */
export function timesText(ratio: number): string {
  const text = Number(ratio.toPrecision(2));
  return text === 1 ? 'as often as' : `${numberText(ratio)} times as often as`;
}

const causeWords: Readonly<Record<string, string>> = {
  '': 'without a cause',
  silent: 'no boot report',
  lie: 'reported a success that its boot contradicts',
  'bad-signature': 'signature not valid',
  'below-threshold': 'too few signatures',
  rollback: 'older metadata than it trusts',
  expired: 'metadata expired',
  'mix-and-match': 'metadata that does not fit together',
  modified: 'metadata modified',
  'not-assigned': 'not assigned to it',
  'wrong-hardware': 'not for its hardware',
  'content-damaged': 'verify failed',
  'wrong-base': 'delta for another base',
  'version-too-old': 'runs a version that is too old for it',
  'must-pass-through': 'another version comes first',
  'slow-retrieval': 'download too slow',
  unavailable: 'content not available',
  'flash-full': 'no room in flash',
  'low-battery': 'battery low',
  'boot-failed': 'did not boot',
  'application-failed': 'application did not come up',
  'not-confirmed': 'not confirmed in time',
  busy: 'manager busy',
};

/** A cause of a failure for people. @param cause UpdateCauseName, `silent`, `lie` or empty */
export function causeText(cause: string): string {
  return causeWords[cause] ?? cause.replaceAll('-', ' ');
}

/** "31: 24 verify failed, 7 no boot report": most frequent first; at most five causes are named. */
export function causesText(causes: ReadonlyMap<string, number>): string {
  const sorted = [...causes].filter(([, count]) => count > 0).sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const named = sorted.slice(0, 5).map(([cause, count]) => `${countText(count)} ${causeText(cause)}`);
  const rest = sorted.slice(5).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0) named.push(`${countText(rest)} of other causes`);
  return named.join(', ');
}
