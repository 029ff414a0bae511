/** A new attempt, made from an order. */
import type { Actor, AttemptRecord, DeviceView, UpdateOrder } from '#fleet/domain/index.js';
import { type DeadlineLimits, deadlineOf, deadlinesOf } from './attempt-logic.ts';
import { failUpdate } from './update-errors.ts';
import type { UpdateRelease } from './update-sources.ts';

/** What is known where an order becomes an attempt. */
interface NewAttempt {
  readonly id: string;
  readonly number: number;
  readonly device: DeviceView;
  readonly release: UpdateRelease;
  readonly order: UpdateOrder;
  readonly operationId: string;
  readonly by: Actor;
  /** By the manager's clock on the wall, ms. */
  readonly nowMs: number;
  readonly limits: DeadlineLimits;
}

/** As it is before anybody was told. */
export function newAttempt({ id, number, device, release, order, operationId, by, nowMs, limits }: NewAttempt): AttemptRecord {
  const { delta, deadlines, rollout = '' } = order;
  return {
    ...blank,
    id,
    number,
    deviceId: device.id,
    release: release.id,
    digest: release.digest,
    headerBytes: release.headerBytes,
    contentBytes: release.contentBytes,
    deltaPolicy: delta,
    fromVersion: device.firmwareVersion,
    fromDigest: device.imageDigest,
    steps: [{ state: 'queued', atMs: nowMs, storedBytes: 0, cause: '', message: `ordered by ${by.name}` }],
    deadlineAtMs: deadlineOf('queued', nowMs, deadlinesOf({ ...(deadlines === undefined ? {} : { deadlines }) }, limits)),
    createdAtMs: nowMs,
    by: by.name,
    reason: by.reason,
    operationId,
    rollout,
    ...(deadlines === undefined ? {} : { deadlines }),
  };
}

/** What a new attempt has in common with all others. */
const blank = {
  choice: '',
  offeredInBoot: 0,
  state: 'queued',
  cause: '',
  message: '',
  lie: '',
  sequence: 0,
  reportBoot: 0,
  takesDelta: false,
  storedBytes: 0,
  receivedBytes: 0,
  sentBytes: 0,
  securityCounter: -1,
  isCancelling: false,
  endedAtMs: 0,
} as const;

const longestDeadlineMs = 400 * 86_400_000;

/** The fields that only the program sets. @throws E2570 */
export function checkOrderFields({ attemptId, rollout, deadlines }: UpdateOrder): void {
  if (attemptId !== undefined && !/^[0-9a-f]{16}$/.test(attemptId)) {
    throw failUpdate('E2570', { message: `the identifier ${attemptId.slice(0, 40)} is not 16 hex digits` });
  }
  if (rollout !== undefined && (rollout.length < 1 || rollout.length > 63)) {
    throw failUpdate('E2570', { message: `the name of the rollout has ${rollout.length} characters, 1 to 63 are allowed` });
  }
  for (const [name, ms] of Object.entries(deadlines ?? {})) {
    if (Number.isInteger(ms) && ms >= 1 && ms <= longestDeadlineMs) continue;
    throw failUpdate('E2570', { message: `the deadline ${name} is ${ms}, whole ms from 1 to ${longestDeadlineMs} are allowed` });
  }
}
