import type { IngestVerdict } from '#fleet/domain/index.js';
import {
  type DeviceFrame,
  encodeFleetFrame,
  eventKinds,
  type InvalidFrame,
  type RejectReason,
  rejectReasons,
  type TelemetryFrame,
} from '#proto/frame/index.js';
import type { GatewayContext } from './gateway-context.ts';
import type { Session } from './session.ts';

type EventFrame = Extract<DeviceFrame, { type: 'event' }>;

/**
 * The short way of readings and events, from the decoder's columns to ingest: nothing is allocated for a frame that is good. A frame that
 * will never be stored is answered with Reject, and the watermark passes it, or it would come again for ever.
 */
export class Intake {
  readonly #context: GatewayContext;
  readonly #send: (session: Session, bytes: Uint8Array) => void;

  constructor(context: GatewayContext, send: (session: Session, bytes: Uint8Array) => void) {
    this.#context = context;
    this.#send = send;
  }

  /** The unit must be welcomed and its profile known. */
  telemetry(session: Session, frame: TelemetryFrame): IngestVerdict {
    const signals = session.signals as Uint8Array;
    const latestMs = this.#context.clock.wallMs() + this.#context.limits.futureMs;
    const { count, signalIds, atMs, boot, sequence } = frame;
    if (boot > session.boot) return this.#rejectBoot(session, boot, sequence);
    for (let index = 0; index < count; index += 1) {
      if (signals[signalIds[index] as number] !== 1) {
        const message = `signal ${signalIds[index]} is not in the profile`;
        return this.#reject(session, boot, sequence, 'unknown-signal', message);
      }
      if ((atMs[index] as number) > latestMs) return this.#rejectFuture(session, boot, sequence, atMs[index] as number);
    }
    return this.#count(this.#context.acquisition.telemetry(session.deviceKey, boot, sequence, frame));
  }

  /** The unit must be welcomed. */
  event(session: Session, frame: EventFrame): IngestVerdict {
    const { boot = 0, sequence = 0, timeMs = 0, kind, name, message, values } = frame.body;
    const place = { boot: boot ?? 0, sequence: sequence ?? 0, atMs: timeMs ?? 0 };
    if (place.boot > session.boot) return this.#rejectBoot(session, place.boot, place.sequence);
    const latestMs = this.#context.clock.wallMs() + this.#context.limits.futureMs;
    if (place.atMs > latestMs) return this.#rejectFuture(session, place.boot, place.sequence, place.atMs);
    return this.#count(
      this.#context.acquisition.event({
        deviceKey: session.deviceKey,
        ...place,
        kind: eventKinds.nameOf(kind) ?? 'unspecified',
        name: name ?? '',
        message: message ?? '',
        values: { ...values },
      }),
    );
  }

  /** A frame whose place is known and whose content breaks a rule. */
  invalid(session: Session, frame: InvalidFrame): IngestVerdict {
    if (frame.boot > session.boot) return this.#rejectBoot(session, frame.boot, frame.sequence);
    return this.#reject(session, frame.boot, frame.sequence, frame.reason, frame.message);
  }

  /** A boot that is still to come must never move the watermark: what the device really sends then would pass for old. */
  #rejectBoot(session: Session, boot: number, sequence: number): IngestVerdict {
    this.#answer(session, boot, sequence, 'field', `boot is ${boot}, the Hello of this connection said ${session.boot}`);
    return 'accepted';
  }

  #rejectFuture(session: Session, boot: number, sequence: number, atMs: number): IngestVerdict {
    const { clock, limits } = this.#context;
    const message = `a time is ${Math.round(atMs - clock.wallMs())} ms in the future, the limit is ${limits.futureMs} ms`;
    return this.#reject(session, boot, sequence, 'future', message);
  }

  #reject(session: Session, boot: number, sequence: number, reason: RejectReason, message: string): IngestVerdict {
    const verdict = this.#context.acquisition.skip(session.deviceKey, boot, sequence);
    // Without room for the mark the frame waits like any other, and is rejected when it comes up again.
    if (verdict === 'full' || verdict === 'unavailable') return verdict;
    this.#answer(session, boot, sequence, reason, message);
    return verdict;
  }

  #answer(session: Session, boot: number, sequence: number, reason: RejectReason, message: string): void {
    this.#context.counters.rejected += 1;
    const body = { boot, sequence, code: rejectReasons.codeOf(reason), message };
    this.#send(session, encodeFleetFrame({ channel: session.channel, type: 'reject', body }));
  }

  #count(verdict: IngestVerdict): IngestVerdict {
    if (verdict === 'duplicate') this.#context.counters.duplicates += 1;
    return verdict;
  }
}
