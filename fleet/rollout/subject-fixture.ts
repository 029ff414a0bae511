import type { AttemptRecord, ReleaseView } from '#fleet/domain/index.js';
import { testNowMs } from './member-fixture.ts';
import type { SubjectRollout } from './subject.ts';

/** A published release of the pump; its digest is the number of its version: "200" of 2.0.0. */
export function testRelease(version: string, changes: Partial<ReleaseView> = {}): ReleaseView {
  const name = changes.name ?? 'pump';
  return {
    id: `${name}@${version}`,
    state: 'published',
    name,
    version,
    digest: `${name}${version}`,
    fileDigest: '',
    fileBytes: 1_000,
    headerBytes: 100,
    contentBytes: 800,
    applicationBytes: 0,
    profiles: ['pump'],
    hardwareRevisions: [],
    securityCounter: 1,
    minimumVersion: '',
    mustPassThrough: false,
    notes: '',
    deltas: [],
    createdAtMs: 0,
    createdBy: '',
    publishedAtMs: 0,
    publishedBy: '',
    yankedAtMs: 0,
    yankedBy: '',
    yankReason: '',
    revision: 1,
    ...changes,
  };
}

/** The rollout of tests of subjects. */
export function testRollout(subject: SubjectRollout['plan']['subject']): SubjectRollout {
  const deadlines = { offerMs: 60_000, downloadMs: 120_000, installMs: 180_000, confirmMs: 240_000 };
  return { name: 'r-1', number: 3, plan: { subject, deadlines }, by: { name: 'rollout r-1', role: 'operator', reason: 'spring' } };
}

/** An attempt that was just ordered. */
export function testAttempt(changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: '',
    number: 1,
    deviceId: 'pump-1',
    release: 'pump@2.0.0',
    digest: 'pump2.0.0',
    headerBytes: 100,
    contentBytes: 800,
    deltaPolicy: 'prefer',
    choice: '',
    fromVersion: '1.0.0',
    fromDigest: 'pump1.0.0',
    offeredInBoot: 0,
    state: 'queued',
    cause: '',
    message: '',
    lie: '',
    steps: [{ state: 'queued', atMs: testNowMs - 1, storedBytes: 0, cause: '', message: '' }],
    sequence: 0,
    reportBoot: 0,
    takesDelta: false,
    storedBytes: 0,
    receivedBytes: 0,
    sentBytes: 0,
    securityCounter: -1,
    isCancelling: false,
    deadlineAtMs: 0,
    createdAtMs: testNowMs - 1,
    endedAtMs: 0,
    by: '',
    reason: '',
    operationId: '',
    rollout: 'r-1',
    ...changes,
  };
}
