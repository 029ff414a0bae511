import semver from 'semver';
import { type Application, buildImage } from '#proto/image/index.js';
import { createRandom } from '#proto/kit/index.js';
import type { Profile } from '#proto/profile/index.js';

/** Payload of the releases: more parts than a unit asks for at once. */
const payloadBytes = 300_000;

/** Releases of a trial: what is updated to, in this order, one that leaks, and one that no slot has room for. */
export type ReleaseKey = 'to' | 'next' | 'other' | 'after' | 'leak' | 'large';

const made = new WeakMap<Profile, ReadonlyMap<ReleaseKey, Uint8Array>>();

/** The image files of a profile by what they are for: made once for all trials. */
export function releasesOf(profile: Profile): ReadonlyMap<ReleaseKey, Uint8Array> {
  let images = made.get(profile);
  if (images === undefined) {
    images = makeReleases(profile);
    made.set(profile, images);
  }
  return images;
}

function makeReleases(profile: Profile): Map<ReleaseKey, Uint8Array> {
  const { version } = profile.factoryImage;
  const to = semver.inc(version, 'minor') ?? version;
  const next = semver.inc(to, 'minor') ?? to;
  const after = semver.inc(next, 'minor') ?? next;
  const last = semver.inc(after, 'minor') ?? after;
  return new Map([
    ['to', release(profile, to, { securityCounter: 1 })],
    ['next', release(profile, next, { securityCounter: 2 })],
    ['other', release(profile, semver.inc(next, 'patch') ?? next, { securityCounter: 2 })],
    ['after', release(profile, after, { securityCounter: 3 })],
    ['large', release(profile, last, { securityCounter: 3, payload: profile.flash.slotBytes + 1 })],
    ['leak', release(profile, `${to}-leak`, { securityCounter: 1, application: leakOf(profile) })],
  ]);
}

/** What a release has otherwise than the factory image. */
interface ReleaseFacts {
  readonly securityCounter: number;
  /** Its bytes, when they are not the usual ones. */
  readonly payload?: number;
  readonly application?: Application;
}

function release({ name, hardwareRevisions, factoryImage, flash }: Profile, version: string, facts: ReleaseFacts): Uint8Array {
  const { securityCounter, application = factoryImage.application, payload: wanted } = facts;
  const header = { name, version, profiles: [name], hardwareRevisions, securityCounter, minimumVersion: '', mustPassThrough: false };
  const room = flash.slotBytes - flash.eraseBlockBytes * Math.ceil(4_096 / flash.eraseBlockBytes);
  const size = wanted ?? Math.max(1, Math.min(payloadBytes, room - JSON.stringify(application).length));
  const payload = new Uint8Array(size);
  const random = createRandom(version, 'faults', 'payload');
  for (let at = 0; at < size; at += 65_536) payload.set(random.bytes(Math.min(65_536, size - at)), at);
  return buildImage(header, application, payload);
}

/** An application that takes a tenth of the memory each minute and gives nothing back. */
function leakOf({ name, memoryBytes }: Profile): Application {
  const bytes = Math.ceil(memoryBytes / 10);
  return {
    id: name,
    initial: 'taking',
    context: {},
    states: {
      taking: { entry: [{ type: 'allocate', params: { bytes } }], after: { '60000': [{ target: 'again' }] } },
      again: { after: { '1': [{ target: 'taking' }] } },
    },
  };
}
