import type { AlarmRecord, DeviceView, HookSender, HookService, Journal, OwnAlarms, Store } from '#fleet/domain/index.js';
import { type Clock, type Log, messageOf, type Random, SeatrialError, type TaskTracker } from '#proto/kit/index.js';
import { Delivery } from './delivery.ts';
import { HookDesk } from './hook-desk.ts';
import type { HookLimits } from './hook-limits.ts';
import { HookState } from './hook-state.ts';
import { TimelineFeed } from './timeline-feed.ts';

/** What hooks are made of. */
export interface HooksParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly sender: HookSender;
  readonly limits: HookLimits;
  /** Address of the manager, as people open it; without / at its end. */
  readonly externalUrl: string;
  readonly alarms: OwnAlarms;
  readonly deviceOf: (id: string) => DeviceView | undefined;
  /** Alarms that are not normal. */
  readonly openAlarms: () => readonly AlarmRecord[];
  readonly alarmOf: (id: string) => AlarmRecord | undefined;
}

/** Hooks with their life. */
export interface Hooks {
  readonly service: HookService;
  /** After the journal and what it tells of: reads hooks back, and what was not told before the manager stopped. */
  start(): Promise<void>;
  /** Gives up requests that are under way, writes what waits. */
  stop(): Promise<void>;
}

/** Makes the parts and ties them together. */
export function createHooks(parts: HooksParts): Hooks {
  const { store, clock, log, tasks, limits } = parts;
  const state = new HookState({ store, clock, log, tasks, limits });
  const delivery = new Delivery({ ...parts, state });
  state.onStored = () => delivery.wake();
  const feed = new TimelineFeed({
    ...parts,
    state,
    onMade: () => {
      delivery.makeRoom();
      state.writeLater();
    },
  });
  return {
    service: new HookDesk({ ...parts, state, feed, delivery }),
    start: async () => {
      await state.load();
      await feed.start();
      delivery.makeRoom();
      delivery.start();
    },
    stop: async () => {
      feed.stop();
      delivery.stop();
      state.stop();
      await state.write().catch((error: unknown) => {
        if (!(error instanceof SeatrialError)) throw error;
        log.error('hooks could not be stored: what was delivered last may be delivered again', { error: messageOf(error) });
      });
    },
  };
}
