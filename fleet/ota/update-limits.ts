/** Limits of updates, each refused or obeyed at one past it. */
export interface UpdateLimits {
  /** Attempts that are open. */
  readonly openAttempts: number;
  /** Newest attempts that are over and still listed. */
  readonly keptAttempts: number;
  /** From an order until the unit answers the offer, ms: it has to come within this time. */
  readonly offerWithinMs: number;
  /** For metadata, assignment and header, ms. */
  readonly checkWithinMs: number;
  /** For content or delta, ms. */
  readonly downloadWithinMs: number;
  /** From the last byte until the new image runs, ms. */
  readonly installWithinMs: number;
  /** For the trial of the new image, ms: longer than a device waits itself (10 minutes by its profile), so that it can go back and say so. */
  readonly confirmWithinMs: number;
  /** Devices that take an image at once; the others are told when to come again. */
  readonly openTransfers: number;
  /** Bytes of parts a second to all devices; 0: as fast as it goes. */
  readonly updateBytesPerSecond: number;
  /** Bytes that may wait at one link before no further part is sent there. */
  readonly updateQueuedBytes: number;
}

/** Limits that fit one machine with some ten thousand devices. */
export const defaultUpdateLimits: UpdateLimits = {
  openAttempts: 100_000,
  keptAttempts: 100_000,
  offerWithinMs: 86_400_000,
  checkWithinMs: 1_800_000,
  downloadWithinMs: 14_400_000,
  installWithinMs: 1_800_000,
  confirmWithinMs: 1_800_000,
  openTransfers: 256,
  updateBytesPerSecond: 0,
  updateQueuedBytes: 524_288,
};
