/** An attempt for tests, as it was ordered. */
import type { AttemptRecord, UpdateFact } from '#fleet/domain/index.js';

/** Digests of the image that runs, of the target, and of neither. */
export const digests = { old: '0d'.repeat(32), target: '7a'.repeat(32), other: 'ee'.repeat(32) } as const;

/** Times that differ from each other. */
export const deadlines = {
  offerWithinMs: 5_000,
  checkWithinMs: 1_000,
  downloadWithinMs: 4_000,
  installWithinMs: 3_000,
  confirmWithinMs: 2_000,
};

/** Offered in boot 4, unless changed. */
export function attempt(changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: 'a1',
    number: 1,
    deviceId: 'engine-1',
    release: 'turbofan@1.1.0',
    digest: digests.target,
    headerBytes: 300,
    contentBytes: 100_000,
    deltaPolicy: 'prefer',
    choice: 'whole image: there is no delta',
    fromVersion: '1.0.0',
    fromDigest: digests.old,
    offeredInBoot: 4,
    state: 'offered',
    cause: '',
    message: '',
    lie: '',
    steps: [],
    sequence: 0,
    reportBoot: 0,
    takesDelta: false,
    storedBytes: 0,
    receivedBytes: 0,
    sentBytes: 0,
    securityCounter: -1,
    isCancelling: false,
    deadlineAtMs: 5_000,
    createdAtMs: 0,
    endedAtMs: 0,
    by: 'olga',
    reason: '',
    operationId: '',
    rollout: '',
    ...changes,
  };
}

/** A report of the attempt, made in boot 5 by a unit that runs the target, confirmed. */
export function report(changes: Partial<UpdateFact> = {}): UpdateFact {
  return {
    attemptId: 'a1',
    sequence: 1,
    state: 'confirmed',
    cause: undefined,
    message: '',
    timeMs: 0,
    storedBytes: 100_000,
    receivedBytes: 100_300,
    takesDelta: false,
    boot: 5,
    runningDigest: digests.target,
    isConfirmed: true,
    securityCounter: 3,
    trustedTimeMs: 0,
    rootVersion: 1,
    timestampVersion: 1,
    snapshotVersion: 1,
    targetsVersion: 1,
    ...changes,
  };
}
