import type { DeviceConnections, DeviceRecord, Journal, Store, UpdateDesk } from '#fleet/domain/index.js';
import { absentCauses, pieces } from '#proto/frame/index.js';
import type { Clock, Log, TaskTracker } from '#proto/kit/index.js';

/** What updates are made of. */
export interface OtaParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  /** There once the gateway is wired. */
  readonly connections: () => DeviceConnections;
  readonly deviceOf: (deviceKey: number) => DeviceRecord | undefined;
}

/** Releases, trust and updates of a manager. */
export interface Ota {
  /** What the gateway tells. */
  readonly updates: UpdateDesk;
}

/** Makes the parts and ties them together. */
export function createOta({ connections }: OtaParts): Ota {
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
  return { updates };
}
