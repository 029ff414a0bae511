import type { SettingValue } from '#proto/profile/index.js';
import type { Actor } from './registry-port.ts';

/**
 * How a command stands. `queued`: the device was not told yet. `sent`: it was told, perhaps more than once, always with the same id, and does it
 * at most once. Then what it answered: done, unknown, refused, failed. `unanswered`: told, and whether it was done is not known. `expired`: never
 * told before its deadline. `cancelled`: taken back before the device was told.
 */
export type CommandState = 'queued' | 'sent' | 'done' | 'unknown' | 'refused' | 'failed' | 'unanswered' | 'expired' | 'cancelled';

/** What a device is to do. */
export interface CommandOrder {
  /** reboot, identify, or a command of the profile. */
  readonly name: string;
  /** At most 16, keys of 1 to 64 characters, texts of up to 1,024. */
  readonly arguments: Readonly<Record<string, SettingValue>>;
  /** Time to answer once it was told, ms, 100 to 86,400,000. */
  readonly timeoutMs: number;
  /** It may be told for this time, ms, up to 30 days; 0: only now, when the device is connected. */
  readonly deadlineMs: number;
}

/** A command and what came of it. */
export interface CommandRecord extends Omit<CommandOrder, 'deadlineMs'> {
  /** The id on the wire. */
  readonly id: string;
  /** From 1, growing. */
  readonly number: number;
  readonly deviceId: string;
  readonly state: CommandState;
  /** Of the device, or why there is no answer. */
  readonly message: string;
  readonly createdAtMs: number;
  /** The device is not told after this. */
  readonly deadlineAtMs: number;
  /** First time that it was told; 0 before. */
  readonly sentAtMs: number;
  /** 0 while it is open. */
  readonly endedAtMs: number;
  readonly by: string;
  readonly reason: string;
  /** Operation that it belongs to; empty when none. */
  readonly operationId: string;
}

/** Commands: kept until the device answers or the deadline passes, over crashes of the manager and sleep of the device. */
export interface CommandService {
  /** Throws E1702, E1707, E1708, E1744 (not connected, and no deadline), E1745 (unknown to the profile). */
  check(deviceId: string, order: CommandOrder): void;
  /** Throws as check(), E1746 and E1747 (too many are open). Resolves when it is stored; the device is told meanwhile. */
  send(deviceId: string, order: CommandOrder, operationId: string, by: Actor): Promise<CommandRecord>;
  /** Throws E1748. */
  get(id: string): CommandRecord;
  /** Newest first, those with a number below `before`. */
  list(filter: {
    readonly deviceId?: string | undefined;
    readonly operationId?: string | undefined;
    readonly open?: boolean | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  }): CommandRecord[];
  /** Takes one back that the device was not told yet. Throws E1748, E1749 (told or over). */
  cancel(id: string, by: Actor): Promise<CommandRecord>;
}
