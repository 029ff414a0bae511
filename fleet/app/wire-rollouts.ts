import type { Journal, Store } from '#fleet/domain/index.js';
import type { createMonitor } from '#fleet/monitor/index.js';
import type { Ota } from '#fleet/ota/index.js';
import type { Registry } from '#fleet/registry/index.js';
import { createRollouts, type Rollouts } from '#fleet/rollout/index.js';
import type { Clock, Log, TaskTracker } from '#proto/kit/index.js';
import type { ManagerLimits } from './manager-limits.ts';

/** What rollouts take of the parts of a manager. */
interface RolloutManagerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly limits: ManagerLimits;
  readonly yieldTurn?: () => Promise<void>;
}

/** Rollouts of a manager, tied to its devices, updates, settings and alarms. */
export function wireRollouts(
  { store, clock, log, tasks, limits, yieldTurn }: RolloutManagerParts,
  areas: {
    readonly journal: Journal;
    readonly registry: Pick<Registry, 'services' | 'feed' | 'compileSelector'>;
    readonly ota: Pick<Ota, 'updates' | 'releases'>;
    readonly monitor: Pick<ReturnType<typeof createMonitor>, 'service' | 'ownAlarms'>;
  },
): Rollouts {
  const { journal, registry, ota, monitor } = areas;
  const { devices, holds, configuration } = registry.services;
  return createRollouts({
    store,
    journal,
    clock,
    log,
    tasks,
    limits,
    yieldTurn,
    alarms: monitor.ownAlarms,
    feed: registry.feed,
    devices,
    holds,
    updates: ota.updates,
    releases: ota.releases,
    configurations: configuration,
    monitor: monitor.service,
    compileSelector: registry.compileSelector,
    bytesPerSecond: limits.updateBytesPerSecond,
  });
}
