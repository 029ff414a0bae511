import type { DeviceRecord } from '#fleet/domain/index.js';

/** A device that was never heard. */
export function newDevice(
  facts: Pick<
    DeviceRecord,
    'id' | 'key' | 'publicKey' | 'profile' | 'hardwareRevision' | 'status' | 'labels' | 'tokenId' | 'gatewayId' | 'enrolledAtMs'
  >,
): DeviceRecord {
  return {
    ...facts,
    keySinceMs: facts.enrolledAtMs,
    keyUsedAtMs: 0,
    previousPublicKey: '',
    previousKeyUntilMs: 0,
    profileDigest: '',
    boot: 0,
    connection: 0,
    firmwareVersion: '',
    imageDigest: '',
    imageConfirmed: false,
    resetReason: '',
    lastConnectedAtMs: 0,
    lastSeenAtMs: 0,
    droppedFrames: 0,
    batteryPercent: 100,
    reportedConfigurationVersion: 0,
  };
}
