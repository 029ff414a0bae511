import type {
  BlobStore,
  DeviceConnections,
  DeviceRecord,
  DeviceService,
  Journal,
  Keyring,
  OwnAlarms,
  ReleaseService,
  Store,
  TrustDesk,
  UpdateDesk,
  UploadService,
} from '#fleet/domain/index.js';
import { absentCauses, pieces } from '#proto/frame/index.js';
import { type Clock, type Log, Serial, type TaskTracker } from '#proto/kit/index.js';
import { ReleaseBook } from './release-book.ts';
import type { ReleaseLimits } from './release-limits.ts';
import { TrustKeeper } from './trust-keeper.ts';
import type { TrustTerms } from './trust-limits.ts';
import { UploadDesk } from './upload-desk.ts';

/** What updates are made of. */
export interface OtaParts {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly limits: ReleaseLimits;
  readonly devices: DeviceService;
  /** There once the gateway is wired. */
  readonly connections: () => DeviceConnections;
  readonly deviceOf: (deviceKey: number) => DeviceRecord | undefined;
  /** Private keys of the manager. */
  readonly keyring: Keyring;
  readonly terms: TrustTerms;
  /** There once the monitor is wired. */
  readonly alarms: () => OwnAlarms;
}

/** Releases, trust and updates of a manager. */
export interface Ota {
  /** What the gateway tells. */
  readonly updates: UpdateDesk;
  readonly releases: ReleaseService;
  readonly uploads: UploadService;
  readonly trust: TrustDesk;
  /** Reads the state back. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes the parts and ties them together. */
export function createOta(parts: OtaParts): Ota {
  const { connections } = parts;
  const context = { ...parts, serial: new Serial() };
  const uploads = new UploadDesk(context);
  const releases = new ReleaseBook(context, uploads);
  const trust = new TrustKeeper(parts);
  const updates: UpdateDesk = {
    opened: () => undefined,
    closed: () => undefined,
    demand: (deviceKey, { attemptId, piece, version }) => {
      const message = `attempt ${attemptId} is not this unit's, or it is over`;
      const body = { attemptId, piece: pieces.codeOf(piece), version, cause: absentCauses.codeOf('not-assigned'), message };
      connections().sendUpdate(deviceKey, { type: 'pieceAbsent', body });
    },
    // Nobody waits for it: acknowledged, so that the unit can forget it.
    report: (deviceKey, { attemptId, sequence }) =>
      void connections().sendUpdate(deviceKey, { type: 'updateReportAcknowledge', body: { attemptId, sequence } }),
  };
  return {
    updates,
    releases,
    uploads,
    trust,
    start: async () => {
      await trust.start();
      await uploads.load();
      await releases.load();
    },
    stop: async () => {
      uploads.stop();
      await trust.stop();
    },
  };
}
