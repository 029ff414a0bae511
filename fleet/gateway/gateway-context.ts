import type { Acquisition, DeviceDirectory, Journal, UpdateDesk } from '#fleet/domain/index.js';
import type { Clock, Log, Random, TaskTracker } from '#proto/kit/index.js';
import type { Admission } from './admission.ts';
import type { FrameDesk } from './frame-desk.ts';
import type { MovingCounters } from './gateway-counters.ts';
import type { GatewayLimits } from './gateway-limits.ts';
import type { Session } from './session.ts';

/** What the gateway is made of. */
export interface GatewayParts {
  readonly clock: Clock;
  readonly directory: DeviceDirectory;
  readonly acquisition: Acquisition;
  readonly journal: Journal;
  readonly updates: UpdateDesk;
  readonly log: Log;
  /** What is left out has its default. */
  readonly limits: Partial<GatewayLimits>;
  /** Spreads the times after which devices come again. */
  readonly random: Random;
  /** Nonces and identifiers of commands. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Claims under way are counted here. */
  readonly tasks: TaskTracker;
  /** Lets others have their turn between two slices of a walk over kept frames; left out where time is virtual. */
  readonly yieldTurn?: () => Promise<void>;
}

/** What the gateway's own parts share. */
export interface GatewayContext extends Omit<GatewayParts, 'limits'> {
  readonly limits: GatewayLimits;
  readonly counters: MovingCounters;
  readonly admission: Admission;
  readonly frames: FrameDesk;
  /** Welcomed units by device key. */
  readonly welcomed: Map<number, Session>;
}
