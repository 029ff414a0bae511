import type { ReleaseRecord } from '#fleet/domain/index.js';
import type { DeltaPolicy } from '#proto/image/index.js';
import type { WayBack } from './subject.ts';
import { planWay, type WayDevice, type WayRelease } from './waypoint-logic.ts';

/** What decides whether a device can go back from a release to what it ran before. */
export interface WayBackFacts {
  /** What it ran before: of its digest, or of the name that was noted; undefined: no release of that image is here. */
  readonly before: ReleaseRecord | undefined;
  /** Digest of what ran before, hex; for the message. */
  readonly beforeDigest: string;
  readonly subject: ReleaseRecord;
  /** `version` is not read: it runs the subject. */
  readonly device: WayDevice;
  /** Releases of the name of what ran before that devices may be given. */
  readonly published: readonly WayRelease[];
  readonly delta: DeltaPolicy;
}

/** The way back: in one step, by what the device itself will judge once it has confirmed the subject. */
export function wayBackOf({ before, beforeDigest, subject, device, published, delta }: WayBackFacts): WayBack {
  if (before === undefined) {
    const image = beforeDigest === '' ? 'nothing that is known' : `image ${beforeDigest.slice(0, 12)}`;
    return none(`it ran ${image} before, and there is no release of that`);
  }
  if (before.digest === subject.digest) return none(`it ran ${subject.id} before`);
  if (before.state !== 'published') return none(`${before.id}, which it ran before, is ${before.state}`);
  const securityCounter = Math.max(device.securityCounter, subject.securityCounter);
  const way = planWay({ ...device, version: subject.version, securityCounter }, before, published);
  if (way.type === 'none') return none(way.reason === 'securityCounter' ? counterWhy(before, securityCounter, subject) : way.message);
  if (way.steps.length > 1) return none(`${before.id} can't follow on ${subject.id} at once: ${way.steps.map(({ id }) => id).join(', ')}`);
  if (delta === 'require' && !before.deltas.some(({ baseDigest }) => baseDigest === subject.digest)) {
    return none(`the plan takes deltas only, and ${before.id} has none from ${subject.id}`);
  }
  return { type: 'release', release: before.id };
}

function counterWhy(before: ReleaseRecord, counter: number, subject: ReleaseRecord): string {
  return `${before.id} has the security counter ${before.securityCounter}; after ${subject.id} the device has confirmed ${counter}`;
}

function none(why: string): WayBack {
  return { type: 'none', why };
}
