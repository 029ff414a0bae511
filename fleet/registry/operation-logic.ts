import type { Mutation, OperationRecord, OperationStep } from '#fleet/domain/index.js';
import { SeatrialError } from '#proto/kit/index.js';

/** Steps that one write carries. */
export const pageSteps = 100;

/** An operation with its steps. */
export interface HeldOperation {
  record: OperationRecord;
  readonly steps: OperationStep[];
}

/** A write of one page of steps. */
export function pageOf({ record, steps }: HeldOperation, page: number): Mutation {
  const value = { operationId: record.id, page, steps: steps.slice(page * pageSteps, (page + 1) * pageSteps) };
  return { type: 'put', kind: 'operationPage', id: `${record.id}.${page}`, value };
}

/** How many steps there are by outcome. */
export function countsOf(steps: readonly OperationStep[]): Pick<OperationRecord, 'devices' | 'done' | 'unchanged' | 'failed'> {
  const counts = { waiting: 0, done: 0, unchanged: 0, failed: 0 };
  for (const { outcome } of steps) counts[outcome] += 1;
  return { devices: steps.length, done: counts.done, unchanged: counts.unchanged, failed: counts.failed };
}

/** How far an interrupted operation came. */
export function interruptedMessage({ steps }: HeldOperation, next: string): string {
  const first = steps.findIndex(({ outcome }) => outcome === 'waiting');
  if (first < 0) return 'the manager ended after its last device';
  return `the manager ended after ${first} of ${steps.length} devices; the next one, ${(steps[first] as OperationStep).deviceId}, ${next}`;
}

/** The error of the first device that can't be served, which says that it is not the only one. */
export function withMore(error: SeatrialError, deviceId: string, more: number): SeatrialError {
  const named = error.message.includes(deviceId) ? error.message : `${deviceId}: ${error.message}`;
  const message = more === 0 ? named : `${named} (and ${more} more ${more === 1 ? 'device' : 'devices'})`;
  return new SeatrialError(error.code, error.definition, { message, next: error.next });
}
