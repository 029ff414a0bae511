import type { AttemptDelta } from '#fleet/domain/index.js';
import type { UpdateCauseName } from '#proto/frame/index.js';

/** What happens to an attempt. Times are the manager's, ms since 1970-01-01T00:00Z. */
export type AttemptEvent =
  | {
      readonly type: 'offer.sent';
      readonly atMs: number;
      /** Boot of the session. */
      readonly boot: number;
      readonly delta?: AttemptDelta;
      readonly choice: string;
    }
  /** The unit reports where it stands. */
  | {
      readonly type: 'unit.checking' | 'unit.downloading' | 'unit.installing' | 'unit.rebooting' | 'unit.unconfirmed';
      readonly atMs: number;
      readonly message: string;
    }
  /** The unit reports an end without the new image, or its Hello shows one. */
  | {
      readonly type: 'unit.reverted' | 'unit.failed' | 'unit.rejected' | 'unit.cancelled';
      readonly atMs: number;
      readonly cause: UpdateCauseName | '';
      readonly message: string;
    }
  /** A boot after the offer runs the target's digest, confirmed. */
  | { readonly type: 'unit.proved'; readonly atMs: number; readonly message: string }
  | { readonly type: 'operator.cancelled'; readonly atMs: number; readonly message: string }
  /** The release was yanked. */
  | { readonly type: 'release.withdrawn'; readonly atMs: number; readonly message: string }
  /** The device was removed, revoked or retired. */
  | { readonly type: 'device.gone'; readonly atMs: number; readonly message: string }
  | { readonly type: 'timer.expired'; readonly atMs: number; readonly message: string };
