import type { Actor, BlobStore, DeviceService, Journal, ReleaseView, Store } from '#fleet/domain/index.js';
import type { Clock, Log, Serial, TaskTracker } from '#proto/kit/index.js';
import { failRelease } from './release-errors.ts';
import type { ReleaseLimits } from './release-limits.ts';

/** What the parts of releases share. */
export interface ReleaseContext {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** Work that no caller waits for is counted here. */
  readonly tasks: TaskTracker;
  readonly devices: Pick<DeviceService, 'listProfiles' | 'images'>;
  readonly limits: ReleaseLimits;
  /** A release was yanked, and that is stored. */
  readonly onYanked: (id: string) => void;
  /** A release was published, and that is stored. */
  readonly onPublished: (release: ReleaseView) => void;
  /** All writes of releases and uploads. */
  readonly serial: Serial;
}

/** Throws E2539 unless text has low to high characters. */
export function checkText(name: string, text: string, low: number, high: number): void {
  if (text.length >= low && text.length <= high) return;
  throw failRelease('E2539', { message: `${name} has ${text.length} characters, its range is ${low} to ${high}` });
}

/** Throws E2539 when the reason or name of an actor is longer than the audit takes. */
export function checkActor(by: Actor): void {
  checkText('the name of the actor', by.name, 1, 200);
  checkText('the reason', by.reason, 0, 1_000);
}
