import {
  createDevice,
  type Device,
  type DeviceEnvironment,
  type DeviceFlash,
  type DeviceKind,
  type EnrolmentToken,
  type ReplayOptions,
  type ReportPlan,
  type SubDeviceKind,
  subDevicesOf,
} from '#firmware/device/index.js';
import { createRandom, isSeatrialError, type SeatrialError } from '#proto/kit/index.js';
import type { Dialer } from '#proto/link/index.js';

/** One numbered place of a population. */
export interface HostUnit {
  readonly id: string;
  /** Its number in the population, from 0. */
  readonly index: number;
  readonly kind: DeviceKind;
  /** The way of the device to its manager. */
  readonly dialer: Dialer;
  /** Its readings come from a recording; rows that it gave before are skipped. */
  readonly replay?: ReplayOptions;
  /** What it carries on channels of its link. */
  readonly subDevices?: readonly SubDeviceKind[];
}

/** When devices report their sampled signals. */
export interface ReportTiming {
  /** Common period, 100 to 86,400,000 ms. */
  readonly everyMs: number;
  /** All at the same instants of the wall clock; else spread evenly over the period, each device at its own place. */
  readonly isAligned: boolean;
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
  /** Contents of firmware that their flash names, by SHA-256, hex. */
  readonly contentOf?: (digest: string) => Uint8Array | undefined;
  /** The firmware that a device kept does not fit its flash (E2231): it runs what the factory wrote. Left out: that is thrown. */
  readonly onDamagedFirmware?: (id: string, error: SeatrialError) => void;
  /** TUF root that every device trusts from the factory on; left out: the first one that its fleet gives it. */
  readonly root?: Uint8Array;
  /** 32 bytes of the private key of a device; undefined when it follows from (seed, id), as do all when left out. */
  readonly identitySeedOf?: (id: string) => Uint8Array | undefined;
  /** As the applications say when left out. */
  readonly report?: ReportTiming;
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
  const kept = parts.flash.get(unit.id) ?? (parts.bootFloor > 0 ? newFlash(parts.bootFloor) : undefined);
  const { onDamagedFirmware } = parts;
  if (kept?.firmware === undefined || onDamagedFirmware === undefined) return deviceOf(unit, parts, kept);
  try {
    return deviceOf(unit, parts, kept);
  } catch (error) {
    if (!isSeatrialError(error, 'E2231')) throw error;
    onDamagedFirmware(unit.id, error);
    return deviceOf(unit, parts, { ...kept, firmware: undefined });
  }
}

function deviceOf({ id, index, kind, dialer, replay }: HostUnit, parts: UnitParts, flash: DeviceFlash | undefined): Device {
  const { environment, seed, token } = parts;
  const identitySeed = parts.identitySeedOf?.(id);
  return createDevice({
    id,
    index,
    kind,
    environment,
    seed,
    dialer,
    ...(identitySeed === undefined ? {} : { identitySeed }),
    ...(parts.report === undefined ? {} : { report: reportPlanOf(parts.report, seed, id) }),
    ...(token === undefined ? {} : { token }),
    ...(flash === undefined ? {} : { flash }),
    ...(flash?.firmware === undefined || parts.contentOf === undefined ? {} : { blobs: parts.contentOf }),
    ...(parts.root === undefined ? {} : { root: parts.root }),
    ...(replay === undefined ? {} : { replay: { ...replay, skipRows: flash?.replayRows ?? 0 } }),
  });
}

function reportPlanOf({ everyMs, isAligned }: ReportTiming, seed: string, id: string): ReportPlan {
  return { everyMs, phaseMs: isAligned ? 0 : createRandom(seed, id, 'report').float() * everyMs };
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
