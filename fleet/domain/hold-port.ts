import type { Actor } from './registry-port.ts';

/** A device that is to be left alone: held (nothing new at all), or pinned (it stays at what it runs). One a device. */
export interface HoldRecord {
  readonly deviceId: string;
  readonly type: 'hold' | 'pin';
  /** Release or version that it is pinned to; empty for a hold. */
  readonly release: string;
  /** Wall clock of the manager, ms, from when it counts no more; 0: never. */
  readonly untilMs: number;
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
}

/** Holds and pins. Every change is audited with actor and reason. */
export interface HoldService {
  /** The one that counts now. */
  of(deviceId: string): HoldRecord | undefined;
  /** By device, those that count now. */
  list(): HoldRecord[];
  /** Takes the place of another one. Throws E1702 (no such device) and the errors of holds. */
  set(deviceId: string, hold: { readonly type: 'hold' | 'pin'; readonly untilMs: number }, by: Actor): Promise<HoldRecord>;
  /** Throws E1702, and when there is none of that type. */
  clear(deviceId: string, type: 'hold' | 'pin', by: Actor): Promise<HoldRecord>;
}
