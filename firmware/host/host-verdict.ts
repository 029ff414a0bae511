import type { HostReport } from './host.ts';
import { fail } from './host-errors.ts';

/** Delay of the event loop, 99th percentile over a whole run, from which a host was too slow, ms. */
const mostLateP99Ms = 1_000;

/**
 * E2133 when the host was the bottleneck of a run; undefined when its figures can be trusted. It was when a sampling instant passed for good (a
 * device makes up for 64 of them, so it stood still for that long), or when one turn of the event loop in a hundred was later than a second: then
 * readings and answers were as well.
 */
export function bottleneckOf({ lateP99Ms, counters }: Pick<HostReport, 'lateP99Ms' | 'counters'>): Error | undefined {
  const signs: string[] = [];
  if (counters.samplesMissed > 0) signs.push(`${counters.samplesMissed} sampling instants were missed, allowed are 0`);
  if (lateP99Ms > mostLateP99Ms)
    signs.push(`99 % of the event loop's turns were within ${Math.round(lateP99Ms)} ms, allowed are ${mostLateP99Ms} ms`);
  return signs.length === 0 ? undefined : fail('E2133', { message: signs.join('; ') });
}
