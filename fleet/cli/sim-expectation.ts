import type { PopulationReport } from '#firmware/host/index.js';
import { type Condition, compileCondition } from '#fleet/expr/index.js';
import type { SeatrialError } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';

/** Expectations of one run. */
const mostExpectations = 32;

/** What an expectation may ask for: figures of the whole run, when it is over. */
const figures: Readonly<Record<string, (report: PopulationReport, connected: number) => number>> = {
  devices: ({ devices }) => devices,
  started: ({ started }) => started,
  connected: (_report, connected) => connected,
  processes: ({ processes }) => processes,
  seconds: ({ elapsedMs }) => elapsedMs / 1_000,
  emitted: ({ framesRestored, counters }) => framesRestored + counters.framesMade,
  acked: ({ counters }) => counters.framesAcknowledged,
  dropped: ({ counters }) => counters.framesDropped,
  rejected: ({ counters }) => counters.framesRejected,
  unsure: ({ counters }) => counters.framesUnsure,
  kept: ({ framesKept }) => framesKept ?? Number.NaN,
  resent: ({ counters }) => counters.framesResent,
  readings: ({ counters }) => counters.readingsSampled,
  readingsNotSent: ({ counters }) => counters.readingsNotSent,
  samplesMissed: ({ counters }) => counters.samplesMissed,
  boots: ({ counters }) => counters.boots,
  crashes: ({ counters }) => counters.crashes,
  sessions: ({ counters }) => counters.sessions,
  reconnects: ({ counters }) => counters.reconnects,
  refused: ({ counters }) => Object.values(counters.refused).reduce((sum, count) => sum + count, 0),
  updatesBegun: ({ counters }) => counters.updatesBegun,
  updatesConfirmed: ({ counters }) => counters.updatesConfirmed,
  updatesReverted: ({ counters }) => counters.updatesReverted,
  updatesFailed: ({ counters }) => counters.updatesFailed,
  updatesRejected: ({ counters }) => counters.updatesRejected,
  updatesCancelled: ({ counters }) => counters.updatesCancelled,
  updateBytes: ({ counters }) => counters.updateBytesReceived,
  updatePartsDamaged: ({ counters }) => counters.updatePartsDamaged,
  refusedForEver: ({ counters }) => counters.refusedForEver,
  offeredFramesPerSecond: (report) => report.offeredFramesPerSecond,
  ackedFramesPerSecond: (report) => report.acknowledgedFramesPerSecond,
  offeredReadingsPerSecond: (report) => report.offeredReadingsPerSecond,
  lateP99Ms: ({ lateP99Ms }) => lateP99Ms,
  lateMaximumMs: ({ lateMaximumMs }) => lateMaximumMs,
  lostProcesses: ({ lostProcesses }) => lostProcesses,
};

const variables = new Map(Object.keys(figures).map((name) => [name, 'double'] as const));

/** Reads --expect before the run. @throws E2003 too many, E1801 to E1805 with the figures that there are */
export function compileExpectations(texts: readonly string[]): readonly Condition[] {
  if (texts.length > mostExpectations) {
    throw cliError('E2003', { message: `--expect is given ${texts.length} times, the limit is ${mostExpectations}` });
  }
  return texts.map((text) => compileCondition(text, '--expect', variables));
}

/**
 * E2040 with the measured values of all that is not met; undefined when all is.
 * @param connected devices that were connected just before the end
 */
export function unmetExpectations(
  expectations: readonly Condition[],
  report: PopulationReport,
  connected: number,
): SeatrialError | undefined {
  const values = Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure(report, connected)]));
  const unmet = expectations.filter((expectation) => expectation.evaluate(values) !== true);
  if (unmet.length === 0) return undefined;
  const told = unmet.map(({ text, names }) => {
    const measured = [...new Set(names.map(({ name }) => name))].map((name) => `${name} is ${rounded(values[name] ?? Number.NaN)}`);
    return measured.length === 0 ? text : `${text} (${measured.join(', ')})`;
  });
  return cliError('E2040', { message: `not met: ${told.join('; ')}` });
}

function rounded(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}
