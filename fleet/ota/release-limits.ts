import { imageHeadBytes, imageLimits } from '#proto/image/index.js';

/** Largest image file that can be, bytes. */
export const largestImageFileBytes = imageHeadBytes + imageLimits.contentBytes;

/** Limits of uploads and releases; docs/UPDATES.md says them to operators. */
export interface ReleaseLimits {
  /** Files on their way. */
  readonly uploads: number;
  /** Since bytes came last for an upload, ms: then it is removed. */
  readonly uploadKeepMs: number;
  /** Of one file, bytes. */
  readonly imageFileBytes: number;
  /** Of all states. */
  readonly releases: number;
}

/** Limits for whoever configures none. */
export const defaultReleaseLimits: ReleaseLimits = {
  uploads: 16,
  uploadKeepMs: 86_400_000,
  imageFileBytes: largestImageFileBytes,
  releases: 10_000,
};
