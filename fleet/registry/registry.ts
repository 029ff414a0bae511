import type {
  DeviceDirectory,
  DeviceEventRow,
  DeviceFeed,
  DeviceService,
  GroupSelector,
  Manager,
  OperatorTokens,
  ProvisionService,
} from '#fleet/domain/index.js';
import { Serial } from '#proto/kit/index.js';
import { BoundedAudit } from './bounded-audit.ts';
import { ClaimDesk } from './claim-desk.ts';
import { CommandQueue } from './command-queue.ts';
import { ConfigurationDesk } from './configuration-desk.ts';
import { Devices } from './device-service.ts';
import { Directory } from './directory.ts';
import { EnrolmentTokens } from './enrolment-tokens.ts';
import { FeedDesk } from './feed-desk.ts';
import { GroupBook } from './group-book.ts';
import { HoldBook } from './hold-book.ts';
import { Operations } from './operations.ts';
import { OperatorTokenBook } from './operator-tokens.ts';
import { PresenceKeeper } from './presence-keeper.ts';
import { Provisioning } from './provisioning.ts';
import type { RegistryContext, RegistryParts } from './registry-context.ts';
import { defaultRegistryLimits } from './registry-limits.ts';
import { RegistryState } from './registry-state.ts';
import { RemoteLimits } from './remote-limits.ts';
import { SoftWriter } from './soft-writer.ts';

/** Who the devices are, and who may do what with them. */
export interface Registry {
  /** For the gateway. */
  readonly directory: DeviceDirectory;
  /** For operators. */
  readonly devices: DeviceService;
  readonly provisioning: ProvisionService;
  readonly operatorTokens: OperatorTokens;
  /** All that the API asks of the registry. */
  readonly services: Pick<
    Manager,
    'devices' | 'provisioning' | 'tokens' | 'operations' | 'groups' | 'holds' | 'configuration' | 'commands'
  >;
  /** Who hears of devices. */
  readonly feed: DeviceFeed;
  /** A selector with the groups of this manager. Throws E18xx. */
  readonly compileSelector: (text: string) => GroupSelector;
  /** A device's event was accepted. */
  noteEvent(event: Pick<DeviceEventRow, 'deviceKey' | 'kind' | 'name' | 'boot'>): void;
  /** Reads everything from the store, tells of all devices and profiles, and begins to watch presence. Once, before anything else. */
  start(): Promise<void>;
  /** Makes the first admin token when there is no valid one; its secret is shown once. */
  bootstrapAdmin(): Promise<{ readonly secret: string } | undefined>;
  /** Writes soft state that waits. */
  flush(): Promise<void>;
  /** Ends timers and writes what waits. */
  stop(): Promise<void>;
}

/** Builds a registry. All devices are in memory: 200,000 take some 200 MB. */
export function createRegistry(parts: RegistryParts): Registry {
  const limits = { ...defaultRegistryLimits, ...parts.limits };
  const state = new RegistryState();
  const compileSelector = (text: string) => parts.compileSelector(text, { groups });
  const feed: FeedDesk = new FeedDesk((deviceId) => presence.missedWakeUps(deviceId));
  const context: RegistryContext = { ...parts, limits, state, serial: new Serial(), compileSelector, feed };
  const audit = new BoundedAudit(parts.journal, parts.clock, limits.auditEntriesPerMinute);
  const softWriter = new SoftWriter(context);
  const presence = new PresenceKeeper(context, softWriter);
  const claimDesk = new ClaimDesk(context, audit, new RemoteLimits(limits.failedClaimsPerMinute, limits.remotes));
  const operatorTokens = new OperatorTokenBook(context);
  const configuration = new ConfigurationDesk(context);
  const holds = new HoldBook(context);
  const devices = new Devices(context, new EnrolmentTokens(context), presence, configuration);
  const commands = new CommandQueue(context);
  const groups = new GroupBook(context, devices);
  const provisioning = new Provisioning(context, (device) => devices.view(device));
  const operations = new Operations(context, { devices, configuration, commands, holds, updates: parts.updates });
  return {
    directory: new Directory(context, claimDesk, softWriter, presence, audit, configuration, commands),
    devices,
    provisioning,
    operatorTokens,
    services: { devices, provisioning, tokens: operatorTokens, operations, groups, holds, configuration, commands },
    feed,
    compileSelector,
    noteEvent: (event) => feed.event(state.devices.byKey(event.deviceKey)?.id, event),
    start: async () => {
      await state.load(parts.store);
      operatorTokens.start();
      for (const { digest, definition } of state.profiles.values()) parts.onProfile(digest, definition);
      for (const device of state.devices.values()) {
        if (device.profileDigest !== '') parts.onDeviceDefined(device.key, device.id, device.profileDigest);
      }
      await groups.load();
      await holds.load();
      await commands.load();
      await operations.load();
      presence.start();
    },
    bootstrapAdmin: () => operatorTokens.bootstrap(),
    flush: async () => {
      await softWriter.flush();
      await configuration.flush();
    },
    stop: async () => {
      await operations.stop();
      commands.stop();
      holds.stop();
      presence.stop();
      audit.flush();
      await softWriter.flush();
      await configuration.flush();
    },
  };
}
