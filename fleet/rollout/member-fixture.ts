import type { DeviceView, HoldRecord, RolloutMemberRecord } from '#fleet/domain/index.js';
import type { BucketFacts } from './bucket-rules.ts';
import type { Standing } from './subject.ts';

/** Now, in tests of members. */
export const testNowMs = Date.UTC(2026, 0, 2);

/** A device for tests of members: online, of the profile pump. */
export function testDevice(changes: Partial<DeviceView> = {}): DeviceView {
  return {
    id: 'pump-1',
    key: 1,
    publicKey: '',
    keySinceMs: 0,
    keyUsedAtMs: 0,
    previousPublicKey: '',
    previousKeyUntilMs: 0,
    profile: 'pump',
    profileDigest: '',
    hardwareRevision: 'a',
    status: 'active',
    labels: {},
    tokenId: '',
    gatewayId: '',
    enrolledAtMs: 0,
    boot: 1,
    connection: 1,
    firmwareVersion: '1.0.0',
    imageDigest: '10',
    imageConfirmed: true,
    resetReason: 'power-on',
    lastConnectedAtMs: testNowMs - 60_000,
    lastSeenAtMs: testNowMs - 1_000,
    droppedFrames: 0,
    batteryPercent: 100,
    reportedConfigurationVersion: 0,
    presence: 'online',
    openAlarms: 0,
    clockSkewMs: 0,
    desiredConfigurationVersion: 0,
    drift: false,
    configurationError: '',
    ...changes,
  };
}

/** The record of a member that was offered the subject once. */
export function testMember(changes: Partial<RolloutMemberRecord> = {}): RolloutMemberRecord {
  return {
    rollout: 'r-1',
    deviceId: 'pump-1',
    tries: 1,
    triesOver: 0,
    attemptId: '0011223344556677',
    goal: 'subject',
    release: 'pump@2.0.0',
    orderedAtMs: testNowMs - 10_000,
    isAttempted: true,
    beforeRelease: 'pump@1.0.0',
    beforeDigest: '10',
    beforeSettings: {},
    configurationVersion: 0,
    failures: [],
    notBeforeMs: 0,
    updatedAtMs: 0,
    outcome: '',
    message: '',
    healthFailures: {},
    ...changes,
  };
}

/** A try that is over without success. */
export function testFailure(
  cause: RolloutMemberRecord['failures'][number]['cause'] = 'boot-failed',
): RolloutMemberRecord['failures'][number] {
  return { cause, message: 'it did not start', atMs: testNowMs - 5_000 };
}

/** A hold or a pin. */
export function testHold(type: HoldRecord['type']): HoldRecord {
  const release = type === 'pin' ? 'pump@1.0.0' : '';
  return { deviceId: 'pump-1', type, release, untilMs: 0, by: 'eve', reason: 'on the bench', atMs: testNowMs - 3_600_000 };
}

/** A try that is open and was told. */
export function testOpen(
  bucket: Extract<Standing, { readonly type: 'open' }>['bucket'],
  wasOffered = true,
): Extract<Standing, { readonly type: 'open' }> {
  const isPastSwitch = bucket === 'rebooting' || bucket === 'unconfirmed';
  return { type: 'open', bucket, sinceMs: testNowMs - 2_000, isPastSwitch, wasOffered, deadlineAtMs: 0 };
}

/** A member that could be ordered something now. */
export function testFacts(changes: Partial<BucketFacts> = {}): BucketFacts {
  return {
    nowMs: testNowMs,
    member: undefined,
    standing: { type: 'none' },
    isOrdering: false,
    device: testDevice(),
    need: { type: 'wants', goal: 'subject', release: 'pump@2.0.0' },
    hold: undefined,
    rival: '',
    wave: 'begun',
    waveName: 'first',
    windowOpensAtMs: 0,
    isConditionMet: (changes.conditionWhy ?? '') === '',
    conditionWhy: '',
    otherAttempt: '',
    missed: 0,
    missedLimit: 3,
    isOnStep: false,
    observedSinceMs: testNowMs - 86_400_000,
    ...changes,
  };
}
