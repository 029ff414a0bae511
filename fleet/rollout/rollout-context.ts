import type {
  DeviceFeed,
  DeviceService,
  DeviceView,
  GroupSelector,
  HoldService,
  Journal,
  MonitorService,
  OwnAlarms,
  ReleaseService,
  RolloutPlan,
  RolloutRecord,
  UpdateService,
} from '#fleet/domain/index.js';
import type { Clock, Log, TaskTracker } from '#proto/kit/index.js';
import type { RolloutBook } from './rollout-book.ts';
import type { RolloutLimits } from './rollout-limits.ts';
import { devicesPerStep, type Steps } from './steps.ts';
import type { Subject } from './subject.ts';

/** What the engines of rollouts and their desk share. */
export interface RolloutContext {
  readonly book: RolloutBook;
  readonly journal: Pick<Journal, 'audit' | 'timeline'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Work that no caller waits for is counted here. */
  readonly tasks: TaskTracker;
  readonly limits: RolloutLimits;
  readonly alarms: OwnAlarms;
  readonly feed: DeviceFeed;
  readonly devices: Pick<DeviceService, 'get' | 'list' | 'similarTo'>;
  readonly holds: Pick<HoldService, 'of'>;
  readonly updates: Pick<UpdateService, 'openOf' | 'list' | 'subscribe'>;
  readonly releases: Pick<ReleaseService, 'list' | 'find'>;
  readonly monitor: Pick<MonitorService, 'latest'>;
  /** With the groups of the manager. */
  readonly compileSelector: (text: string) => GroupSelector;
  readonly subjectOf: (rollout: Pick<RolloutRecord, 'plan' | 'number'>) => Subject;
  /** Lets others have their turn of the event loop between two steps of long work; resolves at once where time is virtual. */
  readonly yieldTurn: () => Promise<void>;
  /** Bytes of images a second that the manager gives all updates together; 0: no budget. */
  readonly bytesPerSecond: number;
}

/** What an engine asks of the other rollouts. */
export interface Rivals {
  /** Name of a rollout that has a better claim to a device; empty: none. */
  readonly over: (deviceId: string, rollout: RolloutRecord) => string;
  /** What another rollout does with a device now, in words; empty: nothing. */
  readonly busyWith: (deviceId: string, rollout: RolloutRecord) => string;
  /** A device's bucket in a rollout changed: what others think of it may change. */
  readonly changed: (deviceId: string, rollout: RolloutRecord) => void;
}

/** All devices, of every status, by name; who comes or goes meanwhile is there, or not, as its name is reached. */
export function* allDevices({ devices }: Pick<RolloutContext, 'devices'>): Iterable<DeviceView> {
  for (let after = ''; ; ) {
    const page = devices.list({ selector: '', after, limit: devicesPerStep });
    yield* page.devices;
    if (page.next === undefined) return;
    after = page.next;
  }
}

/** Active devices that a plan names, each given to `found`. Throws E18xx. */
export function* candidateSteps(
  context: Pick<RolloutContext, 'devices' | 'compileSelector'>,
  plan: RolloutPlan,
  found: (device: DeviceView) => void,
): Steps<void> {
  const wanted = context.compileSelector(plan.selector);
  const excluded = plan.exclude === '' ? undefined : context.compileSelector(plan.exclude);
  let seen = 0;
  for (const device of allDevices(context)) {
    if (device.status === 'active' && wanted.matches(device) && excluded?.matches(device) !== true) found(device);
    seen += 1;
    if (seen % devicesPerStep === 0) yield;
  }
}
