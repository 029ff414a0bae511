import type { DeviceClock } from '#firmware/logic/index.js';
import type { DeviceMachineEvent } from '#firmware/machines/index.js';
import type { FleetFrame } from '#proto/frame/index.js';
import type { ApplicationRunner } from './application-runner.ts';
import type { Deadlines } from './deadlines.ts';
import type { DeviceChange, DeviceOptions } from './device.ts';
import type { RunningImage } from './device-kind.ts';
import type { DeviceRecord } from './device-record.ts';
import type { FrameMaker } from './frame-maker.ts';

/** Body of a frame of the fleet. */
export type Body<Type extends FleetFrame['type']> = Extract<FleetFrame, { readonly type: Type; readonly body: unknown }>['body'];

/** The device around a connection. */
export interface ConnectionOwner {
  readonly options: DeviceOptions;
  readonly record: DeviceRecord;
  readonly frames: FrameMaker;
  readonly deadlines: Deadlines;
  readonly clock: DeviceClock;
  readonly application: ApplicationRunner;
  /** What runs, and whether it is confirmed. */
  readonly image: RunningImage;
  readonly isConfirmed: boolean;
  send(event: DeviceMachineEvent): void;
  wallMs(): number;
  batteryPercent(): number;
  /** When readings go out by themselves, ms of the clock; infinity when nobody knows. */
  nextFrameMs(): number;
  /** The fleet acknowledged frames, or said that it will never have one. */
  framesSettled(): void;
  /** So many frames went out: the radio drew its charge. */
  drawFrames(sent: number): void;
  tell(what: DeviceChange, detail: string): void;
  reboot(): void;
  /** A frame about updates came in the session. */
  takeUpdate(frame: FleetFrame): void;
  /** A session is open: what flash keeps to be told is told. */
  tellUpdate(): void;
}
