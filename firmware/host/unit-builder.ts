import {
  createDevice,
  type Device,
  type DeviceEnvironment,
  type DeviceFlash,
  type DeviceKind,
  type EnrolmentToken,
  type ReplayOptions,
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

/** Builds the devices of one unit, in the order in which they get power. */
export function buildUnit(unit: HostUnit, parts: UnitParts): readonly Device[] {
  const { id, index, kind, dialer, identitySeed, replay } = unit;
  const { environment, seed, token, bootFloor } = parts;
  const flash = parts.flash.get(id) ?? (bootFloor > 0 ? newFlash(bootFloor) : undefined);
  const device = createDevice({
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
  return [device];
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
