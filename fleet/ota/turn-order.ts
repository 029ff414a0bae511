import { TokenBucket } from '#proto/kit/index.js';

/** Bytes that a budget may let through at once: two parts, or what it lets through in a quarter of a second. */
const leastBurstBytes = 65_536;

/** A rate that transfers share. */
export class Budget {
  readonly bytesPerSecond: number;
  readonly bucket: TokenBucket;

  /** @param bytesPerSecond above 0 */
  constructor(bytesPerSecond: number, nowMs: number) {
    this.bytesPerSecond = bytesPerSecond;
    this.bucket = new TokenBucket(bytesPerSecond, Math.max(leastBurstBytes, bytesPerSecond / 4), nowMs);
  }
}

/** What waits for its turn. */
export interface Turn {
  /** Budgets that its parts are paid from. */
  readonly budgets: readonly Budget[];
  /** What its next part costs, bytes. */
  readonly nextBytes: number;
}

interface Lane<Item> {
  readonly budgets: readonly Budget[];
  /** With their tickets, from `first` on. */
  items: { readonly item: Item; readonly ticket: number }[];
  first: number;
}

/**
 * Who sends the next part: the one that has waited longest among those whose budgets have room. One part a turn, so that all get on alike, whatever
 * their size. Who shares budgets shares a lane: a budget that is used up holds up its own lane alone.
 */
export class TurnOrder<Item extends Turn> {
  readonly #lanes = new Map<string, Lane<Item>>();
  readonly #names = new WeakMap<Budget, number>();
  #named = 0;
  #tickets = 0;
  #size = 0;

  /** Items that wait. */
  get size(): number {
    return this.#size;
  }

  /** Puts an item at the end. */
  add(item: Item): void {
    const name = item.budgets.map((budget) => this.#nameOf(budget)).join(' ');
    const lane = this.#lanes.get(name) ?? { budgets: item.budgets, items: [], first: 0 };
    this.#lanes.set(name, lane);
    lane.items.push({ item, ticket: this.#tickets });
    this.#tickets += 1;
    this.#size += 1;
  }

  /**
   * Takes the next item out and pays for its part.
   * @param isLive false for items that need no turn any more: they are dropped
   * @returns how long to wait when no budget has room, ms; undefined when nothing waits
   */
  take(nowMs: number, isLive: (item: Item) => boolean): { readonly item: Item } | { readonly waitMs: number } | undefined {
    let best: Lane<Item> | undefined;
    let waitMs = Number.POSITIVE_INFINITY;
    for (const [name, lane] of this.#lanes) {
      this.#dropDead(lane, isLive);
      const head = lane.items[lane.first];
      if (head === undefined) {
        this.#lanes.delete(name);
        continue;
      }
      const laneWaitMs = Math.max(0, ...lane.budgets.map(({ bucket }) => bucket.waitMs(head.item.nextBytes, nowMs)));
      waitMs = Math.min(waitMs, laneWaitMs);
      if (laneWaitMs === 0 && head.ticket < (best?.items[best.first]?.ticket ?? Number.POSITIVE_INFINITY)) best = lane;
    }
    if (best === undefined) return waitMs === Number.POSITIVE_INFINITY ? undefined : { waitMs };
    const { item } = this.#shift(best);
    for (const { bucket } of item.budgets) bucket.take(item.nextBytes, nowMs);
    return { item };
  }

  #dropDead(lane: Lane<Item>, isLive: (item: Item) => boolean): void {
    for (let head = lane.items[lane.first]; head !== undefined && !isLive(head.item); head = lane.items[lane.first]) this.#shift(lane);
  }

  #shift(lane: Lane<Item>): { readonly item: Item } {
    const head = lane.items[lane.first] as { readonly item: Item };
    lane.first += 1;
    this.#size -= 1;
    // The front is cut off now and then: cheaper than a shift each time.
    if (lane.first >= 1_024 && lane.first * 2 >= lane.items.length) {
      lane.items = lane.items.slice(lane.first);
      lane.first = 0;
    }
    return head;
  }

  #nameOf(budget: Budget): number {
    const known = this.#names.get(budget);
    if (known !== undefined) return known;
    this.#named += 1;
    this.#names.set(budget, this.#named);
    return this.#named;
  }
}
