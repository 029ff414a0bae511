import type { DeviceFlash } from '#firmware/device/index.js';

/** A device of a stopped population: its id and all that outlives a power cycle. */
export interface KeptDevice {
  readonly id: string;
  readonly flash: DeviceFlash;
}

/** As it stands in a line of JSON: bytes in base64. */
export function plainOf({ id, flash }: KeptDevice): unknown {
  const frames = flash.frames.map((frame) => ({ ...frame, bytes: Buffer.from(frame.bytes).toString('base64') }));
  return { id, flash: { ...flash, frames } };
}

/** Back again; undefined when it is not what plainOf makes. */
export function keptDeviceOf(value: unknown): KeptDevice | undefined {
  if (!isRecord(value) || typeof value.id !== 'string' || !isRecord(value.flash)) return undefined;
  const flash = value.flash;
  const frames = Array.isArray(flash.frames) ? flash.frames.map(frameOf) : [undefined];
  const valid =
    isCount(flash.boot) &&
    isCount(flash.droppedFrames) &&
    typeof flash.isEnrolled === 'boolean' &&
    isCount(flash.configurationVersion) &&
    isRecord(flash.settings) &&
    isCount(flash.replayRows) &&
    (flash.physics === undefined || (Array.isArray(flash.physics) && flash.physics.every(Number.isFinite))) &&
    (flash.chargeMah === undefined || Number.isFinite(flash.chargeMah)) &&
    frames.every((frame) => frame !== undefined);
  if (!valid) return undefined;
  return {
    id: value.id,
    flash: {
      boot: flash.boot as number,
      droppedFrames: flash.droppedFrames as number,
      isEnrolled: flash.isEnrolled as boolean,
      configurationVersion: flash.configurationVersion as number,
      settings: flash.settings as DeviceFlash['settings'],
      frames: frames as DeviceFlash['frames'],
      replayRows: flash.replayRows as number,
      physics: flash.physics as readonly number[] | undefined,
      chargeMah: flash.chargeMah as number | undefined,
    },
  };
}

function frameOf(value: unknown): DeviceFlash['frames'][number] | undefined {
  if (!isRecord(value) || !isCount(value.boot) || !isCount(value.sequence) || typeof value.bytes !== 'string') return undefined;
  return { boot: value.boot, sequence: value.sequence, bytes: new Uint8Array(Buffer.from(value.bytes, 'base64')) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
