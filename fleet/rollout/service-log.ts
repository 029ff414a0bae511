/**
 * Time in which attempted devices did not serve, from what the manager sees: from the loss of a link until the boot that follows, or until a silent device is
 * heard again. What happened while the manager was away nobody has seen: it counts for nothing.
 */
import type { Presence, RolloutMemberRecord } from '#fleet/domain/index.js';
import { failureOfBoot } from './run-health.ts';

/** @see the head of this file */
export class ServiceLog {
  /** Members that are not connected, by index, with the wall clock at which their link was lost. */
  readonly #goneAtMs = new Map<number, number>();

  /** A member's presence changed. @returns its record with what was lost; undefined: nothing was */
  presence(
    index: number,
    { now, before, nowMs }: { readonly now: Presence; readonly before: Presence; readonly nowMs: number },
    member: RolloutMemberRecord | undefined,
  ): RolloutMemberRecord | undefined {
    if (now !== 'online') {
      if (before === 'online') this.#goneAtMs.set(index, nowMs);
      // Who sleeps as planned serves as planned.
      if (now === 'asleep') this.#goneAtMs.delete(index);
      return undefined;
    }
    const lostMs = before === 'offline' ? this.#take(index, nowMs) : 0;
    this.#goneAtMs.delete(index);
    return lostMs === 0 || member?.isAttempted !== true ? undefined : { ...member, lostMs: (member.lostMs ?? 0) + lostMs };
  }

  /** A member came with a new boot: what follows of its presence is counted here. @returns as presence() */
  booted(index: number, resetReason: string, nowMs: number, member: RolloutMemberRecord | undefined): RolloutMemberRecord | undefined {
    const spanMs = this.#take(index, nowMs);
    if (spanMs === 0 || member?.isAttempted !== true) return undefined;
    if (failureOfBoot(resetReason) === undefined) return { ...member, rebootMs: (member.rebootMs ?? 0) + spanMs };
    return { ...member, lostMs: (member.lostMs ?? 0) + spanMs };
  }

  #take(index: number, nowMs: number): number {
    const goneAtMs = this.#goneAtMs.get(index) ?? nowMs;
    this.#goneAtMs.delete(index);
    return Math.max(0, nowMs - goneAtMs);
  }
}
