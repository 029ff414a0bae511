import type { DeviceStates } from '#firmware/machines/index.js';
import type { ApplicationRunner } from './application-runner.ts';
import type { DeviceOptions, DeviceState } from './device.ts';
import type { RunningImage } from './device-kind.ts';
import type { DeviceRecord } from './device-record.ts';
import type { FrameMaker } from './frame-maker.ts';

/** The parts of a device that its state is read from. */
export interface ViewedDevice {
  readonly options: DeviceOptions;
  readonly record: DeviceRecord;
  readonly frames: FrameMaker;
  readonly application: ApplicationRunner;
  readonly image: RunningImage;
  readonly isConfirmed: boolean;
  batteryPercent(): number;
}

/** What a list of devices shows. */
export function viewDevice(
  device: ViewedDevice,
  value: DeviceStates | undefined,
  faults: Readonly<Record<string, number>>,
  isReplayed: boolean,
): DeviceState {
  const { options, record, frames, application, image } = device;
  const { power = 'off', link = 'disconnected', duty = 'idle', update = 'idle' } = value ?? {};
  return {
    id: options.id,
    profile: options.kind.profile.name,
    power: typeof power === 'string' ? power : 'booting',
    bootStep: typeof power === 'string' ? '' : (power.booting ?? ''),
    link: pathOf(link),
    duty,
    application: application.state,
    firmwareVersion: image.firmwareVersion,
    isConfirmed: device.isConfirmed,
    update: pathOf(update),
    boot: record.boot,
    connection: record.connection,
    bufferedFrames: frames.outbox.size,
    bufferedBytes: frames.outbox.bytes,
    droppedFrames: record.droppedFrames,
    batteryPercent: device.batteryPercent(),
    faults,
    isReplayed,
    refusal: record.refusal,
  };
}

/** The state of a region with what is inside of it. */
function pathOf(state: string | Readonly<Record<string, string | undefined>>): string {
  if (typeof state === 'string') return state;
  const [[outer, inner] = ['', '']] = Object.entries(state);
  return `${outer}.${inner}`;
}
