import type { Actor, DeviceConnections, GroupSelector, Journal, Store, UpdateService } from '#fleet/domain/index.js';
import type { Clock, Log, Random, Serial, TaskTracker } from '#proto/kit/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import type { FeedDesk } from './feed-desk.ts';
import type { RegistryLimits } from './registry-limits.ts';
import type { RegistryState } from './registry-state.ts';

/** The groups that a selector may name: as they are when it is evaluated. */
export interface SelectorGroups {
  find(name: string): Pick<GroupSelector, 'evaluate'> | undefined;
  readonly names: readonly string[];
}

/** What the registry is made of. */
export interface RegistryParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** What is left out has its default. */
  readonly limits: Partial<RegistryLimits>;
  /** Spreads the times after which devices come again. */
  readonly random: Random;
  /** Secrets and identifiers. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Writes that no caller waits for are counted here. */
  readonly tasks: TaskTracker;
  /** Asked late: the gateway is built after the registry. */
  readonly connections: () => DeviceConnections;
  /** Asked late as well. */
  readonly updates: () => Pick<UpdateService, 'check' | 'order'>;
  readonly openAlarmsOf: (deviceKey: number) => number;
  /** A device was retired: its open alarms are over. */
  readonly closeAlarmsOf: (deviceKey: number, deviceId: string, by: Actor) => void;
  /** A device was removed, revoked or retired, or another unit has its name: nobody is there to be updated. */
  readonly onDeviceGone: (deviceId: string, why: string) => void;
  /** Another unit takes a device key over, whose boots begin at 1 again. Rejects with E1404 when that cannot be stored. */
  readonly restartDevice: (deviceKey: number) => Promise<void>;
  /** A device with its profile became known: at start, and when a Hello shows another digest. */
  readonly onDeviceDefined: (deviceKey: number, deviceId: string, profileDigest: string) => void;
  readonly onProfile: (digest: string, definition: PublicProfile) => void;
  /** Throws E18xx when the text is wrong. */
  readonly compileSelector: (text: string, options: { readonly groups: SelectorGroups }) => GroupSelector;
}

/** What the registry's own parts share. */
export interface RegistryContext extends Omit<RegistryParts, 'limits' | 'compileSelector'> {
  /** With the groups that there are. Throws E18xx. */
  readonly compileSelector: (text: string) => GroupSelector;
  readonly limits: RegistryLimits;
  readonly state: RegistryState;
  readonly serial: Serial;
  /** Who hears of devices. */
  readonly feed: FeedDesk;
}
