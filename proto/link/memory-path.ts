import type { Random } from '#proto/kit/index.js';
import type { NetworkModel } from './network-model.ts';

/** Payload of one packet, bytes. */
const packetBytes = 1_400;
/** First wait before a lost packet is sent again, ms, as TCP has it at least; it doubles up to the longest. */
const firstResendMs = 200;
const longestResendMs = 60_000;
/** Waits of one frame at most: TCP gives up in the end, we go on. */
const mostResends = 10;

/** One direction of a device's network: when does a frame that is sent now arrive? */
export class MemoryPath {
  /** Until when the line is busy with frames before this one, ms of the clock. */
  #busyUntilMs = 0;
  #isLosing = false;

  /**
   * @param chance the device's own stream; drawn from only where the model has chance in it
   * @returns arrival, ms of the clock, of a frame that does not have to wait for frames before it
   */
  arrivalMs(model: NetworkModel, chance: () => Random, bytes: number, nowMs: number): number {
    let atMs = nowMs;
    if (model.bytesPerSecond !== Number.POSITIVE_INFINITY) {
      if (this.#busyUntilMs > atMs) atMs = this.#busyUntilMs;
      atMs += (bytes * 1_000) / model.bytesPerSecond;
      this.#busyUntilMs = atMs;
    }
    atMs += model.latencyMs;
    if (model.jitterMs > 0) atMs += chance().float() * model.jitterMs;
    if (model.loss !== undefined) atMs += this.#stallMs(model.loss, chance(), bytes);
    return atMs;
  }

  #stallMs(loss: NonNullable<NetworkModel['loss']>, random: Random, bytes: number): number {
    let stallMs = 0;
    let waitMs = firstResendMs;
    let resends = 0;
    for (let packets = Math.max(1, Math.ceil(bytes / packetBytes)); packets > 0; ) {
      this.#isLosing = this.#isLosing ? random.float() >= loss.end : random.float() < loss.begin;
      if (this.#isLosing && resends < mostResends) {
        stallMs += waitMs;
        waitMs = Math.min(waitMs * 2, longestResendMs);
        resends += 1;
      } else packets -= 1;
    }
    return stallMs;
  }
}
