import type { HoldRecord } from './records.ts';
import type { Actor } from './registry-port.ts';

/** Holds and pins. Every change is audited with actor and reason. */
export interface HoldService {
  /** The one that counts now. */
  of(deviceId: string): HoldRecord | undefined;
  /** By device, those that count now. */
  list(): HoldRecord[];
  /**
   * Takes the place of another one; a pin is to what the device runs now. Throws E1702 (no such device), E1708 (untilMs is over, or more than a hundred
   * years away), E1752 (too many).
   */
  set(deviceId: string, hold: { readonly type: 'hold' | 'pin'; readonly untilMs: number }, by: Actor): Promise<HoldRecord>;
  /** Throws E1702, and E1753 when there is none of that type. */
  clear(deviceId: string, type: 'hold' | 'pin', by: Actor): Promise<HoldRecord>;
}
