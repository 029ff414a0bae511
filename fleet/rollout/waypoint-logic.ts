import semver from 'semver';
import type { PlanBlocker, ReleaseRecord } from '#fleet/domain/index.js';

/** What of a release decides which devices it can follow on. */
export type WayRelease = Pick<
  ReleaseRecord,
  'id' | 'version' | 'profiles' | 'hardwareRevisions' | 'securityCounter' | 'minimumVersion' | 'mustPassThrough'
>;

/** A device that a way is planned for. */
export interface WayDevice {
  /** Semantic version; empty: nothing runs whose version could matter, as in recovery. */
  readonly version: string;
  readonly profile: string;
  readonly hardwareRevision: string;
  /** Confirmed; 0 when it is not known. */
  readonly securityCounter: number;
}

/** How a device gets to a release. */
export type Way =
  /** What it gets one after the other, the target last. */
  | { readonly type: 'way'; readonly steps: readonly WayRelease[] }
  | { readonly type: 'none'; readonly reason: PlanBlocker['reason']; readonly message: string };

/** A place on the way: what runs there, and the counter that is confirmed then. */
interface Place {
  readonly version: string;
  readonly securityCounter: number;
  readonly steps: readonly WayRelease[];
}

/**
 * The way with the fewest steps, of those the one by the oldest versions: so a minimum version is met by just that version when it is published.
 * Judged as a device judges what it is offered: a minimum version, and releases that must not be jumped over.
 * @param published releases of the target's name that devices may be given, in any order
 */
export function planWay(device: WayDevice, target: WayRelease, published: readonly WayRelease[]): Way {
  const misfit = misfitOf(device, target);
  if (misfit !== undefined) return misfit;
  const start: Place = { version: device.version, securityCounter: device.securityCounter, steps: [] };
  const fitting = published.filter((release) => release.id !== target.id && hardwareMisfit(device, release) === undefined);
  const stops = fitting.filter(({ mustPassThrough }) => mustPassThrough);
  if (isStep(start, target, stops)) return { type: 'way', steps: [target] };
  const between = fitting
    .filter(({ version }) => semver.gt(version, device.version) && semver.lt(version, target.version))
    .sort((a, b) => semver.compare(a.version, b.version));
  const seen = new Set<string>();
  for (const places = [start]; places.length > 0; ) {
    const place = places.shift() as Place;
    if (isStep(place, target, stops)) return { type: 'way', steps: [...place.steps, target] };
    for (const release of between) {
      if (seen.has(release.id) || !semver.gt(release.version, place.version) || !isStep(place, release, stops)) continue;
      seen.add(release.id);
      const securityCounter = Math.max(place.securityCounter, release.securityCounter);
      places.push({ version: release.version, securityCounter, steps: [...place.steps, release] });
    }
  }
  return { type: 'none', reason: 'tooOld', message: whyNone(device, target, stops) };
}

type NoWay = Extract<Way, { readonly type: 'none' }>;

/** Why a release is not for a device, whatever version runs there; undefined: it is. */
function misfitOf(device: WayDevice, release: WayRelease): NoWay | undefined {
  if (release.securityCounter >= device.securityCounter) return hardwareMisfit(device, release);
  const has = `release ${release.id} has the security counter ${release.securityCounter}`;
  const misfit = hardwareMisfit(device, release);
  return misfit ?? { type: 'none', reason: 'securityCounter', message: `${has}; the device has confirmed ${device.securityCounter}` };
}

function hardwareMisfit({ profile, hardwareRevision }: WayDevice, { id, profiles, hardwareRevisions }: WayRelease): NoWay | undefined {
  if (!profiles.includes(profile)) {
    const message = `release ${id} is for ${profiles.join(', ')}; the device is of the profile ${profile}`;
    return { type: 'none', reason: 'otherProfile', message };
  }
  if (hardwareRevisions.length === 0 || hardwareRevisions.includes(hardwareRevision)) return undefined;
  const message = `release ${id} is for the hardware ${hardwareRevisions.join(', ')}; the device is ${hardwareRevision}`;
  return { type: 'none', reason: 'otherHardware', message };
}

/** @param stops releases that must not be jumped over */
function isStep({ version, securityCounter }: Place, to: WayRelease, stops: readonly WayRelease[]): boolean {
  if (to.securityCounter < securityCounter) return false;
  if (version === '') return true;
  return isOldEnough(version, to) && stops.every((release) => !isJumpedOver(release, version, to));
}

function isOldEnough(version: string, { minimumVersion }: WayRelease): boolean {
  return minimumVersion === '' || semver.gte(version, minimumVersion);
}

function isJumpedOver(release: Pick<WayRelease, 'version'>, version: string, to: WayRelease): boolean {
  return semver.gt(release.version, version) && semver.lt(release.version, to.version);
}

function whyNone({ version }: WayDevice, target: WayRelease, stops: readonly WayRelease[]): string {
  const jumped = stops.filter((release) => isJumpedOver(release, version, target)).map(({ id }) => id);
  const old = isOldEnough(version, target) ? [] : [`${target.id} needs ${target.minimumVersion} or newer`];
  const must = jumped.length === 0 ? [] : [`${jumped.slice(0, 5).join(', ')} must not be jumped over`];
  return `the device runs ${version}; ${[...old, ...must].join('; ')}; no published releases lead there`;
}
