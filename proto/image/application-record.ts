import type { SettingValue } from './application.ts';

/**
 * All that one running application is: plain data of some hundred bytes, so that a device keeps it in place of an actor and a restart
 * needs nothing else.
 */
export interface ApplicationRecord {
  /** Path of the active state from the root: "heating.fast". */
  readonly value: string;
  readonly context: Readonly<Record<string, SettingValue>>;
  /** Delays that run, by growing dueMs. The holder arms one timer for the first of them (nextTimer) and steps with its id when due. */
  readonly timers: readonly ApplicationTimer[];
}

/** A delay (`after`) of the active state or of one of its parents. */
export interface ApplicationTimer {
  /** The event to step with when due: "xstate.after.60000.heating". */
  readonly id: string;
  /** When, ms of the clock behind ApplicationInputs.nowMs. */
  readonly dueMs: number;
}

/** What guards and operands read, by whoever steps. */
export interface ApplicationInputs {
  /** The application's clock, ms, never going back: delays count from it. */
  readonly nowMs: number;
  /** Charge, percent, 0 to 100. */
  readonly batteryPercent: number;
  /** Time of day by the device's wall clock, minutes since midnight UTC, 0 (with) to 1,440 (without). */
  readonly minuteOfDay: number;
  /** Newest sample of a signal of the profile, NaN when there is none yet. */
  signal(name: string): number;
}

/** What a command brings with it, by name: finite numbers, flags as 1 and 0. */
export type CommandArguments = Readonly<Record<string, number>>;

/** What the hardware has to do: an action of the vocabulary with its operands resolved to numbers. */
export type ApplicationEffect =
  | { readonly type: 'sample'; readonly signals: readonly string[]; readonly everyMs: number; readonly perFrame: number }
  /** No signals: all. */
  | { readonly type: 'stop'; readonly signals: readonly string[] | undefined }
  /** Exactly one of above and below is there. A watch with the same event replaces the one before. */
  | {
      readonly type: 'watch';
      readonly signal: string;
      readonly above: number | undefined;
      readonly below: number | undefined;
      readonly hysteresis: number;
      readonly everyMs: number;
      readonly event: string;
    }
  | { readonly type: 'unwatch'; readonly event: string }
  | { readonly type: 'actuate'; readonly actuator: string; readonly value: number }
  | { readonly type: 'report'; readonly name: string; readonly message: string; readonly values: Readonly<Record<string, number>> }
  | { readonly type: 'allocate'; readonly bytes: number }
  | { readonly type: 'draw'; readonly mah: number }
  | { readonly type: 'wake' }
  | { readonly type: 'crash'; readonly message: string };

/** What one step gives. */
export interface ApplicationStep {
  /** The same object as before when nothing changed. */
  readonly record: ApplicationRecord;
  /** In the order in which the application asked for them; shared, so never changed by the receiver. */
  readonly effects: readonly ApplicationEffect[];
  /** False when no state took the event. */
  readonly isTaken: boolean;
}

/** The delay that is due first. */
export function nextTimer(record: ApplicationRecord): ApplicationTimer | undefined {
  return record.timers[0];
}
