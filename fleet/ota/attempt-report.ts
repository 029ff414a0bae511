import type { AttemptRecord, UpdateFact } from '#fleet/domain/index.js';
import { attemptSteps } from './attempt-logic.ts';

/** The figures of a report, put into its attempt. */
export function withReport(record: AttemptRecord, fact: UpdateFact, lie: string): AttemptRecord {
  const { sequence, takesDelta, storedBytes, receivedBytes, securityCounter } = fact;
  return { ...record, sequence, takesDelta, storedBytes, receivedBytes, securityCounter, lie: lie === '' ? record.lie : lie };
}

/** A report of an attempt that is over: its end stays as it is, and the history shows what came late. */
export function withLateReport(record: AttemptRecord, fact: UpdateFact, atMs: number): AttemptRecord {
  const { sequence, storedBytes, receivedBytes, securityCounter, state, message } = fact;
  const what = `came late: the unit reports ${state}${message === '' ? '' : `, ${message}`}`.slice(0, 500);
  const step = { state: record.state, atMs, storedBytes, cause: fact.cause ?? ('' as const), message: what };
  return { ...record, sequence, storedBytes, receivedBytes, securityCounter, steps: attemptSteps(record.steps, step) };
}
