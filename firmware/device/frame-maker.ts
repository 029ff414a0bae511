import type { EventKindName } from '#proto/frame/index.js';
import type { Device, DeviceOptions } from './device.ts';
import type { DeviceRecord } from './device-record.ts';
import { Outbox, type OutboxOwner } from './outbox.ts';

/** Room that a store must have before an overflow is reported, bytes: the report must not drop frames itself. */
const overflowEventBytes = 256;

/** Makes the numbered frames of one device, telemetry and events, and puts them into its store. */
export class FrameMaker implements OutboxOwner {
  readonly outbox: Outbox;
  readonly #device: Device;
  readonly #options: DeviceOptions;
  readonly #record: DeviceRecord;
  /** Dropped since the last overflow event. */
  #newlyDropped = 0;

  constructor(device: Device, options: DeviceOptions, record: DeviceRecord) {
    this.#device = device;
    this.#options = options;
    this.#record = record;
    // The rows of a recording must all arrive and wait for room; events in their stead would push them out.
    this.outbox = new Outbox(options.kind.profile.storeBytes, this, options.replay !== undefined);
    this.outbox.restore(options.flash?.frames ?? []);
  }

  /** One frame of readings, see Dialect.telemetry. */
  makeTelemetry(
    isDurable: boolean,
    baseTimeMs: number,
    count: number,
    signalIds: ArrayLike<number>,
    offsetsMs: ArrayLike<number> | undefined,
    values: ArrayLike<number>,
  ): void {
    const { dialect, counters, hooks } = this.#options.environment;
    const record = this.#record;
    record.sequence += 1;
    const bytes = dialect.telemetry(record.boot, record.sequence, baseTimeMs, count, signalIds, offsetsMs, values);
    counters.framesMade += 1;
    hooks?.frameMade?.(this.#device, record.boot, record.sequence, isDurable, count, baseTimeMs, signalIds, offsetsMs);
    this.outbox.push(record.boot, record.sequence, bytes, isDurable);
  }

  /** One event. */
  makeEvent(timeMs: number, kind: EventKindName, name: string, message: string, values: Readonly<Record<string, number>>): void {
    const { dialect, counters, hooks } = this.#options.environment;
    const record = this.#record;
    record.sequence += 1;
    const bytes = dialect.event({ boot: record.boot, sequence: record.sequence, timeMs, kind, name, message, values });
    counters.events += 1;
    counters.framesMade += 1;
    hooks?.frameMade?.(this.#device, record.boot, record.sequence, true, 0, timeMs, undefined, undefined);
    this.outbox.push(record.boot, record.sequence, bytes, true);
  }

  /** Says what was dropped since it said so last; waits while the store has no room for that. */
  reportOverflow(timeMs: number): void {
    if (this.#newlyDropped === 0 || !this.outbox.hasRoom(overflowEventBytes)) return;
    const frames = this.#newlyDropped;
    this.#newlyDropped = 0;
    this.makeEvent(timeMs, 'store-overflow', 'store.overflow', `${frames} frames dropped, the store was full`, { frames });
  }

  /** All up to and with (boot, sequence) is stored at the fleet. */
  acknowledge(boot: number, sequence: number): void {
    const count = this.outbox.acknowledge(boot, sequence);
    if (count === 0) return;
    const { counters, hooks } = this.#options.environment;
    counters.framesAcknowledged += count;
    hooks?.acknowledged?.(this.#device, boot, sequence);
  }

  /** The fleet will never store this one. False when it is not there. */
  reject(boot: number, sequence: number): boolean {
    if (!this.outbox.reject(boot, sequence)) return false;
    const { counters, hooks } = this.#options.environment;
    counters.framesRejected += 1;
    hooks?.frameRejected?.(this.#device, boot, sequence);
    return true;
  }

  frameTaken(boot: number, sequence: number): void {
    this.#options.environment.hooks?.frameSent?.(this.#device, boot, sequence);
  }

  frameDropped(boot: number, sequence: number): void {
    const { counters, hooks } = this.#options.environment;
    this.#record.droppedFrames += 1;
    this.#newlyDropped += 1;
    counters.framesDropped += 1;
    hooks?.frameDropped?.(this.#device, boot, sequence);
  }
}
