import type { Flash } from '#firmware/flash/index.js';
import type { Device, DeviceOptions } from './device.ts';
import { VirtualDevice } from './virtual-device.ts';

export type {
  Device,
  DeviceChange,
  DeviceEnvironment,
  DeviceFlash,
  DeviceHooks,
  DeviceOptions,
  DeviceState,
  WeakenedRules,
} from './device.ts';
export { DeviceCounters } from './device-counters.ts';
export { deviceErrors } from './device-errors.ts';
export { deviceFaults } from './device-faults.ts';
export { DeviceKind } from './device-kind.ts';
export type { ChannelDialect, ClaimMessage, Dialect, EventMessage, HelloMessage } from './dialect.ts';
export { deriveIdentitySeed, type EnrolmentToken, publicKeyOf } from './identity.ts';
export type { ReplayOptions } from './recording.ts';
export type { ReportPlan } from './sampler.ts';
export { seatrialDialect } from './seatrial-dialect.ts';
export { type SubDevice, type SubDeviceKind, subDevicesOf } from './sub-devices.ts';
export { type TrustChecks, trustChecks } from './trust-checks.ts';

/** The flash chip of a device, for proofs that change what stands in it; undefined while it is as the factory made it. */
export function flashOf(device: Device): Flash | undefined {
  return device instanceof VirtualDevice ? device.updater?.worker.store.flash : undefined;
}

/** Builds one device. It has no power until start(). */
export function createDevice(options: DeviceOptions): Device {
  return new VirtualDevice(options);
}
