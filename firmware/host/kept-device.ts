import type { DeviceFlash } from '#firmware/device/index.js';
import { keptFirmwareOf } from './kept-firmware.ts';

/** A device of a stopped population: its id and all that outlives a power cycle. */
export interface KeptDevice {
  readonly id: string;
  readonly flash: DeviceFlash;
}

/** As it stands in a line of JSON: bytes, and the doubles of the physics bit by bit, in base64. */
export function plainOf({ id, flash }: KeptDevice): unknown {
  const frames = flash.frames.map((frame) => ({ ...frame, bytes: base64Of(frame.bytes) }));
  const physics = flash.physics && base64Of(new Uint8Array(Float64Array.from(flash.physics).buffer));
  return { id, flash: { ...flash, frames, physics } };
}

/** Back again; undefined when it is not what plainOf makes. */
export function keptDeviceOf(value: unknown): KeptDevice | undefined {
  if (!isRecord(value) || typeof value.id !== 'string' || !isRecord(value.flash)) return undefined;
  const { boot, droppedFrames, isEnrolled, configurationVersion, settings, replayRows, chargeMah } = value.flash;
  const frames = framesOf(value.flash.frames, boot);
  const physics = value.flash.physics === undefined ? undefined : doublesOf(value.flash.physics);
  if (!isCount(boot) || !isCount(droppedFrames) || !isCount(configurationVersion) || !isCount(replayRows)) return undefined;
  if (typeof isEnrolled !== 'boolean' || !isSettings(settings) || frames === undefined) return undefined;
  if (physics === undefined && value.flash.physics !== undefined) return undefined;
  if (chargeMah !== undefined && !isFiniteNumber(chargeMah)) return undefined;
  const flash = { boot, droppedFrames, isEnrolled, configurationVersion, settings, frames, replayRows, physics, chargeMah };
  if (value.flash.firmware === undefined) return { id: value.id, flash };
  const firmware = keptFirmwareOf(value.flash.firmware);
  return firmware && { id: value.id, flash: { ...flash, firmware } };
}

/** The same device with a boot number at or above the floor. */
export function withBootFloor(kept: KeptDevice, floor: number): KeptDevice {
  return kept.flash.boot >= floor ? kept : { id: kept.id, flash: { ...kept.flash, boot: floor } };
}

/** True for an object that is no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a whole number from 0 on. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Frames by growing (boot, sequence), none of a boot to come. */
function framesOf(values: unknown, newestBoot: unknown): DeviceFlash['frames'] | undefined {
  if (!Array.isArray(values)) return undefined;
  const frames: { boot: number; sequence: number; bytes: Uint8Array }[] = [];
  for (const value of values as unknown[]) {
    if (!isRecord(value) || !isCount(value.boot) || !isCount(value.sequence)) return undefined;
    const { boot, sequence } = value;
    const before = frames.at(-1) ?? { boot: 0, sequence: -1 };
    const bytes = bytesOf(value.bytes);
    const isNext = boot > before.boot || (boot === before.boot && sequence > before.sequence);
    if (bytes === undefined || !isNext || boot > Number(newestBoot)) return undefined;
    frames.push({ boot, sequence, bytes });
  }
  return frames;
}

function isSettings(value: unknown): value is DeviceFlash['settings'] {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'string' || typeof one === 'boolean' || isFiniteNumber(one));
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Buffer.from skips what is no base64: bytes are only what comes out the same again. */
function bytesOf(text: unknown): Uint8Array | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? Uint8Array.from(bytes) : undefined;
}

function doublesOf(text: unknown): readonly number[] | undefined {
  const bytes = bytesOf(text);
  return bytes === undefined || bytes.length % 8 !== 0 ? undefined : Array.from(new Float64Array(bytes.buffer));
}
