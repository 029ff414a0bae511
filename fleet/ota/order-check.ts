import semver from 'semver';
import type { DeviceView, HoldRecord, UpdateOrder } from '#fleet/domain/index.js';
import { isSameImage } from './attempt-logic.ts';
import { chooseOffer } from './delta-choice.ts';
import { failUpdate } from './update-errors.ts';
import type { UpdateSources } from './update-sources.ts';

function heldError(deviceId: string, { type, untilMs, by, reason }: HoldRecord): Error {
  const until = untilMs === 0 ? '' : ` until ${new Date(untilMs).toISOString()}`;
  const message = `device ${deviceId} is ${type === 'hold' ? 'held' : 'pinned'} by ${by}${until}${reason === '' ? '' : `: ${reason}`}`;
  return failUpdate('E2572', { message, next: `fleet device un${type} ${deviceId}` });
}

/**
 * Judges an order by what is known of the device; the device judges again by what is signed. A delta that is required and lacking is asked for.
 * @throws E2561 to E2565, E2572
 */
export function checkUpdateOrder(
  device: DeviceView,
  sources: Pick<UpdateSources, 'release' | 'wantDelta'>,
  order: UpdateOrder,
): 'change' | 'unchanged' {
  const release = sources.release(order.release);
  if (device.status !== 'active') {
    throw failUpdate('E2561', { message: `device ${device.id} is ${device.status}` });
  }
  if (release === undefined) throw failUpdate('E2562', { message: `there is no release ${order.release.slice(0, 140)}` });
  if (release.state !== 'published') throw failUpdate('E2562', { message: `release ${release.id} is ${release.state}, not published` });
  if (isSameImage(device, release.digest)) return 'unchanged';
  if (device.hold !== undefined) throw heldError(device.id, device.hold);
  if (!release.profiles.includes(device.profile)) {
    const message = `release ${release.id} is for ${release.profiles.join(', ')}; device ${device.id} is of the profile ${device.profile}`;
    throw failUpdate('E2563', { message });
  }
  const { hardwareRevisions, minimumVersion } = release;
  if (hardwareRevisions.length > 0 && !hardwareRevisions.includes(device.hardwareRevision)) {
    const message = `release ${release.id} is for the hardware ${hardwareRevisions.join(', ')}; device ${device.id} is ${device.hardwareRevision}`;
    throw failUpdate('E2563', { message });
  }
  const running = semver.valid(device.firmwareVersion);
  // A unit in recovery has no application whose version could matter.
  const isBarred = minimumVersion !== '' && running !== null && device.resetReason !== 'recovery' && semver.lt(running, minimumVersion);
  if (isBarred) {
    const message = `device ${device.id} runs ${device.firmwareVersion}, release ${release.id} needs ${minimumVersion} or newer`;
    throw failUpdate('E2564', { message, next: `fleet device update ${device.id} --release NAME@${minimumVersion}` });
  }
  if (chooseOffer(release, device.imageDigest, order.delta) === undefined) {
    const { isComing, why } = sources.wantDelta(release.id, device.imageDigest);
    const message = `release ${release.id} has no delta from ${device.imageDigest.slice(0, 12)}, which device ${device.id} runs: ${why}`;
    const next = isComing ? `give the order again when fleet release get ${release.id} lists it` : undefined;
    throw failUpdate('E2565', next === undefined ? { message } : { message, next });
  }
  return 'change';
}
