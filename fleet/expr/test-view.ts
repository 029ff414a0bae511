import type { DeviceView } from '#fleet/domain/index.js';

/** A device for tests of selectors. */
export function testView(changes: Partial<DeviceView> = {}): DeviceView {
  return {
    id: 'engine-001',
    key: 1,
    publicKey: '',
    profile: 'turbofan',
    profileDigest: '',
    hardwareRevision: 'b',
    status: 'active',
    labels: { site: 'north' },
    tokenId: 'token-1',
    gatewayId: '',
    enrolledAtMs: 1_000,
    boot: 2,
    connection: 3,
    firmwareVersion: '1.10.0',
    imageDigest: 'ab',
    imageConfirmed: true,
    resetReason: 'power-on',
    lastConnectedAtMs: 0,
    lastSeenAtMs: 0,
    droppedFrames: 0,
    batteryPercent: 80,
    reportedConfigurationVersion: 0,
    presence: 'online',
    openAlarms: 0,
    clockSkewMs: undefined,
    desiredConfigurationVersion: 0,
    drift: false,
    configurationError: '',
    ...changes,
  };
}
