import type {
  AttemptRecord,
  DeviceConnections,
  DeviceDirectory,
  DeviceRecord,
  DeviceService,
  GroupService,
  Journal,
  Store,
} from '#fleet/domain/index.js';
import type { Clock, Log, Random, TaskTracker } from '#proto/kit/index.js';
import type { UpdateLimits } from './update-limits.ts';
import type { UpdateSources } from './update-sources.ts';

/** What attempts, offers and transfers share. */
export interface UpdateContext {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  /** Spreads the times at which devices come again. */
  readonly random: Random;
  /** Identifiers. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly limits: UpdateLimits;
  readonly sources: UpdateSources;
  /** Asked late: the gateway is built afterwards. */
  readonly connections: () => Pick<DeviceConnections, 'isConnected' | 'sendUpdate' | 'queuedBytes'>;
  readonly devices: () => Pick<DeviceService, 'get' | 'matches' | 'similarTo'>;
  readonly groups: () => Pick<GroupService, 'budgets'>;
  /** What a rollout's devices may take together, bytes a second; 0: it says nothing, or is no more. */
  readonly rolloutBytesPerSecond: (rollout: string) => number;
  /** Why the unit of an attempt that it has not answered is not to be told of it now; empty: it may be. */
  readonly whyUntold: (attempt: AttemptRecord) => string;
  readonly deviceOf: (deviceKey: number) => DeviceRecord | undefined;
  /** The image that a device's Hello named is confirmed meanwhile: a report proved it. */
  readonly confirmImage: (deviceKey: number) => void;
  /** What attempts know of a device's newest boot, after a start: its own record may have been written before that boot. */
  readonly recallBoot: DeviceDirectory['noteBoot'];
}
