import type { Presence } from '#fleet/domain/index.js';

/** What happened to sub-devices of one gateway device since the last look: so many are in this presence now. */
export interface PresenceGroup {
  readonly gatewayId: string;
  readonly presence: Presence;
  count: number;
  /** The first of them, and what it was before. */
  readonly deviceId: string;
  readonly before: Presence;
  readonly lastSeenAtMs: number;
}

/**
 * Collects changes of sub-devices. What happens to a socket happens to all that it carries: that is one line on the timeline, not one for each
 * of thousands of units.
 */
export class PresenceGroups {
  readonly #most: number;
  readonly #groups = new Map<string, PresenceGroup>();

  /** @param most groups at once: of gateways beyond it nothing is collected */
  constructor(most: number) {
    this.#most = most;
  }

  /** False when there is no room. */
  add(
    gatewayId: string,
    change: { readonly deviceId: string; readonly before: Presence; readonly presence: Presence; readonly lastSeenAtMs: number },
  ): boolean {
    const key = `${change.presence} ${gatewayId}`;
    const group = this.#groups.get(key);
    if (group !== undefined) group.count += 1;
    else if (this.#groups.size >= this.#most) return false;
    else this.#groups.set(key, { ...change, gatewayId, count: 1 });
    return true;
  }

  /** All groups, in the order in which they began; there are none afterwards. */
  take(): PresenceGroup[] {
    const groups = [...this.#groups.values()];
    this.#groups.clear();
    return groups;
  }
}
