import type { AttemptRecord, UpdateFact } from '#fleet/domain/index.js';
import { attemptSteps } from './attempt-logic.ts';

/** True when it was taken before: reports come in the order of (boot, sequence), and the newest one comes again until it is acknowledged. */
export function isTaken({ sequence, reportBoot }: AttemptRecord, fact: UpdateFact): boolean {
  return fact.boot < reportBoot || (fact.boot === reportBoot && fact.sequence <= sequence);
}

/** The figures of a report, put into its attempt; and why the unit takes the whole image in place of the delta that it was offered. */
export function withReport(record: AttemptRecord, fact: UpdateFact, lie: string): AttemptRecord {
  const { sequence, boot, takesDelta, storedBytes, receivedBytes, securityCounter } = fact;
  const figures = { sequence, reportBoot: boot, takesDelta, storedBytes, receivedBytes, securityCounter };
  return { ...record, ...figures, choice: choiceOf(record, fact), lie: lie === '' ? record.lie : lie };
}

const inPlace = 'whole image in place of the delta: ';

function choiceOf({ choice, delta }: AttemptRecord, { state, takesDelta, message }: UpdateFact): string {
  if (delta === undefined || takesDelta || state !== 'downloading' || message === '') return choice;
  // The first reason is the cause of those that come after a reset.
  return choice.startsWith(inPlace) ? choice : `${inPlace}${message}`.slice(0, 500);
}

/** True for the first word of a unit that the delta that it was offered is no good: it takes the whole image in its place, or ends for that reason. */
export function doubtsDelta({ choice }: AttemptRecord, { state, takesDelta, message, cause }: UpdateFact): boolean {
  if (state === 'downloading') return !takesDelta && message !== '' && !choice.startsWith(inPlace);
  return cause === 'content-damaged' || cause === 'delta-unusable';
}

/** A report of an attempt that is over: its end stays as it is, and the history shows what came late. */
export function withLateReport(record: AttemptRecord, fact: UpdateFact, atMs: number): AttemptRecord {
  const { sequence, boot, storedBytes, receivedBytes, securityCounter, state, message } = fact;
  const what = `came late: the unit reports ${state}${message === '' ? '' : `, ${message}`}`.slice(0, 500);
  const step = { state: record.state, atMs, storedBytes, cause: fact.cause ?? ('' as const), message: what };
  return { ...record, sequence, reportBoot: boot, storedBytes, receivedBytes, securityCounter, steps: attemptSteps(record.steps, step) };
}
