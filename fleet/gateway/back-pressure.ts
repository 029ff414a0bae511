import type { MovingCounters } from './gateway-counters.ts';
import type { Connection } from './session.ts';

/**
 * Stops reading links: whose owner is over its rate, until it caught up, and for whose frame ingest has no room, until there is. One copy of one
 * frame a link is all that waits here; the rest waits in the device.
 */
export class BackPressure {
  readonly #counters: MovingCounters;
  readonly #take: (connection: Connection, bytes: Uint8Array) => void;
  readonly #waiting = new Set<Connection>();

  /** @param take offers a held frame again; it may be held again */
  constructor(counters: MovingCounters, take: (connection: Connection, bytes: Uint8Array) => void) {
    this.#counters = counters;
    this.#take = take;
  }

  /** Does not read the link until untilMs; endPause must be called then. */
  slowDown(connection: Connection, untilMs: number): void {
    connection.throttledUntilMs = untilMs;
    this.#stopReading(connection);
  }

  /** Ends what slowDown began, when its time is over. */
  endPause(connection: Connection, nowMs: number): void {
    if (connection.throttledUntilMs === 0 || nowMs < connection.throttledUntilMs) return;
    connection.throttledUntilMs = 0;
    this.#readAgain(connection);
  }

  /** Keeps a copy of a frame that ingest had no room for. */
  hold(connection: Connection, bytes: Uint8Array): void {
    connection.held = bytes.slice();
    this.#waiting.add(connection);
    this.#stopReading(connection);
  }

  /** Offers all held frames again, in the order in which they came to wait. */
  retryAll(): void {
    for (const connection of [...this.#waiting]) {
      const bytes = connection.held;
      this.forget(connection);
      if (bytes === undefined || connection.session.state === 'closed') continue;
      this.#take(connection, bytes);
      this.#readAgain(connection);
    }
  }

  /** The link is gone. */
  forget(connection: Connection): void {
    this.#waiting.delete(connection);
    connection.held = undefined;
  }

  #stopReading(connection: Connection): void {
    if (connection.isPaused) return;
    connection.isPaused = true;
    this.#counters.throttled += 1;
    connection.link.pause();
  }

  /** When neither rate nor room speaks against it. */
  #readAgain(connection: Connection): void {
    if (!connection.isPaused || connection.throttledUntilMs !== 0 || connection.held !== undefined) return;
    connection.isPaused = false;
    connection.link.resume();
  }
}
