import {
  createDevice,
  type Device,
  type DeviceEnvironment,
  type DeviceFlash,
  type DeviceKind,
  type EnrolmentToken,
  type ReplayOptions,
  type SubDeviceKind,
  subDevicesOf,
} from '#firmware/device/index.js';
import type { Dialer } from '#proto/link/index.js';

/** One numbered place of a population. */
export interface HostUnit {
  readonly id: string;
  /** Its number in the population, from 0. */
  readonly index: number;
  readonly kind: DeviceKind;
  /** The way of the device to its manager. */
  readonly dialer: Dialer;
  /** 32 bytes of its private key; derived from (seed, id) when left out. */
  readonly identitySeed?: Uint8Array;
  /** Its readings come from a recording; rows that it gave before are skipped. */
  readonly replay?: ReplayOptions;
  /** What it carries on channels of its link. */
  readonly subDevices?: readonly SubDeviceKind[];
}

/** What the units of a host share. */
export interface UnitParts {
  readonly environment: DeviceEnvironment;
  readonly seed: string;
  readonly token: EnrolmentToken | undefined;
  /** Boots that every device has behind it at least. */
  readonly bootFloor: number;
  /** What devices kept when they were stopped, by id. */
  readonly flash: ReadonlyMap<string, DeviceFlash>;
}

/**
 * Builds the devices of one unit, in the order in which they get power: a gateway device, then its sub-devices.
 * @throws E2206
 */
export function buildUnit(unit: HostUnit, parts: UnitParts): readonly Device[] {
  const device = buildDevice(unit, parts);
  const subDevices = subDevicesOf(unit.id, unit.subDevices ?? []);
  if (subDevices.length === 0) return [device];
  const dialer = device.channels;
  return [
    device,
    ...subDevices.map(({ id, index, kind }) => buildDevice({ id, index: unit.index * subDevices.length + index, kind, dialer }, parts)),
  ];
}

function buildDevice(unit: HostUnit, parts: UnitParts): Device {
  const { id, index, kind, dialer, identitySeed, replay } = unit;
  const { environment, seed, token, bootFloor } = parts;
  const flash = parts.flash.get(id) ?? (bootFloor > 0 ? newFlash(bootFloor) : undefined);
  return createDevice({
    id,
    index,
    kind,
    environment,
    seed,
    dialer,
    ...(identitySeed === undefined ? {} : { identitySeed }),
    ...(token === undefined ? {} : { token }),
    ...(flash === undefined ? {} : { flash }),
    ...(replay === undefined ? {} : { replay: { ...replay, skipRows: flash?.replayRows ?? 0 } }),
  });
}

/** A new device whose boot counter does not begin at 0. */
function newFlash(boot: number): DeviceFlash {
  return {
    boot,
    droppedFrames: 0,
    isEnrolled: false,
    configurationVersion: 0,
    settings: {},
    frames: [],
    replayRows: 0,
    physics: undefined,
    chargeMah: undefined,
  };
}
