import { DeviceCounters } from '#firmware/device/index.js';
import type { HostReport } from './host.ts';

/** Adds up the figures of processes: counts and rates are summed, delays and boots take the highest. */
export function sumReports(reports: readonly HostReport[]): HostReport {
  const counters = new DeviceCounters();
  for (const report of reports) addCounters(counters, report.counters);
  const total = (pick: (report: HostReport) => number): number => reports.reduce((sum, report) => sum + pick(report), 0);
  const highest = (pick: (report: HostReport) => number): number => reports.reduce((most, report) => Math.max(most, pick(report)), 0);
  return {
    devices: total((report) => report.devices),
    subDevices: total((report) => report.subDevices),
    started: total((report) => report.started),
    elapsedMs: highest((report) => report.elapsedMs),
    counters,
    offeredFramesPerSecond: total((report) => report.offeredFramesPerSecond),
    offeredReadingsPerSecond: total((report) => report.offeredReadingsPerSecond),
    acknowledgedFramesPerSecond: total((report) => report.acknowledgedFramesPerSecond),
    lateP99Ms: highest((report) => report.lateP99Ms),
    lateMaximumMs: highest((report) => report.lateMaximumMs),
    rssBytes: total((report) => report.rssBytes),
    heapBytes: total((report) => report.heapBytes),
    maximumBoot: highest((report) => report.maximumBoot),
    replayed: total((report) => report.replayed),
    powerCuts: total((report) => report.powerCuts),
    poweredOff: total((report) => report.poweredOff),
    framesRestored: total((report) => report.framesRestored),
    framesKept: reports.every((report) => report.framesKept === null) ? null : total((report) => report.framesKept ?? 0),
  };
}

function addCounters(sum: DeviceCounters, counters: DeviceCounters): void {
  // Counters by their names, which a type of fixed fields does not offer.
  const target = sum as unknown as Record<string, number>;
  for (const [name, value] of Object.entries(counters)) {
    if (typeof value === 'number') target[name] = (target[name] ?? 0) + value;
  }
  for (const [reason, count] of Object.entries(counters.refused)) sum.refused[reason] = (sum.refused[reason] ?? 0) + count;
}
