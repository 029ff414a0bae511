import type { AttemptRecord, Manager } from '#fleet/domain/index.js';
import { errorsOf } from '#proto/kit/index.js';

const fail = errorsOf({
  E2568: { title: 'no such attempt', why: 'a test asked for it', next: 'fix the test', exit: 3, status: 404 },
});

/** Answers with one attempt of engine-001, which downloads. */
export function fakeUpdates(): Manager['updates'] {
  const attempt: AttemptRecord = {
    id: 'abcd',
    number: 7,
    deviceId: 'engine-001',
    release: 'turbofan@1.1.0',
    digest: 'ef'.repeat(32),
    headerBytes: 300,
    contentBytes: 100_000,
    deltaPolicy: 'prefer',
    choice: 'whole image: there is no delta',
    fromVersion: '1.0.0',
    fromDigest: 'cd'.repeat(32),
    offeredInBoot: 1,
    state: 'downloading',
    cause: '',
    message: '',
    lie: '',
    steps: [
      { state: 'queued', atMs: 1_700_000_000_000, storedBytes: 0, cause: '', message: 'ordered by the operator' },
      { state: 'downloading', atMs: 1_700_000_005_000, storedBytes: 0, cause: '', message: '' },
    ],
    sequence: 2,
    reportBoot: 1,
    takesDelta: false,
    storedBytes: 32_768,
    receivedBytes: 33_068,
    sentBytes: 65_836,
    securityCounter: 3,
    isCancelling: false,
    deadlineAtMs: 1_700_014_400_000,
    createdAtMs: 1_700_000_000_000,
    endedAtMs: 0,
    by: 'the operator',
    reason: 'security',
    operationId: '',
    rollout: 'autumn',
  };
  const need = (id: string) => {
    if (id !== attempt.id) throw fail('E2568', { message: `no attempt ${id}` });
    return attempt;
  };
  const isMeant = (deviceId: string | undefined) => deviceId === undefined || deviceId === attempt.deviceId;
  return {
    check: () => 'change',
    order: async (deviceId, { release, delta }) => ({ ...attempt, deviceId, release, deltaPolicy: delta }),
    get: need,
    find: (id) => (id === attempt.id ? attempt : undefined),
    openOf: (deviceId) => (isMeant(deviceId) ? attempt : undefined),
    list: ({ deviceId, rollout = attempt.rollout }) => (isMeant(deviceId) && rollout === attempt.rollout ? [attempt] : []),
    cancel: async (id) => ({ ...need(id), isCancelling: true }),
    securityCounterOf: (deviceId) => (isMeant(deviceId) ? 3 : undefined),
    subscribe: () => () => undefined,
    counters: () => ({
      open: { downloading: 1, queued: 0 },
      ended: { updated: 4 },
      reports: 9,
      duplicateReports: 1,
      strayReports: 2,
      lies: 0,
      bytesSent: 65_836,
      partsSent: 3,
      transfersOpen: 1,
      busy: 5,
      throttled: 6,
      refused: 0,
    }),
  };
}
