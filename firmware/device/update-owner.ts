import type { DeviceMachineEvent } from '#firmware/machines/index.js';
import type { Deadlines } from './deadlines.ts';
import type { DeviceOptions } from './device.ts';
import type { DeviceRecord } from './device-record.ts';
import type { FlashOwner } from './flash-worker.ts';

/** The device around its updates. */
export interface UpdateOwner extends FlashOwner {
  readonly options: DeviceOptions;
  readonly record: DeviceRecord;
  readonly deadlines: Deadlines;
  readonly isWelcomed: boolean;
  send(event: DeviceMachineEvent): void;
  /** Sends a message past the store; nothing when there is no session. */
  say(bytes: Uint8Array | undefined): void;
  wallMs(): number;
  batteryPercent(): number;
  /** A fault: it is never heard of again. */
  die(): void;
}
