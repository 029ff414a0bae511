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
  /** Newest published releases of the same name from which deltas are built when one is published. */
  readonly deltaBases: number;
  /** Deltas of one release, from what devices run too. */
  readonly deltasPerRelease: number;
  /** Deltas that wait to be built. */
  readonly waitingDeltas: number;
  /** Content of an image for which deltas are built, bytes: building takes up to 25 times of it in memory. */
  readonly deltaImageBytes: number;
}

/** Limits for whoever configures none. */
export const defaultReleaseLimits: ReleaseLimits = {
  uploads: 16,
  uploadKeepMs: 86_400_000,
  imageFileBytes: largestImageFileBytes,
  releases: 10_000,
  deltaBases: 3,
  deltasPerRelease: 16,
  waitingDeltas: 64,
  deltaImageBytes: 16_777_216,
};
