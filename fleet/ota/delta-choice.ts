import type { AttemptDelta } from '#fleet/domain/index.js';
import { chooseDelta, type DeltaPolicy } from '#proto/image/index.js';
import type { UpdateRelease } from './update-sources.ts';

/** What a unit is offered, and why. */
export interface OfferChoice {
  readonly delta: AttemptDelta | undefined;
  /** For a person. */
  readonly why: string;
}

/** What a delta has to spare, percent: below that the whole image is the simpler way. */
const leastGainPercent = 10;

/**
 * Delta or whole image, by what runs on the unit. How much memory the unit has for a delta it knows itself, and says so when it is too little.
 * @param runningDigest of its Hello, hex; all zero in recovery
 * @returns undefined when a delta is required and there is none
 */
export function chooseOffer(release: UpdateRelease, runningDigest: string, policy: DeltaPolicy): OfferChoice | undefined {
  const delta = release.deltas.find(({ baseDigest }) => baseDigest === runningDigest);
  const choice = chooseDelta({
    policy,
    runningDigest,
    delta: delta === undefined ? undefined : { ...delta, workBytes: release.contentBytes },
    fullBytes: release.contentBytes,
    deltaMemoryBytes: Number.POSITIVE_INFINITY,
    leastGainPercent,
  });
  if (choice.type === 'refused') return undefined;
  return {
    delta: choice.type === 'delta' ? delta : undefined,
    why: `${choice.type === 'delta' ? 'delta' : 'whole image'}: ${choice.reason}`,
  };
}
