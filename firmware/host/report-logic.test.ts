import { expect, test } from 'vitest';
import { DeviceCounters } from '#firmware/device/index.js';
import type { HostReport } from './host.ts';
import { sumReports } from './report-logic.ts';

function report(step: number, refused: Record<string, number>, framesKept: number | null): HostReport {
  const counters = new DeviceCounters();
  const numbers = counters as unknown as Record<string, number>;
  let next = step;
  for (const name of Object.keys(counters)) {
    if (name === 'refused') continue;
    numbers[name] = next;
    next += step;
  }
  Object.assign(counters.refused, refused);
  return {
    devices: 10 * step,
    subDevices: 4 * step,
    started: 9 * step,
    elapsedMs: 1_000 * step,
    counters,
    offeredReadingsPerSecond: 2.5 * step,
    offeredFramesPerSecond: 1.5 * step,
    acknowledgedFramesPerSecond: step,
    lateP99Ms: 3 * step,
    lateMaximumMs: 5 * step,
    rssBytes: 100 * step,
    heapBytes: 10 * step,
    maximumBoot: 7 * step,
    powerCuts: 0,
    poweredOff: 0,
    replayed: step,
    framesRestored: 4 * step,
    framesKept,
  };
}

test('counts and rates are summed, every counter of them; times, delays and boots take the highest', () => {
  const sum = sumReports([report(1, { overloaded: 2 }, 3), report(2, { overloaded: 1, revoked: 5 }, 4)]);
  const { counters, ...rest } = sum;
  const { counters: thrice, ...once } = report(3, { overloaded: 3, revoked: 5 }, 7);
  expect(counters).toEqual(thrice);
  expect(rest).toEqual({ ...once, elapsedMs: 2_000, lateP99Ms: 6, lateMaximumMs: 10, maximumBoot: 14 });
  expect(Object.values(counters).filter((value) => value === 0)).toEqual([]);
});

test('frames that are kept are known only where a report is the last one', () => {
  expect(sumReports([report(1, {}, null), report(1, {}, null)]).framesKept).toBeNull();
  expect(sumReports([report(1, {}, 3), report(1, {}, null)]).framesKept).toBe(3);
  expect(sumReports([report(1, {}, 0)]).framesKept).toBe(0);
});

test('of no process there is nothing, and nothing that is no number', () => {
  expect(sumReports([])).toMatchObject({ devices: 0, lateP99Ms: 0, maximumBoot: 0, framesKept: null });
});
