import type { Link } from '#proto/link/index.js';
import type { DeviceCounters } from './device-counters.ts';
import type { Outbox } from './outbox.ts';

/** Bytes that wait in a link at most before the device stops handing over frames. */
const mostQueuedBytes = 65_536;
/** How soon a session looks again whether a full link has room, ms. */
const roomPollMs = 100;
/** Silence beyond two heartbeats that is forgiven, ms. */
const silenceGraceMs = 10_000;
/** Part of the heartbeat period that is given away so that a heartbeat is never late: at most this much, ms. */
const longestHeadStartMs = 1_000;
/**
 * Longest time from one heartbeat to the next, whatever else is said, ms. Only a heartbeat tells the fleet of the battery and brings back the time:
 * the worst clock (20,000 ppm) is 18 s off by then, of the 300 s that a fleet usually forgives.
 */
const longestBeatMs = 900_000;
/** Heartbeats whose answers are waited for; a link that has so many and hears nothing is cut long before. */
const mostOpenBeats = 16;
/** Stands for none, so that a session that waits for no answer holds no list. Never written to. */
const noBeats: number[] = [];

/** Where frames go: a link, or a unit's share of one. */
export type FrameSink = Pick<Link, 'send' | 'queuedBytes'>;

/** What the fleet granted in its Welcome. */
export interface SessionTerms {
  /** 1,000 to 86,400,000. */
  readonly heartbeatMs: number;
  /** 1 to 1,000,000. */
  readonly framesPerSecond: number;
  /** 1 to 65,535. */
  readonly windowFrames: number;
}

/**
 * One welcomed session: hands the store's frames to the link in order, within the window, the granted rate and the link's room, and knows
 * when a heartbeat or the end of patience is due. Made at the welcome and dropped with the link: a device without a session holds none.
 */
export class Session {
  readonly #link: FrameSink;
  readonly #outbox: Outbox;
  readonly #counters: DeviceCounters;
  readonly #terms: SessionTerms;
  readonly welcomedAtMs: number;
  #lastSentMs: number;
  #lastHeardMs: number;
  /** When the newest heartbeat went out, in this session or an earlier one. */
  #beatAtMs: number;
  /** When those heartbeats of this session went out whose answers are still to come, oldest first. */
  #openBeats: number[] = noBeats;
  /** Token bucket of the granted rate: one second's frames at once. */
  #tokens: number;
  #filledAtMs: number;
  #isBlocked = false;

  /** @param beatAtMs when the device's newest heartbeat went out, or the device was made, ms of the clock */
  constructor(link: FrameSink, outbox: Outbox, counters: DeviceCounters, nowMs: number, beatAtMs: number, terms: SessionTerms) {
    this.#link = link;
    this.#outbox = outbox;
    this.#counters = counters;
    this.#terms = terms;
    this.welcomedAtMs = nowMs;
    this.#lastSentMs = nowMs;
    this.#lastHeardMs = nowMs;
    this.#beatAtMs = beatAtMs;
    this.#tokens = terms.framesPerSecond;
    this.#filledAtMs = nowMs;
  }

  /** True when a frame made now would go out at once: only then a frame that is not durable is worth making. */
  canSend(nowMs: number): boolean {
    return !this.#outbox.hasUnsent && this.#hasRoom(nowMs);
  }

  /** Something came from the fleet. */
  hear(nowMs: number): void {
    this.#lastHeardMs = nowMs;
  }

  /** Sends a message that is not stored: it goes past window and rate. */
  sendNow(bytes: Uint8Array | undefined, nowMs: number): void {
    if (bytes === undefined) return;
    this.#link.send(bytes);
    this.#lastSentMs = nowMs;
  }

  /** When the newest heartbeat went out, in this session or an earlier one, ms of the clock. */
  get beatAtMs(): number {
    return this.#beatAtMs;
  }

  /** Sends a heartbeat and waits for its answer, see takeRoundTripMs. A dialect without one keeps its silence until the next is due. */
  sendHeartbeat(bytes: Uint8Array | undefined, nowMs: number): void {
    this.sendNow(bytes, nowMs);
    this.#lastSentMs = nowMs;
    this.#beatAtMs = nowMs;
    if (bytes !== undefined) this.#openBeats = [...this.#openBeats.slice(1 - mostOpenBeats), nowMs];
  }

  /** The oldest heartbeat that waits was answered now: each is, in their order. How long that took, ms; 0 when none waits. */
  takeRoundTripMs(nowMs: number): number {
    const [beatMs = nowMs, ...others] = this.#openBeats;
    this.#openBeats = others.length === 0 ? noBeats : others;
    return nowMs - beatMs;
  }

  /** True when frames stayed behind that only time lets through: dueMs() is near then. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Hands over as many frames as may go. Returns how many that were. */
  pump(nowMs: number): number {
    const outbox = this.#outbox;
    let sent = 0;
    this.#isBlocked = false;
    while (outbox.hasUnsent) {
      if (!this.#hasRoom(nowMs)) {
        this.#isBlocked = outbox.inFlight < this.#terms.windowFrames;
        break;
      }
      const frame = outbox.take();
      if (frame?.bytes === undefined) continue;
      this.#link.send(frame.bytes);
      this.#tokens -= 1;
      this.#lastSentMs = nowMs;
      sent += 1;
      this.#counters.framesSent += 1;
      this.#counters.bytesSent += frame.bytes.length;
      if (frame.wasSent) this.#counters.framesResent += 1;
      if (!frame.isDurable) outbox.release(frame);
    }
    return sent;
  }

  /** True when the fleet was silent for so long that the link must be dead. */
  isDeaf(nowMs: number): boolean {
    // The very sum of dueMs(): a difference could round to just below the limit, again and again at one instant.
    return nowMs >= this.#lastHeardMs + this.#silenceMs;
  }

  /**
   * True when the device has to say something.
   * @param nextFrameMs when readings will go out by themselves, ms of the clock; infinity when nobody knows
   */
  isHeartbeatDue(nowMs: number, nextFrameMs: number): boolean {
    return nowMs >= this.#heartbeatDueMs(nextFrameMs);
  }

  /** When the session has to be looked at again, ms of the clock. */
  dueMs(nowMs: number, nextFrameMs: number): number {
    const dueMs = Math.min(this.#heartbeatDueMs(nextFrameMs), this.#lastHeardMs + this.#silenceMs);
    return this.#isBlocked ? Math.min(dueMs, nowMs + roomPollMs) : dueMs;
  }

  /** When silence or the last heartbeat is too long ago. */
  #heartbeatDueMs(nextFrameMs: number): number {
    return Math.min(this.#wordDueMs(nextFrameMs), this.#beatAtMs + longestBeatMs);
  }

  /** A head start, so that it is never late; none when readings will be in time, since they say enough. */
  #wordDueMs(nextFrameMs: number): number {
    const { heartbeatMs } = this.#terms;
    const latestMs = this.#lastSentMs + heartbeatMs;
    return nextFrameMs <= latestMs ? latestMs + 1 : latestMs - Math.min(longestHeadStartMs, heartbeatMs / 10);
  }

  get #silenceMs(): number {
    return 2 * this.#terms.heartbeatMs + silenceGraceMs;
  }

  #hasRoom(nowMs: number): boolean {
    if (this.#outbox.inFlight >= this.#terms.windowFrames || this.#link.queuedBytes > mostQueuedBytes) return false;
    if (this.#tokens >= 1) return true;
    const { framesPerSecond } = this.#terms;
    this.#tokens = Math.min(framesPerSecond, this.#tokens + ((nowMs - this.#filledAtMs) * framesPerSecond) / 1_000);
    this.#filledAtMs = nowMs;
    return this.#tokens >= 1;
  }
}
