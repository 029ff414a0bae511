import type { DeviceService, HookSender, Journal, Store } from '#fleet/domain/index.js';
import { createHooks } from '#fleet/hook/index.js';
import type { createMonitor } from '#fleet/monitor/index.js';
import type { Clock, Log, Random, TaskTracker } from '#proto/kit/index.js';
import { type HookSettings, hookSchema } from './hook-settings.ts';

/** What hooks take of the parts of a manager. */
interface HookParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly limits: { readonly openAlarms: number };
  readonly hooks: HookOptions;
}

/** How messages of hooks leave, their limits, and the address of the manager in them. */
export interface HookOptions {
  readonly sender: HookSender;
  /** The defaults when left out. */
  readonly settings?: HookSettings;
  /** Without / at its end. */
  readonly externalUrl: string;
}

/** Hooks of a manager, tied to its journal, devices and alarms. */
export function wireHooks(
  parts: HookParts,
  areas: {
    readonly journal: Journal;
    readonly devices: Pick<DeviceService, 'get'>;
    readonly monitor: Pick<ReturnType<typeof createMonitor>, 'service' | 'ownAlarms'>;
  },
): ReturnType<typeof createHooks> {
  const { store, clock, random, randomBytes, log, tasks, limits } = parts;
  const { sender, settings, externalUrl } = parts.hooks;
  const { journal, devices, monitor } = areas;
  return createHooks({
    store,
    journal,
    clock,
    random,
    randomBytes,
    log,
    tasks,
    sender,
    externalUrl,
    limits: settings ?? hookSchema.parse({}),
    alarms: monitor.ownAlarms,
    deviceOf: (id) => devices.get(id),
    openAlarms: () => monitor.service.alarms({ state: 'open', limit: limits.openAlarms }),
    alarmOf: (id) => monitor.service.alarm(id),
  });
}
