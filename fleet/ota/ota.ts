import type {
  AttemptRecord,
  BlobStore,
  DeviceConnections,
  DeviceDirectory,
  DeviceRecord,
  DeviceService,
  GroupService,
  Journal,
  Keyring,
  OwnAlarms,
  ReleaseService,
  ReleaseView,
  Store,
  TrustDesk,
  UpdateDesk,
  UpdateService,
  UploadService,
} from '#fleet/domain/index.js';
import { type Clock, type Log, type Random, Serial, type TaskTracker } from '#proto/kit/index.js';
import { type DeltaBuilder, DeltaDesk } from './delta-desk.ts';
import { DeltaGuard } from './delta-guard.ts';
import { ReleaseBook } from './release-book.ts';
import type { ReleaseLimits } from './release-limits.ts';
import { updateSources } from './release-sources.ts';
import { TrustKeeper } from './trust-keeper.ts';
import type { TrustTerms } from './trust-limits.ts';
import type { UpdateLimits } from './update-limits.ts';
import { createUpdates } from './updates.ts';
import { UploadDesk } from './upload-desk.ts';

/** What updates are made of. */
export interface OtaParts {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  /** In another thread where devices are waiting. */
  readonly buildDelta: DeltaBuilder;
  readonly random: Random;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly limits: ReleaseLimits & UpdateLimits;
  readonly devices: DeviceService;
  readonly groups: GroupService;
  /** There once the gateway is wired. */
  readonly connections: () => DeviceConnections;
  /** What a rollout's devices may take together, bytes a second; 0: it says nothing, or is no more. There once rollouts are wired. */
  readonly rolloutBytesPerSecond: (rollout: string) => number;
  /** Why the unit of an attempt that it has not answered is not to be told of it now; empty: it may be. */
  readonly whyUntold: (attempt: AttemptRecord) => string;
  readonly deviceOf: (deviceKey: number) => DeviceRecord | undefined;
  /** Private keys of the manager. */
  readonly keyring: Keyring;
  readonly terms: TrustTerms;
  /** There once the monitor is wired. */
  readonly alarms: () => OwnAlarms;
  /** The image that a device's Hello named is confirmed meanwhile: a report proved it. */
  readonly confirmImage: (deviceKey: number) => void;
  /** What attempts know of a device's newest boot, after a start. */
  readonly recallBoot: DeviceDirectory['noteBoot'];
}

/** Releases, trust and updates of a manager. */
export interface Ota {
  /** What the gateway tells. */
  readonly desk: UpdateDesk;
  /** What operators ask. */
  readonly updates: UpdateService;
  readonly releases: ReleaseService;
  readonly uploads: UploadService;
  readonly trust: TrustDesk;
  /** A device was removed, revoked or retired. */
  deviceGone(deviceId: string, why: string): void;
  /** Reads the state back; once, before anything else. */
  start(): Promise<void>;
  /** Ends timers and writes what waits. */
  stop(): Promise<void>;
}

/** Makes the parts and ties them together. */
export function createOta(parts: OtaParts): Ota {
  const context = {
    ...parts,
    serial: new Serial(),
    onYanked: (id: string) => updates.withdrawn(id),
    onPublished: (release: ReleaseView) => deltas.published(release),
  };
  const uploads = new UploadDesk(context);
  const trust = new TrustKeeper(parts);
  const releases = new ReleaseBook(context, uploads, trust);
  const deltas = new DeltaDesk(context, releases, parts.buildDelta);
  const guard = new DeltaGuard(context, {
    find: (id) => releases.find(id),
    withdraw: (releaseId, delta) => deltas.withdraw(releaseId, delta),
    rebuild: (releaseId, baseDigest) => deltas.rebuild(releaseId, baseDigest),
  });
  const updates = createUpdates({
    ...parts,
    sources: updateSources(releases, trust, parts.blobs, deltas, guard),
    devices: () => parts.devices,
    groups: () => parts.groups,
  });
  return {
    desk: updates.desk,
    updates: updates.service,
    releases,
    uploads,
    trust,
    deviceGone: (deviceId, why) => updates.deviceGone(deviceId, why),
    start: async () => {
      await trust.start();
      await uploads.load();
      await releases.load();
      deltas.start();
      await updates.start();
    },
    stop: async () => {
      await updates.stop();
      uploads.stop();
      await deltas.stop();
      await trust.stop();
    },
  };
}
