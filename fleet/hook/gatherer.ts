import type { HookEvent } from './hook-event.ts';
import type { HookLimits } from './hook-limits.ts';
import type { Bundle } from './message-body.ts';

/** Cause of the message of causes that have no place of their own. */
const otherCauses = 'other';

/** Events of one cause, gathered. */
interface Bucket {
  readonly firstSequence: number;
  lastSequence: number;
  /** When its message is due, ms of Clock.nowMs(). */
  readonly dueMs: number;
  events: number;
  /** Bounded by the devices of the fleet. */
  readonly devices: Set<string>;
  /** Devices beyond these, that the timeline counted and did not name. */
  unnamed: number;
  readonly shown: Map<string, HookEvent>;
  isFiring: boolean;
}

/** A message that is due. */
export type DueBundle = Omit<Bundle, 'hook'> & { readonly lastSequence: number };

/** Gathers the events of one hook: one message a cause and minute, whatever happens. */
export class Gatherer {
  readonly #limits: HookLimits;
  readonly #buckets = new Map<string, Bucket>();
  /** When the newest message of a cause was made, ms of Clock.nowMs(); forgotten when the minute is over. */
  readonly #madeAtMs = new Map<string, number>();

  constructor(limits: HookLimits) {
    this.#limits = limits;
  }

  /** A message of that cause was made at that time, which may be before the manager's start. */
  noteMade(cause: string, atMs: number): void {
    this.#madeAtMs.set(cause, Math.max(atMs, this.#madeAtMs.get(cause) ?? Number.NEGATIVE_INFINITY));
  }

  /** Takes an event. Returns when its message is due, ms of Clock.nowMs(). */
  add(event: HookEvent, nowMs: number): number {
    const isKnown = this.#buckets.has(event.cause) || this.#buckets.size < this.#limits.causes;
    const cause = isKnown ? event.cause : otherCauses;
    const bucket = this.#buckets.get(cause) ?? this.#open(cause, event, nowMs);
    bucket.lastSequence = event.sequence;
    bucket.events += 1;
    bucket.isFiring = event.isFiring;
    if (event.unnamed > 0) {
      bucket.unnamed += event.unnamed;
      // Named ones say more; without any it stands for them.
      if (bucket.shown.size === 0) bucket.shown.set(event.device, event);
      return bucket.dueMs;
    }
    bucket.devices.add(event.device);
    // The newest state of a device that is named already; a further one only while there is room.
    if (bucket.shown.has(event.device) || bucket.shown.size < this.#limits.namedDevices) bucket.shown.set(event.device, event);
    return bucket.dueMs;
  }

  /** When the next message is due; undefined when nothing is gathered. */
  get nextMs(): number | undefined {
    let next: number | undefined;
    for (const { dueMs } of this.#buckets.values()) next = Math.min(next ?? dueMs, dueMs);
    return next;
  }

  /** The oldest event that no message has yet. */
  get firstSequence(): number | undefined {
    let first: number | undefined;
    for (const { firstSequence } of this.#buckets.values()) first = Math.min(first ?? firstSequence, firstSequence);
    return first;
  }

  /** What is due now; it is not gathered any more. */
  take(nowMs: number): DueBundle[] {
    const due: DueBundle[] = [];
    for (const [cause, atMs] of this.#madeAtMs) if (atMs + this.#limits.everyMs <= nowMs) this.#madeAtMs.delete(cause);
    for (const [cause, bucket] of this.#buckets) {
      if (bucket.dueMs > nowMs) continue;
      const { shown, devices, unnamed, events, isFiring, lastSequence } = bucket;
      due.push({ cause, shown: [...shown.values()], devices: devices.size + unnamed, events, isFiring, lastSequence });
      this.#buckets.delete(cause);
      this.#madeAtMs.set(cause, nowMs);
    }
    return due;
  }

  #open(cause: string, event: HookEvent, nowMs: number): Bucket {
    const { gatherMs, everyMs } = this.#limits;
    const madeAtMs = this.#madeAtMs.get(cause) ?? Number.NEGATIVE_INFINITY;
    const { sequence } = event;
    const bucket: Bucket = {
      firstSequence: sequence,
      lastSequence: sequence,
      dueMs: Math.max(nowMs + gatherMs, madeAtMs + everyMs),
      events: 0,
      devices: new Set(),
      unnamed: 0,
      shown: new Map(),
      isFiring: true,
    };
    this.#buckets.set(cause, bucket);
    return bucket;
  }
}
